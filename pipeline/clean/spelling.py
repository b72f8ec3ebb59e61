"""Which word a misspelt one stands for: «парковак» counts with «парковок». Quotes never change.

A form that the dictionary does not have stands for a common word that is one slip away: a letter
left out, put in, swapped with its neighbour or written as it is heard («дарога»); in a long word
two slips of hearing are forgiven («пирадически»). How common a word is, Navec's texts and the
corpus itself tell. The same method in one short file: P. Norvig, «How to Write a Spelling
Corrector», 2007; here the slips that Russian ears make come before the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pipeline.clean.morphology import grammemes, is_known
from pipeline.clean.navec import word_counts
from pipeline.tables import fold

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_ALIKE = {
    letter: sounds.replace(letter, "")
    for sounds in ("аоя", "еиэыя", "уюё", "сзц", "дт", "бп", "гкх", "вф", "жшщч", "ьъ")
    for letter in sounds
}
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Abbr"})
_DOUBLED = "лмнпрстксфбгджзв"
_SHORTEST = 5  # letters: «вада» and «код» are too near to too much
_LONG = 7  # letters: two slips of hearing, any letter instead of another
_COMMON = 300  # occurrences in Navec's texts of a word that others are read as
_RATHER_COMMON = 100  # the same where the ear explains the slip
_FAR = 20  # how much commoner a word at any other letter's distance must be
_OWN = 25  # what one occurrence in the corpus weighs beside one in Navec's texts


def meant(word: str) -> str:
    """The dictionary word that `word` stands for, folded; `word` itself when it stands for none."""
    return _meant(fold(word))


def variants(counts: Mapping[str, int]) -> dict[str, str]:
    """Unknown forms of a corpus -> the forms they stand for, by its own counts and Navec's.

    `counts` are the corpus's forms in lower case. A word that the dictionary does not have but
    many people write («запсиб») is what its rarer misspellings stand for. Forms that stand for
    themselves are left out.
    """
    own = {fold(form): count for form, count in counts.items()}
    found: dict[str, str] = {}
    for form in sorted(own):
        word = _meant(form)
        if word == form and not _stands(form):
            word = _in_corpus(form, own)
        if word != form:
            found[form] = word
    return found


@lru_cache(maxsize=100_000)
def _meant(form: str) -> str:
    if _stands(form):
        return form
    return (
        _commonest(_heard(form), _RATHER_COMMON)
        or _commonest(_edits(form), max(_COMMON, _FAR * _frequency(form)))
        or (len(form) >= _LONG and _commonest(_heard_twice(form), _COMMON))
        or form
    )


def _commonest(words: Iterable[str], at_least: int) -> str:
    """The commonest of the words that can be meant, "" when none is common enough."""
    common = {word for word in words if _frequency(word) >= at_least and _can_be_meant(word)}
    return max(common, key=lambda word: (_frequency(word), word), default="")


def _can_be_meant(word: str) -> bool:
    """Whether it is a word of the dictionary and no name: a name is misread too easily."""
    return is_known(word) and not grammemes(word) & _NAMES


def _stands(form: str) -> bool:
    """Whether a form needs no other: it is short, no plain Russian word, known or common itself."""
    return (
        len(form) < _SHORTEST
        or not all("а" <= letter <= "я" for letter in form)
        or is_known(form)
        or _frequency(form) >= _COMMON
    )


def _in_corpus(form: str, own: Mapping[str, int]) -> str:
    """The form that the corpus writes far more often, one slip away; `form` itself if none."""
    candidates = {*_heard(form), *_edits(form)} & own.keys()
    best = max(candidates, key=lambda word: (own[word], word), default=form)
    return best if own.get(best, 0) >= _OWN * own[form] else form


def _frequency(word: str) -> int:
    return _folded_counts().get(word, 0)


@lru_cache(maxsize=1)
def _folded_counts() -> dict[str, int]:
    """Navec's counts with ё folded."""
    counts: dict[str, int] = {}
    for word, count in word_counts().items():
        folded = word.replace("ё", "е")
        counts[folded] = counts.get(folded, 0) + count
    return counts


def _heard(form: str) -> Iterator[str]:
    """One letter as it is heard, one doubled letter more or less, one soft sign more or less."""
    for place, letter in enumerate(form):
        head, tail = form[:place], form[place + 1 :]
        for other in _ALIKE.get(letter, ""):
            yield head + other + tail
        if letter in "ьъ" or (place and letter == form[place - 1]):
            yield head + tail
        if letter in _DOUBLED:
            yield head + letter + letter + tail
        if place:
            yield head + "ь" + letter + tail


def _heard_twice(form: str) -> Iterator[str]:
    return (word for one in _heard(form) for word in _heard(one))


def _edits(form: str) -> Iterator[str]:
    """One letter left out, put in, swapped or another; the first one is taken as right."""
    for place in range(1, len(form)):
        head, letter, tail = form[:place], form[place], form[place + 1 :]
        yield head + tail
        if tail:
            yield head + tail[0] + letter + tail[1:]
        for other in _LETTERS:
            yield head + other + letter + tail
            if len(form) >= _LONG:
                yield head + other + tail
    for other in _LETTERS:
        yield form + other
