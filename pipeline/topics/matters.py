"""Words that name a matter, as against deeds, pleas and words that say nothing by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pipeline.naming.lexicon import lemma_class
from pipeline.naming.words import readings

_DEEDS = frozenset(("VERB", "INFN", "GRND", "ADVB", "PRED", "PRCL", "NPRO", "INTJ", "CONJ", "PREP"))


def has_matter(lemmas: Sequence[str], text: str = "") -> bool:
    """True when any of the words names a matter; true for none: what is not read is not judged.

    «Дом 8», «15 этаж» name none: beside a number the parts of an address tell where.
    """
    where = lemma_class("address") if any(sign.isdigit() for sign in text) else frozenset()
    return not lemmas or any(names_matter(lemma) and lemma not in where for lemma in lemmas)


@lru_cache(maxsize=200_000)
def names_matter(lemma: str) -> bool:
    """True for «дорога», «тихий»; false for «открыть», «быстро», «проблема», «город»."""
    if lemma in lemma_class("unspecific") or lemma in lemma_class("relational"):
        return False
    found = readings(lemma)
    return not found or found[0].pos not in _DEEDS
