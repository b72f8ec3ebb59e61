"""Content lemmas of plain texts, for texts that come without statements (`veche embed`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NEGATIONS = frozenset({"не", "нет", "без", "ни", "нельзя"})
FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL", "INTJ", "NPRO"})


def content_lemmas(texts: Sequence[str]) -> list[list[str]]:
    """Lemmas of the content words of each text in reading order; negation is kept."""
    return [
        [lemma for word in WORD.findall(text.casefold()) if (lemma := lemma_of(word))]
        for text in texts
    ]


@lru_cache(maxsize=200_000)
def lemma_of(word: str) -> str:
    """The likeliest lemma of a lower-case word without context; "" for a function word."""
    word = word.replace("ё", "е")
    if word in NEGATIONS:
        return word
    best = morphology().parse(word)[0]
    if best.tag.POS in FUNCTION_WORDS:
        return ""
    return str(best.normal_form).replace("ё", "е")


@cache
def morphology() -> Any:
    """The dictionary of pymorphy3, opened once."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")
