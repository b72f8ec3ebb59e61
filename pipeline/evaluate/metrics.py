"""Measures of a classifier: per-class scores, bootstrap intervals, calibration, agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

SAMPLES = 1000
SEED = 20180419
BINS = 10
FEW_GROUPS = 20


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def plain(self) -> dict[str, float]:
        """The three numbers, rounded for JSON."""
        return {
            "value": round(self.value, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }

    @classmethod
    def of(cls, value: float, drawn: np.ndarray) -> Estimate:
        """The figure with the percentile interval of what resampling gave (Efron 1979)."""
        low, high = np.nanpercentile(drawn, [2.5, 97.5])
        return cls(float(value), float(low), float(high))


def resampled(groups: Sequence[str] | np.ndarray, samples: int = SAMPLES) -> np.ndarray:
    """(samples, rows) float32: how often each row is drawn when whole groups are resampled.

    Rows of one person or document are no independent evidence, so they are drawn together
    (Field and Welsh 2007, «Bootstrapping clustered data»). With fewer than FEW_GROUPS of them that
    would promise too narrow an interval, so the rows are drawn one by one.
    """
    names, place = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    if len(names) < FEW_GROUPS:
        names = place = np.arange(len(groups))
    chance = np.random.default_rng(SEED)
    drawn = chance.integers(0, len(names), (samples, len(names)))
    counts = np.zeros((samples, len(names)), dtype=np.float32)
    np.add.at(counts, (np.arange(samples)[:, None], drawn), 1)
    return counts[:, place]


def confusion(gold: Sequence[str], found: Sequence[str], classes: Sequence[str]) -> np.ndarray:
    """(classes, classes) counts; rows are gold, columns are found."""
    places = {name: place for place, name in enumerate(classes)}
    table = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(table, ([places[name] for name in gold], [places[name] for name in found]), 1)
    return table


def scores(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1 of each class of a confusion table; 0 where nothing was found."""
    right = np.diag(table).astype(float)
    precision = right / np.maximum(table.sum(axis=0), 1)
    recall = right / np.maximum(table.sum(axis=1), 1)
    f1 = 2 * right / np.maximum(table.sum(axis=0) + table.sum(axis=1), 1)
    return precision, recall, f1


def bootstrap(
    count: int, measure: Callable[[np.ndarray], float], samples: int = SAMPLES
) -> Estimate:
    """`measure` of all rows, and its percentile interval over resampled rows (Efron 1979)."""
    chance = np.random.default_rng(SEED)
    whole = measure(np.arange(count))
    drawn = [measure(chance.integers(0, count, count)) for _ in range(samples)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Estimate(float(whole), float(low), float(high))


def calibration(confidence: np.ndarray, right: np.ndarray) -> tuple[float, list[dict[str, float]]]:
    """Expected calibration error over ten equal bins (Naeini et al. 2015), and the bins."""
    bins = []
    error = 0.0
    for low in np.arange(BINS) / BINS:
        inside = (confidence > low) & (confidence <= low + 1 / BINS)
        if not inside.any():
            continue
        sure, true = float(confidence[inside].mean()), float(right[inside].mean())
        error += abs(sure - true) * float(inside.mean())
        bins.append(
            {"from": round(float(low), 1), "count": int(inside.sum()), "confidence": round(sure, 4)}
            | {"right": round(true, 4)}
        )
    return error, bins


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's kappa of two annotators."""
    classes = sorted({*one, *other})
    table = confusion(one, other, classes)
    total = table.sum()
    agreed = np.trace(table) / total
    by_chance = float((table.sum(axis=0) * table.sum(axis=1)).sum()) / total**2
    return 1.0 if by_chance == 1 else float((agreed - by_chance) / (1 - by_chance))
