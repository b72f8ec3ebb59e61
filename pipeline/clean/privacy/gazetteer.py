"""Which words can be parts of a name: first names, patronymics, surnames, initials.

Grammemes Name, Surn, Patr come from pymorphy3's dictionary, more names and 170 thousand surnames
from the lists of the natasha wheel; a surname that no list has is told by its ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.clean.morphology import is_known, parses
from pipeline.clean.navec import natasha_data

_SURNAME = re.compile(
    r"""[а-яё]{2,}(?:
        (?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ы|ых|ыми)?
      | [сц]к(?:ий|ого|ому|им|ом|ая|ую|ой|ие|их)
      | (?:ян|юк|чук|ич|швил|дз)(?:а|у|ом|ем|е|и)?
      | енко | ых | их | ко
    )""",
    re.VERBOSE,
)
_PATRONYMIC = re.compile(
    r"""[а-яё]{2,}(?:
        (?:[оеё]вич|ьич)(?:а|у|ем|е|и|ей)?
      | (?:[оеё]вн|ичн|иничн)(?:а|ы|е|у|ой|ою)
    )""",
    re.VERBOSE,
)
_LITTLE_WORDS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
_DIMINUTIVES = frozenset(
    "аленка алеша аллочка алёнка андрюха андрюша анечка антоха антошка анька аня арина аришка "
    "артемка ася борька боря вадик валька валя ванечка ванька ваня варька варя васька вася "
    "вера верка вика викуля виталик витек витька витя влад владик вова вовка вовочка галка "
    "галя гена генка глаша гоша гриша гришка гуля даша дашка дианка дима димка димон дуся "
    "егорка женька женя жора зина зинка зуля игорек илюха илюша инга ира ириша ирка катька "
    "катюша катя кеша клава клавка колька коля костик костя кристинка ксюха ксюша лариска "
    "лена ленка леночка лера леха леша лешка лида лидка лиза лизка люба любка люда людка лёва "
    "лёля лёнька лёня макс максим максимка марина маринка маруся матвейка маша машенька машка "
    "митя миша мишаня мишка надька надя настенька настька настя наташа наташка никитка нина "
    "нинка нюра нюша олежек олежка оленька олька оля паша пашка петька петя полинка райка рая "
    "ринатик рита ритка роза рома ромка ромочка рустик санек саня санёк саша сашенька сашка "
    "светик светка сеня серега сережа сережка слава славик сонечка соня стас стасик степа "
    "стеша сёма танечка танька таня тата таша тема тимоха тимоша толик толька толя тома томка "
    "тонька тоня тёма уля федька федя фрося шура шурик эдик элла эля юлечка юлька юля юра "
    "юрка яна яша".split()
)


@lru_cache(maxsize=1)
def _listed_first() -> frozenset[str]:
    lines = (natasha_data() / "dict" / "first.txt").read_text(encoding="utf-8").split("\n")
    names = {line.split("#")[0].strip().replace("ё", "е") for line in lines}
    return frozenset(names | _diminutives())


@lru_cache(maxsize=1)
def _diminutives() -> frozenset[str]:
    return frozenset(name.replace("ё", "е") for name in _DIMINUTIVES)


@lru_cache(maxsize=1)
def _listed_last() -> frozenset[str]:
    lines = (natasha_data() / "dict" / "last.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line.split("#")[0].strip().replace("ё", "е") for line in lines)


Form = tuple[str, str]  # case and gender of a reading; "" where it may be any


@dataclass(frozen=True)
class NameWord:
    """What a word can be in a name, in which cases and genders.

    `common`: it is a common word as well («вера», «козлов»), `likely`: but a name more often;
    `place`: a place as well («владимир»). `listed` is False for a surname that is told by its
    ending alone, `known` for what the dictionary does not have. `alike`: a common word that can
    be a surname beside a name («седых»; `noun`: «мельник»).
    """

    first: frozenset[Form] = frozenset()
    patronymic: frozenset[Form] = frozenset()
    surname: frozenset[Form] = frozenset()
    common: bool = False
    place: bool = False
    likely: bool = True
    listed: bool = True
    known: bool = True
    alike: frozenset[Form] = frozenset()
    noun: bool = False

    def __bool__(self) -> bool:
        return bool(self.first or self.patronymic or self.surname)


NOT_A_NAME = NameWord(listed=False)
_ANY: Form = ("", "")
_RARE = 0.02  # a reading rarer than that is no objection
_GENDERS = {"masc": "m", "femn": "f"}


def agree(one: frozenset[Form], other: frozenset[Form]) -> bool:
    """Whether two parts of a name can stand in the same case and gender."""
    return any(
        (a[0] == b[0] or not a[0] or not b[0]) and (a[1] == b[1] or not a[1] or not b[1])
        for a in one
        for b in other
    )


def name_word(word: str) -> NameWord:
    """What is known of `word`, in any case of letters."""
    return _name_word(word.lower())


@lru_cache(maxsize=200_000)
def _name_word(word: str) -> NameWord:
    folded = word.replace("ё", "е")
    known = is_known(word)
    if not known and not _may_be_a_name(word, folded):
        return NOT_A_NAME
    readings = parses(word)
    if known:
        return _of_readings(word, readings)
    first = {_ANY} if folded in _listed_first() else set()
    surname = {_form(r) for r in readings if "Surn" in r.tag}
    patronymic = {_form(r) for r in readings if "Patr" in r.tag}
    if not patronymic and _is_patronymic(word):
        patronymic.add(_ANY)
    if not surname and _SURNAME.fullmatch(word):
        surname.add(_ANY)
    listed = bool(first) or any(_folded_lemma(r) in _listed_last() for r in readings)
    return NameWord(
        frozenset(first), frozenset(patronymic), frozenset(surname), listed=listed, known=False
    )


def _of_readings(word: str, readings: tuple[Any, ...]) -> NameWord:
    """A word of the dictionary: its readings as parts of a name, weighed against the others."""
    parts: dict[str, set[Form]] = {"Name": set(), "Patr": set(), "Surn": set()}
    if any(str(reading.tag.POS) in _LITTLE_WORDS for reading in readings):
        return NOT_A_NAME
    common = place = False
    names = others = 0.0
    for reading in readings:
        grammemes = reading.tag.grammemes
        part = next((name for name in parts if name in grammemes), "")
        if not part and "NOUN" in grammemes and _folded_lemma(reading) in _diminutives():
            parts["Name"].add(_form(reading))
        if part:
            parts[part].add(_form(reading))
            names += reading.score
        elif "Geox" in grammemes:
            place = True
        elif not grammemes & {"Abbr", "Init"}:
            common = common or reading.score > _RARE
            others += reading.score
    if not parts["Name"] and word.replace("ё", "е") in _diminutives():
        parts["Name"].add(("nomn", ""))
    alike = frozenset() if parts["Surn"] else _alike(word, readings)
    return NameWord(
        frozenset(parts["Name"]),
        frozenset(parts["Patr"]),
        frozenset(parts["Surn"]),
        common,
        place,
        likely=names >= others,
        alike=alike,
        noun=bool(alike) and _ANY not in alike,
    )


def _alike(word: str, readings: tuple[Any, ...]) -> frozenset[Form]:
    """Forms as a surname: «седых» in any case, «мельник» as a man's, unchanged as a woman's."""
    if _SURNAME.fullmatch(word):
        return frozenset({_ANY})
    men = {_form(r) for r in readings if {"NOUN", "anim", "masc", "sing"} <= r.tag.grammemes}
    return frozenset(men | {("", "f")}) if ("nomn", "m") in men else frozenset(men)


def _may_be_a_name(word: str, folded: str) -> bool:
    """Spares the slow guessing of readings for unknown words that cannot be names."""
    return bool(
        folded in _listed_first()
        or folded in _listed_last()
        or _SURNAME.fullmatch(word)
        or _is_patronymic(word)
    )


def _is_patronymic(word: str) -> bool:
    return bool(_PATRONYMIC.fullmatch(word))


def _folded_lemma(reading: Any) -> str:
    return str(reading.normal_form).replace("ё", "е")


def _form(reading: Any) -> Form:
    grammemes = reading.tag.grammemes
    gender = next((_GENDERS[name] for name in _GENDERS if name in grammemes), "")
    case = "" if "Fixd" in grammemes else str(reading.tag.case or "")
    return case, gender if "ms-f" not in grammemes else ""
