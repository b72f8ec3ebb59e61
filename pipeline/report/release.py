"""The public edition of a result: what few people said is held back, with what would reveal it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.report.release_topics import branches, topics
from pipeline.report.result import Result
from pipeline.strategy import Strategy
from pipeline.strategy.consensus import Opposition, matrix
from pipeline.strategy.disclosure import rounded
from pipeline.strategy.portrait import Point, Swot
from pipeline.strategy.publication import coarse, published
from pipeline.strategy.quasi import quasi_identifiers, tells_apart
from pipeline.strategy.sections import Section, sections
from pipeline.strategy.stage import respondents_of
from pipeline.tables import empty
from pipeline.vocabulary import SOURCE_TITLES


def released(result: Result) -> Result:
    """The result as its edition may show it; a working or already released one stays as it is."""
    if not result.public or result.held_back is not None:
        return result
    strategy = result.strategy
    people_of = respondents_of(strategy.findings, result.answers, result.statements)
    shown = published(strategy.findings, result.statements, people_of, result.min_cell)
    limit = result.min_cell
    kept = set(shown.findings["finding_id"])
    both = result.links["problem_id"].isin(kept) & result.links["solution_id"].isin(kept)
    links = result.links[both].copy()
    links["same_answer"] = [rounded(int(n)) if n >= limit else 0 for n in links["same_answer"]]
    return replace(
        result,
        topics=topics(result, limit),
        levels=branches(result.levels, limit),
        links=links,
        frequencies=_frequencies(result.frequencies, limit),
        strategy=_strategy(result, shown.findings, links, people_of),
        decided=empty("decided"),
        run={**result.run, "ledger": _ledger(result.run.get("ledger", {}))},
        held_back=shown.held_back,
    )


def _ledger(ledger: Mapping[str, Any]) -> dict[str, Any]:
    """Records by kind of source: a file's name may be a person's, and small files tell of few."""
    kinds: dict[str, dict[str, Any]] = {}
    for entry in ledger.values():
        kind = kinds.setdefault(SOURCE_TITLES.get(entry.get("kind"), "прочее"), {})
        kind["rows"] = kind.get("rows", 0) + entry["rows"]
        status = kind.setdefault("status", {})
        for name, count in entry["status"].items():
            status[name] = status.get(name, 0) + count
    return {
        title: {
            "rows": rounded(kind["rows"]),
            "status": {name: rounded(count) for name, count in kind["status"].items()},
        }
        for title, kind in kinds.items()
    }


def _strategy(
    result: Result,
    findings: pd.DataFrame,
    links: pd.DataFrame,
    people_of: Mapping[str, frozenset[str]],
) -> Strategy:
    kept = set(findings["finding_id"])
    strategy, limit = result.strategy, result.min_cell
    texts = {sid: row.text for sid, row in result.statement.items()}

    def ids(values: Iterable[str]) -> tuple[str, ...]:
        return tuple(value for value in values if value in kept)

    def quotes(values: Iterable[str]) -> tuple[str, ...]:
        return tuple(value for value in values if not quasi_identifiers(texts[value]))

    against = [p for p in strategy.oppositions if {p.finding_id, p.against_id} <= kept]
    seen = strategy.vision
    imagined = {
        sid
        for row in strategy.findings.itertuples()
        if row.kind == "vision" and row.finding_id in kept
        for sid in row.statement_ids
    }
    return replace(
        strategy,
        findings=findings,
        coverage=_coverage(strategy.coverage, kept, limit),
        sections=_sections(findings, links, people_of, limit),
        matrix=_matrix(findings, against, strategy.groups),
        oppositions=tuple(against),
        vision=replace(
            seen,
            words=tuple((word, rounded(n)) for word, n in seen.words if n >= limit),
            finding_ids=ids(seen.finding_ids),
            sentences=quotes(sid for sid in seen.sentences if sid in imagined),
        ),
        strengths=tuple(
            replace(
                s, respondents=rounded(s.respondents), quotes=quotes(s.quotes), statement_ids=()
            )
            for s in strategy.strengths
            if s.respondents >= limit and not tells_apart(s.name)
        ),
        swot=_swot(strategy.swot, findings, limit),
        districts=_districts(findings, strategy.districts, strategy.place),
        sessions=_sessions(findings, strategy.sessions, strategy.session_names),
        rare=(),
        problems_without_solution=ids(strategy.problems_without_solution),
        solutions_without_problem=ids(strategy.solutions_without_problem),
        demanded_not_in_draft=ids(strategy.demanded_not_in_draft),
        asked=rounded(strategy.asked),
        answered={q: rounded(n) for q, n in strategy.answered.items() if n >= limit},
    )


def _sections(
    findings: pd.DataFrame, links: pd.DataFrame, people_of: Mapping[str, frozenset[str]], limit: int
) -> tuple[Section, ...]:
    """The main table made anew of what may be shown, so that nothing held back leaves a trace."""
    made = []
    for section in sections(findings, links, people_of):
        rows = tuple(
            replace(row, respondents=rounded(row.respondents) if row.respondents >= limit else 0)
            for row in section.rows
        )
        people = rounded(section.respondents) if section.respondents >= limit else 0
        made.append(replace(section, respondents=people, rows=rows))
    return tuple(made)


def _matrix(
    findings: pd.DataFrame, against: list[Opposition], groups: Iterable[str]
) -> pd.DataFrame:
    """Who is for and against among what is shown: a held back objection leaves no «против»."""
    made = matrix(findings, against)
    for group in groups:
        if group not in made.columns:
            made.insert(len(made.columns) - 1, group, "")
    return made


def _swot(swot: Swot, findings: pd.DataFrame, limit: int) -> Swot:
    named = dict(zip(findings["finding_id"], findings["name"], strict=True))

    def shown(point: Point) -> bool:
        if point.finding_id:
            return point.finding_id in named
        return (point.respondents >= limit or bool(point.groups)) and not quasi_identifiers(
            point.text
        )

    def points(values: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple(
            replace(
                p,
                text=named.get(p.finding_id, p.text),
                respondents=rounded(p.respondents) if p.respondents >= limit else 0,
                statement_ids=(),
            )
            for p in values
            if shown(p)
        )

    return Swot(*(points(getattr(swot, corner)) for corner in
                  ("strengths", "weaknesses", "opportunities", "threats")))  # fmt: skip


def _coverage(coverage: pd.DataFrame, kept: set[str], limit: int) -> pd.DataFrame:
    shown = coverage.copy()
    shown["finding_ids"] = [[fid for fid in ids if fid in kept] for ids in shown["finding_ids"]]
    shown["respondents"] = [0 if n < limit else rounded(int(n)) for n in shown["respondents"]]
    shown["evidence"] = [[] for _ in range(len(shown))]
    shown["decisions"] = "{}"  # what groups wrote is theirs to publish
    return shown


def _districts(findings: pd.DataFrame, profile: pd.DataFrame, place: str) -> pd.DataFrame:
    """Districts with the counts that the protected cross-tabs of findings still show."""
    safe = {
        row.finding_id: json.loads(row.attributes).get(place, {}) for row in findings.itertuples()
    }
    names = dict(zip(findings["finding_id"], findings["name"], strict=True))
    shown = profile.copy()
    counts = [safe.get(r.finding_id, {}).get(r.value) for r in profile.itertuples()]
    shown["respondents"] = [count or 0 for count in counts]
    shown["base"] = [rounded(int(n)) for n in profile["base"]]
    shown = shown[pd.Series(map(bool, counts), index=shown.index, dtype=bool)].copy()
    shown["name"] = [names[finding] for finding in shown["finding_id"]]
    shown["share"] = shown["respondents"] / shown["base"]
    shown["share_elsewhere"] = [
        coarse(float(share), int(base))
        for share, base in zip(shown["share_elsewhere"], shown["base"], strict=True)
    ]
    return shown


def _sessions(
    findings: pd.DataFrame, sessions: pd.DataFrame, names: tuple[str, ...]
) -> pd.DataFrame:
    """Voices by session where no session of the finding is held back."""
    safe = {row.finding_id: json.loads(row.sessions) for row in findings.itertuples()}
    whole = [fid in safe and None not in safe[fid].values() for fid in sessions["finding_id"]]
    shown = sessions[pd.Series(whole, index=sessions.index, dtype=bool)].copy()
    titles = dict(zip(findings["finding_id"], findings["name"], strict=True))
    shown["name"] = [titles[fid] for fid in shown["finding_id"]]
    for name in names:
        shown[name] = [safe[fid].get(name, 0) for fid in shown["finding_id"]]
    return shown


def _frequencies(frequencies: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Answers to closed questions: a question with a small cell is left out whole."""
    small = frequencies.groupby("question")["count"].transform("min") < limit
    shown = frequencies[~small].copy()
    for column in ("count", "base"):
        shown[column] = [rounded(int(n)) for n in shown[column]]
    return shown
