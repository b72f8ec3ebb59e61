"""What the dictionary of pymorphy3 knows of a word, looked up once per word and process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def analyzer() -> Any:
    """The morphological analyzer with the dictionaries of its wheel (OpenCorpora)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def is_known(word: str) -> bool:
    """Whether the dictionary has this form (case and ё do not matter)."""
    return _is_known(word.lower())


@lru_cache(maxsize=200_000)
def _is_known(lower: str) -> bool:
    return bool(analyzer().word_is_known(lower))


@lru_cache(maxsize=100_000)
def parses(lower: str) -> tuple[Any, ...]:
    """Readings of a lower-case form, the likeliest first; an unknown form has guessed ones.

    Guessing is slow, and of use for names alone: others ask is_known first.
    """
    return tuple(analyzer().parse(lower))


def grammemes(word: str) -> frozenset[str]:
    """Grammemes of all dictionary readings of the form: Name, Surn, Patr, Geox, Abbr …

    Empty for a form that the dictionary does not have: guesses are of no use here.
    """
    return _grammemes(word.lower())


@lru_cache(maxsize=200_000)
def _grammemes(lower: str) -> frozenset[str]:
    if not _is_known(lower):
        return frozenset()
    return frozenset().union(*(p.tag.grammemes for p in parses(lower) if p.is_known))
