"""The tokens of one text, as statements are cut and read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.russian.readings import dictionary

Span = tuple[int, int]


@dataclass(frozen=True)
class Tokens:
    """The tokens of one text (a row of tables.ANNOTATIONS)."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    lemmas: Sequence[str]
    pos: Sequence[str]
    feats: Sequence[str]
    heads: Sequence[int]
    deps: Sequence[str]
    sentences: Sequence[int]
    ents: Sequence[str] = ()

    @classmethod
    def of(cls, row: Any) -> Tokens:
        """The tokens of a row of tables.ANNOTATIONS."""
        return cls(row.text, *(list(getattr(row, name)) for name in _COLUMNS))

    def word(self, index: int) -> str:
        """The token as written, in lower case."""
        return self.text[self.starts[index] : self.ends[index]].lower()

    def written(self, first: int, stop: int) -> str:
        """The piece of the text from one token to before another."""
        return self.text[self.starts[first] : self.ends[stop - 1]] if stop > first else ""

    def inside(self, start: int, end: int) -> Span:
        """The range of tokens that lie in a span of characters."""
        first = next((i for i, stop in enumerate(self.ends) if stop > start), len(self.ends))
        stop = next((i for i, begin in enumerate(self.starts) if begin >= end), len(self.starts))
        return first, stop


_COLUMNS = ("starts", "ends", "lemmas", "pos", "feats", "heads", "deps", "sentences", "ents")


@lru_cache(maxsize=100_000)
def may_be(word: str, case: str) -> bool:
    """True when some reading of a noun is in the case: «дороги» in "nomn", «тротуаров» not.

    The dictionary is asked and not the tagger, which takes the «дороги» of a bare list for a
    genitive as often as not.
    """
    return any(
        {"NOUN", case} <= parse.tag.grammemes or not parse.is_known
        for parse in dictionary().parse(word)
    )
