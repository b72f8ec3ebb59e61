"""Answers, statements and vectors made by hand for the tests of findings and strategy."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipeline import settings as settings_module
from pipeline import tables
from pipeline.naming.words import words

_SKIPPED = {"PREP", "CONJ", "NPRO", ""}
DIMENSIONS = 96


def lemmas(text: str) -> list[str]:
    """Content lemmas with negation kept."""
    return [w.lemma for w in words(text) if w.pos not in _SKIPPED]


def vector(tokens: Iterable[str]) -> np.ndarray:
    """A sum of fixed random lemma vectors, unit length: texts of the same words are alike."""
    total = np.zeros(DIMENSIONS, dtype=np.float32)
    for token in tokens:
        total += np.random.default_rng(zlib.crc32(token.encode())).normal(size=DIMENSIONS)
    norm = float(np.linalg.norm(total))
    return total / norm if norm else total


class Made:
    """Collects answers and their statements; `tables()` gives them as the stages would."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any]] = []
        self.statements: list[dict[str, Any]] = []

    def say(
        self,
        *thoughts: tuple[str, str],
        person: str = "",
        group: str = "",
        kind: str = "",
        question: str = "",
        asks: str = "open",
        session: str = "",
        attributes: Mapping[str, str] | None = None,
        topic: str | None = None,
        status: str = "used",
        joint: str = " ",
        flags: Iterable[str] = (),
        rules: Iterable[str] = (),
        **columns: Any,
    ) -> str:
        """One answer made of (role, text) thoughts joined by `joint`; returns its id."""
        kind = kind or ("survey" if person else "proposal" if group else "draft")
        text = joint.join(thought for _, thought in thoughts)
        answer_id = tables.short_hash(len(self.answers), person, group, question, text)
        self.answers.append(
            {"answer_id": answer_id, "kind": kind, "source": "made", "question": question,
             "locator": f"row {len(self.answers) + 1}", "question_role": asks,
             "respondent": person, "group": group, "session": session, "text": text,
             "attributes": json.dumps(attributes or {}, ensure_ascii=False), "status": status,
             "reason": "", "repeats": 1, "campaign": "", "topic_id": topic, "analysis": text,
             "duplicate_of": "", "row_id": "", "heading": "", "slots": "", "moderator": "",
             "thesis": ""} | columns
        )  # fmt: skip
        start = 0
        for role, thought in thoughts if status == "used" else ():
            found = lemmas(thought)
            self.statements.append(
                {"statement_id": f"{answer_id}-{start}", "answer_id": answer_id, "start": start,
                 "end": start + len(thought), "text": thought, "lemmas": found, "role": role,
                 "role_confidence": 0.9, "directions": [], "topic_id": topic,
                 "topic_confidence": 0.9 if topic else None, "second_role": "", "rules": list(rules),
                 "flags": list(flags), "slots": "{}", "context": ""}
            )  # fmt: skip
            start += len(thought) + len(joint)
        return answer_id

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
        """answers, statements, vectors."""
        answers = tables.conform(pd.DataFrame(self.answers), "answers")
        statements = (
            pd.DataFrame(self.statements) if self.statements else tables.empty("statements")
        )
        statements = tables.conform(statements, "statements")
        vectors = [vector(found) for found in statements["lemmas"]]
        stacked = np.stack(vectors) if vectors else np.zeros((0, DIMENSIONS), dtype=np.float32)
        return answers, statements, stacked.astype(np.float32)


def settings(**findings: Any) -> settings_module.Settings:
    """The defaults, with `findings` settings laid over."""
    values = settings_module.defaults()
    values["findings"] |= findings
    return settings_module.Settings(values)
