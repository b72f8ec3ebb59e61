"""Training of the roles model: a linear support vector machine, calibrated by temperature.

The same data and seed give the same bytes: vocabularies are sorted, rows are put in one order
first, and liblinear is given its seed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import minimize_scalar

from pipeline.statements import roles_features as features
from pipeline.statements.careful import Careful
from pipeline.statements.roles import RolesModel, design, read_units, softmax
from pipeline.statements.unit import Unit
from pipeline.tables import ROLES

PEOPLE = 5  # a word is kept when so many people or documents used it
SCALES = {"words": 1.0, "chars": 0.8, "shape": 1.0, "context": 0.3, "dense": 0.7}
STRENGTH = 0.2  # C; logistic regression was as good on real texts, 3 points worse on rare roles
FOLDS = 5
ITERATIONS = 3000
# Ten times finer moves one answer of 716, from 200 rows to all, and takes half as long again.
TOLERANCE = 1e-1
SEED = 0
ALONE = 50_000  # rows up to which classes are solved one by one: starting processes takes seconds
# Chosen on the three folds of `validate` with readers 1.0; later readers have no folds.
CAREFUL = Careful("1.2", below=0.8, weight=0.8, temperature=1.55)
# A fold, its rows, and what scores any rows by a model of the other folds.
HeldModel = tuple[int, np.ndarray, Callable[[sparse.csr_matrix], np.ndarray]]


@dataclass(frozen=True)
class Examples:
    """Labelled statements: units, roles, the document or question of each, weights.

    `real` are the rows that somebody wrote; only they say how sure the model may be. `gold` are
    those of the labelled file itself, whose figures are told apart; `origin` is the index of each
    in the frame that they came in.
    """

    units: Sequence[Unit]
    roles: np.ndarray
    groups: np.ndarray
    weights: np.ndarray
    real: np.ndarray
    gold: np.ndarray
    origin: np.ndarray

    def take(self, rows: np.ndarray) -> Examples:
        """The examples of these rows."""
        return Examples(
            [self.units[row] for row in rows],
            self.roles[rows],
            self.groups[rows],
            self.weights[rows],
            self.real[rows],
            self.gold[rows],
            self.origin[rows],
        )


def examples(frame: pd.DataFrame) -> Examples:
    """Examples out of `text`, `role` and, where known, `question`, `question_role`, `heading`,
    `before`, `group`, `weight`, `real`, `gold`.

    Without `group` each distinct text is its own. The rows are put in one order.
    """
    frame = frame.assign(origin=frame.index)
    blank = dict.fromkeys(("question", "question_role", "heading", "before"), "")
    for name, value in (blank | {"weight": 1.0}).items():
        frame[name] = frame[name].fillna(value) if name in frame else value
    frame["real"] = frame["real"].fillna(True).astype(bool) if "real" in frame else True
    frame["gold"] = frame["gold"].astype(bool) if "gold" in frame else False
    frame["group"] = frame["group"] if "group" in frame else frame["text"]
    keys = ["text", *blank, "role", "group", "weight"]
    frame = frame.sort_values(keys, kind="stable").reset_index(drop=True)
    return Examples(
        read_units(frame),
        frame["role"].to_numpy(dtype=object),
        frame["group"].to_numpy(dtype=object),
        frame["weight"].to_numpy(dtype=float),
        frame["real"].to_numpy(dtype=bool),
        frame["gold"].to_numpy(dtype=bool),
        frame["origin"].to_numpy(),
    )


@dataclass(frozen=True)
class Prepared:
    """Vocabularies, idf and the design matrix of all examples, shared by the folds.

    A fold's model gives no weight to terms that only held rows have, so nothing leaks but idf.
    """

    vocabularies: Mapping[str, features.Vocabulary]
    idf: Mapping[str, np.ndarray]
    matrix: sparse.csr_matrix


def prepare(data: Examples) -> Prepared:
    """The features of the examples."""
    built = {block: vocabulary(data.units, data.groups, block) for block in features.BLOCKS}
    vocabularies = {block: terms for block, (terms, _) in built.items()}
    idf = {block: weights for block, (_, weights) in built.items()}
    matrix = design(data.units, vocabularies, idf, SCALES).astype(np.float64)
    return Prepared(vocabularies, idf, matrix)


def fit(
    data: Examples,
    strength: float = STRENGTH,
    calibrate: bool = True,
    careful: Careful | None = None,
) -> RolesModel:
    """Train on all examples; the temperature comes from grouped cross-validation."""
    prepared = prepare(data)
    present = [role for role in ROLES if role in set(data.roles)]
    target = np.array([present.index(role) for role in data.roles])
    weights, bias = solve(prepared.matrix, target, data.weights, strength)
    warmth = 1.0
    if calibrate:
        scores, rows = out_of_fold(data, strength, prepared)
        real = data.real[rows]
        warmth = temperature(scores[real], data.roles[rows][real], data.weights[rows][real])
    return RolesModel(
        tuple(present),
        prepared.vocabularies,
        prepared.idf,
        SCALES,
        weights.astype(np.float32),
        bias,
        warmth,
        careful,
    )


def solve(
    matrix: sparse.csr_matrix, target: np.ndarray, weights: np.ndarray, strength: float
) -> tuple[np.ndarray, np.ndarray]:
    """(features, classes) weights and (classes,) bias of linear support vector machines, one for
    each class of `target` against the others.

    In a large matrix two classes are solved at once, each by a process of its own, for liblinear
    keeps one state of chance in a process.
    """
    from sklearn.utils.parallel import Parallel, delayed

    jobs = Parallel(n_jobs=2 if len(target) > ALONE else 1)
    classes = (target == one for one in np.unique(target))
    found = jobs(delayed(_against_others)(matrix, mine, weights, strength) for mine in classes)
    return np.stack([one for one, _ in found], axis=1), np.array([bias for _, bias in found])


def _against_others(
    matrix: sparse.csr_matrix, mine: np.ndarray, weights: np.ndarray, strength: float
) -> tuple[np.ndarray, float]:
    from sklearn.svm import LinearSVC

    # «auto» would turn to the primal where rows outnumber features, and stop there too early:
    # at this tolerance three points of first directions on dev.jsonl were lost so.
    solver = LinearSVC(C=strength, dual=True, tol=TOLERANCE, max_iter=ITERATIONS, random_state=SEED)
    solver.fit(matrix, mine, sample_weight=weights)
    return solver.coef_[0], float(solver.intercept_[0])


def vocabulary(
    units: Sequence[Unit], groups: Sequence[str] | np.ndarray, block: str
) -> tuple[features.Vocabulary, np.ndarray]:
    """The terms of a block that enough documents hold, sorted, and their idf.

    Words whose likeliest reading is a person's name are left out of words and characters.
    """
    where: dict[str, set[str]] = defaultdict(set)
    rows: Counter[str] = Counter()
    for one, group in zip(units, groups, strict=True):
        found = features.terms(one, block)
        rows.update(found.keys())
        for term in found:
            if len(where[term]) < PEOPLE:
                where[term].add(group)
    kept = sorted(term for term, met in where.items() if len(met) >= PEOPLE)
    idf = np.array([np.log((1 + len(units)) / (1 + rows[term])) + 1 for term in kept])
    if block == "context":
        idf = np.ones(len(kept))
    return features.Vocabulary(kept), idf.astype(np.float32)


def folds(groups: Iterable[str], count: int = FOLDS) -> list[np.ndarray]:
    """Rows of each fold; a group is never split. The folds depend on the names of groups alone."""
    from pipeline.tables import short_hash

    place = np.array([int(short_hash("fold", group), 16) % count for group in groups])
    return [np.flatnonzero(place == fold) for fold in range(count)]


def out_of_fold(
    data: Examples, strength: float = STRENGTH, prepared: Prepared | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Scores of the examples by models that have not met their groups, and the rows they are of."""
    known = prepared or prepare(data)
    target = np.array([ROLES.index(role) for role in data.roles])
    models = held_models(known.matrix, target, data.weights, data.groups, len(ROLES), strength)
    return held_scores(known.matrix, len(ROLES), models)


def held_models(
    matrix: sparse.csr_matrix,
    target: np.ndarray,
    weights: np.ndarray,
    groups: Sequence[str] | np.ndarray,
    classes: int,
    strength: float,
    most: int = FOLDS,
) -> Iterator[HeldModel]:
    """Each fold, its rows, and what scores any rows by a model of the other folds; `most` folds.

    Scores are (rows, classes), −20 for a class that the other folds have not. A fold without rows,
    or whose others have one class, is left out.
    """
    for fold, held in enumerate(folds(groups)[:most]):
        kept = np.setdiff1d(np.arange(len(target)), held)
        met = sorted(set(target[kept]))
        if len(held) and len(met) > 1:
            found = solve(matrix[kept], np.searchsorted(met, target[kept]), weights[kept], strength)
            yield fold, held, partial(_wide_scores, *found, met, classes)


def _wide_scores(
    found: np.ndarray, bias: np.ndarray, met: list[int], classes: int, matrix: sparse.csr_matrix
) -> np.ndarray:
    wide = np.full((matrix.shape[0], classes), -20.0)
    wide[:, met] = matrix @ found + bias
    return wide


def held_scores(
    matrix: sparse.csr_matrix, classes: int, models: Iterable[HeldModel]
) -> tuple[np.ndarray, np.ndarray]:
    """(rows, classes) scores of the rows that the folds of `held_models` held out, and the rows."""
    parts = [(score(matrix[held]), held) for _, held, score in models]
    if not parts:
        return np.zeros((0, classes)), np.zeros(0, dtype=int)
    scores, rows = zip(*parts, strict=True)
    return np.concatenate(scores), np.concatenate(rows)


def temperature(
    scores: np.ndarray,
    labels: np.ndarray,
    weights: np.ndarray,
    classes: Sequence[str] = ROLES,
) -> float:
    """The temperature of least log loss (Guo et al. 2017, «On calibration of modern networks»)."""
    places = {name: place for place, name in enumerate(classes)}
    target = np.array([places[label] for label in labels])

    def loss(log_temperature: float) -> float:
        chances = softmax(scores / np.exp(log_temperature))
        picked = chances[np.arange(len(target)), target]
        return float(-(weights * np.log(np.maximum(picked, 1e-12))).sum() / weights.sum())

    found = minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded")
    return round(float(np.exp(found.x)), 4)


def tensors(model: RolesModel) -> dict[str, np.ndarray]:
    """The model's arrays for a pack."""
    return packed(model.weights, model.bias, model.idf)


def packed(
    weights: np.ndarray, bias: np.ndarray, idf: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Weights as int8 with one scale a feature, the bias, the idf of each block."""
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-9) / 127
    return {
        "weights": np.round(weights / scale[:, None]).astype(np.int8),
        "weight_scales": scale.astype(np.float32),
        "bias": bias.astype(np.float64),
        **{f"idf_{block}": values for block, values in idf.items()},
    }


def contents(model: RolesModel) -> dict[str, object]:
    """The model's JSON files for a pack."""
    return {
        "vocabulary": {block: list(terms) for block, terms in model.vocabularies.items()},
        "model": {
            "roles": list(model.roles),
            "scales": dict(model.scales),
            "temperature": model.temperature,
            **({"careful": model.careful.contents()} if model.careful else {}),
        },
    }
