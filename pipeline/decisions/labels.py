"""Decisions as labels for training: the words, the question, the role and directions settled on."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.decisions.base import Base
from pipeline.decisions.lines import typed
from pipeline.decisions.log import Decision
from pipeline.decisions.state import fold

COLUMNS = ("text", "question", "role", "directions")


def labels(base: Base, decisions: Sequence[Decision]) -> list[dict[str, str]]:
    """A row of COLUMNS for each thought whose role or direction a person settled.

    `decisions` are those that hold. `directions` are ids joined by «;»; what the person left to
    the machine is empty, so that nothing is trained on the machine's own guesses.
    """
    state = fold(decisions, base)
    lines = {sid for _, sid in base.lines.values()}
    rows = []
    for sid in sorted({*state.roles, *(s for s in state.directions if s in base.statements)}):
        if sid in base.statements and sid not in state.hidden and sid not in lines:
            one = base.statements[sid]
            chosen = state.directions.get(sid, [])
            role = state.roles.get(sid, "")
            rows.append(_row(one.text, base.answers[one.answer_id].question, role, chosen))
    for line in typed(decisions):
        settled_role = "" if "role" in line.guessed else line.role
        settled_directions = () if "directions" in line.guessed else line.directions
        if settled_role or settled_directions:
            rows.append(_row(line.text, "", settled_role, settled_directions))
    return rows


def _row(text: str, question: str, role: str, directions: Sequence[str]) -> dict[str, str]:
    return {"text": text, "question": question, "role": role, "directions": ";".join(directions)}
