"""A small convolutional network over the words of a statement and of what stands around it.

    token   Navec vector of the form, projected; its lemma; its tag, function words as they are;
            what the lexicon says of it
    text    runs of one to three tokens, the strongest and the mean response of each filter
    scores  text, sparse context and what stands around → one hidden layer → a score a class

After Kim 2014 («Convolutional neural networks for sentence classification»). It runs on numpy
alone; `pipeline.train.sentence_net` trains it. Batches are flat: the tokens of all texts in one
array with gaps between them, so a text's scores do not depend on the texts beside it but for the
last digits.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from pipeline.errors import PackError
from pipeline.statements import navec
from pipeline.statements.lexicon import lexicon
from pipeline.statements.unit import Unit, shape_of

Params = Mapping[str, np.ndarray]

WIDTHS = (1, 2, 3)
SLOTS = tuple((width, place) for width in WIDTHS for place in range(width))
GAP = max(WIDTHS) - 1  # empty tokens between texts, so that no run crosses from one to another
MOST = 48  # tokens of a text that are read; longer statements are rare and long enough
VECTOR_SCALE = 4.0  # of unit vectors, whose numbers would be too small beside the other parts
_TOGETHER = 200  # texts encoded at once: more of them need memory that is slow to get
TABLES = {"lemmas": "lemma", "shapes": "shape", "senses": "sense"}  # of tokens' own vectors
NOTHING, UNKNOWN = 0, 1  # places of no token and of one that training has not met


@dataclass(frozen=True)
class SentenceNet:
    """Networks of one shape that speak together; `weight` is that of their log chances."""

    lemmas: Mapping[str, int]
    shapes: Mapping[str, int]
    members: tuple[Params, ...]
    weight: float

    def scores(
        self, units: Sequence[Unit], around: Sequence[Unit], context: sparse.csr_matrix
    ) -> np.ndarray:
        """(units, classes) float64 to add to a linear model's scores.

        `context` is (units, features of the sparse context), as in training; columns past those
        that the networks know are left out.
        """
        own = read(units, self.lemmas, self.shapes)
        places = {id(one): one for one in around}  # a question is often shared
        near = read(list(places.values()), self.lemmas, self.shapes)
        order = {key: place for place, key in enumerate(places)}
        which = np.array([order[id(one)] for one in around])
        known = context[:, : len(self.members[0]["context"])]
        total = sum(
            scores(params, own, near, which, known).astype(np.float64) for params in self.members
        )
        return np.asarray(total * (self.weight / len(self.members)))

    @classmethod
    def from_pack(
        cls, data: Mapping[str, Any], tensors: Mapping[str, np.ndarray]
    ) -> SentenceNet | None:
        """The networks of a pack, None where it has none; PackError where the lexicon differs."""
        if "network" not in data:
            return None
        told = data["network"]
        members = tuple(
            {
                name.removeprefix(f"network{number}_"): value.astype(np.float32)
                for name, value in tensors.items()
                if name.startswith(f"network{number}_")
            }
            for number in range(told["members"])
        )
        if any(len(one["senses"]) != lexicon().senses for one in members if "senses" in one):
            raise PackError(
                "модель обучена с другим словарём значений",
                remedy="Обучите её заново или возьмите версию из этой поставки",
            )
        return cls(places(told["lemmas"]), places(told["shapes"]), members, told["weight"])

    def tensors(self) -> dict[str, np.ndarray]:
        """The arrays of a pack, half precision."""
        return {
            f"network{number}_{name}": value.astype(np.float16)
            for number, params in enumerate(self.members)
            for name, value in params.items()
        }

    def contents(self) -> dict[str, object]:
        """What network.json of a pack holds."""
        told = {"members": len(self.members), "weight": self.weight}
        return told | {"lemmas": list(self.lemmas), "shapes": list(self.shapes)}


def places(known: Sequence[str]) -> dict[str, int]:
    """Numbers of the lemmas or shapes that training has met, after NOTHING and UNKNOWN."""
    return {name: place for place, name in enumerate(known, UNKNOWN + 1)}


@dataclass(frozen=True)
class Tokens:
    """Tokens of many texts: `vectors` is (forms, 300), the rest one number a token or a text."""

    vectors: np.ndarray
    form: np.ndarray
    lemma: np.ndarray
    shape: np.ndarray
    sense: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray


def is_shown(tag: str) -> bool:
    """Whether the lemma of a token may be known by itself: no digits, marks or names of people."""
    return tag not in ("P", "D") and "name" not in tag


def read(units: Sequence[Unit], lemmas: Mapping[str, int], shapes: Mapping[str, int]) -> Tokens:
    """The tokens of each unit; an empty one has a single token that says nothing."""
    known = navec.vectors()
    seen: dict[tuple[str, str, str, int], int] = {}
    known_senses = lexicon()
    forms: dict[str, int] = {}
    vectors = [np.zeros(navec.SIZE, np.float32)]
    rows = [(NOTHING, NOTHING, NOTHING, NOTHING)]  # form, lemma, shape, sense of a kind of token
    kinds, lengths = array("i"), array("i")
    for one in units:
        found = one.words
        senses = [known_senses.sense(meaning) for meaning in one.meanings[:MOST]]
        parts = (found.forms[:MOST], found.lemmas[:MOST], found.tags[:MOST], senses)
        for token in zip(*parts, strict=True):
            if token not in seen:
                word, base, tag, sense = token
                if word not in forms:
                    vector = known.get(word, base) if tag not in ("P", "D") else None
                    forms[word] = 0 if vector is None else len(vectors)
                    if vector is not None:
                        vectors.append(vector)
                lemma = lemmas.get(base, UNKNOWN) if is_shown(tag) else UNKNOWN
                seen[token] = len(rows)
                rows.append((forms[word], lemma, shapes.get(shape_of(word, tag), UNKNOWN), sense))
            kinds.append(seen[token])
        if not found.forms:
            kinds.append(0)
        lengths.append(max(1, min(len(found.forms), MOST)))
    table = np.array(rows, dtype=np.int32)[np.array(kinds)]
    count = np.array(lengths, dtype=np.int64)
    starts = np.cumsum(count) - count
    form, lemma, shape, sense = table.T
    return Tokens(np.array(vectors), form, lemma, shape, sense, starts, count)


@dataclass(frozen=True)
class Layout:
    """Where the tokens of a batch stand: `source` is each flat place's token, −1 in the gaps.

    A text stands from `first` to before `ends`. Runs of a width that touch it start at `first`
    less width − 1 to before `ends`.
    """

    source: np.ndarray
    first: np.ndarray
    ends: np.ndarray


def lay(starts: np.ndarray, lengths: np.ndarray) -> Layout:
    """The flat batch of the texts that start there and have so many tokens."""
    ends = np.cumsum(lengths + GAP)
    first = ends - lengths
    source = np.full(int(ends[-1]) + GAP, -1, dtype=np.int64)
    source[ranges(first, lengths)] = ranges(starts, lengths)
    return Layout(source, first, ends)


def ranges(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """start, start + 1, … for each pair, one after another."""
    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1])) + np.repeat(starts - (ends - lengths), lengths)


def responses(seen: np.ndarray, params: Params) -> list[np.ndarray]:
    """(flat places, filters) of each width, not below zero: the run that starts at each place.

    `seen` is (flat places, size of a token); the last places have no run of more tokens.
    """
    each = seen @ params["filters"]
    count = each.shape[1] // len(SLOTS)
    column = dict(zip(SLOTS, range(0, each.shape[1], count), strict=True))
    found = []
    for number, width in enumerate(WIDTHS):
        runs = len(each) - width + 1
        total = each[:runs, column[width, 0] : column[width, 0] + count].copy()
        for place in range(1, width):
            start = column[width, place]
            total += each[place : place + runs, start : start + count]
        total += params["filters_bias"][number * count : (number + 1) * count]
        found.append(np.maximum(total, 0.0, out=total))
    return found


def pooled(found: Sequence[np.ndarray], layout: Layout) -> np.ndarray:
    """(texts, 2 × widths × filters): the strongest and the mean response of each filter."""
    parts = []
    for width, values in zip(WIDTHS, found, strict=True):
        starts, ends = layout.first - (width - 1), layout.ends
        borders = np.column_stack([starts, ends]).ravel()[:-1]  # what lies between is not taken
        shown = values[: ends[-1]]
        parts.append(np.maximum.reduceat(shown, borders)[::2])
        counts = (ends - starts)[:, None].astype(np.float32)
        parts.append(np.add.reduceat(shown, borders)[::2] / counts)
    return np.hstack(parts)


def seen_by(
    tokens: Tokens, source: np.ndarray, params: Params, projected: np.ndarray
) -> np.ndarray:
    """(flat places, size of a token): the projected vector, lemma, shape and sense of each.

    Networks up to 1.4 and those trained without senses have no table of them.
    """
    gap = source < 0
    placed = {
        name: np.where(gap, NOTHING, getattr(tokens, name)[source])
        for name in ("form", *TABLES.values())
    }
    told = [params[table][placed[name]] for table, name in TABLES.items() if table in params]
    return np.hstack([projected[placed["form"]], *told])


def scores(
    params: Params,
    own: Tokens,
    around: Tokens,
    which: np.ndarray,
    context: sparse.csr_matrix,
) -> np.ndarray:
    """(texts, classes) float32 log chances of each class; `which` of `around` each text has."""
    near = np.maximum(encoded(params, around) @ params["around"] + params["around_bias"], 0.0)[
        which
    ]
    extra = np.maximum(context @ params["context"] + params["context_bias"], 0.0)
    joined = np.hstack([encoded(params, own), extra, near])
    hidden = np.maximum(joined @ params["hidden"] + params["hidden_bias"], 0.0)
    return log_softmax(hidden @ params["out"] + params["out_bias"])


def encoded(params: Params, tokens: Tokens) -> np.ndarray:
    """(texts, 2 × widths × filters): what the filters find in each text."""
    projected = VECTOR_SCALE * tokens.vectors @ params["projection"]
    parts = []
    for start in range(0, len(tokens.starts), _TOGETHER):
        part = slice(start, start + _TOGETHER)
        layout = lay(tokens.starts[part], tokens.lengths[part])
        seen = seen_by(tokens, layout.source, params, projected)
        parts.append(pooled(responses(seen, params), layout))
    return np.concatenate(parts)


def log_softmax(values: np.ndarray) -> np.ndarray:
    """Rows of log chances."""
    shifted = values - values.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))
