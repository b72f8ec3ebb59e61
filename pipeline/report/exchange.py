"""`strategy.json`: the same result for other programs, by a published JSON Schema."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import Any

from pipeline.report.figures import Figures
from pipeline.report.overview import overview
from pipeline.report.release import released
from pipeline.report.result import Result

FORMAT = 1
_FINDING_JSON = ("groups", "sessions", "attributes", "questions", "slots")


def schema() -> dict[str, Any]:
    """The JSON Schema that every strategy.json keeps to."""
    return json.loads(files("pipeline.report").joinpath("strategy.schema.json").read_text("utf-8"))


def strategy_json(result: Result) -> str:
    """The findings, links, sections and evidence as JSON text, keys sorted."""
    result = released(result)
    facts = overview(result)
    content = {
        "format": FORMAT,
        "title": result.title,
        "date": result.date,
        "edition": result.edition,
        "overview": {
            "people": int(facts.people), "said": facts.said, "used": facts.used,
            "groups": list(facts.groups), "items": facts.items, "theses": facts.theses,
            "sessions": list(facts.sessions), "thoughts": facts.thoughts,
            "self_selected": bool(result.strategy.self_selected),
        },
        "directions": [{"id": key, "title": title} for key, title in result.directions.items()],
        "findings": [_finding(result, f) for f in result.findings.itertuples(index=False)],
        "links": [_link(link) for link in result.links.itertuples(index=False)],
        "sections": [_section(result, section) for section in result.strategy.sections],
        "coverage": [_thesis(result, row) for row in result.coverage.itertuples(index=False)],
        "topics": [_topic(result, t) for t in result.topics.itertuples(index=False)],
        "ledger": result.run.get("ledger", {}),
        "versions": result.run.get("versions", {}),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _finding(result: Result, f: Any) -> dict[str, Any]:
    nested = {name: json.loads(getattr(f, name) or "{}") for name in _FINDING_JSON}
    digits = 2 if result.public else 15
    return {
        "finding_id": f.finding_id, "kind": f.kind, "name": f.name, "direction": f.direction or "",
        "topic_id": f.topic_id, "recurring": bool(f.recurring),
        "respondents": int(f.respondents), "base": int(f.base), "matter_id": f.matter_id or "",
        "matter_respondents": Figures(result).akin(f) or int(f.respondents),
        "share": round(f.share, digits),
        "share_low": round(f.share_low, digits),
        "share_high": round(f.share_high, digits),
        "weighted_share": _number(f.weighted_share),
        "consensus": f.consensus, "in_draft": f.in_draft, "marks": list(f.marks or ()),
        **nested,
        "quotes": [_quote(result, sid) for sid in f.quotes],
        "statement_ids": [] if result.public else list(f.statement_ids),
    }  # fmt: skip


def _quote(result: Result, statement_id: str) -> dict[str, Any]:
    said = result.statement[statement_id]
    if result.public:  # ids would tell which words are of one person
        return {"text": said.text, "source": Figures(result).source(statement_id)}
    return {"statement_id": statement_id, "answer_id": said.answer_id, "start": int(said.start),
            "end": int(said.end), "text": said.text,
            "source": Figures(result).source(statement_id)}  # fmt: skip


def _link(link: Any) -> dict[str, Any]:
    return {"problem_id": link.problem_id, "solution_id": link.solution_id,
            "score": float(link.score), "same_answer": int(link.same_answer)}  # fmt: skip


def _section(result: Result, section: Any) -> dict[str, Any]:
    return {
        "direction": section.direction,
        "respondents": int(section.respondents),
        "rows": [
            {"problem_id": row.problem_id or None, "solution_ids": list(row.solution_ids),
             "causes": list(row.causes), "resources": list(row.resources),
             "responsible": list(row.responsible), "deadlines": list(row.deadlines),
             "respondents": int(row.respondents), "groups": list(row.groups)}
            for row in section.rows
        ],
    }  # fmt: skip


def _thesis(result: Result, row: Any) -> dict[str, Any]:
    return {"document": row.document, "thesis": row.thesis or "", "text": row.text,
            "direction": row.direction or "", "verdict": row.verdict,
            "finding_ids": list(row.finding_ids), "respondents": int(row.respondents),
            "groups": json.loads(row.groups or "{}"),
            "decisions": json.loads(row.decisions or "{}")}  # fmt: skip


def _topic(result: Result, t: Any) -> dict[str, Any]:
    return {"topic_id": t.topic_id, "name": t.name, "keywords": list(t.keywords or ()),
            "statements": int(t.statements),
            "respondents": int(t.respondents), "stability": _number(t.stability),
            "marks": list(t.marks or ())}  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
