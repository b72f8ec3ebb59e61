"""What `report.html` carries: findings at once, and all that was said, packed, for the filters.

Columns of plain lists keep the file small; a reader's own program can take them out as well:
both are JSON, the second one gzipped and written in base64.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.report.columns import titles
from pipeline.report.figures import Figures, groups_of
from pipeline.report.result import Result
from pipeline.report.typography import date
from pipeline.tables import FINDING_KINDS, ROLES
from pipeline.vocabulary import (
    CONSENSUS_NOTES,
    FINDING_TITLES,
    IN_DRAFT_TITLES,
    MARK_TITLES,
    ROLE_TITLES,
    SLOT_TITLES,
    STATUS_TITLES,
)


def embedded(value: Any) -> str:
    """JSON that may stand inside a script element: nothing in it can end or open markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def packed(value: Any) -> str:
    """JSON, gzipped without a date, in base64."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


class Codes:
    """Numbers for values, in the order in which they are met."""

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self._code: dict[Any, int] = {}
        for value in values:
            self(value)

    def __call__(self, value: Any) -> int:
        return self._code.setdefault(value, len(self._code))

    @property
    def values(self) -> list[Any]:
        """The values, by their numbers."""
        return list(self._code)


def first_view(result: Result) -> dict[str, Any]:
    """Findings, topics and vocabularies: what the page needs before anything is unpacked."""
    recurring = result.findings[result.findings["recurring"].astype(bool)]
    position = _positions(result)
    return {
        "public": result.public,
        "place": result.strategy.place,
        "findings": [_finding(result, f, position) for f in recurring.itertuples(index=False)],
        "topics": [_topic(t) for t in result.topics.itertuples(index=False)],
        "links": [[link.problem_id, link.solution_id, round(float(link.score), 3),
                   int(link.same_answer)] for link in result.links.itertuples(index=False)],
        "directions": dict(result.directions),
        "titles": {
            "kind": FINDING_TITLES, "role": ROLE_TITLES, "status": STATUS_TITLES,
            "consensus": CONSENSUS_NOTES, "draft": IN_DRAFT_TITLES, "mark": MARK_TITLES,
            "slot": SLOT_TITLES,
        },
    }  # fmt: skip


def all_said(result: Result) -> dict[str, Any]:
    """Answers and statements as columns; [] of both in the public edition."""
    questions, groups, sessions, sources = (Codes() for _ in range(4))
    people, statuses = Codes([""]), Codes()
    answers = result.answers
    index = {aid: at for at, aid in enumerate(answers["answer_id"])}
    columns: dict[str, list[Any]] = {
        "id": answers["answer_id"].tolist(),
        "text": ["" if original else text for text, original in
                 zip(answers["text"], answers["duplicate_of"].fillna(""), strict=True)],
        "copy": [index.get(original, -1) for original in answers["duplicate_of"].fillna("")],
        "question": [questions(q or "") for q in answers["question"]],
        "person": [people(p or "") for p in answers["respondent"]],
        "group": [groups(g or "") for g in answers["group"]],
        "session": [sessions(s or "") for s in answers["session"]],
        "status": [statuses(s) for s in answers["status"]],
        "source": [sources(s or "") for s in answers["source"]],
        "locator": answers["locator"].fillna("").tolist(),
        "kind": [{"survey": 0, "proposal": 1}.get(k, 2) for k in answers["kind"]],
    }  # fmt: skip
    said = result.statements
    topics = {tid: at for at, tid in enumerate(result.topics["topic_id"])}
    directions = {did: at for at, did in enumerate(result.directions)}
    return {
        "answers": columns,
        "statements": {
            "answer": [index[aid] for aid in said["answer_id"]],
            "start": said["start"].tolist(),
            "end": said["end"].tolist(),
            "role": [ROLES.index(role) for role in said["role"]],
            "topic": [topics.get(tid, -1) for tid in said["topic_id"]],
            "directions": [[directions[d] for d in ids or () if d in directions]
                           for ids in said["directions"]],
        },
        "questions": titles(questions.values),
        "questionRoles": [result.question_roles.get(q, "") for q in questions.values],
        "groups": groups.values,
        "sessions": sessions.values,
        "sessionTitles": [date(s) for s in sessions.values],
        "statuses": statuses.values,
        "sources": sources.values,
        "roles": list(ROLES),
        **_attributes(result, people.values),
        "rare": _rare(result),
    }  # fmt: skip


def _attributes(result: Result, people: Sequence[str]) -> dict[str, Any]:
    """Closed questions of few answers: their values, and a column of codes by person."""
    names = sorted({name for known in result.attributes.values() for name in known})
    shown, values, columns = [], [], []
    for name in names:
        codes = Codes(sorted({k[name] for k in result.attributes.values() if name in k}))
        if 1 < len(codes.values) <= 40:
            shown.append(name)
            values.append(codes.values)
            columns.append(
                [codes(result.attributes[p][name]) if name in result.attributes.get(p, {}) else -1
                 for p in people]
            )  # fmt: skip
    return {"attributes": titles(shown), "attributeValues": values, "attributeOf": columns}


def _positions(result: Result) -> Mapping[str, int]:
    return {sid: at for at, sid in enumerate(result.statements["statement_id"])}


def _finding(result: Result, f: Any, position: Mapping[str, int]) -> dict[str, Any]:
    figures = Figures(result)
    weighted = None if f.weighted_share != f.weighted_share else round(f.weighted_share, 4)
    shown: dict[str, Any] = {
        "id": f.finding_id, "kind": FINDING_KINDS.index(f.kind), "name": f.name,
        "direction": f.direction or "", "topic": f.topic_id, "groups": groups_of(f),
        "consensus": f.consensus, "draft": f.in_draft if result.strategy.has_draft else "",
        "marks": list(f.marks or ()), "people": int(f.respondents), "base": int(f.base),
        "akin": figures.akin(f), "weighted": weighted,
    }  # fmt: skip
    if result.public:
        return shown | {
            "share": round(f.share, 2), "low": round(f.share_low, 2),
            "high": round(f.share_high, 2),
            "quotes": [[figures.quote(sid), figures.source(sid)] for sid in f.quotes],
        }  # fmt: skip
    return shown | {
        "share": round(f.share, 6), "low": round(f.share_low, 6), "high": round(f.share_high, 6),
        "quotes": [position[sid] for sid in f.quotes],
        "said": [position[sid] for sid in f.statement_ids],
        "asking": result.base_questions(f), "messages": int(f.messages or 0),
        "slots": json.loads(f.slots or "{}"),
    }  # fmt: skip


def _rare(result: Result) -> list[list[Any]]:
    position = _positions(result)
    rare = result.findings[~result.findings["recurring"].astype(bool)]
    return [
        [f.finding_id, FINDING_KINDS.index(f.kind), f.name, f.direction or "",
         [position[sid] for sid in f.statement_ids]]
        for f in rare.itertuples(index=False)
    ]  # fmt: skip


def _topic(t: Any) -> dict[str, Any]:
    return {"id": t.topic_id, "name": t.name, "keywords": list(t.keywords or ())[:8],
            "stability": None if t.stability != t.stability else round(float(t.stability), 3),
            "marks": list(t.marks or ())}  # fmt: skip
