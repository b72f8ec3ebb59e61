"""Which words can be parts of a name: first names, patronymics, surnames, initials.

Grammemes Name, Surn, Patr come from pymorphy3's dictionary, more names and 170 thousand surnames
from the lists of the natasha wheel; a surname that no list has is told by its ending.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.clean.morphology import analyzer
from pipeline.clean.navec import natasha_data

_SURNAME = re.compile(
    r"[а-яё]{2,}(?:"
    r"(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ы|ых|ыми)?|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ую|ой|ий|ие|их)|"
    r"енко|(?:ян|юк|чук|ич|швил|дз)(?:а|у|ом|ем|е|и)?|(?:ых|их)|ко)"
)
_PATRONYMIC = re.compile(
    r"[а-яё]{2,}(?:(?:[оеё]вич|[ьи]ч)(?:а|у|ем|е|ь|и|ей)?|(?:[оеё]вн|ичн|иничн)(?:а|ы|е|у|ой|ою)|"
    r"(?:ыч)(?:а|у|ем|е)?)"
)
_NOT_PATRONYMIC = frozenset("кирпич москвич врач ключ луч мяч дич товарищ".split())
_DIMINUTIVES = frozenset(
    "вова вовка вовочка саша сашка сашенька паша пашка маша машка машенька даша дашка наташа наташка "
    "таня танька танечка оля олька оленька лена ленка леночка аня анька анечка катя катька катюша "
    "светка светик ира ирка ириша юля юлька юлечка галя галка люда людка люба любка надя надька "
    "вера верка валя валька зина зинка тоня тонька рая райка тома томка нина нинка лида лидка лариска "
    "коля колька петя петька вася васька ваня ванька ванечка миша мишка мишаня гриша гришка федя федька "
    "сережа серега сережка леша лешка леха алеша дима димка димон андрюша андрюха женя женька юра юрка "
    "толя толик толька витя витька витек славик слава стас стасик жора гоша гена генка боря борька "
    "костя костик рома ромка ромочка игорек олежка олежек вадик макс максим максимка илюша илюха "
    "тёма тема артемка никитка егорка антоха антошка ксюша ксюха настя настька настенька полинка соня "
    "сонечка лиза лизка вика викуля виталик влад владик эдик рустик ринатик гуля зуля лёня лёнька "
    "лёва кеша лёля степа тимоха тимоша матвейка ваня арина аришка ася уля варя варька митя саня санёк "
    "санек шура шурик сеня сёма яша яна лера рита ритка роза тата таша нюра нюша клава клавка маруся "
    "дуся глаша фрося стеша марина маринка аленка алёнка аллочка эля элла инга кристинка дианка".split()
)


@lru_cache(maxsize=1)
def _listed_first() -> frozenset[str]:
    lines = (natasha_data() / "dict" / "first.txt").read_text(encoding="utf-8").split("\n")
    names = {line.split("#")[0].strip().replace("ё", "е") for line in lines}
    return frozenset(names | {name.replace("ё", "е") for name in _DIMINUTIVES})


@lru_cache(maxsize=1)
def _listed_last() -> frozenset[str]:
    lines = (natasha_data() / "dict" / "last.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line.split("#")[0].strip().replace("ё", "е") for line in lines)


@lru_cache(maxsize=200_000)
def parts_of_name(word: str) -> str:
    """What the word can be, as letters: F first name, P patronymic, S surname; "c": also common.

    «иванович» is "P", «маша» is "F", «вера» is "Fc", «кузнец» is "Sc", «дорога» is "".
    """
    lower = word.lower()
    folded = lower.replace("ё", "е")
    parses = analyzer().parse(lower)
    found, common, known = set(), False, False
    for parse in parses:
        grammemes = parse.tag.grammemes
        normal = parse.normal_form.replace("ё", "е")
        names = {"Name": "F", "Patr": "P", "Surn": "S"}
        said = {letter for grammeme, letter in names.items() if grammeme in grammemes}
        if parse.is_known:
            known = True
            if not said and not grammemes & {"Geox", "Abbr", "Init"}:
                common = common or parse.score > 0.02
        elif said and parse.score < 0.05:
            continue
        found |= said if parse.is_known else said & {"S", "P"}
        if normal in _listed_first():
            found.add("F")
        if not parse.is_known and normal in _listed_last():
            found.add("S")
    if _PATRONYMIC.fullmatch(lower) and folded not in _NOT_PATRONYMIC and not common:
        found.add("P")
    if not known and not found and _SURNAME.fullmatch(lower):
        found.add("S")
    return "".join(letter for letter in "FPS" if letter in found) + (
        "c" if common and found else ""
    )
