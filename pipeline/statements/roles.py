"""Roles of statements: rules, a trained model and the survey question, with calibrated confidence.

    probabilities = softmax((features · W + b) / temperature), weighed anew by the reader where
    none of them is sure (`careful`)

The pack `roles` holds the vocabularies and the weights. `rules/` holds the rules, whose hits are
features of the model and are shown to people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline import packs
from pipeline.statements import roles_features as features
from pipeline.statements.careful import Careful, reading_of
from pipeline.statements.unit import Unit, is_bare, unit

TASK = "roles"
COLUMNS = ("role", "second_role", "role_confidence", "rules", "flags")
_SECOND = ("problem", "solution", "against", "question", "vision", "praise")
_SECOND_AT = 0.25  # probability of a second role that also has a rule behind it
_UNSURE = 0.5
_LEAN = ("problem", "solution")
_LIKED = frozenset("гордиться гордость нравиться понравиться любить".split())
_FEW_WORDS = 4
_AROUND = ("question", "heading", "before")
_BATCH = 2000


@dataclass(frozen=True)
class RolesModel:
    """A linear model over the blocks of `roles_features`, and what reads again where it is unsure.

    `weights` is (features, roles); the features are the blocks in order, then the dense ones.
    """

    roles: tuple[str, ...]
    vocabularies: Mapping[str, features.Vocabulary]
    idf: Mapping[str, np.ndarray]
    scales: Mapping[str, float]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float
    careful: Careful | None = None

    @classmethod
    def from_pack(cls, pack: packs.Pack) -> RolesModel:
        """The model held in a pack of task `roles`."""
        data, tensors = pack.data, pack.tensors
        vocabularies = {
            block: features.Vocabulary(data["vocabulary"][block]) for block in features.BLOCKS
        }
        weights = tensors["weights"].astype(np.float32) * tensors["weight_scales"][:, None]
        return cls(
            tuple(data["model"]["roles"]),
            vocabularies,
            {block: tensors[f"idf_{block}"] for block in features.BLOCKS},
            data["model"]["scales"],
            weights,
            tensors["bias"],
            float(data["model"]["temperature"]),
            Careful.from_pack(data["model"]),
        )

    def matrix(self, units: Sequence[Unit]) -> sparse.csr_matrix:
        """(units, features) float32: all blocks side by side."""
        return design(units, self.vocabularies, self.idf, self.scales)

    def probabilities(
        self,
        units: Sequence[Unit],
        around: Sequence[Unit] | None = None,
        most: int | None = None,
    ) -> np.ndarray:
        """(units, roles) float64; the rows sum to one.

        `around` is what `read_around` gives; without it each unit has its question alone. No more
        than `most` of them are read again, the least sure.
        """
        linear = softmax(self.scores(units) / self.temperature)
        chances = lean_on_question(units, linear, self.roles)
        if self.careful and self.careful.knows(TASK, self.roles):
            near = questions_of(units) if around is None else around
            rows = self.careful.unsure(linear, most)
            parts = ([known[row] for row in rows] for known in (units, near))
            chances[rows] = self.careful.read_again(TASK, self.roles, linear[rows], *parts)
        return chances

    def scores(self, units: Sequence[Unit], matrix: sparse.csr_matrix | None = None) -> np.ndarray:
        """(units, roles) float64 of the linear model; `matrix` spares making it again."""
        parts = [np.zeros((0, len(self.roles)))]
        for start in range(0, len(units), _BATCH):
            part = slice(start, start + _BATCH)
            features_of = self.matrix(units[part]) if matrix is None else matrix[part]
            parts.append(np.asarray(features_of @ self.weights, dtype=np.float64) + self.bias)
        return np.concatenate(parts)


def questions_of(units: Sequence[Unit]) -> list[Unit]:
    """What stands around units of which nothing but their questions is known."""
    return [Unit(one.question, (), "", one.question, one.asked, one.asked) for one in units]


def lean_on_question(
    units: Sequence[Unit], chances: np.ndarray, roles: Sequence[str]
) -> np.ndarray:
    """Chances where bare words under a question about problems, solutions or pride lean on it by
    half.

    The codebook: a bare noun takes its role from the question. Of 367 such answers of polls and
    invented units 95 % have that role. Without any poll in training this raises F1 on problem and
    solution in polls from 0.82 to 0.94; with polls it changes little, since the trained
    weights know it for the words and questions that they have met. Of 86 such answers to what
    people like or are proud of 84 % are praise; wider questions («Что запомнилось?») are not.
    """
    leaning = chances.copy()
    for row, one in enumerate(units):
        liked = one.kind == "praise" and _LIKED.intersection(one.question.lemmas)
        asked = one.kind in _LEAN or liked
        if not asked or one.kind not in roles or not is_bare(one):
            continue
        count = sum(tag not in ("P", "D") for tag in one.words.tags)
        said = {rule.role for rule in one.rules if rule.role}
        if 0 < count <= _FEW_WORDS and said <= {one.kind}:
            leaning[row] *= 0.5
            leaning[row, roles.index(one.kind)] += 0.5
    return leaning


def design(
    units: Sequence[Unit],
    vocabularies: Mapping[str, features.Vocabulary],
    idf: Mapping[str, np.ndarray],
    scales: Mapping[str, float],
) -> sparse.csr_matrix:
    """(units, features) float32: the sparse blocks and the dense one, each with its scale."""
    word_idf = dict(zip(vocabularies["words"], idf["words"].tolist(), strict=True))
    blocks = [
        features.matrix(units, block, vocabularies[block], idf[block]) * scales[block]
        for block in features.BLOCKS
    ]
    blocks.append(sparse.csr_matrix(features.dense(units, word_idf) * scales["dense"]))
    return sparse.hstack(blocks, format="csr", dtype=np.float32)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Rows of scores as probabilities."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return raised / raised.sum(axis=1, keepdims=True)


def load(version: str = "") -> RolesModel:
    """The model of a version, `current` by default; PackError when there is none."""
    return _loaded(version, packs.fingerprint(TASK, version))


@lru_cache(maxsize=4)
def _loaded(version: str, fingerprint: str) -> RolesModel:
    """`load`, kept by what the pack holds: two folders may have versions of one name."""
    return RolesModel.from_pack(packs.load(TASK, version or None))


def classify(units: pd.DataFrame, version: str = "", unsure: float = _UNSURE) -> pd.DataFrame:
    """Roles of statements: a frame with COLUMNS and the index of `units`.

    `units` has `text` and, where known, `question`, `question_role`, `heading` and `before`. Below
    the confidence `unsure` a statement is flagged for a person.
    """
    found = classify_read(read_units(units), version, unsure, read_around(units))
    return found.set_index(units.index)


def classify_read(
    units: Sequence[Unit],
    version: str = "",
    unsure: float = _UNSURE,
    around: Sequence[Unit] | None = None,
    most: int | None = None,
) -> pd.DataFrame:
    """`classify` for units whose words, and those around them, are looked up already."""
    model = load(version)
    rows = decide(units, model.probabilities(units, around, most), model.roles, unsure)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def read_units(units: pd.DataFrame, with_rules: bool = True) -> list[Unit]:
    """Words and rules of each row, looked up once per distinct (text, question, question role)."""
    blank = pd.Series([""] * len(units), index=units.index)
    columns = [units.get(name, blank).fillna("") for name in ("text", "question", "question_role")]
    known: dict[tuple[str, str, str], Unit] = {}
    read = []
    for key in zip(*columns, strict=True):
        if key not in known:
            known[key] = unit(key[0], key[1], key[2], with_rules)
        read.append(known[key])
    return read


def read_around(units: pd.DataFrame) -> list[Unit]:
    """Words of the question, the heading and the sentence before, joined, where given."""
    blank = pd.Series([""] * len(units), index=units.index)
    parts = [units.get(name, blank).fillna("") for name in _AROUND]
    joined = [". ".join(part for part in row if part) for row in zip(*parts, strict=True)]
    asked = pd.DataFrame({"text": joined, "question": parts[0]}, index=units.index)
    return read_units(asked, with_rules=False)


def decide(
    units: Sequence[Unit], chances: np.ndarray, roles: Sequence[str], unsure: float
) -> list[tuple[Any, ...]]:
    """One row of COLUMNS for each unit."""
    rows = []
    for one, row in zip(units, chances, strict=True):
        order = np.argsort(-row, kind="stable")
        role, second = roles[order[0]], roles[order[1]]
        backed = {rule.role for rule in one.rules}
        plain = row[order[1]] >= _SECOND_AT and second in _SECOND and second in backed
        flags = {rule.flag for rule in one.rules if rule.flag}
        if row[order[0]] < unsure:
            flags.add("unsure")
        rows.append(
            (
                role,
                second if plain and role in _SECOND else "",
                round(float(row[order[0]]), 4),
                [rule.name for rule in one.rules],
                sorted(flags),
            )
        )
    return rows


def why(
    text: str, question: str = "", question_role: str = "", role: str = "", top: int = 8
) -> list[str]:
    """What weighed most for `role` (by default the one given), in Russian, heaviest first."""
    model = load()
    one = unit(text, question, question_role)
    row = model.matrix([one])
    linear = softmax(model.scores([one], row) / model.temperature)
    chosen = role or model.roles[int(np.argmax(model.probabilities([one])[0]))]
    place = model.roles.index(chosen)
    others = model.weights.mean(axis=1)
    names = [(block, term) for block in features.BLOCKS for term in model.vocabularies[block]]
    shares: dict[str, float] = {}
    if model.careful and len(model.careful.unsure(linear)):
        whole = model.careful.told(TASK, model.roles, [reading_of(one, questions_of([one])[0])])[0]
        # The linear shares are scores before the temperature, the reader's after it.
        told = float(whole[place] - whole.mean()) * model.temperature
        shares["фраза целиком (внимательное чтение)"] = told
    about = {rule.name: rule.about for rule in one.rules}
    for column, value in zip(row.indices, row.data, strict=True):
        share = float(value * (model.weights[column, place] - others[column]))
        name = _title(names[column], about) if column < len(names) else "смысл слов (векторы)"
        shares[name] = shares.get(name, 0.0) + share
    heavy = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))[:top]
    return [f"{name}: {share:+.2f}".replace(".", ",") for name, share in heavy if share > 0]


def _title(name: tuple[str, str], about: Mapping[str, str]) -> str:
    """A feature as a reader can understand it."""
    block, term = name
    if block == "words":
        return f"слово «{term}»" if " " not in term else f"слова «{term}»"
    if block == "chars":
        return "части слов"
    if block == "shape":
        return "строй фразы"
    head, _, rest = term.partition(" ")
    if head == "rule":
        return f"правило {rest} ({about.get(rest, '')})"
    if head in ("tone", "tones", "verbs"):
        return "хорошее, плохое и дела среди слов"
    if head in ("kind", "q", "asked"):
        unasked = rest.startswith(("none", "False"))
        return "вопроса нет" if unasked else "вопрос анкеты"
    return "правила вместе" if head in ("pair", "decided") else "длина и знаки"
