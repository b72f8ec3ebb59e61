"""What one text says of which thing: «нет освещения» says (lack, освещение).

A sense is a pool of claims and a thing. Texts of one group that say one sense agree; those that
say another sense of the thing, or nothing of it, do not belong under its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.clean.morphology import is_known
from pipeline.clean.spelling import meant
from pipeline.findings.concepts import concepts
from pipeline.findings.matters import canonical
from pipeline.findings.predicates import predicates_at
from pipeline.findings.units import Unit
from pipeline.naming.claims import Claim, tokens
from pipeline.naming.judging import judges, names_evil
from pipeline.naming.leads import matter
from pipeline.naming.lexicon import action_nouns, actions, harms, lemma_class
from pipeline.naming.nearby import full_form
from pipeline.naming.shared import claims_something, pool
from pipeline.naming.solutions import built
from pipeline.naming.subjects import freely_named, spoken_of
from pipeline.naming.telling import told
from pipeline.naming.words import Word

Sense = tuple[str, str]  # pool of claims, thing

EVIL = "evil"
# Evils of something else: alone they are no sense.
_OF_OTHERS = frozenset(
    "угроза снижение повреждение рост нарушение сложность трудность опасность риск невозможность "
    "падение закрытие сокращение ухудшение превышение несоблюдение неисправность задержка "
    "отсутствие нехватка недостаток дефицит простой ошибка зависимость давление потеря "
    "отток".split()
)
_SUPPLIES = frozenset("#освещение #электричество #вода #отопление #газ #связь".split())
_CUT = frozenset("broken отключение перебой прекращение".split())  # of a supply: it lacks
_PREDICATED = {"worn": "state", "lack": "lack", "broken": "broken", "dirty": "clean",
               "closed": "закрытие", "flooded": "затопление", "cold": "of холодный",
               "costly": "excess", "slow": "slow", "crowded": "crowded"}  # fmt: skip
# Pools that are one: what is said in a verb, a noun or an adjective.
_ONE = {
    name: pool_
    for pool_, names in {
        "lack": "low дефицит нехватка недостаток нехватки отсутствие потребность проведение "
        "осуществление выполнение",
        "excess": "high рост переизбыток избыток завышение превышение",
        "clean": "покос скос зарастание засорение посыпка захламление невывоз",
        "broken": "поломка неисправность",
        "state": "провал разрушение ухудшение повреждение",
        "inaction": "бездействие игнорирование равнодушие",
        "затопление": "подтопление протечка",
        "падение": "обрушение",
    }.items()
    for name in names.split()
}
_OF_ONE = {
    name: pool_
    for pool_, names in {
        "clean": "нескошенный неубранный нечищенный грязный заросший забитый захламленный "
                 "замусоренный засоренный заваленный загаженный неочищенный нерасчищенный",
        "lack": "недостаточный низкий слабый маленький малый дефицитный мизерный",
        "excess": "высокий завышенный большой дорогой непомерный чрезмерный излишний огромный",
        "падение": "упавший поваленный рухнувший",
        "broken": "неработающий неисправный сломанный поломанный нерабочий",
        "of сухой": "сухой засохший усохший",
        "закрытие": "закрытый",
        "затопление": "затопленный подтопленный залитый",
        "crowded": "переполненный перегруженный",
    }.items()
    for name in names.split()
}  # fmt: skip


# «К отоплению вопросов нет»: nothing is lacking but complaints.
_CONTENT = re.compile(
    r"\b(вопросов|претензий|жалоб|замечаний|нареканий)\s+(больше\s+)?нет\b"
    r"|\bнет\s+(никаких\s+)?(вопросов|претензий|жалоб|замечаний|нареканий)\b",
    re.IGNORECASE,
)
_WORD = re.compile("[а-яё]{5,}", re.IGNORECASE)
_NEAR = 5  # words between a thing and what is said of it where no template reads
# What a text says of its one thing where no template reads it …
_SURE = frozenset(("state", "lack", "broken", "clean", "slow", "crowded", "of холодный"))
# … and what says no more of an evil than that it is there: «нет конца ямам».
_NO_MORE = frozenset("state lack broken".split())


_SHORT, _LONG = 6, 16  # words of a text that speaks of an evil wherever, or freely, it stands


@dataclass(frozen=True)
class Reads:
    """What a text says, the thing that it only names ("" for none), and what it speaks of."""

    says: frozenset[Sense]
    names: str
    pools: Mapping[str, tuple[int, ...]]  # what it says of anything, and where in the text
    mentions: frozenset[str]
    places: Mapping[str, tuple[int, ...]]  # where its nouns stand

    def agrees(self, sense: Sense) -> bool:
        """True where the text says the sense, be it in words that no template reads."""
        if sense in self.says:
            return True
        if not self.of(sense[1]) or sense[1] in lemma_class("address"):
            return False
        supplied = sense[0] == "lack" and concepts().get(sense[1], "") in _SUPPLIES
        names = (sense[0], *_CUT) if supplied else (sense[0],)
        stands = self.places.get(sense[1].split()[-1], ())
        return any(
            abs(one - other) <= _NEAR
            for name in names
            for one in self.pools.get(name, ())
            for other in stands
        )

    def of(self, thing: str) -> bool:
        """True where the text speaks of the thing."""
        return self.mentions.issuperset(thing.split())


# Adjectives that judge elsewhere and say with these nouns which one is meant: «аварийная служба».
_KINDS = {
    "аварийн": frozenset("служба бригада ситуация случай работа машина выход".split()),
    "черн": frozenset("лестница вход ход выход рынок металл".split()),
    "открыт": frozenset("дата данные площадка урок письмо".split()),
    "тихи": frozenset("час".split()),
}
_SAME_THING = {"электроэнергия": "электричество", "электроснабжение": "электричество",
               "электро": "электричество", "медикамент": "лекарство", "препарат": "лекарство",
               "тепло": "отопление", "теплоснабжение": "отопление",
               "перегруженность": "перегрузка", "перегруз": "перегрузка",
               "загруженность": "перегрузка", "бюрократизация": "бюрократия",
               "боязнь": "страх", "равнодушие": "безразличие",
               "недофинансирование": "финансирование"}  # fmt: skip
# Words of an address: what is said near them is said of something that stands there.
_NO_THING = frozenset("дом улица адрес квартира корпус этаж район сторона номер город житель "
                      "состояние вид человек год день часть сутки время раз движение "
                      "ход".split())  # fmt: skip


def thing_of(found: Claim) -> str:
    """What a claim is about; of «место» and the like also which: «место парковка»."""
    head = _same(found.head)
    if head == "дом" and (kind := _kind_of_house(found)):
        return f"{head} {kind}"
    if head in _NO_THING:
        return ""
    if found.frame == "inaction":
        return head
    if found.head in lemma_class("relational"):
        others = [canonical(one) for one in found.objects if one != found.head]
        return f"{head} {others[0]}" if others else ""
    return head


def _kind_of_house(found: Claim) -> str:
    """«Культура» of «дом культуры», «родильный» of «родильный дом»; "" of an address."""
    parts = found.phrase.parts if found.phrase else ()
    said = [p.reading for p in parts if p.role != "head" and p.reading]
    kinds = [r.lemma for r in said if r.pos == "NOUN" or r.adjective]
    return next((canonical(one) for one in kinds if one not in _NO_THING), "")


def sense_of(found: Claim) -> Sense | None:
    """The sense of a claim; None for what only names a thing and for people's own words."""
    if found.frame == "nominal":
        evil = speaks_of_evil(found.head)
        return _supplied(EVIL, _same(found.head)) if evil else None
    if found.frame == "do" and not found.lead and found.phrase:
        return _deed(found)
    if not found.head or not claims_something(found) or "+" in found.frame:
        return None
    if found.case == "nomn" and any(
        found.lead.startswith(stem) and found.head in things for stem, things in _KINDS.items()
    ):
        return None
    thing = thing_of(found)
    return _supplied(one_pool(pool(found)), thing) if thing else None


def _deed(found: Claim) -> Sense | None:
    """«Строительство моста» said in nouns: the noun leads."""
    assert found.phrase is not None
    tail = [p.reading for p in found.phrase.parts if p.role == "gent" and p.reading]
    noun = next((r.lemma for r in tail if r.pos == "NOUN"), "")
    return (one_pool(matter(found.head)), canonical(noun)) if noun else None


def one_pool(name: str) -> str:
    """The pool that stands for `name` and for what says the same."""
    name = name.split()[-1] if name.startswith("decline ") else name
    if name.startswith("seldom "):
        return "slow"
    if name.startswith("excess "):
        return "excess"
    if name.startswith("of "):
        return _OF_ONE.get(name[3:], f"of {canonical(name[3:])}")
    if name.startswith("увеличение количества"):
        return "lack"
    return _ONE.get(name, name)


def _same(noun: str) -> str:
    """The noun that stands for a thing or an evil and its other names."""
    return _SAME_THING.get(noun) or canonical(noun)


def _supplied(name: str, thing: str) -> Sense:
    """What does not work is lacking where it is a supply: nobody tells a dead lamp from no light.

    Of what has a quality rather than a state, dirt is bad quality: «грязный воздух».
    """
    kind = concepts().get(thing, "")
    if name in _CUT and kind in _SUPPLIES:
        name = "lack"
    if name in ("clean", "загрязнение") and thing in lemma_class("quality"):
        name = "state"
    if kind == "#освещение" and name in ("lack", EVIL):
        return ("lack", "освещение")
    return (name, thing)


def reads(unit: Unit) -> Reads:
    """What the text of a unit says, only names and mentions; slips of spelling do not matter."""
    return _reads(_mended(unit.text), unit.kind, unit.lemmas)


@lru_cache(maxsize=100_000)
def _mended(text: str) -> str:
    """The text with misspelt words as they are meant: «разбитые дороги» of «разбитые дароги»."""
    return _WORD.sub(lambda word: _meant(word[0]), text)


def _meant(word: str) -> str:
    return word if is_known(word) else meant(word)


@lru_cache(maxsize=100_000)
def _reads(text: str, kind: str, lemmas: frozenset[str]) -> Reads:
    found = told(text, kind)
    said = tokens(text)
    says = {sense for one in found if (sense := sense_of(one))}
    nouns = {p.head.reading.lemma for p in spoken_of(text) if p.head.reading}
    mentions = {_same(one) for one in {*lemmas, *nouns}}
    if kind == "problem":
        evils = {n for n in _spoken(text, said, nouns, found) if speaks_of_evil(n)}
        says |= {_supplied(EVIL, _same(n)) for n in evils}
        pools = _placed(_pools(said))
    else:
        pools = _placed(_deeds(said))
    places = _placed((_same(one), at) for at, word in enumerate(said) for one in word.lemmas())
    if any(concepts().get(one) == "#освещение" for one in mentions):
        mentions.add("освещение")
        lamps = [at for one, ats in places.items() for at in ats if _lights(one)]
        places["освещение"] = tuple(sorted(lamps))
    heads = {thing_of(one) for one in found if one.head} - {""}
    if kind == "problem" and len(heads) == 1:  # «дорога вся разбита»: no template, one thing
        thing = next(iter(heads))
        says |= {_supplied(name, thing) for name in pools if name in _SURE}
    says = {sense for sense in says if sense[0] not in _NO_MORE or not names_evil(sense[1])}
    if _CONTENT.search(text):
        says = {("content" if name == "lack" else name, thing) for name, thing in says}
        pools = {name: places for name, places in pools.items() if name != "lack"}
    if kind == "solution" and found and not says:
        wanted = built(found[0])
        says |= {sense} if wanted is not found[0] and (sense := sense_of(wanted)) else set()
    named = ""
    if found and not says and found[0].frame in ("bare", "trouble", "nominal", "do"):
        named = thing_of(found[0])
    return Reads(frozenset(says), named, pools, frozenset(mentions), places)


def speaks_of_evil(noun: str) -> bool:
    """True for an evil that says what is wrong: not «нарушение» alone, not «бардак»."""
    return names_evil(noun) and noun not in _OF_OTHERS | lemma_class("outcry")


def _spoken(
    text: str, said: Sequence[Word], nouns: Iterable[str], found: Iterable[Claim]
) -> Iterable[str]:
    """The nouns that a text speaks of: of a long one those that it claims something of."""
    if len(said) <= _SHORT:
        return nouns
    return freely_named(text) if len(said) <= _LONG else {one.head for one in found}


def _lights(lemma: str) -> bool:
    return concepts().get(lemma) == "#освещение"


def _placed(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    places: dict[str, list[int]] = {}
    for name, at in pairs:
        places.setdefault(name, []).append(at)
    return {name: tuple(ats) for name, ats in places.items()}


def _pools(said: Sequence[Word]) -> Iterator[tuple[str, int]]:
    """What a complaint says of anything, with the place of the word that says it."""
    lemmas = [word.lemma for word in said]
    bad = lemma_class("worn") | lemma_class("poor") | lemma_class("damage")
    for place, word in enumerate(said):
        for name in predicates_at(lemmas, place):
            if name in _PREDICATED:
                yield _PREDICATED[name], place
        denied = place > 0 and said[place - 1].lower in ("не", "без")
        for reading in word.readings[:2]:
            if reading.lemma in harms() and not denied:
                yield one_pool(harms()[reading.lemma]), place
            if reading.adjective and judges(reading):
                yield one_pool(f"of {full_form(reading)}"), place
        if word.pos == "NOUN" and names_evil(word.lemma):
            yield one_pool(word.lemma), place
        if word.lemma in lemma_class("clean_deeds"):  # «ситуация с уборкой снега»
            yield "clean", place
        forms = {word.lemma, *(full_form(reading) for reading in word.readings[:1])}
        if not forms.isdisjoint(bad):
            yield "state", place


def _deeds(said: Sequence[Word]) -> Iterator[tuple[str, int]]:
    """What a proposal asks to be done with anything, with the place of the word that asks."""
    for place, word in enumerate(said):
        noun = actions().get(word.lemma, word.lemma if word.lemma in action_nouns() else "")
        if noun:
            yield one_pool(matter(noun)), place
