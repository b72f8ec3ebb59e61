"""The tables of a run with decisions applied: for the evening's documents and the next run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.decisions.base import TOPIC, Base
from pipeline.decisions.cards import Card, View
from pipeline.decisions.state import State, role_of

DESK = "стол модераторов"  # the source of what was written down at a session

Frames = Mapping[str, pd.DataFrame]


def corrected(frames: Frames, view: View) -> dict[str, pd.DataFrame]:
    """answers, statements, topics, findings and links as decisions leave them.

    `frames` are the tables of the run that `view` shows; none is changed. Items written down at
    the desk become answers of their group.
    """
    base, state = view.base, view.state
    answers, statements = _with_items(frames["answers"], frames["statements"], state)
    cards = view.cards
    findings = _findings(frames["findings"], cards, base, state)
    kept = set(findings["finding_id"])
    links = frames["links"].copy()
    for column in ("problem_id", "solution_id"):
        links[column] = [state.root(id_) for id_ in links[column]]
    links = links[links["problem_id"].isin(kept) & links["solution_id"].isin(kept)]
    links = links.drop_duplicates(["problem_id", "solution_id"]).reset_index(drop=True)
    statements = _relabelled(statements, base, state, cards)
    return {
        "answers": _with_topics(answers, statements),
        "statements": statements,
        "topics": _topics(frames["topics"], cards),
        "findings": findings,
        "links": links,
    }


def _with_items(
    answers: pd.DataFrame, statements: pd.DataFrame, state: State
) -> tuple[pd.DataFrame, pd.DataFrame]:
    if not state.items:
        return answers, statements
    said, thoughts = [], []
    for number, (id_, item) in enumerate(state.items.items(), 1):
        said.append({
            "answer_id": id_, "kind": "proposal", "source": DESK, "locator": f"пункт {number}",
            "question": "", "question_role": "open", "respondent": "", "group": item["group"],
            "session": item["session"], "attributes": "{}", "text": item["text"],
            "status": "used", "reason": "", "repeats": 1, "campaign": "",
            "analysis": item["text"], "duplicate_of": "", "moderator": item["who"],
            "heading": "", "row_id": id_, "slots": "{}", "thesis": "",
        })  # fmt: skip
        thoughts.append({
            "statement_id": id_, "answer_id": id_, "start": 0, "end": len(item["text"]),
            "text": item["text"], "lemmas": _lemmas(item["text"]), "role": item["role"],
            "role_confidence": 1.0, "directions": list(item["directions"]), "second_role": "",
            "rules": [], "flags": [], "slots": "{}", "context": "",
        })  # fmt: skip
    return (
        _joined(answers, pd.DataFrame(said), "answers"),
        _joined(statements, pd.DataFrame(thoughts), "statements"),
    )


def _lemmas(text: str) -> list[str]:
    from pipeline.encode.lemmas import content_lemmas

    return content_lemmas([text])[0]


def _joined(frame: pd.DataFrame, more: pd.DataFrame, table: str) -> pd.DataFrame:
    rows = [*frame.to_dict("records"), *tables.conform(more, table).to_dict("records")]
    return tables.conform(pd.DataFrame(rows, columns=tables.SCHEMAS[table].names), table)


def _relabelled(
    statements: pd.DataFrame, base: Base, state: State, cards: Mapping[str, Card]
) -> pd.DataFrame:
    """Roles, directions and topics that people settled, in place of the machine's."""
    made = statements.copy()
    topic = {sid: c.id for c in cards.values() if c.kind == TOPIC for sid in c.members}
    ids = made["statement_id"].tolist()
    made["role"] = [role_of(sid, base, state) for sid in ids]
    settled = made["statement_id"].isin(list(state.roles))
    made["role_confidence"] = made["role_confidence"].mask(settled, 1.0)
    made["directions"] = [
        state.directions.get(sid, list(held or ()))
        for sid, held in zip(ids, made["directions"], strict=True)
    ]
    made["topic_id"] = [topic.get(sid) for sid in ids]
    return made


def _with_topics(answers: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """The topic of most of each answer's text, from its statements as they stand now."""
    long: dict[str, dict[str, int]] = {}
    rows = zip(statements["answer_id"], statements["topic_id"], statements["text"], strict=True)
    for answer, topic, text in rows:
        if topic:
            held = long.setdefault(answer, {})
            held[topic] = held.get(topic, 0) + len(text)
    most = {a: min(held, key=lambda t: (-held[t], t)) for a, held in long.items()}
    made = answers.copy()
    sources = zip(answers["answer_id"], answers["duplicate_of"], strict=True)
    made["topic_id"] = pd.Series([most.get(first or own) for own, first in sources], dtype=object)
    return made


def _topics(frame: pd.DataFrame, cards: Mapping[str, Card]) -> pd.DataFrame:
    known = {row["topic_id"]: row for row in frame.to_dict("records")}
    rows = []
    for card in cards.values():
        if card.kind == TOPIC:
            row = dict(known.get(card.id, {"topic_id": card.id, "keywords": [], "alternatives": [],
                                           "overlap": "{}", "marks": [], "rim": []}))  # fmt: skip
            row |= {"name": card.name, "statements": len(card.members),
                    "respondents": card.people, "groups": _json(card.groups),
                    "directions": [card.direction] if card.direction else [],
                    "quotes": list(card.quotes)}  # fmt: skip
            overlap = json.loads(row["overlap"] or "{}")
            row["overlap"] = _json({k: v for k, v in overlap.items() if k in cards})
            row["parent_id"] = row.get("parent_id") if row.get("parent_id") in cards else None
            if card.was:
                row["name_origin"] = "person"
            rows.append(row)
    return tables.conform(pd.DataFrame(rows, columns=tables.TOPICS.names), "topics")


def _findings(
    frame: pd.DataFrame, cards: Mapping[str, Card], base: Base, state: State
) -> pd.DataFrame:
    known = {row["finding_id"]: row for row in frame.to_dict("records")}
    rows: list[dict[str, Any]] = []
    for card in cards.values():
        if card.kind == TOPIC:
            continue
        row = dict(known.get(card.id, {}))
        if card.touched or not row:
            row = _counted(row, card, base)
        root = state.root(row["topic_id"] or "")
        row["topic_id"] = root if root in cards else None
        rows.append(row)
    order = {kind: place for place, kind in enumerate(tables.FINDING_KINDS)}
    rows.sort(key=lambda r: (order[r["kind"]], -r["respondents"], r["finding_id"]))
    return tables.conform(pd.DataFrame(rows, columns=tables.FINDINGS.names), "findings")


def _counted(row: Mapping[str, Any], card: Card, base: Base) -> dict[str, Any]:
    ids: Sequence[str] = card.members
    return {
        "slots": "{}", "messages": len(ids), "campaign_respondents": 0,
        "weighted_share": None, "marks": [], **row,
        "finding_id": card.id, "kind": card.kind, "name": card.name,
        "direction": card.direction, "topic_id": card.topic_id or None,
        "statements": len(ids), "respondents": card.people, "base": card.base,
        "share": card.share, "share_low": card.low, "share_high": card.high,
        "groups": _json(card.groups), "sessions": _json(card.sessions),
        "attributes": _json(card.attributes), "questions": _json(card.questions),
        "statement_ids": list(ids), "quotes": list(card.quotes), "recurring": card.recurring,
        "consensus": card.consensus, "in_draft": card.in_draft or "missing",
    }  # fmt: skip


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
