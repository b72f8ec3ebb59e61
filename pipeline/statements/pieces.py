"""Pieces of words that the reader reads: a unigram vocabulary (Kudo 2018), run by sentencepiece."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import sentencepiece

START, END, UNKNOWN = "<s>", "</s>", "<unk>"
SPECIAL = (START, "<pad>", END, UNKNOWN)  # the first places of a vocabulary
_KINDS = dict.fromkeys((START, "<pad>", END), 3) | {UNKNOWN: 2}  # control, unknown; 1 is a piece
_UNIGRAM = 1
# Of a question the beginning is read, of what stands before the end, of a statement the beginning.
QUESTION, BEFORE, TEXT = 32, 36, 88  # pieces
_CHARACTERS = (200, 250, 700)  # so that a long text takes no longer
LONGEST = QUESTION + BEFORE + TEXT + 4


class Reading(NamedTuple):
    """A statement with what stands around it, as somebody wrote them."""

    question: str
    before: str  # the heading and the sentence before
    text: str


class Pieces:
    """A vocabulary of pieces and their log chances; ValueError where SPECIAL are not the first."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        from sentencepiece import sentencepiece_model_pb2

        if tuple(pieces[: len(SPECIAL)]) != SPECIAL:
            raise ValueError(f"the first pieces are not {SPECIAL}")
        told = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
        for piece, score in zip(pieces, scores, strict=True):
            told.pieces.add(piece=piece, score=score, type=_KINDS.get(piece, 1))
        told.trainer_spec.model_type = _UNIGRAM
        told.trainer_spec.vocab_size = len(pieces)
        for name, piece in (("bos", START), ("pad", "<pad>"), ("eos", END), ("unk", UNKNOWN)):
            setattr(told.trainer_spec, f"{name}_id", SPECIAL.index(piece))
        told.normalizer_spec.name = "identity"
        self._processor = sentencepiece.SentencePieceProcessor(model_proto=told.SerializeToString())

    def split(self, text: str) -> list[int]:
        """Places of the pieces of a text."""
        plain = _one_spaced(unicodedata.normalize("NFKC", text))
        whole = plain.encode("utf-8", "replace").decode("utf-8")  # half a pair of UTF-16 is «?»
        return list(self._processor.encode(whole))

    def encode(self, reading: Reading) -> tuple[list[int], list[int]]:
        """Places of all pieces in reading order, and the part that each is of.

        Parts: 0 the start, 1 the question, 2 what stands before, 3 the statement. At most LONGEST.
        """
        question, before, text = (
            part[:most] if name != "before" else part[-most:]
            for name, part, most in zip(
                Reading._fields, map(_one_spaced, reading), _CHARACTERS, strict=True
            )
        )
        parts = (
            self.split(question)[:QUESTION],
            self.split(before)[-BEFORE:],
            self.split(text)[:TEXT],
        )
        places, of = [SPECIAL.index(START)], [0]
        for number, part in enumerate(parts, 1):
            places += [*part, SPECIAL.index(END)]
            of += [number] * (len(part) + 1)
        return places, of


def _one_spaced(text: str) -> str:
    return " ".join(text.split())
