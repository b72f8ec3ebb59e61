"""The main table of the annex: problem → cause → solution → resource → supported by → quotes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.strategy.slots import causes, means

UNKNOWN = ""  # the direction of what has none


@dataclass(frozen=True)
class Row:
    """One problem with what belongs to it, or solutions that answer no problem (problem_id "")."""

    problem_id: str
    solution_ids: tuple[str, ...]
    causes: tuple[str, ...]
    resources: tuple[str, ...]
    responsible: tuple[str, ...]
    deadlines: tuple[str, ...]
    respondents: int  # people who name the problem or one of its solutions
    groups: tuple[str, ...]
    quotes: tuple[str, ...]  # statement ids


@dataclass(frozen=True)
class Section:
    """One direction: its rows, most supported first, and how many people spoke of it."""

    direction: str
    respondents: int
    rows: tuple[Row, ...]


def sections(
    findings: pd.DataFrame, links: pd.DataFrame, people_of: Mapping[str, frozenset[str]]
) -> tuple[Section, ...]:
    """Recurring findings by direction; `people_of` gives a finding's respondents.

    A solution stands in the section of its problem, and in its own when it answers none.
    """
    shown = findings[findings["recurring"]].set_index("finding_id", drop=False)
    answers_to = _solutions(links, shown)
    linked = {sid for ids in answers_to.values() for sid in ids}
    rows: dict[str, list[Row]] = {}
    for finding in shown.itertuples():
        if finding.kind == "problem":
            solutions = answers_to.get(finding.finding_id, ())
            row = _row(finding.finding_id, solutions, shown, people_of)
        elif finding.kind == "solution" and finding.finding_id not in linked:
            row = _row("", (finding.finding_id,), shown, people_of)
        else:
            continue
        rows.setdefault(finding.direction or UNKNOWN, []).append(row)
    made = [
        Section(direction, len(_people(held, people_of)), tuple(_ordered(held)))
        for direction, held in rows.items()
    ]
    return tuple(sorted(made, key=lambda s: (s.direction == UNKNOWN, -s.respondents, s.direction)))


def unmatched(findings: pd.DataFrame, links: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Recurring problems without a solution, and recurring solutions without a problem."""
    shown = findings[findings["recurring"]]
    problems = shown.loc[shown["kind"] == "problem", "finding_id"]
    solutions = shown.loc[shown["kind"] == "solution", "finding_id"]
    return (
        [fid for fid in problems if fid not in set(links["problem_id"])],
        [fid for fid in solutions if fid not in set(links["solution_id"])],
    )


def _solutions(links: pd.DataFrame, shown: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    ordered = links.sort_values(["score", "solution_id"], ascending=[False, True], kind="stable")
    for row in ordered.itertuples():
        if row.problem_id in shown.index and row.solution_id in shown.index:
            found.setdefault(row.problem_id, []).append(row.solution_id)
    return {problem: tuple(ids) for problem, ids in found.items()}


def _row(
    problem: str,
    solutions: Sequence[str],
    shown: pd.DataFrame,
    people_of: Mapping[str, frozenset[str]],
) -> Row:
    ids = [fid for fid in (problem, *solutions) if fid]
    wishes = [json.loads(shown.loc[fid, "slots"]) for fid in _telling_means(ids, problem, shown)]
    groups = {name for fid in ids for name in json.loads(shown.loc[fid, "groups"])}
    quotes = [q for fid in ids[:3] for q in shown.loc[fid, "quotes"][: 3 if fid == ids[0] else 1]]
    return Row(
        problem_id=problem,
        solution_ids=tuple(solutions),
        causes=_causes(shown.loc[problem]) if problem else (),
        resources=means(wishes, "resource"),
        responsible=means(wishes, "responsible", "addressee"),
        deadlines=means(wishes, "deadline"),
        respondents=len(frozenset().union(*(people_of[fid] for fid in ids))),
        groups=tuple(sorted(groups)),
        quotes=tuple(quotes),
    )


def _telling_means(ids: Sequence[str], problem: str, shown: pd.DataFrame) -> list[str]:
    """Whose slots tell how to do it: proposals, and problems of a group's table «Мера | Срок».

    What residents complain of has sums and terms too («нет воды три недели»): they are no plan.
    """
    return [fid for fid in ids if fid != problem or shown.loc[fid, "groups"] != "{}"]


def _causes(problem: pd.Series) -> tuple[str, ...]:
    return causes(json.loads(problem["slots"]), str(problem["name"]))


def _people(rows: Sequence[Row], people_of: Mapping[str, frozenset[str]]) -> frozenset[str]:
    ids = [fid for row in rows for fid in (row.problem_id, *row.solution_ids) if fid]
    return frozenset().union(*(people_of[fid] for fid in ids))


def _ordered(rows: Sequence[Row]) -> list[Row]:
    return sorted(
        rows,
        key=lambda r: (
            not r.problem_id,
            -r.respondents,
            -len(r.groups),
            r.problem_id,
            r.solution_ids,
        ),
    )
