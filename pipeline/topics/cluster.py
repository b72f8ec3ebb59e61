"""The partition of units into topics: vectors in, labels out.

Ward's agglomeration gives the shape, spherical k-means from its centres the final borders; both
are without chance, so neither a seed nor the row order moves a border.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.encode.static import unit

NONE = -1
SMALL = 300  # so few units are agglomerated by similarity, with no number of topics in mind
MICRO = 2_000  # more units than this are first gathered into so many micro-clusters
ROUNDS = 10


@dataclass(frozen=True)
class Partition:
    """Labels of units (NONE: fits nowhere), unit centres of topics, similarity to the own one."""

    labels: np.ndarray  # int (n,)
    centers: np.ndarray  # float32 (topics, d)
    similarity: np.ndarray  # float32 (n,)


def fit(vectors: np.ndarray, size: int = 0, seed: int = 42) -> Partition:
    """Partition unit vectors (n, d) into about `size` topics (0: chosen by the number of units).

    Rows must be distinct and in a canonical order; rows of zeros fit nowhere.
    """
    count = len(vectors)
    labels = np.full(count, NONE)
    filled = np.flatnonzero(np.any(vectors != 0, axis=1))
    if len(filled) == 0:
        return Partition(labels, np.zeros((0, vectors.shape[1]), np.float32), np.zeros(count))
    points = vectors[filled]
    wanted = min(size or default_size(len(points)), len(points))
    labels[filled] = _refine(points, _start(points, wanted, seed))
    return _settle(vectors, labels)


def default_size(count: int) -> int:
    """How many topics to look for among `count` distinct texts: 40 from 1,500 of them on."""
    return int(np.clip(round(count**0.5), 1, 40))


def _start(points: np.ndarray, wanted: int, seed: int) -> np.ndarray:
    from sklearn.cluster import AgglomerativeClustering, MiniBatchKMeans

    if len(points) == 1:
        return np.zeros(1, dtype=np.int64)
    if len(points) > MICRO:
        micro = MiniBatchKMeans(MICRO, random_state=seed, n_init=1, batch_size=4096).fit(points)
        ward = AgglomerativeClustering(wanted).fit_predict(micro.cluster_centers_)
        return ward[micro.labels_]
    return AgglomerativeClustering(wanted).fit_predict(points)


def _refine(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    for _ in range(ROUNDS):
        moved = np.argmax(points @ _centers(points, labels).T, axis=1)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def _centers(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Unit means of the points of each label 0 … max; a label with no points has zeros."""
    sums = np.zeros((labels.max() + 1 if len(labels) else 0, points.shape[1]), np.float32)
    kept = labels >= 0
    np.add.at(sums, labels[kept], points[kept])
    return unit(sums)


def _settle(vectors: np.ndarray, labels: np.ndarray) -> Partition:
    """Number topics by falling size, ties by their first unit; work out centres and similarity."""
    found, first, sizes = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    renumbered = np.full(labels.max() + 2, NONE)
    renumbered[found[order]] = np.arange(len(found))
    labels = renumbered[labels]
    centers = _centers(vectors, labels)
    similarity = np.zeros(len(vectors), dtype=np.float32)
    kept = labels >= 0
    similarity[kept] = np.einsum("ij,ij->i", vectors[kept], centers[labels[kept]])
    return Partition(labels, centers, similarity)
