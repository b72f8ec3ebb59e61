"""Settings of a model chosen by cross-validation inside a budget.

The budget is counted by a model of cost and not by the clock, so that the same data, seed and
budget give the same bytes on a fast and on a slow computer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline.evaluate import scored
from pipeline.evaluate.scored import Scored
from pipeline.statements.directions_taxonomy import OTHER
from pipeline.train import adapt, crossval
from pipeline.train.roles import temperature
from pipeline.train.tasks import Model, Task

BUDGET = 60.0  # seconds on an office computer
ENOUGH = 800  # rows from which training from nothing is worth a try beside adapting
LEAST_GAIN = 0.002  # by which a later candidate must beat an earlier one
FEW = 60  # rows below which a temperature is not fitted anew
_ADAPTED = (0.3, 1.0, 0.1, 3.0, 0.03)
_FRESH = (1.0, 0.5, 2.0)  # times the task's own strength
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Candidate:
    """One way to train: `adapted` from a base, or from nothing, with a strength."""

    adapted: bool
    strength: float

    def plain(self) -> dict[str, Any]:
        """For pack.json and tables."""
        return {"way": "adapted" if self.adapted else "fresh", "strength": self.strength}


@dataclass(frozen=True)
class Tried:
    """A candidate with what its models said of the rows that they had not met."""

    candidate: Candidate
    scored: Scored
    temperature: float

    @property
    def value(self) -> float:
        """The main measure over all held-out rows."""
        found = scored.measures(self.scored, np.ones((1, len(self.scored.first)), dtype=np.float32))
        return float(found[scored.main_measure(self.scored)][0])


def candidates(task: Task, rows: int, base: Model | None, budget: float) -> list[Candidate]:
    """What is tried, the likeliest first, as much of it as the budget pays for; at least one."""
    adapted = [Candidate(True, strength) for strength in _ADAPTED] if base is not None else []
    fresh = [Candidate(False, round(times * task.strength, 4)) for times in _FRESH]
    if base is None:
        order = fresh
    elif rows < ENOUGH:
        order = adapted
    else:
        order = [adapted[0], fresh[0], *adapted[1:], *fresh[1:]]
    chosen: list[Candidate] = []
    spent = 0.0
    for candidate in order:
        spent += _cost(candidate, rows)
        if chosen and spent > budget:
            break
        chosen.append(candidate)
    return chosen


def _cost(candidate: Candidate, rows: int) -> float:
    """Seconds of one cross-validation, as measured on two cores of an office computer."""
    return 1.0 + rows * (0.008 if candidate.adapted else 0.014)


def search(
    task: Task,
    frame: pd.DataFrame,
    base: Model | None,
    budget: float = BUDGET,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[Tried, list[Tried]]:
    """The best of the candidates by the main measure, and all of them."""
    order = candidates(task, len(frame), base, budget)
    tried = cross_validate(task, frame, base, order, seed, progress)
    best = tried[0]
    for one in tried[1:]:
        if one.value > best.value + LEAST_GAIN:
            best = one
    return best, tried


def cross_validate(
    task: Task,
    frame: pd.DataFrame,
    base: Model | None,
    order: Sequence[Candidate],
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Tried]:
    """Held-out predictions of every row, by models that met neither its group nor its repeats."""
    classes = _all(task, base, frame)
    folds = list(crossval.splits(frame, seed))
    parts: list[list[Scored]] = [[] for _ in order]
    raw: list[list[np.ndarray]] = [[] for _ in order]
    gold = []
    for number, (kept, held) in enumerate(folds):
        prepared = prepare(task, frame.iloc[kept], base)
        data = task.examples(frame.iloc[held])
        gold.append(task.labels(data))
        for place, candidate in enumerate(order):
            model = finish(task, prepared, candidate)
            parts[place].append(task.score(frame.iloc[held], model))
            scores = task.scores(model, data, None)
            raw[place].append(_wide(scores, task.classes(model), classes))
            if progress:
                progress(number * len(order) + place + 1, len(folds) * len(order))
    labels, rows = np.concatenate(gold), [held for _, held in folds]
    fitted = [_temperature(np.concatenate(one), labels, classes, base) for one in raw]
    return [
        Tried(candidate, _joined(part, rows), degrees)
        for candidate, part, degrees in zip(order, parts, fitted, strict=True)
    ]


def _temperature(
    scores: np.ndarray, labels: np.ndarray, classes: Sequence[str], base: Model | None
) -> float:
    if len(labels) < FEW and base is not None:
        return float(base.temperature)
    return temperature(scores, labels, np.ones(len(labels)), classes)


@dataclass(frozen=True)
class Prepared:
    """Labelled rows as a base sees them; `model` and `matrix` are None without a base."""

    data: Any
    model: Any
    matrix: Any
    scores: np.ndarray
    places: np.ndarray
    weights: np.ndarray


def prepare(task: Task, frame: pd.DataFrame, base: Model | None) -> Prepared:
    """What training with any strength has in common; labels that the base lacks are left out."""
    data = task.examples(frame)
    if base is None:
        nothing = np.zeros(0)
        return Prepared(data, None, None, nothing, nothing.astype(int), nothing)
    wide = task.widen(base, data)
    classes = task.classes(wide)
    rows = np.flatnonzero([label in classes for label in task.labels(data)])
    places = np.array([classes.index(label) for label in task.labels(data)[rows]], dtype=int)
    matrix = task.matrix(wide, data).astype(np.float64)
    scores = task.scores(wide, data, matrix)[rows]
    weights = np.asarray(data.weights, dtype=float)[rows]
    return Prepared(data, wide, matrix[rows], scores, places, weights)


def finish(task: Task, prepared: Prepared, candidate: Candidate) -> Any:
    """A model trained in the candidate's way; its temperature is still the base's."""
    base = prepared.model
    if not candidate.adapted or base is None:
        return task.fit(prepared.data, candidate.strength, calibrate=False)
    scores = prepared.scores
    found = adapt.shift(
        prepared.matrix,
        scores,
        prepared.places,
        prepared.weights,
        candidate.strength,
        base.temperature,
    )
    weights = (base.weights + found.weights).astype(np.float32)
    return replace(base, weights=weights, bias=base.bias + found.bias)


def train(task: Task, frame: pd.DataFrame, base: Model | None, candidate: Candidate) -> Any:
    """A model of all rows, trained in the candidate's way."""
    return finish(task, prepare(task, frame, base), candidate)


def _all(task: Task, base: Model | None, frame: pd.DataFrame) -> tuple[str, ...]:
    """The classes of the base, then those that only the data have."""
    known = task.classes(base) if base is not None else ()
    own: set[str] = set()
    for value in frame[task.target]:
        own |= {value} if isinstance(value, str) else set(value or [OTHER])
    return (*known, *sorted(own - set(known)))


def _wide(scores: np.ndarray, classes: Sequence[str], every: Sequence[str]) -> np.ndarray:
    """Scores with a column for each of `every`; a class that the model has not met is far below."""
    found = np.full((len(scores), len(every)), -20.0)
    found[:, [every.index(name) for name in classes]] = scores
    return found


def _joined(parts: Sequence[Scored], order: Sequence[np.ndarray]) -> Scored:
    """Predictions of all folds as one, in the order of the rows."""
    classes = tuple(dict.fromkeys(name for part in parts for name in part.classes))
    back = np.argsort(np.concatenate(order), kind="stable")

    def table(part: Scored, values: np.ndarray) -> np.ndarray:
        wide = np.zeros((len(values), len(classes)), dtype=np.float32)
        wide[:, [classes.index(name) for name in part.classes]] = values
        return wide

    first = [name for part in parts for name in part.first]
    return Scored(
        parts[0].task,
        classes,
        np.concatenate([table(part, part.truth) for part in parts])[back],
        np.concatenate([table(part, part.said) for part in parts])[back],
        tuple(first[row] for row in back),
        np.concatenate([part.confidence for part in parts])[back],
        np.concatenate([part.groups for part in parts])[back],
    )
