"""Groups that say one thing in other words become one finding.

Average linkage of texts leaves twins behind: each of two large groups of long letters has too few
words in common with the other, text by text, and their middles are nearly the same. A small group
joins the large one that it is most akin to when both speak of the same things, say the same of
them and are not opposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.findings.concepts import MARK
from pipeline.findings.grouping import Space
from pipeline.findings.matters import ACTION
from pipeline.findings.middles import Middles
from pipeline.findings.units import Unit

_TWIN = 0.85  # kinship of groups that say one thing
_LEADERS = 3  # people of a group that takes in others
_MOST = 0.75  # share of a group's people who name a thing that the group is about
_SOME = 1 / 3  # … who say a predicate that is the group's
_LONE = 0.85  # … that a single text says as well, beside other things
_SURE = 0.95  # … where one of them names a second thing beside
_COMMON = 0.5  # share of the things of either group that both are about
_CHUNK = 2000


@dataclass(frozen=True)
class _Sense:
    """What a group is about and what it says of that."""

    things: frozenset[str]
    said: frozenset[str]
    lone: bool  # one text, which may tell of other things beside
    frames: frozenset[str]  # of proposals: the families of their actions


def twinned(groups: Sequence[list[int]], space: Space) -> list[list[int]]:
    """`groups` of indexes into `space.items`, twins joined; each sorted, in canonical order."""
    if not groups:
        return []
    middles = Middles(groups, space)
    order = sorted(range(len(groups)), key=lambda g: (-middles.people[g], groups[g]))
    senses = [_sense([space.items[index] for index in group]) for group in groups]
    large = [g for g in order if middles.people[g] >= _LEADERS and senses[g].things]
    home = _homes(order, large, senses, middles) if large else {}
    joined: dict[int, list[int]] = {}
    for g in order:
        joined.setdefault(home.get(g, g), []).extend(groups[g])
    return sorted(sorted(group) for group in joined.values())


def _homes(
    order: Sequence[int], large: Sequence[int], senses: Sequence[_Sense], middles: Middles
) -> dict[int, int]:
    """The leading group that each group joins; leaders and those that join none are left out."""
    home: dict[int, int] = {}
    place = {g: number for number, g in enumerate(order)}
    guests = [g for g in order if senses[g].things]
    for begin in range(0, len(guests), _CHUNK):
        some = guests[begin : begin + _CHUNK]
        akin = np.round(middles.kinship(some, large), 5)
        for row, g in enumerate(some):
            for column in np.argsort(-akin[row], kind="stable"):
                leader = large[int(column)]
                if akin[row, column] < (_LONE if senses[g].lone else _TWIN):
                    break
                earlier = place[leader] < place[g] and leader not in home
                sure = bool(akin[row, column] >= _SURE)
                if earlier and _alike(senses[leader], senses[g], sure):
                    home[g] = leader
                    break
    return home


def _alike(one: _Sense, other: _Sense, sure: bool) -> bool:
    whole = one.things if other.lone else one.things | other.things
    common = len(one.things & other.things) / len(whole)
    if common < _COMMON or (common == _COMMON and not sure):
        return False
    return not any(
        ours and theirs and ours.isdisjoint(theirs)
        for ours, theirs in ((one.said, other.said), (one.frames, other.frames))
    )


def _sense(some: Sequence[Unit]) -> _Sense:
    things: Counter[str] = Counter()
    deeds: Counter[str] = Counter()  # «освещение», «уборка»
    matters: Counter[str] = Counter()  # where each names it otherwise: «фонарь», «темно»
    said: Counter[str] = Counter()
    frames: Counter[str] = Counter()
    for unit in some:
        voices = max(1, unit.people)
        for lemma, weight in unit.bag.items():
            if lemma.startswith(MARK):
                matters[lemma] += voices
            elif weight >= ACTION:
                (deeds if weight == ACTION else things)[lemma] += voices
        for name in unit.said:
            said[name] += voices
        if unit.kind == "solution" and unit.frame:
            frames[unit.frame] += voices
    total = sum(max(1, unit.people) for unit in some)
    named = (_of(counts, _MOST * total) for counts in (things, matters, deeds))
    about = next((some_of for some_of in named if some_of), frozenset())
    return _Sense(about, _of(said, _SOME * total), len(some) == 1, _of(frames, _SOME * total))


def _of(counts: Counter[str], least: float) -> frozenset[str]:
    return frozenset(name for name, count in counts.items() if count >= least)
