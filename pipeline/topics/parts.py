"""The parts of a large topic: groups inside it that are found again when texts are left out."""

from __future__ import annotations

import numpy as np

from pipeline.encode.static import unit
from pipeline.topics.cluster import divide, mean_rows

LEAST_PART = 6  # distinct texts of a part
TEXTS_A_PART = 15  # of a topic's distinct texts are looked for as a part
MOST_PARTS = 6
SAMPLES = 5  # of four fifths of the texts
SHAPED = 400  # texts that Ward's agglomeration looks at, at most
HELD = 0.6  # mean best Jaccard likeness over the samples from which a part holds
APART = 0.85  # parts whose centres are nearer than that are one


def parts_of(rows: np.ndarray) -> tuple[np.ndarray, list[float]]:
    """The part (n,) of each text of a topic, −1 for the rest, and the stability of each part.

    `rows` are the unit rows of the topic's distinct texts in canonical order. No parts are made
    of a topic that has fewer than two that hold. The common matter of the topic is taken off, so
    that what differs inside it shapes its parts.
    """
    nothing: tuple[np.ndarray, list[float]] = (np.full(len(rows), -1), [])
    wanted = min(MOST_PARTS, len(rows) // TEXTS_A_PART)
    if wanted < 2:
        return nothing
    points = np.round(unit(rows - rows.mean(axis=0)), 5)
    labels = divide(points, wanted, sample=SHAPED)
    held = _held(points, labels, wanted)
    centers = mean_rows(rows, labels)
    kept: list[int] = []
    for part in np.lexsort((np.arange(len(held)), -np.bincount(labels, minlength=len(held)))):
        large = (labels == part).sum() >= LEAST_PART
        apart = all(float(centers[part] @ centers[other]) < APART for other in kept)
        if large and apart and held[part] >= HELD:
            kept.append(int(part))
    if len(kept) < 2:
        return nothing
    number = np.full(len(held), -1)
    number[kept] = np.arange(len(kept))
    return number[labels], [float(held[part]) for part in kept]


def _held(points: np.ndarray, labels: np.ndarray, wanted: int) -> np.ndarray:
    """How far each part is found again without every fifth text, one fifth after another."""
    count = int(labels.max()) + 1
    found = np.zeros(count)
    for sample in range(SAMPLES):
        chosen = np.flatnonzero(np.arange(len(points)) % SAMPLES != sample)
        again = divide(points[chosen], wanted, sample=SHAPED)
        both = np.zeros((count, int(again.max()) + 1))
        np.add.at(both, (labels[chosen], again), 1)
        union = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
        found += (both / np.maximum(union, 1)).max(axis=1)
    return np.round(found / SAMPLES, 4)
