"""What the dictionary of pymorphy3 knows of a word, looked up once per word and process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def analyzer() -> Any:
    """The morphological analyzer with the dictionaries of its wheel (OpenCorpora)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=200_000)
def is_known(word: str) -> bool:
    """Whether the dictionary has this form (case and ё do not matter)."""
    return bool(analyzer().word_is_known(word.lower()))


@lru_cache(maxsize=200_000)
def grammemes(word: str) -> frozenset[str]:
    """Grammemes of all dictionary readings of the form: Name, Surn, Patr, Geox, Abbr …

    Empty for a form that the dictionary does not have: guesses are of no use here.
    """
    found: set[str] = set()
    for parse in analyzer().parse(word.lower()):
        if parse.is_known:
            found |= parse.tag.grammemes
    return frozenset(found)
