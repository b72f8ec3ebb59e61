"""The middles of groups of texts: what most of their people say, and how akin two groups are.

Whole groups are compared, not pairs of texts, so that what two texts have in common by chance is
evened out: the words and vectors of their middles, what they are about, topics and directions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.findings.concepts import MARK
from pipeline.findings.grouping import VECTORS, WORDS, Space, nearness, overlap
from pipeline.findings.units import Unit, opposed

FAR = 9.0  # distance of opposed groups
_MIDDLE, _BAG = 0.3, 0.4  # what the nearness of middles and of their words adds to likeness
_CONCEPT, _DIRECTION, _TOPIC = 0.1, 0.1, 0.05
_SAME_DIRECTION = 0.05
_HALF = 0.5  # share of a group's people that must agree for the group to be about something
_THIRD = 1 / 3


class Middles:
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
        self.traits = [_usual_traits(group) for group in some]
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
        return np.where(self._opposed(rows, columns), -FAR, alike)

    def _opposed(self, rows: Sequence[int], columns: Sequence[int]) -> np.ndarray:
        kinds = sorted({self.traits[g] for g in (*rows, *columns)}, key=sorted)
        place = {traits: number for number, traits in enumerate(kinds)}
        table = np.array([[opposed(one, other) for other in kinds] for one in kinds])
        return table[[place[self.traits[g]] for g in rows]][
            :, [place[self.traits[g]] for g in columns]
        ]


def _usual_traits(group: Sequence[Unit]) -> frozenset[str]:
    """What a third of a group's people ask for or lament: one voice turns no group around."""
    counts: Counter[str] = Counter()
    for unit in group:
        for trait in unit.traits:
            counts[trait] += max(1, unit.people)
    total = sum(max(1, unit.people) for unit in group)
    return frozenset(trait for trait, count in counts.items() if count >= _THIRD * total)


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
