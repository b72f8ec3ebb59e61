"""Statements that say the same, brought together; rather too fine than too coarse.

Two texts are compared by the lemmas they share (weighted by rarity and by what the claim is about)
and by their vectors. Candidate pairs share an informative lemma or are near neighbours by vector;
average linkage inside each connected part decides. Opposed claims are put so far apart that no
average can bring them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from pipeline.findings.units import OPPOSITES, TRAITS, Unit, idf, unit_vectors

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
    if not space.items:
        return []
    lowest = threshold - 0.12
    graph = space.neighbours(lowest)
    groups: list[list[int]] = []
    pending = [(part, lowest) for part in _parts(graph, range(len(space.items)), lowest)]
    while pending:
        part, edge = pending.pop()
        if len(part) <= _LARGEST:
            groups += space.link(part, threshold)
        elif edge > 0.9:
            groups += [[index] for index in part]
        else:
            pending += [(finer, edge + 0.05) for finer in _parts(graph, part, edge + 0.05)]
    return sorted(groups)


def _parts(graph: csr_matrix, members: Sequence[int], edge: float) -> list[list[int]]:
    """Parts of `members` connected by pairs at least `edge` alike."""
    inside = graph[members][:, members]
    inside.data = np.where(inside.data >= edge, 1.0, 0.0)
    inside.eliminate_zeros()
    _, labels = connected_components(inside, directed=False)
    by_label: dict[int, list[int]] = defaultdict(list)
    for index, label in zip(members, labels, strict=True):
        by_label[int(label)].append(int(index))
    return list(by_label.values())


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

    def neighbours(self, edge: float) -> csr_matrix:
        """Likeness of every unit and its nearest ones, where it is at least `edge`."""
        everyone = range(len(self.items))
        rows, columns, values = [], [], []
        for begin in range(0, len(everyone), _CHUNK):
            alike = self.likeness(everyone[begin : begin + _CHUNK], everyone)
            for row, line in enumerate(alike):
                near = np.nonzero(line >= edge)[0]
                if len(near) > _NEIGHBOURS:
                    least = np.partition(line[near], -_NEIGHBOURS)[-_NEIGHBOURS]
                    near = near[line[near] >= least]
                rows.append(np.full(len(near), begin + row))
                columns.append(near)
                values.append(line[near])
        cells = np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))
        return csr_matrix(cells, shape=(len(everyone), len(everyone)))

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
        alike[_opposed(some)] = 1.0 - _FAR
        return alike


def _differ(values: np.ndarray) -> np.ndarray:
    """1 where both values are known and unlike, else 0."""
    known = values != ""
    return ((values[:, None] != values[None, :]) & known[:, None] & known[None, :]).astype(
        np.float64
    )


def _opposed(some: Sequence[Unit]) -> np.ndarray:
    """True for pairs of opposed claims: `units.opposed` for all pairs at once."""
    has = {name: np.array([name in unit.traits for unit in some]) for name in TRAITS}
    pairs = np.zeros((len(some), len(some)), dtype=bool)
    for left, right in OPPOSITES:
        one, other = has[left] & ~has[right], has[right] & ~has[left]
        pairs |= one[:, None] & other[None, :]
        pairs |= other[:, None] & one[None, :]
    return pairs


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
