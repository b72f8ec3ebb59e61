"""The agreeing core of a group: those of its people who say one sense of one thing.

Grouping by words and vectors brings together what speaks of one thing; what is said of it may
differ. A finding is one sentence, so a group is divided by what its texts say: each part that
enough people say is a finding, the rest are voices of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.findings.matters import FRAME, weight
from pipeline.findings.senses import EVIL, Reads, Sense, reads
from pipeline.findings.units import Unit
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.words import words

_LEAST = 2  # voices that must say a sense in so many words
_OF_NAMING = 0.15  # share of them among those who say it or only name the thing
_THIRD = 1 / 3  # share of an evil's people whose further claim of it stands before it
_MOST = 0.5  # share of people who only name a thing for it to be what a group is about
_CLEAR = 0.34  # share of those who say a sense from which unread texts of its thing go with them

_BRIEF = 12  # words of a text that may go with those of its thing though it is not understood
_WORDS = 4  # common words that are tried

Recurs = Callable[[Sequence[int]], bool]


@dataclass(frozen=True)
class Core:
    """Indexes of units that agree, and their sense; of a group that only names a thing, BARE."""

    members: tuple[int, ...]
    sense: Sense | None


class Cores:
    """Divides groups of `units` (one kind) by what their texts say."""

    def __init__(self, units: Sequence[Unit], recurs: Recurs) -> None:
        self._units, self._recurs = units, recurs
        self._reads: dict[int, Reads] = {}

    def of(self, group: Sequence[int]) -> tuple[list[Core], list[int]]:
        """The cores of a group, largest first, and the indexes that are in none."""
        rest, cores = sorted(group), []
        while rest and self._recurs(rest):
            core = self._largest(rest)
            if core is None:
                break
            cores.append(core)
            taken = set(core.members)
            rest = [n for n in rest if n not in taken]
        return cores, rest

    def read(self, n: int) -> Reads:
        """What unit `n` says."""
        if n not in self._reads:
            self._reads[n] = reads(self._units[n])
        return self._reads[n]

    def _people(self, members: Sequence[int]) -> int:
        return sum(max(1, self._units[n].people) for n in members)

    def _largest(self, rest: Sequence[int]) -> Core | None:
        said: Counter[Sense] = Counter()
        for n in rest:
            for sense in self.read(n).says:
                said[sense] += max(1, self._units[n].people)
        ranked = [s for s in sorted(said, key=lambda s: (-said[s], s)) if said[s] >= _LEAST]
        found = [core for s in ranked[:8] if (core := self._core(rest, s))]
        if not found:
            return None
        best = max(found, key=lambda core: (self._people(core.members), -found.index(core)))
        return self._told(found, best)

    def _told(self, found: Sequence[Core], best: Core) -> Core:
        """What a third of an evil's people say of it stands before the evil alone."""
        if best.sense is None or best.sense[0] != EVIL:
            return best
        thing, least = best.sense[1], _THIRD * self._people(best.members)
        more = [c for c in found if c.sense and c.sense[1] == thing and c.sense[0] != EVIL]
        more = [c for c in more if self._people(c.members) >= least]
        return max(more, key=lambda c: self._people(c.members), default=best)

    def _core(self, rest: Sequence[int], sense: Sense) -> Core | None:
        """The texts of `rest` that say a sense, with those that only name its thing."""
        saying = [n for n in rest if self.read(n).agrees(sense)]
        naming = [n for n in rest if n not in saying and self.read(n).names == sense[1]]
        if sense[0] == EVIL:
            naming = []
        if self._people(saying) < _OF_NAMING * self._people([*saying, *naming]):
            return None
        members = sorted([*saying, *naming])
        others = [n for n in rest if n not in members and self._unread(n, sense[1])]
        if self._people(saying) >= _CLEAR * self._people([*members, *others]):
            members = sorted([*members, *others])
        return Core(tuple(members), sense) if self._recurs(members) else None

    def _unread(self, n: int, thing: str) -> bool:
        """True for a text of the thing of which nothing is known that it says.

        A verb that no list knows says something all the same: «упало дерево».
        """
        read, text = self.read(n), self._units[n].text
        long = len(text.split()) > _BRIEF or any(word.pos == "VERB" for word in words(text))
        other = read.names not in ("", thing)
        return not (long or other or read.says or read.pools) and read.of(thing)

    def gathered(self, rest: Sequence[int]) -> list[Core]:
        """Cores of texts that grouping left apart and that say one sense in so many words."""
        saying: dict[Sense, list[int]] = defaultdict(list)
        for n in rest:
            for sense in self.read(n).says:
                if sense[0] != EVIL:
                    saying[sense].append(n)
        order = sorted(saying, key=lambda sense: (-self._people(saying[sense]), sense))
        cores, taken = [], set[int]()
        for sense in order:
            members = [n for n in saying[sense] if n not in taken]
            if self._recurs(members):
                cores.append(Core(tuple(sorted(members)), sense))
                taken |= set(members)
        return cores

    def by_word(self, rest: Sequence[int]) -> list[list[int]]:
        """Parts of a group that have one word in common, by the commonest words."""
        having: dict[str, list[int]] = defaultdict(list)
        for n in rest:
            for lemma in self.read(n).mentions:
                if weight(lemma) > FRAME and lemma not in lemma_class("relational"):
                    having[lemma].append(n)
        order = sorted(having, key=lambda lemma: (-self._people(having[lemma]), lemma))
        return [having[lemma] for lemma in order[:_WORDS] if self._recurs(having[lemma])]

    def bare(self, group: Sequence[int]) -> str:
        """The thing that most of a group's people name and say no more of; "" for none."""
        named: Counter[str] = Counter()
        for n in group:
            named[self.read(n).names] += max(1, self._units[n].people)
        thing, count = max(named.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if thing in lemma_class("relational") | lemma_class("excess"):
            return ""
        return thing if count >= _MOST * self._people(group) else ""
