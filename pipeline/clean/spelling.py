"""Which word a misspelt one stands for: «парковак» counts with «парковок». Quotes never change.

A form that the dictionary does not have stands for a common word that is one slip away; in a long
word two slips of hearing are forgiven («пирадически»). How common a word is, Navec's texts and the
corpus itself tell, and the slip must be far likelier than that the form is a word of its own. The
noisy channel of M. Kernighan, K. Church and W. Gale, «A Spelling Correction Program Based on a
Noisy Channel Model», 1990, with slips that Russian ears and fingers make.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log

from pipeline.clean.morphology import grammemes, is_known, parses
from pipeline.clean.navec import word_counts
from pipeline.clean.slips import heard, pressed
from pipeline.tables import fold

_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)
_BEFORE, _GAPS, _OPENERS = 8, ' \t"«(', ".!?…:;\n\r0123456789)•—-"  # before the first word
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Abbr"})
_SHORTEST = 5  # letters: «вада» and «код» are too near to too much
_PRESSED = 6  # letters of a word in which slips of the fingers are forgiven
_LONG = 7  # letters: two slips of hearing
_COMMON = 300  # occurrences in Navec's texts of a word that stands for itself
_SURE, _EASIER = 4.5, 1.0  # log of occurrences left after the cost of the slip; less a letter more
_FAR = 20  # how many times commoner than the form itself the word must be
_CLEAR = 2.3  # log of how much likelier than any other word
_TWICE = 1.5  # what two slips in one word cost beside the two
_OWN = 25  # what one occurrence in the corpus weighs beside one in Navec's texts
_OFTEN = 5  # occurrences in the corpus of a word of its own, for one of the form that stands for it
_FEW = 5  # occurrences of a form in the corpus that say little


def meant(word: str) -> str:
    """The dictionary word that `word` stands for, folded; `word` itself when it stands for none."""
    return _meant(fold(word))


def variants(counts: Mapping[str, int]) -> dict[str, str]:
    """Misspelt forms of a corpus -> the forms they stand for, by its own counts and Navec's.

    `counts` are the corpus's forms in lower case. A word that the dictionary does not have but
    many people write («запсиб») is what its rarer misspellings stand for. Forms that stand for
    themselves are left out.
    """
    own: Counter[str] = Counter()
    for form, count in counts.items():
        own[fold(form)] += count
    found = {form: _best(form, own) for form in sorted(own)}
    return {form: word for form, word in found.items() if word != form}


def misspelt(texts: Iterable[str]) -> dict[str, str]:
    """The misspelt lower-case forms of texts -> what they stand for; names stay out.

    A form that somebody writes with a capital inside a sentence is a name.
    """
    counts: Counter[str] = Counter()
    names: set[str] = set()
    for text in texts:
        for word in _WORD.finditer(text):
            form = word[0].lower()
            counts[form] += 1
            before = text[max(word.start() - _BEFORE, 0) : word.start()].rstrip(_GAPS)
            if word[0] != form and before and before[-1] not in _OPENERS:
                names.add(form)
    return variants({form: count for form, count in counts.items() if form not in names})


@lru_cache(maxsize=100_000)
def _meant(form: str) -> str:
    return _best(form, {})


def _best(form: str, own: Mapping[str, int]) -> str:
    """The word that a folded form stands for, by Navec's counts and the corpus's `own`."""
    if _stands(form):
        return form
    likely = _likely(heard(form), own)
    if len(form) >= _PRESSED:
        for word, score in _likely(pressed(form), own).items():
            likely[word] = max(score, likely.get(word, score))
    if not likely and len(form) >= _LONG:
        likely = _likely(_heard_twice(form), own)
    word = _clearest(likely, _SURE - _EASIER * max(len(form) - _PRESSED, 0))
    return word if word and _is_far_commoner(word, form, own) else form


def _stands(form: str) -> bool:
    """Whether a form needs no other: it is short, no plain Russian word, known or common itself."""
    return (
        len(form) < _SHORTEST
        or not all("а" <= letter <= "я" for letter in form)
        or is_known(form)
        or _frequency(form) >= _COMMON
    )


def _likely(slips: Iterable[tuple[str, float]], own: Mapping[str, int]) -> dict[str, float]:
    """Words that can be meant -> the log of their weight less the cost of the cheapest slip."""
    scores: dict[str, float] = {}
    for word, cost in slips:
        weight = _weight(word, own)
        if weight and _can_be_meant(word, own):
            scores[word] = max(log(weight) - cost, scores.get(word, -cost))
    return scores


def _clearest(likely: Mapping[str, float], at_least: float) -> str:
    """The likeliest word, "" when it is not likely enough or another word is nearly as likely.

    Two forms of one word do not compete: which of them is meant changes no count.
    """
    best = max(likely, key=lambda word: (likely[word], word), default="")
    if not best or likely[best] < at_least:
        return ""
    near = (word for word, score in likely.items() if score > likely[best] - _CLEAR)
    return best if all(_lemmas(word) & _lemmas(best) for word in near) else ""


def _is_far_commoner(word: str, form: str, own: Mapping[str, int]) -> bool:
    """Whether the word is so much commoner that the form is no word of its own."""
    often = own.get(form, 0)
    if is_known(word):
        return _weight(word, own) >= _FAR * _kin(form) and often <= max(own.get(word, 0), _FEW)
    return own[word] >= _OFTEN * often and _meant(word) == word


def _can_be_meant(word: str, own: Mapping[str, int]) -> bool:
    """Whether it is a word of the dictionary and no name, which is misread too easily.

    Or a word that the corpus itself writes often.
    """
    if is_known(word):
        return not grammemes(word) & _NAMES
    return own.get(word, 0) >= _OFTEN


def _weight(word: str, own: Mapping[str, int]) -> int:
    return _frequency(word) + _OWN * own.get(word, 0)


@lru_cache(maxsize=50_000)
def _lemmas(word: str) -> frozenset[str]:
    return frozenset(str(parse.normal_form) for parse in parses(word))


def _kin(form: str) -> int:
    """How often Navec's texts have the forms of the word that an unknown form would be of.

    «мусорке» is not there, but «мусорку» and «мусорки» are: it is a word of its own.
    """
    forms = {fold(other.word) for parse in parses(form) for other in parse.lexeme}
    return sum(_frequency(other) for other in forms | {form} if not is_known(other))


def _frequency(word: str) -> int:
    return _folded_counts().get(word, 0)


@lru_cache(maxsize=1)
def _folded_counts() -> dict[str, int]:
    """Navec's counts with ё folded."""
    counts: Counter[str] = Counter()
    for word, count in word_counts().items():
        counts[fold(word)] += count
    return dict(counts)


def _heard_twice(form: str) -> Iterator[tuple[str, float]]:
    """Words that two slips of hearing lead to; the last letter is taken as right."""
    return (
        (word, first + second + _TWICE)
        for one, first in heard(form)
        for word, second in heard(one)
        if word[-1] == form[-1]
    )
