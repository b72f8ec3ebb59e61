"""Lines typed at a session on their way into a run: read beside the files, each one thought.

A line is read like an item of its group's paper: cleaned, masked, counted in the ledger. Its role
and directions are those that a person settled, and it stays the one thought that it was typed as.
A line that also stands in the group's paper of that session is its repeat: shown, counted once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.clean.repeats import is_long, near_groups, signature
from pipeline.clean.status import GROUP_REPEAT
from pipeline.decisions.log import Decision

SOURCE = "стол модераторов"
_ROLES = ("problem", "solution", "vision", "praise")  # those that a question may ask for
_PLACE = "запись "


@dataclass(frozen=True)
class Line:
    """What was typed: `number` is its decision; `role`, `directions` as they stand in the end."""

    number: int
    text: str
    role: str
    directions: tuple[str, ...]
    group: str
    session: str
    who: str
    guessed: tuple[str, ...] = ()  # what of it the machine filled in and nobody looked at

    @property
    def locator(self) -> str:
        """Where an answer of the run says that it comes from."""
        return f"{_PLACE}{self.number}"


def typed(decisions: Sequence[Decision]) -> list[Line]:
    """Lines of the decisions that hold, with later corrections of their role and directions."""
    found: dict[str, Line] = {}
    for decision in decisions:
        payload = decision.payload
        if decision.action == "add":
            found[f"i{decision.id}"] = Line(
                decision.id, str(payload["text"]), str(payload["role"]),
                tuple(payload["directions"]), str(payload["group"]), str(payload["session"]),
                decision.who, tuple(payload.get("guessed", ())),
            )  # fmt: skip
        elif decision.action in ("role", "direct"):
            for target in set(decision.targets) & set(found):
                found[target] = _changed(found[target], decision)
    return list(found.values())


def _changed(line: Line, decision: Decision) -> Line:
    if decision.action == "role":
        guessed = tuple(name for name in line.guessed if name != "role")
        return replace(line, role=str(decision.payload["role"]), guessed=guessed)
    guessed = tuple(name for name in line.guessed if name != "directions")
    return replace(line, directions=tuple(decision.payload["directions"]), guessed=guessed)


def fingerprint(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """What a stage that reads lines depends on."""
    return [asdict(line) for line in lines]


def with_items(items: pd.DataFrame, lines: Sequence[Line]) -> pd.DataFrame:
    """`items` (tables.ITEMS) with the lines after them."""
    more = pd.DataFrame([_item(line) for line in lines], columns=tables.ITEMS.names)
    rows = [*items.to_dict("records"), *more.to_dict("records")]
    return tables.conform(pd.DataFrame(rows, columns=tables.ITEMS.names), "items")


def _item(line: Line) -> dict[str, Any]:
    return {
        "kind": "proposal", "source": SOURCE, "locator": line.locator, "position": line.number,
        "question": "", "question_role": line.role if line.role in _ROLES else "open",
        "respondent": "", "group": line.group, "session": line.session, "moderator": line.who,
        "attributes": "{}", "heading": "", "row_id": f"i{line.number}", "slots": "{}",
        "thesis": "", "text": line.text,
    }  # fmt: skip


def entry(lines: Sequence[Line]) -> dict[str, Any]:
    """The lines as an entry of the ledger of source files."""
    return {
        "source": SOURCE, "kind": "proposal", "file_rows": len(lines), "rows": len(lines),
        "sha256": "", "format": "журнал решений", "encoding": "", "delimiter": "", "refused": "",
    }  # fmt: skip


def without_twins(answers: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """`answers` where a line that the group's paper of the session holds too is its repeat.

    The same text, or a near copy of a long one at `threshold`; a short one only where both ask for
    the same as far as they say. The paper's item stays and counts it.
    """
    said = answers[(answers["kind"] == "proposal") & (answers["status"] == "used")]
    lines, papers = said[said["source"] == SOURCE], said[said["source"] != SOURCE]
    words = {row.Index: signature(row.analysis) for row in said.itertuples()}
    alike = near_groups(sorted(set(words.values())), threshold)
    first: dict[tuple[str, str, str], list[Any]] = {}
    for row in papers.itertuples():
        key = (row.group, row.session, alike[words[row.Index]])
        first.setdefault(key, []).append(row)
    made = answers.copy()
    for line in lines.itertuples():
        for paper in first.get((line.group, line.session, alike[words[line.Index]]), ()):
            roles = {line.question_role, paper.question_role} - {"open"}
            if len(roles) < 2 or is_long(words[line.Index]):
                made.at[line.Index, "status"] = "duplicate"
                made.at[line.Index, "reason"] = GROUP_REPEAT
                made.at[line.Index, "duplicate_of"] = paper.answer_id
                made.at[line.Index, "campaign"] = ""
                made.at[paper.Index, "repeats"] += 1
                break
    return made


def settled_lines(
    answers: pd.DataFrame, statements: pd.DataFrame, lines: Sequence[Line]
) -> pd.DataFrame:
    """`statements` where each line is one thought with the role and directions of people.

    A line that repeats a paper gives them to the paper's thought.
    """
    rows = statements.to_dict("records")
    by_answer: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_answer.setdefault(row["answer_id"], []).append(row)
    own = {a.locator: a for a in answers.itertuples() if a.source == SOURCE}
    for line in lines:
        said = own.get(line.locator)
        if said is None or said.status not in ("used", "duplicate"):
            continue
        held = by_answer.get(said.duplicate_of or said.answer_id, [])
        if said.status == "used":
            whole = _whole(said, held)
            by_answer[said.answer_id], held = [whole], [whole]
        for row in sorted(held, key=lambda row: -len(row["text"]))[:1]:
            row |= {"role": line.role, "role_confidence": 1.0, "second_role": "",
                    "directions": list(line.directions) or row["directions"]}  # fmt: skip
    made = [row for aid in dict.fromkeys(by_answer) for row in by_answer[aid]]
    return tables.conform(pd.DataFrame(made, columns=tables.STATEMENTS.names), "statements")


def _whole(said: Any, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The thoughts that the machine cut a line into, as the one that was typed."""
    text = said.text.strip()
    start = len(said.text) - len(said.text.lstrip())
    slots: dict[str, Any] = {}
    for part in parts:
        slots = {**json.loads(part["slots"] or "{}"), **slots}
    lemmas = [lemma for part in parts for lemma in part["lemmas"] or ()]
    blank: dict[str, Any] = {
        "topic_id": None,
        "topic_confidence": None,
        "context": "",
        "directions": [],
    }
    return {
        **(parts[0] if parts else blank),
        "statement_id": f"{said.answer_id}-{start}", "answer_id": said.answer_id,
        "start": start, "end": start + len(text), "text": text,
        "lemmas": lemmas or _lemmas(text), "slots": json.dumps(slots, ensure_ascii=False),
        "rules": tables.distinct(rule for part in parts for rule in part["rules"] or ()),
        "flags": tables.distinct(flag for part in parts for flag in part["flags"] or ()),
    }  # fmt: skip


def _lemmas(text: str) -> list[str]:
    from pipeline.encode.lemmas import content_lemmas

    return content_lemmas([text])[0]


def places(answers: pd.DataFrame, statements: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Item of the desk («i12») -> its answer in the run and its thought, "" where it has none."""
    own = answers[answers["source"] == SOURCE]
    wanted = {row.duplicate_of or row.answer_id for row in own.itertuples()}
    longest: dict[str, tuple[int, str]] = {}
    for row in statements[statements["answer_id"].isin(wanted)].itertuples():
        best = longest.get(row.answer_id, (0, ""))
        if len(row.text) > best[0]:
            longest[row.answer_id] = (len(row.text), row.statement_id)
    return {
        f"i{row.locator.removeprefix(_PLACE)}": (
            row.answer_id, longest.get(row.duplicate_of or row.answer_id, (0, ""))[1],
        )
        for row in own.itertuples()
    }  # fmt: skip
