"""What a report is made from: the tables of a run and what is known of the run itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.findings.voices import ASKING
from pipeline.strategy import Strategy
from pipeline.strategy.disclosure import rounded
from pipeline.tables import empty


@dataclass(frozen=True)
class Result:
    """All tables of a finished run, ready to be written down.

    `run` is what run.json says: `versions`, `settings`, `inputs`, `models` (task -> dict with
    `version` and `scores`), `stages`, `ledger`. `date` is the ISO date of the run; nothing here
    asks the clock. `directions` maps ids to titles, in the order of the taxonomy. `places` has
    a row per topic: `topic_id`, `x`, `y` in 0 to 1; None: topics are laid out by size.
    """

    title: str
    date: str
    answers: pd.DataFrame
    statements: pd.DataFrame
    topics: pd.DataFrame
    links: pd.DataFrame
    frequencies: pd.DataFrame
    journal: pd.DataFrame
    strategy: Strategy
    directions: Mapping[str, str] = field(default_factory=dict)
    run: Mapping[str, Any] = field(default_factory=dict)
    places: pd.DataFrame | None = None
    edition: str = "working"
    min_cell: int = 10
    levels: pd.DataFrame = field(default_factory=lambda: empty("levels"))  # branches, subtopics
    decided: pd.DataFrame = field(default_factory=lambda: empty("decided"))
    held_back: int | None = None  # findings that the public edition keeps; None: not released

    @property
    def findings(self) -> pd.DataFrame:
        """Findings with their consensus and their place in the draft."""
        return self.strategy.findings

    @property
    def coverage(self) -> pd.DataFrame:
        """Theses of the draft, items of the region's strategy, and how findings answer them."""
        return self.strategy.coverage

    @property
    def public(self) -> bool:
        """True for the edition that leaves the building."""
        return self.edition == "public"

    @property
    def hides_below(self) -> int:
        """People that a count must have to be shown; 0: every count is."""
        return self.min_cell if self.public else 0

    def shown(self, count: int) -> int:
        """A count of records or thoughts as the edition shows it: the public one rounds it."""
        return rounded(int(count)) if self.public else int(count)

    @cached_property
    def answer(self) -> dict[str, Any]:
        """answer_id -> row of answers."""
        return {row.answer_id: row for row in self.answers.itertuples(index=False)}

    @cached_property
    def statement(self) -> dict[str, Any]:
        """statement_id -> row of statements."""
        return {row.statement_id: row for row in self.statements.itertuples(index=False)}

    @cached_property
    def finding(self) -> dict[str, Any]:
        """finding_id -> row of findings."""
        return {row.finding_id: row for row in self.findings.itertuples(index=False)}

    @cached_property
    def topic(self) -> dict[str, Any]:
        """topic_id -> row of topics."""
        return {row.topic_id: row for row in self.topics.itertuples(index=False)}

    @cached_property
    def attributes(self) -> dict[str, dict[str, str]]:
        """Respondent -> closed question -> answer; the first known answer counts."""
        known: dict[str, dict[str, str]] = {}
        surveys = self.answers[self.answers["kind"] == "survey"]
        for person, text in zip(surveys["respondent"], surveys["attributes"], strict=True):
            if person and text and text != "{}":
                for name, value in json.loads(text).items():
                    if value not in ("", None):
                        known.setdefault(person, {}).setdefault(str(name), str(value))
        return known

    @cached_property
    def asked(self) -> dict[str, frozenset[str]]:
        """Question -> respondents who answered it; «не знаю» is an answer, an empty cell is not."""
        answers = self.answers
        said = answers[
            (answers["kind"] == "survey") & ~answers["status"].isin(("empty", "rejected"))
        ]
        return {
            str(question): frozenset(part["respondent"]) - {"", None}
            for question, part in said.groupby(said["question"].fillna(""), sort=True)
        }

    @cached_property
    def question_roles(self) -> dict[str, str]:
        """Question -> role, of the survey."""
        surveys = self.answers[self.answers["kind"] == "survey"]
        pairs = zip(surveys["question"].fillna(""), surveys["question_role"], strict=True)
        return {str(question): role or "open" for question, role in sorted(set(pairs))}

    def base_questions(self, finding: Any) -> list[str]:
        """Questions whose respondents are the base of a finding's share."""
        own = {self.answer[self.statement[s].answer_id].question for s in finding.statement_ids}
        roles = ASKING[finding.kind]
        return [q for q in self.asked if q in own or self.question_roles[q] in roles]

    def person(self, statement_id: str) -> str:
        """The respondent behind a statement; "" for a group's paper."""
        return self.answer[self.statement[statement_id].answer_id].respondent or ""

    def group(self, statement_id: str) -> str:
        """The working group behind a statement; "" for a resident."""
        return self.answer[self.statement[statement_id].answer_id].group or ""

    def direction(self, id_: str | None) -> str:
        """The title of a direction."""
        return self.directions.get(id_ or "", "Прочее")
