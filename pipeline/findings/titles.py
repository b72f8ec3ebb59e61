"""Names of findings: a plain one that groups are joined by, and the fuller one that is shown.

Two groups named «Отсутствие освещения» are one finding. The name that people read may say more
(«Отсутствие и неисправность освещения»), so it is given last, to what was joined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.findings.units import Unit
from pipeline.naming import Member, best_name
from pipeline.naming.claims import claim
from pipeline.naming.names import quoted, unsayable
from pipeline.naming.own_words import LONGEST, own_words
from pipeline.naming.telling import framed
from pipeline.naming.words import words
from pipeline.tables import fold


@dataclass(frozen=True)
class _Title:
    plain: str
    shown: str
    others: tuple[str, ...] = ()  # what may be shown where `shown` is taken


class Titles:
    """Names groups of `units`, all of one `kind`; each group is named once."""

    def __init__(self, units: Sequence[Unit], kind: str) -> None:
        self._units, self._kind = units, kind
        self._known: dict[tuple[int, ...], _Title] = {}

    def plain(self, members: Sequence[int]) -> str:
        """The name that groups are joined by."""
        return self._title(members).plain

    def shown(self, found: Sequence[tuple[str, Sequence[int]]]) -> list[str]:
        """The names to show of all findings, given as plain name and members.

        None is given twice in a topic: «Ямы» of yards and of highways may be two findings.
        """
        taken: set[tuple[str, str]] = set()
        names = [""] * len(found)
        order = sorted(range(len(found)), key=lambda n: (-self._people(found[n][1]), found[n]))
        for place in order:
            name, members = found[place]
            topic, choice = self._topic(members), self._choice(name, members)
            names[place] = next((t for t in choice if (topic, fold(t)) not in taken), name)
            taken.add((topic, fold(names[place])))
        return names

    def _choice(self, name: str, members: Sequence[int]) -> Iterator[str]:
        """Names that a finding may have, the best first; what was told apart keeps its words."""
        if self._apart(name, members):
            yield name
            return
        title = self._title(members)
        yield from (title.shown, title.plain, *title.others)
        yield quoted([_member(self._units[n]) for n in members])
        yield from (f"«{own_words(self._units[n].text)}»" for n in members)

    def _apart(self, name: str, members: Sequence[int]) -> bool:
        """True for a group that took its own words because another has its name."""
        if fold(name) == fold(self._title(members).plain):
            return False
        return any(fold(own_words(self._units[n].text)) == fold(name) for n in members)

    def _topic(self, members: Sequence[int]) -> str:
        counts: Counter[str] = Counter()
        for n in members:
            counts[self._units[n].topic] += self._units[n].people
        return min(counts, key=lambda topic: (-counts[topic], topic))

    def _people(self, members: Sequence[int]) -> int:
        return sum(self._units[n].people for n in members)

    def _title(self, members: Sequence[int]) -> _Title:
        key = tuple(sorted(members))
        if key not in self._known:
            self._known[key] = _title([self._units[n] for n in key], self._kind)
        return self._known[key]


def _title(together: Sequence[Unit], kind: str) -> _Title:
    """The names of a group; that of one text is what it claims, in its own words."""
    if len(together) == 1:
        alone = claim(together[0].text, kind)
        name = framed(alone).name() if alone else together[0].text
        if len(name) <= LONGEST:
            return _Title(name, name)
    members = [_member(unit) for unit in together]
    named = best_name(members, kind)
    if named is None:
        return _Title(together[0].text, together[0].text)
    if unsayable(named, kind):
        words_of_one = quoted(members)
        return _Title(words_of_one, words_of_one)
    return _Title(named.plain, named.name, named.alternatives)


def _member(unit: Unit) -> Member:
    return Member(unit.text, unit.lemmas | _read(unit.text), max(1, unit.people))


def _read(text: str) -> frozenset[str]:
    """Lemmas as naming reads them: of «ямы» the flow's may be «ям», and names say «яма»."""
    return frozenset(word.lemma for word in words(text) if word.pos == "NOUN")
