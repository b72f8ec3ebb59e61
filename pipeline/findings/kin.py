"""Groups about one thing of which one thing is claimed in other words are one finding.

«Отсутствие освещения» and «Неработающее освещение» share a noun and a complaint, and yet too few
words for the average of all pairs to bring them together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.findings.grouping import Space
from pipeline.findings.units import Unit, any_opposed
from pipeline.naming.lexicon import lemma_class

_LOOSER = 0.15  # a common thing and a common complaint make up for so much likeness
_MOST = 0.5  # share of a group's people who must speak of its thing, or claim its frame
_SAMPLE = 60  # units of a group that are compared
_MANY = 300  # groups of one thing among which only those of several texts take in others
# What does not work is lacking; a bad state, or a road that nobody clears, is another matter.
_LACKING = {"broken": "lack"}
_LOOSE = frozenset({"trouble", "bare", "words"})  # «проблемы с автобусами»: any complaint of them


@dataclass(frozen=True)
class _Matter:
    """What a group is about: its thing, which of its sort, what is claimed of it."""

    head: str
    kinds: frozenset[str]
    frame: str
    traits: frozenset[frozenset[str]]


def related(groups: Sequence[list[int]], space: Space, threshold: float) -> list[list[int]]:
    """`groups` of indexes into `space.items`, those of one matter joined; each sorted."""
    ordered = sorted(groups, key=lambda group: (-_people(group, space), group))
    by_head: dict[str, list[tuple[_Matter, list[int]]]] = defaultdict(list)
    result: list[list[int]] = []
    for group in ordered:
        matter = _matter([space.items[index] for index in group])
        if matter.head:
            by_head[matter.head].append((matter, group))
        else:
            result.append(group)
    for _, about in sorted(by_head.items()):
        result += _joined(about, space, threshold - _LOOSER)
    return sorted(sorted(group) for group in result)


def _joined(
    about: Sequence[tuple[_Matter, list[int]]], space: Space, least: float
) -> list[list[int]]:
    """Groups of one thing, largest first: each takes in those after it that are its kin."""
    waiting = list(about)
    done: list[list[int]] = []
    while waiting:
        (matter, home), *waiting = waiting
        if not waiting or (len(home) == 1 and len(about) > _MANY):
            done.append(home)
            continue
        near = _nearness(home, [group for _, group in waiting], space)
        taken = [
            value >= least and _kin(matter, other)
            for value, (other, _) in zip(near, waiting, strict=True)
        ]
        guests = [item for item, kin in zip(waiting, taken, strict=True) if kin]
        waiting = [item for item, kin in zip(waiting, taken, strict=True) if not kin]
        done.append([*home, *(index for _, group in guests for index in group)])
    return done


def _nearness(home: Sequence[int], others: Sequence[list[int]], space: Space) -> list[float]:
    """Mean likeness of each of `others` to `home`."""
    samples = [group[:_SAMPLE] for group in others]
    alike = space.likeness(home[:_SAMPLE], [index for group in samples for index in group])
    starts = np.cumsum([0, *(len(group) for group in samples[:-1])])
    sizes = np.array([len(group) for group in samples])
    sums = np.add.reduceat(alike.mean(axis=0, dtype=np.float64), starts)
    return [float(value) for value in np.round(sums / sizes, 6)]


def _kin(one: _Matter, other: _Matter) -> bool:
    if one.frame and other.frame and one.frame != other.frame:
        return False
    if any_opposed(one.traits, other.traits):
        return False
    if one.head in lemma_class("relational"):  # «место», «возможность»: of what, its kind says
        return not one.kinds.isdisjoint(other.kinds)
    return not (one.kinds and other.kinds and one.kinds.isdisjoint(other.kinds))


def _people(group: Sequence[int], space: Space) -> int:
    return sum(space.items[index].people for index in group)


def _matter(some: Sequence[Unit]) -> _Matter:
    heads, frames = Counter[str](), Counter[str]()
    for unit in some:
        heads[unit.head] += max(1, unit.people)
        frames[_LACKING.get(unit.wording, unit.frame)] += max(1, unit.people)
    head = _commonest(heads)
    kinds = Counter(kind for unit in some if unit.head == head for kind in unit.kinds)
    shared = [k for k, n in kinds.items() if n >= _MOST * len(some)]
    frame = _commonest(frames)
    return _Matter(
        head, frozenset(shared), "" if frame in _LOOSE else frame,
        frozenset(unit.traits for unit in some),
    )  # fmt: skip


def _commonest(counts: Counter[str]) -> str:
    """What most are of; "" when nothing is."""
    value = min(counts, key=lambda v: (-counts[v], v))
    return value if counts[value] >= _MOST * counts.total() else ""
