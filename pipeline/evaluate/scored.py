"""What a model said of labelled rows, and every measure of it with a bootstrap interval.

Roles have one class a row, directions up to two; both are held as 0/1 tables, so that one
resampling of the rows serves all measures, slices and comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.evaluate import metrics
from pipeline.evaluate.metrics import Estimate

MAIN_ROLES = ("problem", "solution")
MAIN = {"roles": "f1_problem_solution", "directions": "micro_f1"}
OVERALL = {
    "roles": ("f1_problem_solution", "macro_f1", "accuracy"),
    "directions": ("micro_f1", "macro_f1", "samples_f1", "first_among_gold"),
}


@dataclass(frozen=True)
class Scored:
    """`truth` and `said` are (rows, classes) 0/1; `first` is the surest class of each row."""

    task: str
    classes: tuple[str, ...]
    truth: np.ndarray
    said: np.ndarray
    first: tuple[str, ...]
    confidence: np.ndarray
    groups: np.ndarray

    @property
    def right(self) -> np.ndarray:
        """(rows,) whether the surest class is among the gold ones."""
        places = {name: place for place, name in enumerate(self.classes)}
        picked = [places[name] for name in self.first]
        return self.truth[np.arange(len(picked)), picked] > 0

    def take(self, rows: np.ndarray) -> Scored:
        """The same of some rows."""
        return Scored(
            self.task,
            self.classes,
            self.truth[rows],
            self.said[rows],
            tuple(self.first[row] for row in rows),
            self.confidence[rows],
            self.groups[rows],
        )


def onehot(labels: Sequence[Sequence[str]], classes: Sequence[str]) -> np.ndarray:
    """(rows, classes) float32 of lists of labels."""
    places = {name: place for place, name in enumerate(classes)}
    table = np.zeros((len(labels), len(classes)), dtype=np.float32)
    for row, names in enumerate(labels):
        table[row, [places[name] for name in names]] = 1
    return table


def weights(scored: Scored) -> np.ndarray:
    """Row weights: all rows once, then each resampling; (1 + samples, rows)."""
    drawn = metrics.resampled(scored.groups)
    return np.vstack([np.ones((1, drawn.shape[1]), dtype=np.float32), drawn])


def class_f1(scored: Scored, drawn: np.ndarray) -> np.ndarray:
    """(1 + samples, classes) F1; 0 where a class is neither there nor said."""
    both = drawn @ (scored.truth * scored.said)
    total = drawn @ scored.truth + drawn @ scored.said
    return 2 * both / np.maximum(total, 1)


def measures(scored: Scored, drawn: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """Each overall measure: its value of all rows first, then of each resampling."""
    drawn = weights(scored) if drawn is None else drawn
    f1 = class_f1(scored, drawn)
    present = scored.truth.sum(axis=0) > 0
    count = np.maximum(drawn.sum(axis=1), 1)
    found: dict[str, np.ndarray] = {"macro_f1": f1[:, present].mean(axis=1)}
    exact = drawn @ scored.right.astype(np.float32) / count
    if scored.task == "roles":
        main = [
            place
            for place, name in enumerate(scored.classes)
            if name in MAIN_ROLES and present[place]
        ]
        if main:
            found["f1_problem_solution"] = f1[:, main].mean(axis=1)
        return found | {"accuracy": exact}
    both = (scored.truth * scored.said).sum(axis=1)
    total = scored.truth.sum(axis=1) + scored.said.sum(axis=1)
    micro = 2 * (drawn @ both) / np.maximum(drawn @ total, 1)
    by_row = drawn @ (2 * both / np.maximum(total, 1)) / count
    return found | {"micro_f1": micro, "samples_f1": by_row, "first_among_gold": exact}


def main_measure(scored: Scored) -> str:
    """The measure that models are compared by; macro F1 where the main one has no rows."""
    wanted = MAIN[scored.task]
    return wanted if wanted in measures(scored, np.ones((1, len(scored.first)))) else "macro_f1"


def estimates(found: dict[str, np.ndarray]) -> dict[str, Estimate]:
    """Measures as figures with intervals."""
    return {name: Estimate.of(values[0], values[1:]) for name, values in found.items()}


def align(one: Scored, other: Scored) -> tuple[Scored, Scored]:
    """Both with the same classes, so that they can be compared on the same rows."""
    classes = tuple(dict.fromkeys((*one.classes, *other.classes)))
    return _with_classes(one, classes), _with_classes(other, classes)


def _with_classes(found: Scored, classes: tuple[str, ...]) -> Scored:
    places = [classes.index(name) for name in found.classes]
    tables = []
    for values in (found.truth, found.said):
        wide = np.zeros((len(values), len(classes)), dtype=np.float32)
        wide[:, places] = values
        tables.append(wide)
    first, confidence, groups = found.first, found.confidence, found.groups
    return Scored(found.task, classes, tables[0], tables[1], first, confidence, groups)


def difference(ours: Scored, theirs: Scored) -> dict[str, Any]:
    """Paired comparison on the same rows: the difference of every measure, and McNemar's test.

    `p` is two-sided, by the share of resamplings on the other side of zero.
    """
    from scipy.stats import binomtest

    drawn = weights(ours)
    one, other = measures(ours, drawn), measures(theirs, drawn)
    out: dict[str, Any] = {}
    for name in one:
        gaps = one[name] - other[name]
        estimate = Estimate.of(gaps[0], gaps[1:])
        tail = min(float((gaps[1:] <= 0).mean()), float((gaps[1:] >= 0).mean()))
        out[name] = estimate.plain() | {"p": round(min(1.0, 2 * tail), 4)}
    gained = int((ours.right & ~theirs.right).sum())
    lost = int((~ours.right & theirs.right).sum())
    chance = binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    out["mcnemar"] = {"gained": gained, "lost": lost, "p": round(float(chance), 4)}
    return out


def classes(scored: Scored) -> dict[str, dict[str, Any]]:
    """Precision, recall, F1 with its interval, and support of every class."""
    f1 = class_f1(scored, weights(scored))
    both = (scored.truth * scored.said).sum(axis=0)
    truth, said = scored.truth.sum(axis=0), scored.said.sum(axis=0)
    return {
        name: {
            "precision": round(float(both[place] / max(said[place], 1)), 4),
            "recall": round(float(both[place] / max(truth[place], 1)), 4),
            "f1": Estimate.of(f1[0, place], f1[1:, place]).plain(),
            "support": int(truth[place]),
        }
        for place, name in enumerate(scored.classes)
    }
