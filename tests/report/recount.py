"""An independent recount of findings from ids, by plain sets; shares no code with the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ASKS = {
    "problem": {"problem", "open"},
    "solution": {"solution", "open"},
    "against": {"problem", "solution", "open"},
    "vision": {"vision", "open"},
}


@dataclass(frozen=True)
class Count:
    people: int
    base: int
    groups: dict[str, int]


class Recount:
    """Counts of findings among answers that a condition keeps."""

    def __init__(self, result: Any) -> None:
        self.answers = {row["answer_id"]: row for row in result.answers.to_dict("records")}
        self.answer_of = dict(
            zip(result.statements["statement_id"], result.statements["answer_id"], strict=True)
        )
        self.findings = {row["finding_id"]: row for row in result.findings.to_dict("records")}

    def people(self, statement_ids: list[str], keep=lambda row: True) -> set[str]:  # type: ignore[no-untyped-def]
        rows = [self.answers[self.answer_of[sid]] for sid in statement_ids]
        return {r["respondent"] for r in rows if r["kind"] == "survey" and keep(r)} - {"", None}

    def of(self, finding_id: str, keep=lambda row: True) -> Count:  # type: ignore[no-untyped-def]
        finding = self.findings[finding_id]
        rows = [self.answers[self.answer_of[sid]] for sid in finding["statement_ids"]]
        questions = {row["question"] for row in rows if row["kind"] == "survey"}
        asked = {
            row["respondent"]
            for row in self.answers.values()
            if row["kind"] == "survey"
            and row["status"] not in ("empty", "rejected")
            and (row["question_role"] in ASKS[finding["kind"]] or row["question"] in questions)
            and keep(row)
        }
        items: dict[str, set[str]] = {}
        for row in rows:
            if row["kind"] == "proposal" and keep(row):
                items.setdefault(row["group"], set()).add(row["answer_id"])
        people = self.people(finding["statement_ids"], keep)
        return Count(len(people), len(asked - {""}), {g: len(ids) for g, ids in items.items()})
