"""Which of the 250 thousand pieces the reader keeps: those that enough people or documents wrote.

The start knows a hundred languages; a reader of Russian cities needs ten thousand pieces, and each
costs 288 bytes. What is left out is still read, by smaller pieces that are kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.statements.pieces import SPECIAL, Pieces
from pipeline.train.encoder_start import is_known, is_person

PEOPLE = 8  # documents or questions that must have a piece; the rule of the house is five
_MARK = "▁"  # of sentencepiece: a piece that begins a word
_FOREIGN = re.compile(r"[^\u0000-\u04ff№«»—–…“”„’€°²³·•▁₽]")
_WORD = re.compile(f"{_MARK}[А-Яа-яЁё]{{3,}}")


def kept_pieces(
    pieces: Sequence[str],
    scores: np.ndarray,
    texts: Iterable[str],
    groups: Iterable[str],
    people: int = PEOPLE,
) -> np.ndarray:
    """Places of the pieces kept, rising, the special ones first.

    Kept is a piece that `people` groups (documents or questions) have, and a single character
    that anybody wrote; never a word that the dictionary knows as a person's name.
    """
    near = [place for place, piece in enumerate(pieces) if _near(place, piece)]
    whole = Pieces([pieces[place] for place in near], scores[near].tolist())
    where: dict[int, set[str]] = defaultdict(set)
    for text, group in zip(texts, groups, strict=True):
        for number in whole.split(text):
            if len(where[number]) < people:
                where[number].add(group)
    return np.array(
        [
            place
            for number, place in enumerate(near)
            if place < len(SPECIAL) or _kept(pieces[place], len(where[number]), people)
        ]
    )


def _near(place: int, piece: str) -> bool:
    """Whether a piece is special or of letters and signs of Europe."""
    return place < len(SPECIAL) or (bool(piece) and not _FOREIGN.search(piece))


def _kept(piece: str, met: int, people: int) -> bool:
    if len(piece.replace(_MARK, "")) <= 1 and met:
        return True
    return met >= people and not is_name(piece)


def is_name(piece: str) -> bool:
    """Whether a piece begins a word and the dictionary knows it as a person's name."""
    word = piece.removeprefix(_MARK).lower()
    return bool(_WORD.fullmatch(piece)) and is_known(word) and is_person(word)
