"""From groups to findings: cores that agree under their own names, and voices that stay alone.

A group of enough people becomes one finding for each sense that enough of them say. What says the
name of a finding in so many words is called home from wherever grouping left it. A group that
agrees in nothing is no finding: its texts stay voices of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.findings.concepts import concepts
from pipeline.findings.cores import Core, Cores
from pipeline.findings.matters import canonical
from pipeline.findings.merging import Named
from pipeline.findings.senses import Sense
from pipeline.findings.titles import Titles
from pipeline.findings.units import Unit, opposed
from pipeline.naming.words import words
from pipeline.tables import fold

_SKIPPED = frozenset({"PREP", "CONJ", "PRCL", ""})
_PART = 0.25  # share of a finding's people that a special case of it may have to go with it
Recurs = Callable[[Sequence[int]], bool]


@dataclass(frozen=True)
class Settled:
    """A finding to be: its name, the indexes of its units, and of those that say the name."""

    name: str
    members: list[int]
    saying: frozenset[int]


@dataclass(frozen=True)
class Loose:
    """Indexes of units that are in no finding; `together` where they say one thing all the same.

    What is left of a group is of its matter, and each of its texts a voice of its own.
    """

    members: list[int]
    together: bool


@dataclass
class _Finding:
    name: str
    members: list[int]
    sense: Sense | None


class Settling:
    """Turns groups of `units`, all of one kind, into findings."""

    def __init__(self, units: Sequence[Unit], titles: Titles, recurs: Recurs) -> None:
        self._units, self._titles, self._recurs = units, titles, recurs
        self._cores = Cores(units, recurs)

    def settled(self, groups: Sequence[Named]) -> tuple[list[Settled], list[Loose]]:
        """The findings made of `groups`, and what is in none.

        No two findings have one name.
        """
        found: list[_Finding] = []
        small: list[list[int]] = []
        large: list[list[int]] = []
        for _, members in groups:
            (large if self._recurs(members) else small).append(sorted(members))
        for members in large:
            found += self._of(members)
        left = _without(large, found)
        apart = sorted(n for group in left for n in group)
        found += [one for core in self._cores.gathered(apart) for one in self._named(core)]
        found = self._once(self._united(found))
        left = _without(large, found)
        small, left = self._called(found, small), self._called(found, left)
        return (
            [Settled(one.name, sorted(one.members), self._saying(one)) for one in found],
            [*(Loose(group, True) for group in small), *(Loose(group, False) for group in left)],
        )

    def _once(self, found: Sequence[_Finding]) -> list[_Finding]:
        """The largest finding of every name: what is opposed to it is not joined and goes alone."""
        largest: dict[str, _Finding] = {}
        for one in sorted(found, key=lambda one: (-self._people(one.members), one.members)):
            largest.setdefault(fold(one.name), one)
        return list(largest.values())

    def _saying(self, one: _Finding) -> frozenset[int]:
        """The members that say a finding's sense in so many words; all where it has none."""
        if one.sense is None:
            return frozenset(one.members)
        return frozenset(n for n in one.members if self._cores.read(n).agrees(one.sense))

    def _of(self, members: Sequence[int]) -> list[_Finding]:
        """The findings that a group holds."""
        cores, _ = self._cores.of(members)
        made = [one for core in cores for one in self._named(core)]
        while True:
            left = sorted(set(members) - {n for one in made for n in one.members})
            kept = self._kept(left)
            if kept is None:
                return made
            made.append(kept)

    def _named(self, core: Core) -> list[_Finding]:
        """The finding of a core; [] where it cannot be named."""
        assert core.sense is not None
        name = self._titles.agreed(core.members, core.sense)
        return [_Finding(name, list(core.members), core.sense)] if name else []

    def _kept(self, left: Sequence[int]) -> _Finding | None:
        """What has no sense and still says one thing, under a name that most say."""
        if not self._recurs(left):
            return None
        for some in (list(left), *self._cores.by_word(left)):
            name = self._titles.of_most(some, self._cores.bare(some))
            sense = self._titles.sense(name) if name else None
            some = [n for n in some if self._goes_with(n, sense)]
            if name and self._recurs(some):
                return _Finding(name, some, sense)
        return None

    def _goes_with(self, n: int, sense: Sense | None) -> bool:
        """False for a text that says something else than `sense`."""
        read = self._cores.read(n)
        if sense is None or not read.says or read.agrees(sense):
            return True
        return sense[0] in {name for name, _ in read.says}

    def _united(self, found: Sequence[_Finding]) -> list[_Finding]:
        """Findings of one name as one, and small special cases with what they are cases of."""
        by_sense = self._joined(found, lambda one: f"{one.sense or _key(one.name)}")
        return self._joined(by_sense, lambda one: _key(one.name))

    def _joined(self, found: Sequence[_Finding], key: Callable[[_Finding], str]) -> list[_Finding]:
        kept: dict[str, list[_Finding]] = defaultdict(list)
        for one in sorted(found, key=lambda one: (-self._people(one.members), one.members)):
            same = kept[key(one)]
            home = next((home for home in same if self._holds(home, one)), None)
            if home is None:
                same.append(one)
            else:
                home.members.extend(one.members)
        return [one for _, same in sorted(kept.items()) for one in same]

    def _holds(self, home: _Finding, one: _Finding) -> bool:
        """True where `one` says what `home` says, or a little more or less in few voices."""
        if self._opposed(home, one):
            return False
        ours, theirs = self._titles.content(home.name), self._titles.content(one.name)
        if ours == theirs or _key(home.name) == _key(one.name):
            return True
        few = self._people(one.members) <= _PART * self._people(home.members)
        return few and (ours <= theirs or theirs <= ours)

    def _opposed(self, one: _Finding, other: _Finding) -> bool:
        return opposed(self._usual(one.members), self._usual(other.members))

    def _usual(self, members: Sequence[int]) -> frozenset[str]:
        """What a third of a finding's people ask for or lament: one voice turns none around."""
        counts: Counter[str] = Counter()
        for n in members:
            for trait in self._units[n].traits:
                counts[trait] += max(1, self._units[n].people)
        least = self._people(members) / 3
        return frozenset(trait for trait, count in counts.items() if count >= least)

    def _called(self, found: Sequence[_Finding], rest: Sequence[list[int]]) -> list[list[int]]:
        """What is left of `rest` when the texts that say a finding's name have joined it."""
        by_thing: dict[str, list[tuple[frozenset[str], _Finding]]] = defaultdict(list)
        for one in sorted(found, key=lambda one: (-self._people(one.members), one.members)):
            if one.sense:
                by_thing[one.sense[1]].append((self._titles.content(one.name), one))
        left = []
        for group in rest:
            stays = [n for n in group if not self._join(n, by_thing)]
            if stays:
                left.append(stays)
        return left

    def _join(self, n: int, by_thing: dict[str, list[tuple[frozenset[str], _Finding]]]) -> bool:
        unit = self._units[n]
        lemmas = {canonical(one) for one in unit.lemmas}
        lemmas |= {"освещение" for one in lemmas if concepts().get(one) == "#освещение"}
        near = [thing for thing in by_thing if lemmas.issuperset(thing.split())]
        if not near:
            return False
        read = self._cores.read(n)
        for thing in sorted(near):
            for content, one in by_thing[thing]:
                if one.sense in read.says and content <= read.mentions:
                    one.members.append(n)
                    return True
        return False

    def _people(self, members: Sequence[int]) -> int:
        return sum(max(1, self._units[n].people) for n in members)


def _without(groups: Sequence[list[int]], found: Sequence[_Finding]) -> list[list[int]]:
    """What is left of `groups` outside of what was found."""
    taken = {n for one in found for n in one.members}
    return [[n for n in group if n not in taken] for group in groups]


def _key(name: str) -> str:
    """A name without number, case and synonyms: «состояние дороги» is «состояние дорог»."""
    content = [word for word in words(name) if word.pos not in _SKIPPED]
    found = {canonical(noun.lemma if (noun := w.find("NOUN")) else w.lemma) for w in content}
    return " ".join(sorted(found)) or fold(name)
