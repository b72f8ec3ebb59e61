"""What stands on a page of a PDF: pieces of text with their places, lines, words cut in two."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.naming.words import known

_WORD = 4  # letters of a half that is a word and no syllable
_WIDTH = 0.5  # mean width of a Cyrillic letter in its font size
_COMPOUND = re.compile(
    r"(социально|научно|культурно|физкультурно|жилищно|торгово|северо|юго|военно|общественно|финансово|инженерно|учебно|лечебно"
    r"|спортивно|горно|дорожно|проектно|административно|информационно|материально|какой|что|кто|где|из|по)$",
    re.I,
)


@dataclass
class Fragment:
    """A piece of text: left and base line in points, font size."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False

    @property
    def end(self) -> float:
        """Where the piece ends, by the mean width of letters."""
        return self.x + len(self.text.rstrip()) * self.size * _WIDTH


@dataclass(frozen=True)
class Rule:
    """A horizontal rule: its height and its ends in points."""

    y: float
    left: float
    right: float


@dataclass
class Page:
    """The pieces of a page and its horizontal rules."""

    number: int
    width: float
    height: float
    fragments: list[Fragment] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass
class TextLine:
    """One line of a column."""

    x: float
    y: float
    size: float
    text: str
    bold: bool
    end: float
    page: int = 0
    indent: float = 0.0  # from the left edge of its column


def _is_compound(first: str, right: str) -> bool:
    """Whether the hyphen is the word's own: «социально-бытовой», «врачами-специалистами»."""
    second = re.match(r"[^\W\d_]+", right)
    if second is None or known(first + second[0]):
        return second is None
    whole = min(len(first), len(second[0])) >= _WORD and known(first) and known(second[0])
    return whole or bool(_COMPOUND.fullmatch(first))


def joined(left: str, right: str) -> str:
    """Two lines of one paragraph; a word cut by a hyphen is put together."""
    cut = re.search(r"([^\W\d_]+)[-\u00ad\u2010]$", left)
    if cut and right[:1].islower():
        if not left.endswith("\u00ad") and _is_compound(cut[1], right):
            return left + right
        return left[:-1] + right
    return f"{left} {right}"
