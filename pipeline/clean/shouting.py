"""Capitals for the analysis: «ДОРОГИ НЕ ЧИСТЯТ» reads as «Дороги не чистят»."""

from __future__ import annotations

import re

from pipeline.clean.morphology import grammemes

_WORD = re.compile("[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…\n])\s*[«\"(–—-]*\s*$")
_MOSTLY = 0.6
_NAMES = frozenset({"Geox", "Name", "Surn", "Patr", "Orgn", "Trad"})
_VOWEL = re.compile("[аеёиоуыэюя]", re.IGNORECASE)
_LONGEST_ABBREVIATION = 6


def quiet(text: str) -> str:
    """Same length. Words in capitals become lower case; abbreviations and names keep capitals.

    In a text that is mostly capitals every word is lowered; elsewhere only single words of four
    letters and more («НЕТ», «СРОЧНО»). A proper name keeps its first capital, «ЖКХ» all of them.
    """
    words = list(_WORD.finditer(text))
    letters = sum(len(word.group()) for word in words)
    upper = sum(len(word.group()) for word in words if word.group().isupper())
    if not upper:
        return text
    shouted = letters >= 8 and upper > _MOSTLY * letters
    parts, at = [], 0
    for word in words:
        parts += [text[at : word.start()], _lowered(word, text, shouted)]
        at = word.end()
    return "".join([*parts, text[at:]])


def _lowered(match: re.Match[str], text: str, shouted: bool) -> str:
    word = match.group()
    if (
        not word.isupper()
        or (len(word) < 4 and not shouted)
        or text[match.start() - 1 :][:1] == "["
    ):
        return word
    if len(word) == 1:
        return word if _starts_sentence(text, match.start()) else word.lower()
    known = grammemes(word)
    if (
        "Abbr" in known
        or not known
        and (len(word) <= _LONGEST_ABBREVIATION or not _VOWEL.search(word))
    ):
        return word
    if known & _NAMES and not _is_common(word) or _starts_sentence(text, match.start()):
        return word.capitalize()
    return word.lower()


def _starts_sentence(text: str, at: int) -> bool:
    return bool(_SENTENCE_START.search(text, max(0, at - 12), at))


def _is_common(word: str) -> bool:
    """Whether the likeliest reading is a common word: «ВЕРА» may be one, «ЛЕНИНА» is not."""
    from pipeline.clean.morphology import analyzer

    best = analyzer().parse(word.lower())[0]
    return not best.tag.grammemes & _NAMES
