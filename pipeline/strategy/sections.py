"""The main table of the annex: problem → cause → solution → resource → supported by → quotes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.findings.matters import canonical
from pipeline.naming.words import words

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
    slots = [json.loads(shown.loc[fid, "slots"]) for fid in ids]
    groups = {name for fid in ids for name in json.loads(shown.loc[fid, "groups"])}
    quotes = [q for fid in ids[:3] for q in shown.loc[fid, "quotes"][: 3 if fid == ids[0] else 1]]
    return Row(
        problem_id=problem,
        solution_ids=tuple(solutions),
        causes=_causes(slots[0], shown.loc[problem, "name"]) if problem else (),
        resources=_values(slots, "resource"),
        responsible=_values(slots, "responsible", "addressee"),
        deadlines=_values(slots, "deadline"),
        respondents=len(frozenset().union(*(people_of[fid] for fid in ids))),
        groups=tuple(sorted(groups)),
        quotes=tuple(quotes),
    )


def _causes(slots: Mapping[str, list], name: str) -> tuple[str, ...]:
    """The causes named most; «так как освещение не работает» is no cause of «нет освещения»."""
    said = _nouns(name)
    told = [[value, count] for value, count in slots.get("cause", []) if _nouns(value) - said]
    return _values([{"cause": told}], "cause")


def _nouns(text: str) -> set[str]:
    return {canonical(word.lemma) for word in words(text) if word.pos == "NOUN"}


def _values(slots: Sequence[Mapping[str, list]], *names: str, most: int = 3) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for held in slots:
        for name in names:
            for value, count in held.get(name, []):
                counts[value] = counts.get(value, 0) + count
    return tuple(sorted(counts, key=lambda value: (-counts[value], value))[:most])


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
