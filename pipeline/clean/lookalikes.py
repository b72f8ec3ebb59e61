"""Latin letters and digits that stand for Russian letters they look like: «Мoсквa», «о6ед»."""

from __future__ import annotations

import re

from pipeline.clean.morphology import is_known

# Only pairs that look alike in print; «n», «u», «b», «r», «g», «i» are left out on purpose.
_LATIN = "ABCEHKMOPTXYaceopxyk"
_RUSSIAN = "АВСЕНКМОРТХУасеорхук"
TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_DIGIT_LETTERS = str.maketrans("0346", "озчб")
_TOKEN = re.compile(r"[A-Za-zА-Яа-яЁё]+(?:[0346][A-Za-zА-Яа-яЁё]+)*")
_CYRILLIC, _NOT_ALIKE = re.compile("[А-Яа-яЁё]"), re.compile(f"[A-Za-z](?<![{_LATIN}])")
_MIXED = re.compile("[А-Яа-яЁё][A-Za-z0346]|[A-Za-z0346][А-Яа-яЁё]")
_LONE = re.compile(r"(?<![A-Za-z0-9'’.-])[aocyk](?= [А-Яа-яЁё])")


def russian_letters(text: str) -> str:
    """Same length. Look-alikes become Russian letters inside words that have Russian ones.

    «IKEA», «YouTube», «16кг», «А123ВС» stay: a word of Latin letters alone is left as it is, a
    digit is turned only between letters and only when a dictionary word comes out of it.
    """
    if _MIXED.search(text):
        text = _TOKEN.sub(_repair, text)
    return _LONE.sub(lambda match: match.group().translate(TO_RUSSIAN), text)


def _repair(match: re.Match[str]) -> str:
    token = match.group()
    if not _CYRILLIC.search(token):
        return token
    repaired = token
    if not _NOT_ALIKE.search(token):
        repaired = token.translate(TO_RUSSIAN)
    if any(character.isdigit() for character in repaired):
        letters = repaired.translate(_DIGIT_LETTERS)
        if is_known(letters):
            return letters.upper() if repaired.isupper() else letters
    return repaired
