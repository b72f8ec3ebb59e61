"""Who said each statement: a person, a group, neither; in which session, to which question."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from pipeline.tables import FINDING_KINDS, fold

COUNTED = ("used", "duplicate")
_COPY = 92.0  # similarity (Indel, percent) from which a group's item is a copy of a draft thesis
# Which questions ask for a kind; «open» questions ask for everything.
ASKING: Mapping[str, tuple[str, ...]] = {
    "problem": ("problem", "open"),
    "solution": ("solution", "open"),
    "against": ("problem", "solution", "open"),
    "vision": ("vision", "open"),
}


@dataclass(frozen=True)
class Voices:
    """`said`: one row per statement that may stand in a finding. `asked`: respondents by question.

    `said` has the columns of statements plus `respondent`, `group`, `session`, `question`,
    `question_role`, `attributes` (dict), `campaign`, `repeats`, `row_id`, `order`.
    """

    said: pd.DataFrame
    rows: Sequence[Any]  # the rows of `said` as named tuples: pandas is slow one row at a time
    asked: Mapping[str, frozenset[str]]  # question -> respondents who answered it
    question_roles: Mapping[str, str]
    answers_of: pd.DataFrame  # answers that count, indexed by answer_id

    def base(self, kind: str, questions: frozenset[str]) -> frozenset[str]:
        """Respondents asked: those who answered a question that asks for `kind`, or one of
        `questions`, in which the finding's own statements stand.

        Saying «не знаю» is answering; an empty cell is not.
        """
        roles = ASKING[kind]
        people: set[str] = set()
        for question, respondents in self.asked.items():
            if self.question_roles[question] in roles or question in questions:
                people |= respondents
        return frozenset(people)


def voices(
    answers: pd.DataFrame, statements: pd.DataFrame, roles: Sequence[str] = FINDING_KINDS
) -> Voices:
    """Join the statements of `roles` with the answers they stand in.

    Draft theses and their verbatim copies in group papers are no voices: handing a thesis back
    unchanged is not support.
    """
    said_by = answers.set_index("answer_id", drop=False)
    surveys = answers[(answers["kind"] == "survey") & (answers["status"] != "empty")]
    surveys = surveys[surveys["status"] != "rejected"]
    asked = {
        str(question): frozenset(part["respondent"]) - {"", None}
        for question, part in surveys.groupby(surveys["question"].fillna(""), sort=True)
    }
    question_roles = {
        str(question): _commonest(part["question_role"])
        for question, part in surveys.groupby(surveys["question"].fillna(""), sort=True)
    }
    known = statements[statements["answer_id"].isin(said_by.index)]
    joined = known.join(
        said_by[
            ["kind", "respondent", "group", "session", "question", "question_role",
             "attributes", "campaign", "repeats", "row_id", "status", "source", "duplicate_of"]
        ].rename(columns={"kind": "source_kind"}),
        on="answer_id",
    )  # fmt: skip
    copies = draft_copies(answers)
    counted = (
        (joined["source_kind"] != "draft")
        & joined["status"].isin(COUNTED)
        & ~joined["answer_id"].isin(copies)
        & joined["role"].isin(roles)
    )
    said = joined[counted].sort_values("statement_id", kind="stable").reset_index(drop=True)
    for column in ("respondent", "group", "session", "question", "campaign", "row_id"):
        said[column] = said[column].fillna("").astype(object)
    said["attributes"] = [_object(value) for value in said["attributes"]]
    rows = list(said.itertuples(index=False, name="Voice"))
    return Voices(said, rows, asked, question_roles, said_by)


def draft_copies(answers: pd.DataFrame) -> frozenset[str]:
    """answer_ids of group items that repeat a draft thesis almost to the letter."""
    theses = sorted({fold(text) for text in answers.loc[answers["kind"] == "draft", "text"]})
    if not theses:
        return frozenset()
    copies = set()
    papers = answers[answers["kind"] == "proposal"]
    for answer_id, text in zip(papers["answer_id"], papers["text"], strict=True):
        if process.extractOne(fold(text), theses, scorer=fuzz.ratio, score_cutoff=_COPY):
            copies.add(answer_id)
    return frozenset(copies)


def _commonest(values: pd.Series) -> str:
    counts = values.fillna("open").value_counts()
    return str(min(counts.index, key=lambda role: (-counts[role], role)))


def _object(value: Any) -> dict[str, Any]:
    if not value:
        return {}
    parsed = json.loads(value)
    return parsed if isinstance(parsed, dict) else {}
