"""How a name is spelt: abbreviations and proper names as people write them, nothing misspelt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.naming.words import Reading, Word, capitalized, fold, readings

_CAPITAL = re.compile(r"(?<=[^\W\d_.!?:«\"] |, )[А-ЯЁ][А-Яа-яё]+")
_WORD = re.compile(r"[А-Яа-яЁё]+")
_OFTEN, _MOST = 2, 0.5  # uses with a capital, and share of all uses, from which it stays
_WRITTEN = 5  # uses of a word that is no slip
_COUNTED = 0.03  # share of a noun's uses in forms of the plural alone from which it is counted
_SHORT = 5  # letters of an abbreviation at most
_VOWELS = frozenset("аеёиоуыэюя")


class Spelling:
    """How the words of texts, each with its number of people, are written: «УК», «Квадра»."""

    def __init__(self, texts: Iterable[tuple[str, int]]) -> None:
        self._capital: Counter[str] = Counter()
        self._upper: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        for text, people in texts:
            if text.isupper():
                continue
            for found in _WORD.findall(text):
                self._all[fold(found)] += people
                if len(found) > 1 and found.isupper():
                    self._upper[fold(found)] += people
            for found in _CAPITAL.findall(text):
                self._capital[fold(found)] += people

    def spelt(self, name: str) -> str:
        """The name with the capitals that its words have in the texts."""
        return capitalized(_WORD.sub(lambda match: self._word(match.group()), name))

    def _word(self, word: str) -> str:
        form = fold(word)
        if word.isupper() and len(word) > 1:
            return word if self._upper[form] or abbreviated(form) else word.lower()
        if abbreviated(form) or self._is(self._upper, form):
            return word.upper()
        return word[:1].upper() + word[1:] if self._is(self._capital, form) else word

    def common(self, form: str) -> bool:
        """True for a word that the dictionary lacks and many write: «импортозависимость»."""
        return self._all[form] >= _WRITTEN

    def in_plural(self, noun: Reading) -> bool:
        """True where people speak of several such things: of «люк» also «люки», «люков»."""
        if noun.parse is None or {"Sgtm", "Pltm", "Fixd"} & set(
            noun.tag.replace(" ", ",").split(",")
        ):
            return False
        numbers: dict[str, set[str]] = {}
        for form in noun.parse.lexeme:
            numbers.setdefault(fold(form.word), set()).add(str(form.tag.number))
        total = sum(self._all[form] for form in numbers)
        plural = sum(self._all[form] for form, kinds in numbers.items() if kinds == {"plur"})
        return plural >= max(_OFTEN, _COUNTED * total)

    def _is(self, counts: Counter[str], form: str) -> bool:
        return counts[form] >= max(_OFTEN, _MOST * self._all[form])


def abbreviated(form: str) -> bool:
    """True for a short word that the dictionary lacks, or has as an abbreviation: «кб», «сиз»."""
    if not 2 <= len(form) <= _SHORT:
        return False
    found = readings(form)
    if any("Abbr" in one.tag and one.known for one in found):
        return not any(one.known and "Abbr" not in one.tag and one.pos != "INTJ" for one in found)
    unknown = bool(found) and not found[0].known
    spoken = sum(letter in _VOWELS for letter in form)
    return unknown and (len(form) <= 3 or spoken <= 1)


def plausible(word: Word) -> bool:
    """False for a misspelt word; names and abbreviations need not be in the dictionary."""
    if len(word.text) < 3 and word.pos not in ("PREP", "CONJ", "PRCL", ""):
        return word.text.isupper()  # «ед.», «ул.»
    if not word.readings or word.readings[0].known or "-" in word.text:
        return True
    return abbreviated(word.lower) or (word.start > 0 and word.text[:1].isupper())
