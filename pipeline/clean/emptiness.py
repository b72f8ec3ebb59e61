"""How likely an answer says nothing: a linear model over its words, their forms and the question.

People find ever new words for having nothing to say («не берусь судить», «трудно выделить что-то
одно»), and most of them are built alike: a negation or a difficulty, a verb of knowing or telling,
the question's own words. The phrases of `nonanswers` are the sure ones; this model tells the rest.
It is trained by `pipeline.train.nonanswers`; its features are hashed (K. Weinberger et al.,
«Feature Hashing for Large Scale Multitask Learning», 2009), so no word of anybody is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log, sqrt
from zlib import crc32

import numpy as np

from pipeline import packs
from pipeline.clean import asked
from pipeline.clean.morphology import is_known, parses
from pipeline.clean.spelling import meant
from pipeline.errors import PackError
from pipeline.tables import fold

TASK = "nonanswers"
SLOTS = 1 << 17  # of hashed features
PLACES = ("bias", "threshold", "elsewhere")  # of model.json
LONGEST = 20  # words; a longer answer says something
_LETTERS = 120  # of an answer whose runs of letters are looked at
_RUN = (2, 3, 4, 5)  # letters
_REASON = 3  # words of an excuse rather than a reason: «во мне», «лень»
_SHORT = 3  # words of an answer in which the question's kind weighs on each
_STEM, _ENDING = 4, 3  # letters: of the shortest stem, of the longest ending
_PLAIN = frozenset({"problem", "solution", "vision"})
_ANY_WORD = frozenset({asked.EFFECT, asked.FEELING, asked.MOOD, asked.NAME})
_CLOSED = frozenset({"PREP", "CONJ", "PRCL", "INTJ", "NPRO", "NUMR", "PRED", "ADVB", "COMP"})
_NAMING = frozenset({"NOUN", "ADJF", "PRTF"})


@dataclass(frozen=True)
class _Word:
    lemma: str
    part: str  # of speech; «?» of a word that no dictionary has, «latin», «number»
    closed: bool  # a word of grammar rather than of content


@dataclass(frozen=True)
class Emptiness:
    """The model: `weights` (SLOTS,) float32, `bias`, and the least chances that set aside.

    `threshold` holds for two words and more where problems, proposals, a vision or anything more
    is asked for, `elsewhere` for a lone word and under other questions, whose answers are less
    alike.
    """

    weights: np.ndarray
    bias: float
    threshold: float
    elsewhere: float

    def chance(self, words: Sequence[str], question: str, question_role: str) -> float:
        """How likely an answer of folded `words` says nothing, 0 to 1."""
        slots = hashed(words, question, question_role)
        score = self.bias + sum(value * float(self.weights[slot]) for slot, value in slots.items())
        return 1 / (1 + exp(-max(min(score, 50.0), -50.0)))

    def says_nothing(self, words: Sequence[str], question: str, question_role: str) -> bool:
        """Whether an answer is to be set aside; never a long one, nor nouns of the question alone.

        Feelings and names may be told in any words, so there it does not judge; a reason in two.
        """
        room = asked.room_for(question)
        if len(words) > LONGEST or room & _ANY_WORD or _names_alone(words, question):
            return False
        if asked.REASON in room and len(words) < _REASON:
            return False
        told = question_role in _PLAIN and asked.REASON not in room
        plain = len(words) > 1 and (told or asked.MORE in room)
        least = self.threshold if plain else self.elsewhere
        return self.chance(words, question, question_role) >= least


@lru_cache(maxsize=4)
def load(version: str = "") -> Emptiness:
    """The model of a version, the current one by default; PackError when it cannot be read."""
    pack = packs.load(TASK, version or None)
    weights, told = pack.tensors["weights"], pack.data["model"]
    if len(weights) != SLOTS:
        raise PackError(
            f"модель неответов {pack.version} сделана другой версией программы",
            remedy="Обучите её заново: python -m pipeline.train.nonanswers",
        )
    return Emptiness(weights, *(float(told[name]) for name in PLACES))


def hashed(words: Sequence[str], question: str, question_role: str) -> dict[int, float]:
    """Slot -> value of the features: 1 + log count, the row of length one."""
    counts = Counter(features(words, question, question_role))
    values: dict[int, float] = {}
    for name, count in counts.items():
        slot = crc32(name.encode()) % SLOTS
        values[slot] = values.get(slot, 0.0) + 1 + log(count)
    norm = sqrt(sum(value * value for value in values.values())) or 1.0
    return {slot: value / norm for slot, value in values.items()}


def features(words: Sequence[str], question: str, question_role: str) -> Iterator[str]:
    """What is seen of an answer of folded `words` under a question."""
    stems, kinds = _asked_words(question), sorted(asked.room_for(question))
    told = [_word(word) for word in words[:LONGEST]]
    echoes = [not word.closed and _stem(word.lemma) in stems for word in told]
    content = sum(
        word.part == "?" or (word.part in _NAMING and not word.closed)
        for word, echo in zip(told, echoes, strict=True)
        if not echo
    )
    lemmas = [word.lemma for word in told]
    frame = [
        "echo" if echo else word.lemma if word.closed else word.part
        for word, echo in zip(told, echoes, strict=True)
    ]
    yield from _runs("lemmas", lemmas)
    yield from _runs("frame", frame)
    yield from _letters(" ".join(words)[:_LETTERS])
    length = len(words) if len(words) < 6 else 6 + len(words) // 4
    yield from (f"length {length}", f"content {min(content, 4)}", f"echoes {min(sum(echoes), 3)}")
    yield f"content {min(content, 3)} echoes {min(sum(echoes), 2)} length {length}"
    yield f"no content {content == 0}"
    yield f"asked {question_role}"
    yield f"whole {' '.join(words)}"
    yield from (f"asked {kind}" for kind in kinds)
    if len(words) <= _SHORT:
        yield from (f"{kind} {lemma}" for kind in (question_role, *kinds) for lemma in lemmas)


def _names_alone(words: Sequence[str], question: str) -> bool:
    """Whether it is one noun or adjective, or several that all stand in the question."""
    told, stems = [_word(word) for word in words], _asked_words(question)
    if any(word.closed or word.part not in _NAMING for word in told):
        return False
    return len(told) == 1 or all(_stem(word.lemma) in stems for word in told)


def _runs(name: str, items: Sequence[str]) -> Iterator[str]:
    """Runs of one to three, the borders with them."""
    marked = ["<", *items, ">"]
    for size in (1, 2, 3):
        for at in range(len(marked) - size + 1):
            yield f"{name} {' '.join(marked[at : at + size])}"


def _letters(text: str) -> Iterator[str]:
    padded = f" {text} "
    for size in _RUN:
        for at in range(len(padded) - size + 1):
            yield f"letters {padded[at : at + size]}"


@lru_cache(maxsize=10_000)
def _asked_words(question: str) -> frozenset[str]:
    words = "".join(sign if sign.isalnum() else " " for sign in fold(question)).split()
    found = [_word(word) for word in words]
    return frozenset(_stem(word.lemma) for word in found if not word.closed)


def _stem(lemma: str) -> str:
    return lemma[: max(_STEM, len(lemma) - _ENDING)]


@lru_cache(maxsize=100_000)
def _word(word: str) -> _Word:
    if word.isdigit():
        return _Word("number", "number", True)
    if word.isascii():
        return _Word(word, "latin", True)
    right = meant(word)
    if not is_known(right):
        return _Word(right, "?", False)
    first = parses(right)[0]
    part = str(first.tag.POS)
    return _Word(fold(first.normal_form), part, part in _CLOSED or "Apro" in first.tag)
