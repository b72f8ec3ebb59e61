"""What a survey question asks for, inferred from its wording where nobody has said it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from pipeline.statements.rules.engine import compile_pattern, encode
from pipeline.statements.rules.words import words
from pipeline.tables import QUESTION_ROLES

KINDS = ("", "problem", "solution", "vision", "praise", "against", "question", "mood", "fact")


@lru_cache(maxsize=1)
def _kinds() -> list[tuple[str, list, list]]:
    path = Path(__file__).with_name("questions.toml")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        (
            entry["name"],
            [compile_pattern(pattern) for pattern in entry["any"]],
            [compile_pattern(pattern) for pattern in entry.get("unless", [])],
        )
        for entry in raw["kind"]
    ]


@lru_cache(maxsize=10_000)
def question_kind(question: str) -> str:
    """One of KINDS for the wording of a question; "" when the wording does not tell."""
    line = encode(words(question))
    for name, patterns, unless in _kinds():
        if any(p.search(line) for p in patterns) and not any(p.search(line) for p in unless):
            return name
    return ""


def question_role(question: str) -> str:
    """The contract's role of a question: problem, solution, vision, praise or open."""
    kind = question_kind(question)
    return kind if kind in QUESTION_ROLES else "open"
