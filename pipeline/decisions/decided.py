"""What people decided that is no change of the tables: verdicts, locks, notes, what was taken.

They stand in a run as a table of their own (tables.DECIDED), and verdicts beside their theses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pipeline import tables
from pipeline.clean.privacy import mask_texts
from pipeline.decisions.base import Base, from_frames
from pipeline.decisions.log import Decision
from pipeline.decisions.state import State, fold, kind_of
from pipeline.settings import Settings

_TOLD = frozenset(("add", "verdict", "note", "lock", "unlock", "dispose"))


class Decided(NamedTuple):
    """`coverage` with the verdicts of groups, and `table` (tables.DECIDED)."""

    coverage: pd.DataFrame
    table: pd.DataFrame


def decided(
    frames: Mapping[str, pd.DataFrame], decisions: Sequence[Decision], settings: Settings
) -> Decided:
    """Lay what people decided over a run's tables; `frames` has coverage beside settled.TABLES.

    What people typed is masked like everything else that was said.
    """
    coverage = frames["coverage"].copy()
    coverage["decisions"] = "{}"
    kept = [decision for decision in decisions if decision.action in _TOLD]
    if not kept:
        return Decided(tables.conform(coverage, "coverage"), tables.empty("decided"))
    base = from_frames("прогон", "", frames)
    rows = list(_rows(fold(kept, base), base))
    if settings.privacy.mask:
        _mask(rows)
    verdicts: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["what"] == "verdict":
            said = {"verdict": row["value"], "text": row["text"], "why": row["why"]}
            verdicts.setdefault(row["subject_id"], {})[row["group"]] = said
    coverage["decisions"] = [
        json.dumps(verdicts.get(answer, {}), ensure_ascii=False, sort_keys=True)
        for answer in coverage["answer_id"]
    ]
    table = pd.DataFrame(rows, columns=tables.DECIDED.names)
    return Decided(tables.conform(coverage, "coverage"), tables.conform(table, "decided"))


def _rows(state: State, base: Base) -> Iterator[dict[str, Any]]:
    for thesis, held in state.verdicts.items():
        for group, verdict in held.items():
            yield {"what": "verdict", "subject_id": thesis, "group": group, "kind": "thesis",
                   "subject": base.theses[thesis].text, "value": verdict["verdict"],
                   "text": verdict["text"], "why": verdict["why"], "who": verdict["who"],
                   "at": verdict["at"]}  # fmt: skip
    for card, who in state.locked.items():
        yield _of(card, "lock", base, state) | {"who": who}
    for card, told in state.dispositions.items():
        yield _of(card, "disposition", base, state) | {
            "value": told["what"], "why": told["why"], "who": told["who"]}  # fmt: skip
    for subject, notes in state.notes.items():
        for note in notes:
            yield _of(subject, "note", base, state) | {
                "text": note["text"], "who": note["who"], "group": note["group"],
                "at": note["at"]}  # fmt: skip


def _of(subject: str, what: str, base: Base, state: State) -> dict[str, Any]:
    blank = {"value": "", "text": "", "why": "", "who": "", "group": "", "at": ""}
    subject = state.root(subject)
    if subject in base.theses:
        kind, words = "thesis", base.theses[subject].text
    elif subject in base.groups:
        kind, words = kind_of(subject, base, state), base.groups[subject].name
    else:
        kind, words = "statement", base.statements[subject].text
    return {**blank, "what": what, "subject_id": subject, "kind": kind, "subject": words}


def _mask(rows: list[dict[str, Any]]) -> None:
    texts = sorted({row[name] for row in rows for name in ("text", "why") if row[name]})
    masked = {text: done.text for text, done in zip(texts, mask_texts(texts), strict=True)}
    for row in rows:
        for name in ("text", "why"):
            row[name] = masked.get(row[name], row[name])
