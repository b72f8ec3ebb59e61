"""Words that a narrow cell cuts without a hyphen: «водоснабж / ение», «пространст / в».

LibreOffice and Word cut a word that is wider than its cell, and only such a word, so its pieces
stand alone on their lines. Two lines are one word where the dictionary has the word and lacks one
of the pieces, or where it has neither piece («горэлектр / осеть»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.naming.words import known, readings

_SHORT = 2  # letters
_SAID = ("NPRO", "PRCL", "ADVB", "PRED", "VERB", "INFN", "ADJF")  # «ее», «не», «их»
_MOST = 5  # pieces of one word
_WIDE = 0.7  # of the longest line: a shorter one has room for a letter more
_PIECE = re.compile(r"[«(\"]?([А-ЯЁа-яё]{2,})")
_NEXT = re.compile(r"([а-яё]+)[.,;:!?»)\"]*(?=\s|$)")


def mended(lines: Sequence[str]) -> list[str]:
    """The lines of a cell with the words put together that the cell's edge has cut."""
    rest = [line.strip() for line in lines]
    width = max(map(len, rest), default=0)
    result: list[str] = []
    while rest:
        count = _pieces(rest, width)
        result.append("".join(rest[:count]))
        rest = rest[count:]
    return result


def _pieces(lines: Sequence[str], width: int) -> int:
    """How many of the first lines begin with one word, 1 when the first line is whole."""
    for count in range(min(_MOST, len(lines)), 1, -1):
        found = [_PIECE.fullmatch(lines[0]), *map(_NEXT.fullmatch, lines[1 : count - 1])]
        last = _NEXT.match(lines[count - 1])
        if last is None or any(piece is None for piece in found):
            continue
        if min(map(len, lines[: count - 1])) < _WIDE * width:
            continue
        ends = count == len(lines) and last.end() == len(lines[count - 1])
        if _is_one_word([piece[1] for piece in (*found, last) if piece], ends):
            return count
    return 1


def _is_one_word(pieces: Sequence[str], ends: bool) -> bool:
    """Whether the pieces are one word; `ends` where nothing stands after them in the cell."""
    apart = sum(map(known, pieces))
    if not known("".join(pieces)):
        return apart == 0 and len(pieces) == 2
    return apart < len(pieces) or _is_no_word(pieces[-1], ends)


def _is_no_word(piece: str, ends: bool) -> bool:
    """Whether a piece that the dictionary has is none here: «пандуса / ми», «светильник / и».

    Notes and letters hardly stand in a cell, and no cell ends in a conjunction or a preposition.
    """
    serves = any(reading.pos in ("CONJ", "PREP") for reading in readings(piece))
    said = any(reading.pos in _SAID for reading in readings(piece))
    return len(piece) <= _SHORT and (ends if serves else not said)
