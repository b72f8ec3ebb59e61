"""The strategy stage: everything that the documents print, as tables with evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.findings.voices import Voices, voices
from pipeline.settings import Settings
from pipeline.strategy import portrait
from pipeline.strategy.changes import between_sessions
from pipeline.strategy.consensus import Opposition, consensus, matrix, oppositions
from pipeline.strategy.coverage import Thesis, coverage, in_draft, region_items, theses
from pipeline.strategy.districts import COLUMNS as PROFILE
from pipeline.strategy.districts import place_attribute, profile
from pipeline.strategy.region import Region
from pipeline.strategy.sections import Section, sections, unmatched
from pipeline.strategy.subjects import Subjects


@dataclass(frozen=True)
class Strategy:
    """What the strategy documents are made of; every figure can be recounted from ids.

    `findings` is the stage's input with `consensus` and `in_draft` filled; `coverage` the theses of
    the draft and the items of the region's strategy; `matrix` findings × citizens and groups;
    `oppositions` pairs of for and against; `districts` the profile by `place` (the closed question
    that asks where people live, "" when none does); `sessions` voices by session;
    `demanded_not_in_draft` recurring findings that the draft lacks; `unasked_theses` answer ids of
    theses that nobody spoke of; `unspecific` statements that ask for help and name no matter;
    `asked` distinct respondents; `answered` respondents by question; `self_selected` is True: who
    answers an open questionnaire chose to.
    """

    findings: pd.DataFrame
    coverage: pd.DataFrame
    sections: tuple[Section, ...]
    matrix: pd.DataFrame
    oppositions: tuple[Opposition, ...]
    vision: portrait.Vision
    strengths: tuple[portrait.Strength, ...]
    swot: portrait.Swot
    place: str
    districts: pd.DataFrame
    sessions: pd.DataFrame
    session_names: tuple[str, ...]
    rare: tuple[str, ...]
    problems_without_solution: tuple[str, ...]
    solutions_without_problem: tuple[str, ...]
    demanded_not_in_draft: tuple[str, ...]
    unasked_theses: tuple[str, ...]
    unspecific: tuple[str, ...]
    asked: int
    answered: Mapping[str, int]
    groups: tuple[str, ...]
    has_draft: bool
    region: Region | None
    self_selected: bool


def strategy(
    answers: pd.DataFrame,
    statements: pd.DataFrame,
    topics: pd.DataFrame,
    findings: pd.DataFrame,
    links: pd.DataFrame,
    frequencies: pd.DataFrame,
    settings: Settings,
    region: Region | None = None,
) -> Strategy:
    """Fill `consensus` and `in_draft`, and lay out what the documents need."""
    heard = voices(answers, statements)
    subjects = Subjects(findings, statements)
    against = oppositions(findings, subjects)
    items = theses(answers, statements)
    wanted = [*items, *region_items(region)]
    people_of = respondents_of(findings, answers, statements)
    filled = _filled(findings, links, against, wanted, subjects, settings)
    filled["matter_respondents"] = of_matters(filled, people_of)
    covered = coverage(wanted, filled, subjects, answers, statements)
    without_solution, without_problem = unmatched(filled, links)
    praised = portrait.strengths(
        _praise(answers, statements), settings.findings.likeness, settings.findings.people
    )
    place = place_attribute(_attribute_names(findings))
    names = tuple(sorted({s for s in heard.said["session"] if s}))
    return Strategy(
        findings=filled,
        coverage=covered,
        sections=sections(filled, links, people_of),
        matrix=matrix(filled, against),
        oppositions=tuple(against),
        vision=portrait.vision(filled, heard),
        strengths=praised,
        swot=portrait.swot(filled, praised, heard, answers),
        place=place,
        districts=profile(filled, answers, place) if place else pd.DataFrame(columns=PROFILE),
        sessions=between_sessions(filled, names, _asked_in(answers)),
        session_names=names,
        rare=tuple(filled.loc[~filled["recurring"], "finding_id"]),
        problems_without_solution=tuple(without_solution),
        solutions_without_problem=tuple(without_problem),
        demanded_not_in_draft=_demanded(filled, items),
        unasked_theses=_unasked(covered),
        unspecific=_unspecific(heard, findings),
        asked=len(frozenset().union(*heard.asked.values())) if heard.asked else 0,
        answered={question: len(people) for question, people in sorted(heard.asked.items())},
        groups=tuple(sorted(set(heard.said["group"]) - {""})),
        has_draft=bool(items),
        region=region,
        self_selected=bool((answers["kind"] == "survey").any()),
    )


def _filled(
    findings: pd.DataFrame,
    links: pd.DataFrame,
    against: list[Opposition],
    items: list[Thesis],
    subjects: Subjects,
    settings: Settings,
) -> pd.DataFrame:
    verdicts = consensus(findings, against, settings)
    status = in_draft(findings, items, subjects, links)
    filled = findings.copy()
    filled["consensus"] = [verdicts[fid] for fid in findings["finding_id"]]
    filled["in_draft"] = [status[fid] for fid in findings["finding_id"]]
    return tables.conform(filled, "findings")


def respondents_of(
    findings: pd.DataFrame, answers: pd.DataFrame, statements: pd.DataFrame
) -> dict[str, frozenset[str]]:
    """finding_id -> its distinct respondents, recounted from statement ids."""
    answer_of = dict(zip(statements["statement_id"], statements["answer_id"], strict=True))
    person = dict(zip(answers["answer_id"], answers["respondent"], strict=True))
    return {
        row.finding_id: frozenset(person[answer_of[s]] for s in row.statement_ids) - {"", None}
        for row in findings.itertuples()
    }


def of_matters(findings: pd.DataFrame, people_of: Mapping[str, frozenset[str]]) -> list[int]:
    """For each finding, distinct people behind all findings of its matter, rare voices too."""
    together: dict[str, frozenset[str]] = {}
    for row in findings.itertuples():
        matter = row.matter_id or row.finding_id
        together[matter] = together.get(matter, frozenset()) | people_of[row.finding_id]
    return [len(together[row.matter_id or row.finding_id]) for row in findings.itertuples()]


def _asked_in(answers: pd.DataFrame) -> dict[str, int]:
    """Session -> voices heard in it, people and groups, where people were asked at all.

    Findings count both in a session, so both are its base.
    """
    heard = answers[~answers["status"].isin(("empty", "rejected")) & (answers["kind"] != "draft")]
    asked = {}
    for session, said in heard.groupby(heard["session"].fillna("")):
        people = set(said["respondent"].dropna()) - {""}
        if session and people:
            asked[str(session)] = len(people) + len(set(said["group"].dropna()) - {""})
    return asked


def _praise(answers: pd.DataFrame, statements: pd.DataFrame) -> list[Any]:
    """Statements of praise with their voices, rows of Voices."""
    praise = statements[statements["role"] == "praise"]
    return list(voices(answers, praise, roles=("praise",)).rows)


def _attribute_names(findings: pd.DataFrame) -> list[str]:
    return sorted({name for text in findings["attributes"] for name in json.loads(text)})


def _demanded(findings: pd.DataFrame, items: list[Thesis]) -> tuple[str, ...]:
    if not items:
        return ()
    lacking = findings["recurring"] & (findings["in_draft"] == "missing")
    wanted = findings["kind"].isin(("problem", "solution"))
    return tuple(findings.loc[lacking & wanted, "finding_id"])


def _unasked(covered: pd.DataFrame) -> tuple[str, ...]:
    draft = covered[(covered["document"] == "draft") & (covered["verdict"] == "unasked")]
    return tuple(draft["answer_id"])


def _unspecific(heard: Voices, findings: pd.DataFrame) -> tuple[str, ...]:
    """Statements of a finding's kind that stand in none: they name no matter, or claim nothing."""
    held = {sid for ids in findings["statement_ids"] for sid in ids}
    return tuple(row.statement_id for row in heard.rows if row.statement_id not in held)
