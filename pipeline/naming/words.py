"""Words with their morphological readings, and the forms of a word on demand.

pymorphy3 gives every reading of a form out of context; the choice among them is left to whoever
knows the context (`phrases`), because «дороги» alone may be three different forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

import pymorphy3

# pymorphy3's rarer cases, folded into the six of the school grammar.
_FOLDED_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_TOKEN = re.compile(r"[^\W\d_]+(?:[-‑'’][^\W_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_ADJECTIVES = ("ADJF", "PRTF")
_VERSE = "V-be"  # pymorphy3's mark of forms such as «пособье», «знанье»


@dataclass(frozen=True)
class Reading:
    """One morphological reading of a form."""

    pos: str
    case: str
    number: str
    gender: str
    lemma: str
    score: float
    tag: str
    parse: Any = None

    @property
    def known(self) -> bool:
        """True when the dictionary has the form, and the reading is no guess by its ending."""
        return known(self.parse.word)

    @property
    def adjective(self) -> bool:
        """True for what agrees with a noun: full adjectives, participles, «этот», «второй»."""
        return self.pos in _ADJECTIVES


@dataclass(frozen=True)
class Word:
    """A token of a text: `text[start:end]` of the original, and its readings, likeliest first."""

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...]

    @cached_property
    def lower(self) -> str:
        """The form, case and ё folded."""
        return fold(self.text)

    @cached_property
    def lemma(self) -> str:
        """The likeliest dictionary form, ё folded."""
        return self.readings[0].lemma if self.readings else self.lower

    @property
    def pos(self) -> str:
        """The likeliest part of speech in pymorphy3's tags; "" for punctuation and numbers."""
        return self.readings[0].pos if self.readings else ""

    @property
    def abbreviation(self) -> bool:
        """True for «ЖКХ», «МКД»: they do not change by case here."""
        return len(self.text) > 1 and self.text.isupper() and self.text.isalpha()

    def lemmas(self) -> frozenset[str]:
        """Every dictionary form the word may have."""
        return frozenset(reading.lemma for reading in self.readings) or frozenset({self.lower})

    def find(self, *pos: str) -> Reading | None:
        """The likeliest reading with one of the parts of speech."""
        return next((reading for reading in self.readings if reading.pos in pos), None)


def fold(text: str) -> str:
    """Case and ё folded."""
    return text.lower().replace("ё", "е")


@lru_cache(maxsize=1)
def analyzer() -> pymorphy3.MorphAnalyzer:
    """The shared analyser; its dictionaries take a tenth of a second and 15 MB."""
    return pymorphy3.MorphAnalyzer(lang="ru")


def readings(form: str) -> tuple[Reading, ...]:
    """The readings of a form, likeliest first; () for what is not a Russian word."""
    # The case of letters tells the analyser something of single letters alone: initials.
    return _readings(form.lower() if len(form) > 1 else form)


@lru_cache(maxsize=400_000)
def _readings(form: str) -> tuple[Reading, ...]:
    if not _RUSSIAN.search(form):
        return ()
    return tuple(_reading(parse) for parse in analyzer().parse(form))


@lru_cache(maxsize=400_000)
def known(form: str) -> bool:
    """True for a form that the dictionary has."""
    return bool(analyzer().word_is_known(form.lower()))


def _reading(parse: Any) -> Reading:
    tag = parse.tag
    case = str(tag.case or "")
    return Reading(
        pos=str(tag.POS or ""),
        case=_FOLDED_CASES.get(case, case),
        number=str(tag.number or ""),
        gender=str(tag.gender or ""),
        lemma=fold(parse.normal_form),
        score=float(parse.score),
        tag=str(tag),
        parse=parse,
    )


def words(text: str) -> list[Word]:
    """The tokens of `text` with their readings; a word that is only shouted is in lower case."""
    return list(_tokens(text))


@lru_cache(maxsize=16_384)  # claims, subjects and names read the same texts one after another
def _tokens(text: str) -> tuple[Word, ...]:
    return tuple(_words(text, list(_TOKEN.finditer(text))))


def first_word(text: str) -> Word | None:
    """The first of `words(text)`, without reading the others."""
    found = list(islice(_TOKEN.finditer(text), 2))
    return next(iter(_words(text, found)[:1]), None)


def _words(text: str, found: Sequence[re.Match[str]]) -> list[Word]:
    shouting = text.isupper() and len(found) > 1
    return [
        Word(_quiet(m.group(), shouting), m.start(), m.end(), readings(m.group())) for m in found
    ]


def _quiet(text: str, shouting: bool) -> str:
    """«МЕРЫ», «НЕ» as «меры», «не»; «ЖКХ», «МКД» and, outside a shouted text, «ФОК» as they are."""
    if not (text.isupper() and len(text) > 1):
        return text
    common = [r for r in readings(text) if r.known and "Abbr" not in r.tag]
    short = len(text) <= 3 and not shouting and bool(common) and common[0].pos == "NOUN"
    return text.lower() if common and not short else text


def inflect(reading: Reading, text: str, grammemes: Iterable[str]) -> str:
    """The form of `reading` with `grammemes`, spelt as `text` is; `text` where there is none."""
    if reading.parse is None:
        return text
    form = _inflected(reading.parse, reading.pos, frozenset(grammemes))
    return match_case(form, text) if form else text


_LIVING = re.compile(r"ь(?:я|ев|ям|ями|ях)$")


@lru_cache(maxsize=200_000)
def _inflected(parse: Any, pos: str, wanted: frozenset[str]) -> str:
    """The form with the grammemes `wanted`; "" where there is none."""
    if pos == "NOUN" and "anim" in parse.tag and {"nomn", "plur"} <= wanted:
        # Of «учители» and «учителя», «директоры» and «директора» the second is today's norm.
        forms = [f.word for f in parse.lexeme if wanted <= set(f.tag.grammemes)]
        if len(forms) > 1:
            return str(next((f for f in forms if f[-1] in "ая"), forms[0]))
    if "plur" in wanted:  # «листья», «деревья» are not «листы», «дерева»
        forms = [
            f.word
            for f in parse.lexeme
            if wanted <= set(f.tag.grammemes) and _VERSE not in str(f.tag)
        ]
        living = [form for form in forms if _LIVING.search(form)]
        if len(forms) > 1 and living:
            return str(living[0])
    inflected = parse.inflect(wanted)
    return str(inflected.word) if inflected else ""


def match_case(form: str, like: str) -> str:
    """`form` with the capitals of `like`, and with its ё only if `like` is spelt with ё too."""
    if "ё" not in like and "ё" in form and "е" in like:
        form = form.replace("ё", "е") if _same_stem(form, like) else form
    if like[:1].isupper() and not like[1:].isupper():
        return form[:1].upper() + form[1:]
    return form.upper() if len(like) > 1 and like.isupper() else form


def _same_stem(form: str, like: str) -> bool:
    place = form.index("ё")
    return len(like) > place and like[place].lower() == "е"


def capitalized(text: str) -> str:
    """The text with its first letter raised, the rest as it is."""
    return text[:1].upper() + text[1:]
