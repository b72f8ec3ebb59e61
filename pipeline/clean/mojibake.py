"""Text that was read in a wrong encoding: «РџСЂРёРІРµС‚», «Ïðèâåò», «оПХБЕР»."""

from __future__ import annotations

import re

import ftfy

from pipeline.clean.morphology import is_known

# UTF-8 read as cp1251, cp1252 or Latin-1: the second bytes of Cyrillic letters give pairs such as
# «РЎ», «С‚», «Ð\x9f», «Ñ€», which no Russian text has twice in a row.
_UTF8_READ_AS_OTHER = re.compile(
    "(?:[РС][\u0080-\u00bf\u0402-\u040f\u0450-\u045f\u0490\u0491\u2010-\u20ac\u2116\u2122]){2}"
    "|(?:[РС][А-ЯЁа-яё\u0080-\u00bf\u0402-\u040f\u0450-\u045f\u0490\u0491\u2010-\u20ac\u2116\u2122]){4}"
    "|(?:[ÐÑ].){2}"
)
_LATIN_ACCENTS = re.compile("[À-ÿ¨¸]")
# KOI8-R read as cp1251 turns case over («привет» is «ОПХБЕР»), cp866 gives letters of other
# alphabets («ЇаЁўҐв»): three such capitals in a row, or one such letter, call for a closer look.
_CASE_TURNED = re.compile("[А-ЯЁ]{3}|[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЇІіґєјЅѕї]")

_WORD = re.compile(r"[^\W\d_]{2,}")
_SHORTEST = 6  # letters: a shorter text is an abbreviation sooner than a wrong encoding
_READS, _SENSELESS = 0.6, 0.3  # share of letters in words of the dictionary


def fix_mojibake(text: str) -> str:
    """Text as it was written; text without signs of a wrong encoding is returned as it is.

    UTF-8 read as a one-byte encoding is left to ftfy; one-byte encodings read as each other
    (cp1251 as Latin-1, KOI8-R as cp1251 and back), which ftfy does not treat, are turned back
    only when the text has hardly a word of the dictionary and the result is mostly such words.
    """
    if _UTF8_READ_AS_OTHER.search(text):
        fixed = ftfy.fix_encoding(text)
        if fixed != text:
            return fixed
    return _swap_one_byte(text)


def _swap_one_byte(text: str) -> str:
    if len(_LATIN_ACCENTS.findall(text)) > 0.6 * max(3, sum(map(str.isalpha, text))):
        return _better(text, (("latin-1", "cp1251"), ("cp1252", "cp1251")))
    if _CASE_TURNED.search(text):
        return _better(text, (("cp1251", "koi8-r"), ("koi8-r", "cp1251"), ("cp1251", "cp866")))
    return text


def _better(text: str, ways: tuple[tuple[str, str], ...]) -> str:
    if sum(map(str.isalpha, text)) < _SHORTEST or _share_known(text) > _SENSELESS:
        return text
    best, best_share = text, _READS
    for wrong, right in ways:
        try:
            tried = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if _share_known(tried) > best_share:
            best, best_share = tried, _share_known(tried)
    return best


def _share_known(text: str) -> float:
    """The share of the letters of words that are in words of the dictionary."""
    words = _WORD.findall(text)
    known = sum(len(word) for word in words if is_known(word))
    return known / max(1, sum(map(len, words)))
