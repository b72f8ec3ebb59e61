"""Keyboard noise: «йцукен», «фывафыва», «ааааа», «asdf», «вапролд»."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from pipeline.clean.morphology import grammemes, is_known
from pipeline.clean.navec import word_counts
from pipeline.clean.spelling import meant

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_SAME = re.compile(r"(.)\1*")
_UNIT = re.compile(r"(.{1,4}?)\1{2,}.{0,3}|(.{2,4})\2.?")
_VOWEL = re.compile("[аеиоуыэюяaeiouy]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_ABBREVIATION = 6  # letters of a word that may be an abbreviation of a place's own
_LATIN = re.compile("[a-z]+")
_RUSSIAN = re.compile("[а-я]+")


@lru_cache(maxsize=50_000)
def is_noise(word: str) -> bool:
    """Whether a folded word is no word at all.

    Known words and abbreviations («жкх», «мфц», «тц») never are; a lone letter is. What is not
    known is noise when it runs along the keys, repeats itself or cannot be pronounced.
    """
    if len(word) == 1:
        return not word.isdigit()
    if is_known(word) or grammemes(word):
        return False
    if _SAME.fullmatch(word):
        return True
    if _LATIN.fullmatch(word):
        return _runs_along_keys(word) or (len(word) > 4 and not _VOWEL.search(word))
    if not _RUSSIAN.fullmatch(word) or _says(word):
        return False
    if _runs_along_keys(word) or (len(word) >= 4 and _UNIT.fullmatch(word)):
        return True
    if len(word) <= _ABBREVIATION:  # «окбм», «еддс»
        return False
    return not _VOWEL.search(word) or _strange_pairs(word) > 0.3


def _says(word: str) -> bool:
    """Whether it is a word after all: stretched («денеееег») or misspelt («комвнда»)."""
    shorter = _STRETCHED.sub(r"\1", word)
    return (shorter != word and len(shorter) > 2 and is_known(shorter)) or meant(word) != word


def _runs_along_keys(word: str) -> bool:
    """Whether at least four letters, and most of the word, follow each other on the keyboard."""
    steps = sum(
        any(a in row and b in row and abs(row.index(a) - row.index(b)) == 1 for row in _ROWS)
        for a, b in zip(word, word[1:], strict=False)
    )
    return len(word) >= 4 and steps >= max(3, 0.75 * (len(word) - 1))


def _strange_pairs(word: str) -> float:
    """Share of the word's letter triples that no word has."""
    triples = [word[i : i + 3] for i in range(len(word) - 2)]
    known = _known_triples()
    return sum(triple not in known for triple in triples) / len(triples)


@lru_cache(maxsize=1)
def _known_triples() -> frozenset[str]:
    """Letter triples that at least three words of Navec's vocabulary have."""
    counts = Counter(
        triple
        for word in word_counts()
        for triple in {word[start : start + 3] for start in range(len(word) - 2)}
    )
    return frozenset(triple for triple, count in counts.items() if count >= 3)
