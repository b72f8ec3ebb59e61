"""Which statements are shown for a finding: typical, readable, of different people, unflagged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from pipeline.findings.matters import canonical
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.words import words

# Flags of statements that a person must look at before they are printed.
NOT_QUOTED = frozenset({"irony", "sarcasm", "insult", "profanity", "counterfactual", "past_modal",
                        "unsure", "person", "named_person", "quoted"})  # fmt: skip
# A clause that leans on the one before it: «но на ней свалка», «это не все».
_CUT_OFF = re.compile(r"(?:но|а|и|да|это|эт[аои]й?|что|чтобы|так|также|тоже|потому|она?|они|там|"
                      r"тут|из-за|поэтому|хотя|или|то)\b", re.IGNORECASE)  # fmt: skip
_BEST_LENGTH, _LONGEST = (25, 160), 300


def quotes(
    said: Sequence[Any],
    vectors: np.ndarray,
    count: int,
    name: str = "",
    saying: Sequence[bool] | None = None,
) -> list[str]:
    """statement_ids of up to `count` quotes among `said`, best first.

    `vectors` are the rows' vectors; a quote that says what `name` says, by its words or because
    `saying` tells so of its row, goes before one that does not. One quote of a person or group at
    most, and no two that say the same in almost the same words; flagged statements only when there
    is nothing else.
    """
    order = _ranked(said, vectors, name, saying or [False] * len(said))
    clean = [i for i in order if NOT_QUOTED.isdisjoint(said[i].flags or ())]
    chosen: list[int] = []
    for pool, strict in ((clean, True), (clean, False), (order if not clean else [], False)):
        for index in pool:
            if len(chosen) == count:
                break
            if index not in chosen and _adds(index, chosen, said, vectors, strict):
                chosen.append(index)
    return [str(said[index].statement_id) for index in chosen]


def _ranked(
    said: Sequence[Any], vectors: np.ndarray, name: str, saying: Sequence[bool]
) -> list[int]:
    center = vectors.mean(axis=0)
    norm = float(np.linalg.norm(center))
    typical = vectors @ (center / norm) if norm > 0 else np.zeros(len(said))
    named = _matter(word.lemma for word in words(name))
    scores = [
        float(typical[i])
        + 0.7 * readable(row.text)
        + 0.2 * float(row.role_confidence or 0.0)
        + 0.6 * saying[i]
        + (0.5 * len(named & _matter(row.lemmas or ())) / len(named) if named else 0.0)
        for i, row in enumerate(said)
    ]
    return sorted(range(len(said)), key=lambda i: (-round(scores[i], 6), said[i].statement_id))


def _matter(lemmas: Iterable[str]) -> set[str]:
    """Lemmas with synonyms folded, and all words of lack as one."""
    lacking = lemma_class("absence") | lemma_class("shortage")
    return {"нет" if lemma in lacking else canonical(lemma) for lemma in lemmas}


def readable(text: str) -> float:
    """0 to 1: a whole clause of ordinary length, not shouted, without masks or rubbish."""
    low, high = _BEST_LENGTH
    length = len(text)
    score = 1.0
    if length < low:
        score -= 0.5 * (low - length) / low
    if length > high:
        score -= 0.5 * min(1.0, (length - high) / (_LONGEST - high))
    letters = [c for c in text if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) / len(letters) > 0.5 and length > 10:
        score -= 0.4
    if "[" in text or "<" in text or "!!" in text:
        score -= 0.3
    if text[:1].islower():
        score -= 0.05
    if _CUT_OFF.match(text):
        score -= 0.25
    return max(0.0, score) if length <= _LONGEST else 0.0


def _adds(
    index: int, chosen: Sequence[int], said: Sequence[Any], vectors: np.ndarray, strict: bool
) -> bool:
    """True when the statement is another voice's, and (strictly) in other words."""
    voice = _voice(said, index)
    if any(_voice(said, other) == voice for other in chosen):
        return False
    text = said[index].text.casefold()
    if any(said[other].text.casefold() == text for other in chosen):
        return False
    return not strict or all(float(vectors[index] @ vectors[other]) < 0.97 for other in chosen)


def _voice(said: Sequence[Any], index: int) -> str:
    row = said[index]
    return str(row.respondent or row.group or row.answer_id)
