"""Statements that say the same, brought together; rather too fine than too coarse.

Two texts are compared by the lemmas they share (weighted by rarity and by what the claim is about)
and by their vectors. Candidate pairs share an informative lemma or are near neighbours by vector;
average linkage inside each connected part decides. Opposed claims are put so far apart that no
average can bring them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from pipeline.findings.units import Unit, idf, opposed, unit_vectors

_WORDS, _VECTORS = 0.62, 0.38  # shares of the two likenesses; tuned on planted and poll data
_CHUNK = 1024  # rows compared at once
_NEIGHBOURS = 25
_LARGEST = 2500  # units whose distances are held at once
_FAR = 6.0  # distance of opposed claims
_SHORT = 3.0  # mass of a text of some three content words
# Taken off for another frame, another action, another topic, another kind of one thing.
_FRAME, _ACTION, _TOPIC, _KIND = 0.10, 0.2, 0.06, 0.2


def group(space: Space, threshold: float) -> list[list[int]]:
    """Groups of indexes into `space.items` (one kind), each sorted, in canonical order.

    `threshold` is the mean likeness, 0 to 1, that holds a group together. The result does not
    depend on the order of the items' rows.
    """
    items = space.items
    if not items:
        return []
    groups: list[list[int]] = []
    pending = [
        (part, threshold - 0.12) for part in space.parts(range(len(items)), threshold - 0.12)
    ]
    while pending:
        part, edge = pending.pop()
        if len(part) <= _LARGEST:
            groups += space.link(part, threshold)
        elif edge > 0.9:
            groups += [[index] for index in part]
        else:
            pending += [(finer, edge + 0.05) for finer in space.parts(part, edge + 0.05)]
    return sorted(groups)


class Space:
    """Units as weighted bags and vectors, and their likeness; `vectors` are the statements'."""

    def __init__(self, items: Sequence[Unit], vectors: np.ndarray) -> None:
        self.items = items
        if not items:
            return
        rarity = idf(items)
        vocabulary = {lemma: column for column, lemma in enumerate(sorted(rarity))}
        cells = [
            (row, vocabulary[lemma], weight * rarity[lemma])
            for row, unit in enumerate(items)
            for lemma, weight in sorted(unit.bag.items())
        ]
        rows, columns, weights = (np.array(part) for part in zip(*cells, strict=True)) \
            if cells else (np.zeros(0), np.zeros(0), np.zeros(0))  # fmt: skip
        shape = (len(items), max(1, len(vocabulary)))
        # The square root makes a shared lemma count with the geometric mean of its two weights.
        self.bags = csr_matrix((np.sqrt(weights), (rows, columns)), shape=shape, dtype=np.float32)
        self.mass = np.asarray(self.bags.multiply(self.bags).sum(axis=1)).ravel()
        self.vectors = unit_vectors(items, vectors).astype(np.float32)
        self.floor = _usual_cosine(self.vectors)

    def likeness(self, rows: Sequence[int], columns: Sequence[int]) -> np.ndarray:
        """Likeness of every pair, (len(rows), len(columns)), 0 to 1, before the gates."""
        left, right = np.asarray(rows), np.asarray(columns)
        shared = np.asarray((self.bags[left] @ self.bags[right].T).todense())
        small = np.minimum(self.mass[left][:, None], self.mass[right][None, :])
        large = np.maximum(self.mass[left][:, None], self.mass[right][None, :])
        words = shared / np.maximum(0.55 * small + 0.45 * large, 1e-9)
        cosine = self.vectors[left] @ self.vectors[right].T
        meaning = np.clip((cosine - self.floor) / (1.0 - self.floor), 0.0, 1.0)
        known = np.abs(self.vectors).sum(axis=1) > 0
        both = known[left][:, None] & known[right][None, :]
        mixed = _WORDS * words + _VECTORS * meaning
        # Without shared words only short texts with sure vectors are alike («садик», «детсад»):
        # the means of long texts resemble each other whatever they are about.
        sure = (meaning > 0.85) & (large < _SHORT)
        mixed = np.where(words < 0.2, np.where(sure, 0.6, np.minimum(mixed, 0.25)), mixed)
        return np.where(both, mixed, words).clip(0.0, 1.0)

    def parts(self, members: Sequence[int], edge: float) -> Iterator[list[int]]:
        """Parts of `members` connected by pairs at least `edge` alike."""
        members = list(members)
        starts, ends = [], []
        for begin in range(0, len(members), _CHUNK):
            rows = members[begin : begin + _CHUNK]
            alike = self.likeness(rows, members)
            if alike.shape[1] > _NEIGHBOURS:
                nearest = np.partition(alike, -_NEIGHBOURS, axis=1)[:, -_NEIGHBOURS, None]
                alike = np.where(alike >= nearest, alike, 0.0)
            left, right = np.nonzero(alike >= edge)
            starts.append(left + begin)
            ends.append(right)
        left, right = np.concatenate(starts), np.concatenate(ends)
        shape = (len(members), len(members))
        graph = csr_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=shape)
        _, labels = connected_components(graph, directed=False)
        by_label: dict[int, list[int]] = defaultdict(list)
        for index, label in zip(members, labels, strict=True):
            by_label[int(label)].append(index)
        yield from by_label.values()

    def link(self, part: list[int], threshold: float) -> list[list[int]]:
        """Average linkage of `part`, cut where the mean likeness falls under `threshold`."""
        if len(part) == 1:
            return [part]
        distance = 1.0 - self.gated(part)
        np.fill_diagonal(distance, 0.0)
        tree = linkage(squareform(distance, checks=False), method="average")
        labels = fcluster(tree, t=1.0 - threshold, criterion="distance")
        by_label: dict[int, list[int]] = defaultdict(list)
        for index, label in zip(part, labels, strict=True):
            by_label[int(label)].append(index)
        return [sorted(members) for members in by_label.values()]

    def gated(self, part: Sequence[int]) -> np.ndarray:
        """Likeness inside `part` after the gates: frames, topics, opposed claims."""
        alike = self.likeness(part, part).astype(np.float64)
        alike = (alike + alike.T) / 2
        some = [self.items[index] for index in part]
        frames = np.array([unit.frame for unit in some])
        topics = np.array([unit.topic for unit in some])
        alike -= (_ACTION if some[0].kind == "solution" else _FRAME) * _differ(frames)
        alike -= _TOPIC * _differ(topics)
        alike -= _KIND * _other_kinds(some)
        exact = np.array([unit.key for unit in some])
        alike[exact[:, None] == exact[None, :]] = 1.0
        traits = [index for index, unit in enumerate(some) if unit.traits]
        for position, one in enumerate(traits):
            for other in traits[position + 1 :]:
                if opposed(some[one], some[other]):
                    alike[one, other] = alike[other, one] = 1.0 - _FAR
        return alike


def _differ(values: np.ndarray) -> np.ndarray:
    """1 where both values are known and unlike, else 0."""
    known = values != ""
    return ((values[:, None] != values[None, :]) & known[:, None] & known[None, :]).astype(
        np.float64
    )


def _other_kinds(some: Sequence[Unit]) -> np.ndarray:
    """1 for claims about different kinds of one thing («дом культуры», «родильный дом»), else 0."""
    differ = np.zeros((len(some), len(some)))
    by_head: dict[str, list[int]] = defaultdict(list)
    for position, unit in enumerate(some):
        if unit.head and unit.kinds:
            by_head[unit.head].append(position)
    for positions in by_head.values():
        for one, other in combinations(positions, 2):
            if some[one].kinds.isdisjoint(some[other].kinds):
                differ[one, other] = differ[other, one] = 1.0
    return differ


def _usual_cosine(vectors: np.ndarray) -> float:
    """The cosine of an ordinary pair (85th percentile): encoders differ in how narrow they are."""
    if len(vectors) < 8:
        return 0.3
    rng = np.random.default_rng(0)
    left = rng.integers(0, len(vectors), 4000)
    right = rng.integers(0, len(vectors), 4000)
    cosines = np.einsum("ij,ij->i", vectors[left], vectors[right])[left != right]
    return float(np.clip(np.quantile(cosines, 0.85), 0.0, 0.9))
