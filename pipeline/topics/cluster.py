"""The partition of texts into topics: rows of a space in, labels out.

Many texts: Ward's agglomeration of a canonical sample gives the shape, spherical k-means from its
centres the borders; what is like no centre is set aside and the rest divided anew. Few texts (a
poll, a small meeting) are joined one by one while their spelling and meaning are alike, and many
stay alone. Nothing here is drawn by chance: neither a seed nor the order of rows moves a border.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from pipeline.encode.static import unit
from pipeline.topics.likeness import joined

NONE = -1
SMALL = 300  # so few texts are joined by likeness, with no number of topics in mind
SAMPLE = 2_500  # texts that Ward's agglomeration looks at, at most
MOST = 40  # topics by default, at most
LEAST = 0.25  # a text less like every centre fits nowhere, and shapes no topic
SCATTERED = 0.2  # share of texts that fit nowhere, over which more topics are looked for
ROUNDS = 10
DENSE = 0.4  # a new topic's texts are as near to it, in the mean, as this share of all are at most
KNOWN = 0.5  # share of texts whose topic is known at which topics go on from there


@dataclass(frozen=True)
class Partition:
    """Labels of units (NONE: fits nowhere), unit centres of topics, similarity to the own one."""

    labels: np.ndarray  # int (n,)
    centers: np.ndarray  # float32 (topics, d)
    similarity: np.ndarray  # float32 (n,)


def fit(
    rows: np.ndarray,
    keys: Sequence[str],
    size: int = 0,
    start: np.ndarray | None = None,
    spoken: int = 0,
) -> Partition:
    """Partition unit rows (n, d) into about `size` topics (0: chosen by the number of texts, or
    of the answers that they come from, `spoken`).

    Rows must be distinct and in a canonical order; `keys` are their texts, folded. Rows of zeros
    fit nowhere, nor do texts that are like no topic. `start` (n,) are labels that the texts had
    before, NONE where not known: if most are known, topics go on from there, so that new answers
    move borders and add topics, but do not divide everything anew.
    """
    if start is not None and len(rows) > SMALL and np.mean(start >= 0) >= KNOWN:
        return _continued(rows, start)
    labels = np.full(len(rows), NONE)
    filled = np.flatnonzero(np.any(rows != 0, axis=1))
    if len(rows) <= SMALL and not size:
        return _settle(rows, joined(rows, keys))
    if not len(filled):
        return _settle(rows, labels)
    drawn = np.array([crc32(keys[int(row)].encode("utf-8")) for row in filled])
    wanted = min(size or default_size(spoken or len(filled)), len(filled))
    part = _divided(rows, filled, drawn, wanted)
    most = min(MOST, len(filled))
    while not size and _scattered(part, filled) and wanted + max(1, wanted // 4) <= most:
        wanted += max(1, wanted // 4)
        part = _divided(rows, filled, drawn, wanted)
    return part


def _scattered(part: Partition, filled: np.ndarray) -> bool:
    """True when so many texts fit nowhere that there are more matters than topics."""
    return bool(np.mean(part.labels[filled] < 0) > SCATTERED)


def _divided(rows: np.ndarray, filled: np.ndarray, drawn: np.ndarray, wanted: int) -> Partition:
    """The `filled` rows divided into `wanted` topics, once more without those that fit nowhere."""
    labels = np.full(len(rows), NONE)
    labels[filled] = divide(rows[filled], wanted, drawn)
    part = without_strangers(rows, _settle(rows, labels))
    core = np.flatnonzero(part.labels >= 0)
    if wanted <= len(core) < len(filled):
        again = divide(rows[core], wanted, drawn[np.searchsorted(filled, core)])
        labels = nearest(rows, mean_rows(rows[core], again), LEAST)[0]
    return without_strangers(rows, _settle(rows, labels))


def _continued(rows: np.ndarray, start: np.ndarray) -> Partition:
    """The partition of `start` with new texts taken in and topics that emerged among the rest."""
    labels, _ = nearest(rows, mean_rows(rows, start), LEAST)
    core = np.flatnonzero(labels >= 0)
    labels[core] = _refine(rows[core], mean_rows(rows, labels))
    part = without_strangers(rows, _settle(rows, labels))
    labels = part.labels.copy()
    emerged = _emerged(rows, part)
    labels[emerged >= 0] = emerged[emerged >= 0] + len(part.centers)
    return _settle(rows, labels)


def _emerged(rows: np.ndarray, part: Partition) -> np.ndarray:
    """Labels of new topics among the strangers: half as large as usual, and about as dense."""
    labels = np.full(len(rows), NONE)
    strangers = np.flatnonzero((part.labels < 0) & np.any(rows != 0, axis=1))
    sizes = np.bincount(part.labels[part.labels >= 0])
    usual = int(np.median(sizes)) if len(sizes) else 0
    if not usual or 2 * len(strangers) < usual:
        return labels
    dense = float(np.quantile(part.similarity[part.labels >= 0], DENSE))
    apart = _settle(rows[strangers], divide(rows[strangers], -(-len(strangers) // usual)))
    for label in range(len(apart.centers)):
        members = apart.labels == label
        if members.sum() >= usual / 2 and apart.similarity[members].mean() >= dense:
            labels[strangers[members]] = labels.max() + 1
    return labels


def default_size(count: int) -> int:
    """How many topics to look for among `count` distinct texts: 40 from 1,600 of them on."""
    return int(np.clip(round(count**0.5), 1, MOST))


def divide(
    points: np.ndarray, wanted: int, drawn: np.ndarray | None = None, sample: int = SAMPLE
) -> np.ndarray:
    """Labels (n,) of `wanted` groups of unit points.

    The points with the lowest `drawn` numbers make the sample (by default every so-manieth): hashes
    of their texts keep the sample, and so the topics, nearly the same when texts are added.
    """
    from sklearn.cluster import AgglomerativeClustering

    if len(points) <= 1 or wanted <= 1:
        return np.zeros(len(points), dtype=np.int64)
    limit = max(sample, wanted)
    if drawn is None:
        seen = points[:: -(-len(points) // limit)]
    else:
        seen = points[np.sort(np.argsort(drawn, kind="stable")[:limit])]
    shape = AgglomerativeClustering(min(wanted, len(seen))).fit_predict(seen)
    return _refine(points, mean_rows(seen, shape))


def _refine(points: np.ndarray, centers: np.ndarray) -> np.ndarray:
    labels = np.argmax(points @ centers.T, axis=1)
    for _ in range(ROUNDS):
        moved = np.argmax(points @ mean_rows(points, labels).T, axis=1)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def without_strangers(rows: np.ndarray, part: Partition) -> Partition:
    """The partition with texts that are like no topic set apart."""
    return _settle(rows, np.where(part.similarity >= LEAST, part.labels, NONE))


def nearest(rows: np.ndarray, centers: np.ndarray, least: float) -> tuple[np.ndarray, np.ndarray]:
    """The nearest centre of each row and the similarity to it; NONE where none is near enough."""
    if len(centers) == 0:
        return np.full(len(rows), NONE), np.zeros(len(rows), np.float32)
    alike = np.round(rows @ centers.T, 5)
    best = alike.argmax(axis=1)
    near = alike[np.arange(len(best)), best].astype(np.float32)
    return np.where(near >= least, best, NONE), near


def mean_rows(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Unit means of the points of each label 0 … max; a label with no points has zeros."""
    sums = np.zeros((labels.max() + 1 if len(labels) else 0, points.shape[1]), np.float32)
    kept = labels >= 0
    np.add.at(sums, labels[kept], points[kept])
    return unit(sums)


def _settle(rows: np.ndarray, labels: np.ndarray) -> Partition:
    """Number topics by falling size, ties by their first unit; work out centres and similarity."""
    found, first, sizes = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    renumbered = np.full((labels.max() if len(labels) else 0) + 2, NONE)
    renumbered[found[order]] = np.arange(len(found))
    labels = renumbered[labels]
    centers = mean_rows(rows, labels)
    similarity = np.zeros(len(rows), dtype=np.float32)
    kept = labels >= 0
    similarity[kept] = np.einsum("ij,ij->i", rows[kept], centers[labels[kept]])
    return Partition(labels, centers, similarity)
