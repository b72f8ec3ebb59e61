"""Numbers in words as digits: «восемь девятьсот двадцать три» is 8923."""

from __future__ import annotations

import re

_UNITS = "ноль один два три четыре пять шесть семь восемь девять".split()
_TEENS = (
    "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать "
    "восемнадцать девятнадцать"
).split()
_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split()
_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split()
_VALUES = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: value for value, word in enumerate(_TEENS, 10)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{word: 100 * value for value, word in enumerate(_HUNDREDS, 1)},
    "нуль": 0,
    "одна": 1,
    "две": 2,
    "нолик": 0,
}
_WORDS = "|".join(sorted(_VALUES, key=lambda word: (-len(word), word)))
NUMERAL = rf"(?:(?:плюс )?(?:{_WORDS}|\d{{1,4}})(?!\w))"
_TOKEN = re.compile(rf"(?:{_WORDS})(?!\w)|\d+", re.IGNORECASE)


def spoken_digits(text: str) -> tuple[str, int]:
    """The digits that a run of number words and figures dictates, and how many words it has.

    Hundreds, tens and units that can be one number are («девятьсот двадцать три»); a unit after
    a unit begins the next.
    """
    digits, words = "", 0
    value, room = 0, 0  # the number being said, and what may still be added below it
    for token in _TOKEN.findall(text):
        if token.isdigit():
            digits, value, room = _close(digits, value, room) + token, 0, 0
            continue
        words += 1
        said = _VALUES[token.lower()]
        if 0 < said < room:
            value, room = value + said, 1 if said < 20 else 10
        else:
            digits = _close(digits, value, room)
            value, room = said, 100 if said >= 100 else 10 if said >= 20 else 1
    return _close(digits, value, room), words


def _close(digits: str, value: int, room: int) -> str:
    return digits + str(value) if room else digits
