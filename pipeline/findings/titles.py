"""Names of findings: a plain one that groups are joined by, and the one that people read.

A core of people who say one sense is named by that sense, with what most of them say beside it. A
group without a sense has a name only where most of its people say the words of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.findings.matters import IMPLIED, canonical
from pipeline.findings.senses import EVIL, Sense, one_pool, reads, sense_of, speaks_of_evil
from pipeline.findings.units import Unit
from pipeline.naming import Member, best_name
from pipeline.naming.claims import Claim, claim
from pipeline.naming.common_words import common_words, of_city
from pipeline.naming.judging import names_evil
from pipeline.naming.lexicon import action_nouns, lemma_class
from pipeline.naming.majority import majority_name
from pipeline.naming.names import quoted, unsayable
from pipeline.naming.nearby import full_form
from pipeline.naming.own_words import LONGEST
from pipeline.naming.shared import claims_something, pool
from pipeline.naming.spelling import Spelling, plausible
from pipeline.naming.telling import framed, told
from pipeline.naming.words import Word, capitalized, words

_OF_ITS_THING = frozenset({"state", "lack", "clean", "excess", "broken"})
_ONLY = 0.7  # share of people who must say a phrase and nothing else for it to be a name
_LED = 0.5  # share of people who must say what a name says of its thing
_ABSTRACT = ("ние", "тие", "ость", "изм", "ство", "ция", "ура")
# What is done with one thing that all know: «сохранение сквера», «открытие переезда».
_ONES = frozenset("строительство сохранение открытие закрытие закрытый снос возвращение "
                  "бездействие".split())  # fmt: skip
_LONG = 8  # words of a name at most
_NO_OBJECT = frozenset("содействие помощь внимание факт мера участок".split())
_HELD = ("ие", "ция", "ка", "ник", "чет", "монт")  # endings of what is held: «субботник»
_DEEDS = ("ция", "ание", "ение")
_MOST = 0.55  # share of people, and of a name's words, that must be said


@dataclass(frozen=True)
class _Title:
    plain: str
    shown: str
    claim: Claim | None = None  # what `shown` was made of, where that is no quotation


class Titles:
    """Names groups of `units`, all of one `kind`."""

    def __init__(self, units: Sequence[Unit], kind: str) -> None:
        self._units, self._kind = units, kind
        self._lemmas = frozenset[str]().union(*(unit.lemmas for unit in units))  # slips mended
        self._spelling = Spelling((unit.text, max(1, unit.people)) for unit in units)
        self._known: dict[tuple[int, ...], _Title] = {}

    def plain(self, members: Sequence[int]) -> str:
        """The name that groups are joined by."""
        return self._title(members).plain

    def agreed(self, members: Sequence[int], sense: Sense) -> str:
        """The name of a core that says `sense`; "" where it makes none."""
        found = majority_name(
            [_member(self._units[n]) for n in members],
            self._kind,
            lambda one: sense_of(one) == sense,
            lambda noun: sense[0] == EVIL and canonical(noun) == sense[1],
        )
        if found is None or not self._sayable(found):
            return ""
        return self._spelling.spelt(self._of_several(found).name())

    def _of_several(self, found: Claim) -> Claim:
        """«Состояние люков»: of things that stand in many places; a bridge to be built is one."""
        head = found.phrase.head.reading if found.phrase else None
        single = not _ONES.isdisjoint(found.lead.split()) or (
            head and head.lemma.endswith(_ABSTRACT)
        )
        if head is None or single or not found.lead or not self._spelling.in_plural(head):
            return found
        return found.numbered("plur")

    def sense(self, name: str) -> Sense | None:
        """What a name says of which thing; None where that is not known."""
        return next((s for one in told(name, self._kind) if (s := sense_of(one))), None)

    def content(self, name: str) -> frozenset[str]:
        """What a text must speak of to say `name`: its words but for the heads of the style."""
        said = [word for word in words(name) if word.pos not in ("PREP", "CONJ", "PRCL")]
        lemmas = {canonical(_plain_lemma(word)) for word in said[1:]}
        return frozenset(lemmas - {IMPLIED.get(canonical(word.lemma)) for word in said})

    def of_most(self, members: Sequence[int], bare: str) -> str:
        """The name of a group that says one thing in words that no template reads; "" for none."""
        title = self._title(members)
        name, found = title.shown, title.claim
        if found is None or found.frame == "words" or not found.phrase:
            name = self._common(members)
            return self._spelling.spelt(name) if name else ""
        if not (bare or self._sayable(found)):
            return ""
        content = {canonical(one) for one in found.objects}
        if (
            found.lead
            and not bare
            and self._share(members, lambda n: self._claims(n, found)) < _LED
        ):
            return ""
        if not self._printable(name) or (self._kind == "solution" and not self._proposed(found)):
            return ""
        if bare and found.frame == "bare" and found.phrase and len(content) > 1:
            if self._share(members, lambda n: len(self._units[n].lemmas) <= len(content)) < _ONLY:
                return ""
            name = capitalized(found.phrase.text("nomn"))  # «Человеческий фактор» needs no frame
        said = self._share(members, lambda n: self._says(n, content))
        if self._kind == "vision":
            name = of_city(name)
        return self._spelling.spelt(name) if name and content and said >= _MOST else ""

    def _proposed(self, found: Claim) -> bool:
        """True for a deed, and for a thing that enough people name alone."""
        return found.frame == "bare" or self._sayable(found)

    def _common(self, members: Sequence[int]) -> str:
        """A short text all of whose words many say; "" where there is none."""
        return common_words([_member(self._units[n]) for n in members], self._kind)

    def _printable(self, name: str) -> bool:
        """False for numbers, pronouns, what is long and what is misspelt."""
        said = words(name)
        if any(map(str.isdigit, name)) or len(said) > _LONG or not all(map(self._spelt, said)):
            return False
        tags = [word.readings[0].tag if word.readings else "" for word in said]
        return not any("Apro" in tag or tag.startswith("NPRO") for tag in tags)

    def _spelt(self, word: Word) -> bool:
        if plausible(word):
            return True
        return self._spelling.common(word.lower) and word.lemma in self._lemmas

    def _sayable(self, found: Claim) -> bool:
        """True for a name that says of a problem what is wrong, of a proposal what to do."""
        name, head = found.name(), found.head
        if not self._printable(name):
            return False
        if self._kind == "problem":
            accident = found.frame == "of" and sense_of(found) is None
            evil = found.frame == "nominal" and (
                speaks_of_evil(head) or (" " in name and names_evil(head))
            )
            return evil or (claims_something(found) and not accident)
        if self._kind == "solution":
            said = found.phrase.head.reading if found.phrase else None
            several = said is not None and said.number == "plur"
            noun = head in action_nouns() or (head.endswith(_DEEDS) and not several)
            deed = found.lead or noun
            empty = head in lemma_class("unspecific") | {"работа"} - set(found.lead.split())
            empty = empty or not _NO_OBJECT.isdisjoint(found.objects)
            empty = empty or (names_evil(head) and not found.lead)
            held = found.lead != "проведение" or head.endswith(_HELD)
            return bool(deed) and not empty and held and found.frame not in ("words", "nominal")
        return True

    def _share(self, members: Sequence[int], holds: Callable[[int], bool]) -> float:
        said = sum(max(1, self._units[n].people) for n in members if holds(n))
        return said / max(1, sum(max(1, self._units[n].people) for n in members))

    def _claims(self, n: int, found: Claim) -> bool:
        """True where a text says of anything what a claim says of its thing."""
        read, pools = reads(self._units[n]), {one_pool(p) for p in parts(found)}
        if pools <= _OF_ITS_THING:
            return any(read.agrees((name, canonical(found.head))) for name in pools)
        return not pools.isdisjoint({*read.pools, *(name for name, _ in read.says)})

    def _says(self, n: int, content: set[str]) -> bool:
        said = set(map(canonical, _member(self._units[n]).lemmas))
        return len(content & said) >= _MOST * len(content)

    def _title(self, members: Sequence[int]) -> _Title:
        key = tuple(sorted(members))
        if key not in self._known:
            self._known[key] = _title([self._units[n] for n in key], self._kind)
        return self._known[key]


def _plain_lemma(word: Word) -> str:
    """The lemma, of a participle its full form: «управляющий» of «управляющей»."""
    return full_form(word.readings[0]) if word.readings else word.lower


def parts(found: Claim) -> list[str]:
    """The pools of a claim, of two that stand together both."""
    return found.frame.split("+") if "+" in found.frame else [pool(found)]


def _title(together: Sequence[Unit], kind: str) -> _Title:
    """The names of a group; that of one text is what it claims, in its own words."""
    if len(together) == 1:
        alone = claim(together[0].text, kind)
        name = framed(alone).name() if alone else together[0].text
        if len(name) <= LONGEST:
            return _Title(name, name, alone and framed(alone))
    members = [_member(unit) for unit in together]
    named = best_name(members, kind)
    if named is None:
        return _Title(together[0].text, together[0].text)
    if unsayable(named, kind):
        words_of_one = quoted(members)
        return _Title(words_of_one, words_of_one)
    return _Title(named.plain, named.name, named.claim)


def _member(unit: Unit) -> Member:
    return Member(unit.text, unit.lemmas | _read(unit.text), max(1, unit.people))


def _read(text: str) -> frozenset[str]:
    """Lemmas as naming reads them: of «ямы» the flow's may be «ям», and names say «яма»."""
    return frozenset(word.lemma for word in words(text) if word.pos == "NOUN")
