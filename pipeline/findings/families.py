"""Findings of one matter, brought together above findings: «фонари не горят», «нет освещения».

A finding is what can be signed as one sentence; a matter is what a department answers for. Whole
groups are compared, not pairs of texts, so that what two texts have in common by chance is evened
out: the words and vectors of their middles, what they are about, their topics and directions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

from pipeline.findings.concepts import MARK
from pipeline.findings.grouping import VECTORS, WORDS, Space, nearness, overlap
from pipeline.findings.merging import Named
from pipeline.findings.units import Unit, any_opposed

_SEEDS = 1500  # groups of several people, the largest first, that matters are made of
_ENOUGH = 0.3  # kinship from which groups are of one matter; measured on appeals and the example
_SURELY = 0.6  # … from which small groups are one finding
_MIDDLE, _BAG = 0.3, 0.4  # what the nearness of middles and of their words adds to likeness
_CONCEPT, _DIRECTION, _TOPIC = 0.1, 0.1, 0.05
_SAME_DIRECTION = 0.05
_HALF = 0.5  # share of a group's people that must agree for the group to be about something
_NEARLY = 0.75  # the same where only a word is shared, not a matter
_CHUNK = 2000
_FAR = 9.0


def gathered(
    named: Sequence[Named], space: Space, recurs: Callable[[Sequence[int]], bool]
) -> tuple[list[Named], list[list[int]]]:
    """The groups of `named` that stay as they are, and those made of small ones.

    «Пандус заварили решёткой», «с коляской никуда не попасть»: each in its own words, and yet one
    matter of several people. `recurs` tells of the indexes of a group whether enough people speak.
    """
    kept = [(name, group) for name, group in named if recurs(group)]
    rest = [(name, group) for name, group in named if not recurs(group)]
    together: dict[int, list[Named]] = defaultdict(list)
    labels = families([group for _, group in rest], space, _SURELY)
    for label, one in zip(labels, rest, strict=True):
        together[label].append(one)
    made = []
    for _, parts in sorted(together.items()):
        whole = sorted(index for _, group in parts for index in group)
        if len(parts) > 1 and recurs(whole) and _shared([space.items[index] for index in whole]):
            made.append(whole)
        else:
            kept += parts
    return kept, made


def families(groups: Sequence[Sequence[int]], space: Space, enough: float = _ENOUGH) -> list[int]:
    """A number for each of `groups` (indexes into `space.items`); equal for those of one matter.

    Groups of several people found the matters, by average linkage at a kinship of `enough`; every
    other one joins the matter that it is nearest to, or stays alone. Opposed claims are never of
    one matter.
    """
    if not groups:
        return []
    middle = _Middle(groups, space)
    order = sorted(range(len(groups)), key=lambda g: (-middle.people[g], list(groups[g])))
    seeds = [g for g in order if middle.people[g] > 1][:_SEEDS]
    label = {g: number for number, g in enumerate(order)}
    if len(seeds) > 1:
        alike = middle.kinship(seeds, seeds)
        distance = np.clip(_FAR - (alike + alike.T) / 2, 0.0, None)
        np.fill_diagonal(distance, 0.0)
        tree = linkage(squareform(distance, checks=False), method="average")
        found = fcluster(tree, t=_FAR - enough, criterion="distance")
        label |= {g: len(groups) + int(one) for g, one in zip(seeds, found, strict=True)}
    if seeds:
        founding = set(seeds)
        _join(middle, [g for g in order if g not in founding], seeds, label, enough)
    return [label[g] for g in range(len(groups))]


def _join(
    middle: _Middle, rest: Sequence[int], seeds: Sequence[int], label: dict[int, int], enough: float
) -> None:
    """Give each group of `rest` the label of the matter it is most akin to, if enough."""
    names = sorted({label[g] for g in seeds})
    column = {name: place for place, name in enumerate(names)}
    weight = np.zeros((len(seeds), len(names)), dtype=np.float32)
    for row, g in enumerate(seeds):
        weight[row, column[label[g]]] = middle.people[g]
    weight /= weight.sum(axis=0)
    for begin in range(0, len(rest), _CHUNK):
        some = rest[begin : begin + _CHUNK]
        near = middle.kinship(some, seeds) @ weight
        best = near.argmax(axis=1)
        for g, place, value in zip(some, best, near.max(axis=1), strict=True):
            if value >= enough:
                label[g] = names[int(place)]


class _Middle:
    """The middles of groups: mean bags, mean vectors, what most of a group's people speak of."""

    def __init__(self, groups: Sequence[Sequence[int]], space: Space) -> None:
        members = [index for group in groups for index in group]
        rows = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        share = np.concatenate([np.full(len(group), 1.0 / len(group)) for group in groups])
        shape = (len(groups), len(space.items))
        mean = csr_matrix((share, (rows, members)), shape=shape, dtype=np.float32)
        self.floor = space.floor
        self.bags = (mean @ space.bags).tocsr()
        self.mass = mean @ space.mass
        self.vectors = mean @ space.vectors
        lengths = np.asarray(self.bags.multiply(self.bags).sum(axis=1)).ravel()
        self.lengths = np.sqrt(np.maximum(lengths, 1e-12))
        norms = np.linalg.norm(self.vectors, axis=1, keepdims=True)
        self.centers = self.vectors / np.maximum(norms, 1e-9)
        some = [[space.items[index] for index in group] for group in groups]
        self.people = [sum(max(1, unit.people) for unit in group) for group in some]
        self.traits = [frozenset(unit.traits for unit in group) for group in some]
        self.concepts = _agreed(some, _concept)
        self.topics = _agreed(some, lambda unit: unit.topic)
        self.directions = _agreed(
            some, lambda unit: next((d for d, w in unit.directions if w >= 1), "")
        )

    def kinship(self, rows: Sequence[int], columns: Sequence[int]) -> np.ndarray:
        """How akin groups are, (len(rows), len(columns)), about 0 to 2."""
        left, right = np.asarray(rows), np.asarray(columns)
        shared = (self.bags[left] @ self.bags[right].T).toarray()
        words = overlap(shared, self.mass[left][:, None], self.mass[right][None, :])
        means = nearness(self.vectors[left] @ self.vectors[right].T, self.floor)
        alike = WORDS * np.clip(words, 0.0, 1.0) + VECTORS * means
        alike += _MIDDLE * nearness(self.centers[left] @ self.centers[right].T, self.floor)
        alike += _BAG * shared / (self.lengths[left][:, None] * self.lengths[right][None, :])
        for names, plus, minus in (
            (self.concepts, _CONCEPT, _CONCEPT),
            (self.directions, _SAME_DIRECTION, _DIRECTION),
            (self.topics, _TOPIC, _TOPIC),
        ):
            one, other = names[left][:, None], names[right][None, :]
            known = (one != "") & (other != "")
            alike += np.where(known, np.where(one == other, plus, -minus), 0.0)
        return np.where(self._opposed(rows, columns), -_FAR, alike)

    def _opposed(self, rows: Sequence[int], columns: Sequence[int]) -> np.ndarray:
        kinds = sorted({self.traits[g] for g in (*rows, *columns)}, key=_order)
        place = {traits: number for number, traits in enumerate(kinds)}
        table = np.array([[any_opposed(one, other) for other in kinds] for one in kinds])
        return table[[place[self.traits[g]] for g in rows]][
            :, [place[self.traits[g]] for g in columns]
        ]


def _shared(some: Sequence[Unit]) -> bool:
    """True when half of the people speak of one matter, or nearly all of one thing."""
    counts: Counter[str] = Counter()
    for unit in some:
        for lemma, weight in unit.bag.items():
            if weight > 1.0 or lemma.startswith(MARK):
                counts[lemma] += max(1, unit.people)
    total = sum(max(1, unit.people) for unit in some)
    return any(
        count >= (_HALF if lemma.startswith(MARK) else _NEARLY) * total
        for lemma, count in counts.items()
    )


def _order(traits: Iterable[frozenset[str]]) -> list[list[str]]:
    return sorted(sorted(one) for one in traits)


def _concept(unit: Unit) -> str:
    """The matter that a text's weightiest word is of."""
    found = [(weight, lemma) for lemma, weight in unit.bag.items() if lemma.startswith(MARK)]
    return max(found)[1] if found else ""


def _agreed(groups: Sequence[Sequence[Unit]], of: Callable[[Unit], str]) -> np.ndarray:
    """What at least half of each group's people are of; "" where nothing is."""
    values = []
    for group in groups:
        counts: Counter[str] = Counter()
        for unit in group:
            counts[of(unit)] += max(1, unit.people)
        best = min(counts, key=lambda v: (-counts[v], v))
        values.append(best if counts[best] >= _HALF * counts.total() else "")
    return np.array(values, dtype=object)
