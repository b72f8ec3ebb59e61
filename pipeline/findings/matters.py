"""What a statement is about, and whether it claims anything at all.

A finding must name a matter («нет мест в яслях»), not an address, a greeting, a call for help or an
action without an object («убрать», «открыть»). The weights say how far a shared word makes two
statements one matter: a shared noun does, a shared verb, adjective or place hardly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pipeline.findings.concepts import concepts
from pipeline.naming.claims import claim
from pipeline.naming.lexicon import action_nouns, actions, lemma_class
from pipeline.naming.words import readings
from pipeline.tables import fold

FRAME = 0.2  # weight of a word that says how, not what
ACTION = 0.5  # of a verb or the noun of an action
PLACE = 0.4
_PART = {"ADJS": 0.6, "PRTF": 0.6, "PRTS": 0.6, "VERB": ACTION, "INFN": ACTION,
         "GRND": 0.4, "ADVB": 0.35, "PRED": ACTION, "COMP": 0.35, "NUMR": 0.1, "NPRO": 0.1,
         "PREP": 0.1, "CONJ": 0.1, "PRCL": 0.1, "INTJ": 0.1}  # fmt: skip
# Words that frame a claim and hardly tell one from another.
GENERIC = frozenset(
    "не нет ни без надо нужно необходимо нужный необходимый должный прошу просить просьба просим "
    "хотеть хотеться быть стать мочь являться этот тот такой весь свой наш ваш мой который что то "
    "чтобы это очень также еще уже только бы же ли все всё сам один два год день раз время "
    "сделать делать принять мера вопрос проблема пожалуйста помочь помощь обратить внимание "
    "нельзя хватать хватить отсутствовать отсутствие недостаток нехватка мало много плохой хороший "
    "больше побольше почему когда как где куда город житель человек люди улучшить улучшение "
    "вообще постоянно сейчас теперь сегодня вечно ужасный ужас состояние построить строить "
    "строительство создать создание организовать организация обеспечить обеспечение новый "
    "большой дефицит недостаточно недостаточный неудовлетворительный открыть открытие "
    "требоваться требовать решить решение сколько пора следовать стоить другой каждый наконец "
    "полный совсем никакой никто ничто какой-то любой район низкий высокий маленький личный общий "
    "разный хотеться желательно большинство ряд данный самый сильный возможность результат "
    "количество часть случай момент сторона".split()
)  # fmt: skip
_ADDRESS = frozenset(
    "улица ул дом двор подъезд квартира переулок проспект проезд бульвар шоссе площадь область "
    "край округ поселок посёлок деревня село хутор станица микрорайон квартал корпус этаж номер "
    "напротив возле около рядом угол адрес город район далее литера строение парадная парадный "
    "лестница лестничный просто также весь ориентир".split()
)
_ADDRESSED = re.compile(r"\d|\b(?:ул|д|пер|пр|мкр|пос)\b\.?", re.IGNORECASE)
# Words that people use for one thing; the last of a line stands for all of them.
_SAME = (
    "садик детсад детсадик сад",
    "стоянка паркинг автостоянка парковка",
    "затор пробка",
    "доктор медик врач",
    "пес псина собачка собака",
    "автомобиль авто автомашина машина",
    "зп зарплата",
    "загрязнение загрязненный загрязнить загрязнять грязный",
    "выбоина ямка ям яма",
    "детвора ребятишки малыш ребенок",
    "пенсионер старик пожилой",
    "скамья лавка лавочка скамейка",
    "помойка свалка",
    "вонь смрад запах",
    "молодой молодежь",
    "педагог преподаватель учитель",
    "дтп авария",
    "бездомный безнадзорный беспризорный бродячий",
    "больничный больница",
    "снежный снег",
    "дорожный дорога",
    "автобусный автобус",
    "троллейбусный троллейбус",
    "трамвайный трамвай",
    "мусорный мусор",
    "школьный школа",
    "ливневый ливневка",
    "фонарный фонарь темно темнота освещенность подсветка освещение",
    "сажа копоть смог дым",
    "вузовский университет институт вуз",
    "лекарственный лекарство",
    "спортивный спорт",
    "жилищный жилой жилье",
    "экологический экология",
    "лист листва",
    "лампочка лампа",
    "граффити надпись",
    "обьявление объявление",
    "водоснабжение водоснабжения вода",
    "ук управдом компания",
    "коммуналка коммунальный жкх",
)
# Words that a thing implies: «сад» of a questionnaire is «детский сад».
IMPLIED = {"сад": "детский", "транспорт": "общественный", "площадка": "игровой",
           "дорога": "автомобильный", "компания": "управляющий"}  # fmt: skip
# Actions that ask for one thing in other words; claims of two families are two proposals.
_FAMILIES = {
    family: names.split()
    for family, names in {
        "provide": "строительство создание открытие установка организация возведение завершение "
                   "прокладка запуск введение приобретение выделение увеличение добавление",
        "repair": "ремонт реконструкция восстановление замена обновление модернизация",
        "clean": "уборка очистка вывоз расчистка мытье подметание прочистка",
        "control": "контроль проверка усиление ужесточение мониторинг",
        "lower": "снижение сокращение уменьшение ограничение",
        "remove": "снос закрытие ликвидация демонтаж отмена запрет вырубка спил",
        "keep": "сохранение",
    }.items()
}  # fmt: skip
_PROPER = ("Geox", "Surn", "Name", "Patr")
_FULL = frozenset("озеленение благоустройство подметание покос посыпка".split())
_OPEN = frozenset("ремонт установка замена создание строительство открытие закрытие проведение "
                  "восстановление проверка обновление вернуть реагировать отреагировать "
                  "рассмотрение добавить пустить".split())  # fmt: skip
_GREETING = frozenset("добрый день утро вечер время сутки здравствовать здравствуйте".split())
_PLEA = frozenset("помочь помогать помощь спасти умолять молить просить надежда надеяться "
                  "отчаяние мольба спасибо поблагодарить благодарить".split())  # fmt: skip
# Rules that are lists of words; the others are constructions of a claim.
_TOPICAL = frozenset({"S20", "V10", "G10"})
_VAGUE = re.compile(r"-(?:то|нибудь|либо)$")
_RULES = {"problem": "P", "solution": "S", "against": "AN", "vision": "V", "praise": "GV"}
_WHOLE = 0.5  # share of the answer from which a statement is all that it says
_SHORT = 120  # characters of an answer to the point


def specific(lemmas: Sequence[str] | None, text: str = "", kind: str = "") -> bool:
    """True when a statement names a matter.

    False for an outcry, a call for help, a greeting, an address alone, and, in problems and
    solutions, an action whose object is not said.
    """
    found = {fold(lemma) for lemma in lemmas or () if not _VAGUE.search(lemma)}
    rest = found - lemma_class("unspecific") - GENERIC
    if not rest and found <= lemma_class("unspecific"):
        return False
    if found <= _GREETING or _is_plea(found):
        return False
    if text and found and _ADDRESSED.search(text) and all(_local(lemma) for lemma in found):
        return False
    if kind in ("problem", "solution", "against"):
        return not all(_open(lemma) or lemma in lemma_class("unspecific") for lemma in found)
    return bool(found)


def _is_plea(found: set[str]) -> bool:
    """True for a call for help that says not with what: «Помогите хоть Вы», «Спасите наш дом»."""
    others = found - _PLEA - _GREETING - _ADDRESS - lemma_class("unspecific")
    return not found.isdisjoint(_PLEA) and all(weight(lemma) <= FRAME for lemma in others)


def _open(lemma: str) -> bool:
    """True for an action that says nothing without its object: «убрать», «открыть», «ремонт»."""
    noun = actions().get(lemma, "").split()
    return lemma in _OPEN or bool(noun) and noun[-1] not in _FULL


def action_family(lead: str) -> str:
    """The family of an action that leads a claim («Ремонт» -> repair); "" when in none."""
    noun = fold(lead).split()[0] if lead else ""
    return next((family for family, names in _FAMILIES.items() if noun in names), "")


@lru_cache(maxsize=1)
def _canonical() -> dict[str, str]:
    lines = [line.split() for line in _SAME]
    return {word: line[-1] for line in lines for word in line}


def canonical(lemma: str) -> str:
    """The lemma that stands for `lemma` and its everyday synonyms."""
    return _canonical().get(lemma, lemma)


def concept(lemma: str) -> str:
    """The matter of a lemma or of its everyday synonym, marked; "" when it is of none."""
    return concepts().get(lemma) or concepts().get(canonical(lemma), "")


def _local(lemma: str) -> bool:
    return lemma in _ADDRESS or proper(lemma) or tag(lemma)[:4] in ("PREP", "CONJ", "PRCL")


def proper(lemma: str) -> bool:
    """True for a place or a person's name in the dictionary."""
    return any(mark in tag(lemma) for mark in _PROPER)


def claims(row: Any, answer: str) -> bool:
    """True when a statement (a row of Voices) says that something is so or should be.

    In a long letter a bare noun or a clause in which no rule fires is the story around the
    claim; an answer to the point and an item of a group paper are claims as they stand.
    """
    if row.group or len(answer) <= _SHORT or len(row.text) >= _WHOLE * len(answer):
        return True
    if not _telling_words(row.lemmas or ()):
        return False
    prefixes = _RULES.get(row.role, "")
    if any(rule[:1] in prefixes and rule not in _TOPICAL for rule in row.rules or ()):
        return True
    if row.role == "problem" and not lemma_class("negative").isdisjoint(row.lemmas or ()):
        return True
    found = claim(row.text, row.role)
    return found is not None and found.style >= 0.8


def _telling_words(lemmas: Sequence[str]) -> bool:
    """False where no word says of what: «ничего не меняется», «это незаконно»."""
    vague = lemma_class("unspecific") | lemma_class("relational") | GENERIC
    return any(
        lemma in concepts() or (lemma not in vague and tag(lemma)[:4] == "NOUN")
        for lemma in map(fold, lemmas)
    )


@lru_cache(maxsize=100_000)
def tag(lemma: str) -> str:
    """pymorphy3's tag of a dictionary form; "" for what is not a Russian word."""
    found = readings(lemma)
    best = next((reading for reading in found if reading.lemma == lemma), None)
    return (best or found[0]).tag if found else ""


def weight(lemma: str) -> float:
    """How far sharing `lemma` makes two statements one matter, before rarity: 0.1 to 1."""
    if lemma in GENERIC:
        return FRAME
    if lemma in action_nouns():
        return ACTION
    part = tag(lemma).replace(" ", ",").split(",")[0]
    if part == "ADJF":  # «ночной», «родильный» say which one; «разбитый», «красивый» say how
        return 0.6 if _telling(lemma) else 1.0
    return _PART.get(part, 1.0)


def _telling(lemma: str) -> bool:
    told = ("inherent", "worn", "poor", "good", "absence", "shortage", "excess")
    return any(lemma in lemma_class(name) for name in told)


def kind_of(lemma: str) -> bool:
    """True for a word that says which thing is meant: «родильный», «культуры»; not «разбитый»."""
    return weight(lemma) == 1.0 and not _telling(lemma)


def subject_lemmas(lemmas: Sequence[str] | None) -> frozenset[str]:
    """The lemmas that say what a statement is about, the framing words left out."""
    return frozenset(canonical(fold(lemma)) for lemma in lemmas or ()) - GENERIC
