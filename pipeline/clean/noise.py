"""Keyboard noise: «йцукен», «фывафыва», «ааааа», «asdf», «вапролд»."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log2

from pipeline.clean.morphology import grammemes, is_known
from pipeline.clean.navec import word_counts
from pipeline.clean.spelling import meant
from pipeline.tables import fold

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALPHABETS = ("абвгдежзийклмнопрстуфхцчшщъыьэюя", "abcdefghijklmnopqrstuvwxyz")
# Three letters from the end of a row; inside a row stand abbreviations («МИТ»).
_ENDS = frozenset(
    end for row in (*_ROWS, "абв", "abc") for run in (row[:3], row[-3:]) for end in (run, run[::-1])
)
_SAME = re.compile(r"(.)\1*")
_UNIT = re.compile(r"(.{1,4}?)\1{2,}.{0,3}|(.{2,4})\2.?")
_VOWEL = re.compile("[аеиоуыэюяaeiouy]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_ABBREVIATION = 6  # letters of a word that may be an abbreviation of a place's own
_UNLIKELY = -6.0  # mean log2 chance of a letter; «клиентоцентричность» has −3.4
_WORDS = 100_000  # that letters are counted in
_LATIN = re.compile("[a-z]+")
_RUSSIAN = re.compile("[а-я]+")


@lru_cache(maxsize=50_000)
def is_noise(word: str) -> bool:
    """Whether a folded word is no word at all.

    Known words and abbreviations («жкх», «мфц», «тц») never are; a lone letter is, but for «я».
    What is not known is noise when it runs along the keys, repeats itself or cannot be pronounced.
    """
    if len(word) == 1:
        return not word.isdigit() and word != "я"
    letters = word.strip("0123456789")
    if letters != word and len(letters) > 2:  # «123www»
        return is_noise(letters)
    if is_known(word) or grammemes(word):
        return False
    if word in _ENDS:
        return True
    if _SAME.fullmatch(word):
        return True
    if _LATIN.fullmatch(word):
        return runs_along_keys(word) or (len(word) > 4 and not _VOWEL.search(word))
    if not _RUSSIAN.fullmatch(word) or _says(word):
        return False
    if runs_along_keys(word) or (len(word) >= 4 and _UNIT.fullmatch(word)):
        return True
    if len(word) <= _ABBREVIATION:  # «окбм», «еддс»
        return False
    return not _VOWEL.search(word) or _likelihood(word) < _UNLIKELY


def _says(word: str) -> bool:
    """Whether it is a word after all: stretched («денеееег») or misspelt («комвнда»)."""
    shorter = _STRETCHED.sub(r"\1", word)
    said = len(shorter) > 2 and (is_known(shorter) or meant(shorter) != shorter)
    return (shorter != word and said) or meant(word) != word


def runs_along_keys(word: str) -> bool:
    """Whether four letters or more, most of a word, follow on the keys or in the alphabet."""
    steps = sum(
        any(a in row and b in row and abs(row.index(a) - row.index(b)) == 1 for row in _ROWS)
        for a, b in zip(word, word[1:], strict=False)
    )
    spelt = any(word in letters for letters in _ALPHABETS)
    return len(word) >= 4 and (spelt or steps >= max(3, 0.75 * (len(word) - 1)))


def _likelihood(word: str) -> float:
    """Mean log2 of the chance of each letter after the two before it; words have about −3."""
    counts = _letter_counts()
    marked = f"^^{word}$"
    triples = [marked[at : at + 3] for at in range(len(marked) - 2)]
    return sum(log2((counts[t] + 0.5) / (counts[t[:2]] + 20)) for t in triples) / len(triples)


@lru_cache(maxsize=1)
def _letter_counts() -> Counter[str]:
    """Letter pairs and triples of Navec's commonest words, starts and ends marked."""
    counts: Counter[str] = Counter()
    for word, _ in Counter(word_counts()).most_common(_WORDS):
        if _RUSSIAN.fullmatch(fold(word)):
            marked = f"^^{fold(word)}$"
            for at in range(len(marked) - 2):
                counts[marked[at : at + 2]] += 1
                counts[marked[at : at + 3]] += 1
    return counts
