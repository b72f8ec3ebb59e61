"""Runs of neighbouring words of a text with what each can be in a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.clean.morphology import is_known
from pipeline.clean.privacy.gazetteer import NOT_A_NAME, NameWord, name_word

_TOKEN = regex.compile(r"(?<![\w@\[])[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*(?![\w@])")
_GAP = regex.compile(r"[ \n]{1,2}")
_INITIAL_GAP = regex.compile(r"\. {0,2}| ")
_SENTENCE_START = regex.compile(r"(?:^|[.!?…\n:;•])[\s«\"(–—-]*$")
_SHOUTED = 0.6
_TWO_LETTER_INITIALS = frozenset({"Дж", "Ю"})


@dataclass(frozen=True)
class Word:
    """A token with what it can be in a name."""

    start: int
    end: int
    text: str
    name: NameWord
    capital: bool  # written with a capital where a small letter could stand
    initial: bool

    @property
    def unknown(self) -> bool:
        """A capitalised word that neither the dictionary nor the lists of names have."""
        return self.capital and len(self.text) > 2 and not self.name and not is_known(self.text)

    @property
    def abbreviated(self) -> bool:
        """Written in capitals among other words, as «ИНН» is and «ФОКа»."""
        return self.capital and len(self.text) > 1 and self.text[:2].isupper()

    @property
    def sure(self) -> bool:
        """A part of a name and no common word, or a common word with a capital."""
        return bool(self.name) and (self.capital or not self.name.common)


def is_shouted(view: str) -> bool:
    """Whether capitals tell nothing in this text, since most letters are capitals."""
    letters = [character for character in view if character.isalpha()]
    return len(letters) >= 8 and sum(map(str.isupper, letters)) > _SHOUTED * len(letters)


def starts_sentence(view: str, at: int) -> bool:
    """Whether a word that begins here has its capital from its place."""
    return bool(_SENTENCE_START.search(view[max(0, at - 6) : at]))


def runs(view: str) -> Iterator[list[Word]]:
    """Words that stand side by side: with a space between, or a point after an initial."""
    run: list[Word] = []
    for word in _words(view):
        if run:
            near = _INITIAL_GAP if run[-1].initial else _GAP
            if not near.fullmatch(view, run[-1].end, word.start):
                yield run
                run = []
        run.append(word)
    if run:
        yield run


def _words(view: str) -> Iterator[Word]:
    shouted = is_shouted(view)
    for match in _TOKEN.finditer(view):
        text, (start, end) = match.group(), match.span()
        initial = view[end : end + 1] == "." and (
            (len(text) == 1 and text.isupper()) or text in _TWO_LETTER_INITIALS
        )
        name = NOT_A_NAME if len(text) == 1 else _name(text)
        yield Word(start, end, text, name, text[0].isupper() and not shouted, initial)


def _name(text: str) -> NameWord:
    """What the last part of «Анна-Мария» is, when the first is a name or unknown."""
    if "-" not in text:
        return name_word(text)
    head, _, tail = text.rpartition("-")
    return name_word(tail) if name_word(head) or not is_known(head) else NOT_A_NAME
