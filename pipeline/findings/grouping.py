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

from pipeline.findings.concepts import MARK
from pipeline.findings.units import OPPOSITES, TRAITS, Unit, idf, unit_vectors

WORDS, VECTORS = 0.62, 0.38  # shares of the two likenesses; tuned on planted and poll data
_CHUNK = 1024  # rows compared at once
_NEIGHBOURS = 25
_LARGEST = 2500  # units whose distances are held at once
_FAR = 6.0  # distance of opposed claims
_PAIRS = 200_000  # pairs whose vectors are held at once
_COMMON = 0.2  # likeness of words under which two texts have none in common
_SURE, _SLIGHT = 0.85, 0.25  # nearness of vectors that is enough; likeness where nothing is
_SHORT = 3.0  # mass of a text of some three content words
# Taken off for another frame, another action, another topic, another kind of one thing.
_FRAME, _ACTION, _TOPIC, _KIND = 0.10, 0.2, 0.06, 0.2
_PREDICATE = 0.35  # for another predicate of a thing: «нет дороги», «дорога разбита»
_DIRECTION = 0.1  # taken off for other directions, half of it where one is not known


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
        own = np.array([not lemma.startswith(MARK) for lemma in vocabulary] or [True])
        self.size = self.bags.multiply(self.bags) @ own.astype(np.float32)  # without matters
        self.vectors = unit_vectors(items, vectors).astype(np.float32)
        self.floor = _usual_cosine(self.vectors)
        self._known = np.abs(self.vectors).sum(axis=1) > 0
        self._columns = self.bags.T.tocsr()
        self._short = np.nonzero(self.size < _SHORT)[0]
        self._short_vectors = self.vectors[self._short]

    def likeness(self, rows: Sequence[int], columns: Sequence[int]) -> np.ndarray:
        """Likeness of every pair, (len(rows), len(columns)), 0 to 1, before the gates."""
        left, right = np.asarray(rows), np.asarray(columns)
        shared = (self.bags[left] @ self.bags[right].T).toarray()
        words = self._of_words(left[:, None], right[None, :], shared)
        cosine = self.vectors[left] @ self.vectors[right].T
        large = np.maximum(self.size[left][:, None], self.size[right][None, :])
        both = self._known[left][:, None] & self._known[right][None, :]
        return self._mixed(words, cosine, large, both)

    def neighbours(self, edge: float) -> csr_matrix:
        """Likeness of every unit and its nearest ones, where it is at least `edge`."""
        count = len(self.items)
        parts = []
        for begin in range(0, count, _CHUNK):
            rows, columns = self._candidates(np.arange(begin, min(begin + _CHUNK, count)))
            values = self._of_pairs(rows, columns)
            near = np.nonzero(values >= edge)[0]
            near = near[_nearest(rows[near], values[near])]
            parts.append((rows[near], columns[near], values[near]))
        rows, columns, values = (np.concatenate(part) for part in zip(*parts, strict=True))
        return csr_matrix((values, (rows, columns)), shape=(count, count))

    def _candidates(self, some: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of `some` with anybody that may be alike: words in common, or sure vectors.

        Nothing else is more than slightly alike (see `likeness`), so few pairs are looked at.
        """
        shared = (self.bags[some] @ self._columns).tocoo()
        rows = some[shared.row]
        enough = self._of_words(rows, shared.col, shared.data) >= _COMMON
        pairs = [(rows[enough], shared.col[enough].astype(np.int64))]
        short = some[self.size[some] < _SHORT]
        if len(short) and len(self._short):
            sure = self.floor + _SURE * (1.0 - self.floor) - 1e-4
            found = np.nonzero(self.vectors[short] @ self._short_vectors.T >= sure)
            rows, columns = short[found[0]], self._short[found[1]]
            new = self._of_words(rows, columns, self._shared(rows, columns)) < _COMMON
            pairs.append((rows[new], columns[new]))
        rows, columns = (np.concatenate(part) for part in zip(*pairs, strict=True))
        return rows, columns

    def _shared(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return np.asarray(self.bags[rows].multiply(self.bags[columns]).sum(axis=1)).ravel()

    def _of_pairs(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """`likeness` of the pairs (rows[i], columns[i])."""
        values = np.zeros(len(rows))
        for at in range(0, len(rows), _PAIRS):
            left, right = rows[at : at + _PAIRS], columns[at : at + _PAIRS]
            words = self._of_words(left, right, self._shared(left, right))
            cosine = np.einsum("ij,ij->i", self.vectors[left], self.vectors[right])
            large = np.maximum(self.size[left], self.size[right])
            both = self._known[left] & self._known[right]
            values[at : at + _PAIRS] = self._mixed(words, cosine, large, both)
        return values

    def _of_words(self, left: np.ndarray, right: np.ndarray, shared: np.ndarray) -> np.ndarray:
        return overlap(shared, self.mass[left], self.mass[right])

    def _mixed(
        self, words: np.ndarray, cosine: np.ndarray, large: np.ndarray, both: np.ndarray
    ) -> np.ndarray:
        """Likeness of pairs; `both` says whose vectors are known, `large` the longer's mass."""
        meaning = nearness(cosine, self.floor)
        mixed = WORDS * words + VECTORS * meaning
        # Without shared words only short texts with sure vectors are alike («садик», «детсад»):
        # the means of long texts resemble each other whatever they are about.
        sure = (meaning > _SURE) & (large < _SHORT)
        mixed = np.where(words < _COMMON, np.where(sure, 0.6, np.minimum(mixed, _SLIGHT)), mixed)
        return np.where(both, mixed, words).clip(0.0, 1.0)

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
        alike -= _PREDICATE * _other_predicates(some)
        alike -= _TOPIC * _differ(topics)
        alike -= _KIND * _other_kinds(some)
        alike -= _DIRECTION * _other_directions(some)
        exact = np.array([unit.key for unit in some])
        alike[exact[:, None] == exact[None, :]] = 1.0
        alike[_opposed(some)] = 1.0 - _FAR
        return alike


def _nearest(rows: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Which of the cells are among the greatest `_NEIGHBOURS` of their row, equal ones included."""
    order = np.lexsort((-values, rows))
    ordered = rows[order]
    first = np.searchsorted(ordered, ordered)  # where each row begins
    last = np.minimum(first + _NEIGHBOURS, np.searchsorted(ordered, ordered, "right")) - 1
    return np.sort(order[values[order] >= values[order][last]])


def _differ(values: np.ndarray) -> np.ndarray:
    """1 where both values are known and unlike, else 0."""
    known = values != ""
    return ((values[:, None] != values[None, :]) & known[:, None] & known[None, :]).astype(
        np.float64
    )


def _other_directions(some: Sequence[Unit]) -> np.ndarray:
    """0 for pairs of the same directions, 1 of others, 0.5 where one is not known."""
    names = sorted({name for unit in some for name, _ in unit.directions})
    column = {name: place for place, name in enumerate(names)}
    weights = np.zeros((len(some), max(1, len(names))))
    for row, unit in enumerate(some):
        for name, value in unit.directions:
            weights[row, column[name]] = value
    lengths = np.linalg.norm(weights, axis=1)
    weights /= np.maximum(lengths, 1e-9)[:, None]
    known = lengths > 0
    return np.where(known[:, None] & known[None, :], 1.0 - weights @ weights.T, 0.5)


def _other_predicates(some: Sequence[Unit]) -> np.ndarray:
    """1 for pairs that say something of their things and nothing that both say, else 0."""
    names = sorted({name for unit in some for name in unit.said})
    has = np.array([[name in unit.said for name in names] for unit in some], dtype=np.float32)
    has = has.reshape(len(some), len(names))
    known = has.sum(axis=1) > 0
    return ((has @ has.T == 0) & known[:, None] & known[None, :]).astype(np.float64)


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


def overlap(shared: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """How much of two masses of words is `shared`; the smaller one counts a little more."""
    small, large = np.minimum(one, other), np.maximum(one, other)
    return shared / np.maximum(0.55 * small + 0.45 * large, 1e-9)


def nearness(cosine: np.ndarray, floor: float) -> np.ndarray:
    """Cosines as 0 to 1, above what any two texts have in common (`floor`)."""
    return np.clip((cosine - floor) / (1.0 - floor), 0.0, 1.0)


def _usual_cosine(vectors: np.ndarray) -> float:
    """The cosine of an ordinary pair (85th percentile): encoders differ in how narrow they are."""
    if len(vectors) < 8:
        return 0.3
    rng = np.random.default_rng(0)
    left = rng.integers(0, len(vectors), 4000)
    right = rng.integers(0, len(vectors), 4000)
    cosines = np.einsum("ij,ij->i", vectors[left], vectors[right])[left != right]
    return float(np.clip(np.quantile(cosines, 0.85), 0.0, 0.9))
