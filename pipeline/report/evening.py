"""The evening report of a group: what it named, how to solve it, what residents say. Two pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pipeline.report.figures import Figures, slots_of
from pipeline.report.paper import Line, Paper
from pipeline.report.result import Result
from pipeline.report.typography import counted, date, listed, people
from pipeline.vocabulary import EDITION_MARKS, VERDICT_TITLES

_ROWS, _ASKED, _THESES = 8, 6, 8


def groups(result: Result) -> tuple[str, ...]:
    """The groups that get a report."""
    return result.strategy.groups


def evening_docx(result: Result, group: str) -> bytes:
    """One or two pages for `group`, ready by the evening; equal results give equal bytes."""
    mark = EDITION_MARKS[result.edition]
    paper = Paper(f"Доклад группы «{group}»", "veche", result.date,
                  f"{result.title} · {date(result.date)} · {mark}")  # fmt: skip
    figures, named = Figures(result), _named(result, group)
    paper.text(f"Доклад группы «{group}»", "Title")
    paper.text(_about(result, group), "Subtitle")
    _problems(paper, result, figures, group, named)
    _solutions(paper, figures, named)
    _draft(paper, result, group)
    _unspoken(paper, result, figures, group)
    return paper.bytes()


def _about(result: Result, group: str) -> str:
    papers = result.answers[
        (result.answers["group"] == group) & (result.answers["status"] == "used")
    ]
    sessions = sorted({s for s in papers["session"] if s})
    moderators = sorted({m for m in papers["moderator"] if m})
    parts = [counted(len(papers), "предложение", "предложения", "предложений")]
    if sessions:
        parts.append(f"{'сессия' if len(sessions) == 1 else 'сессии'} {listed(map(date, sessions))}")
    if moderators:
        parts.append(f"модератор {listed(moderators)}")
    return " · ".join(parts)


def _named(result: Result, group: str) -> list[Any]:
    """Findings that the group spoke of: those that residents share first."""
    said = [f for f in result.findings.itertuples(index=False) if group in json.loads(f.groups)]
    return sorted(said, key=lambda f: (-f.respondents, -json.loads(f.groups)[group], f.finding_id))


def _others(finding: Any, group: str) -> str:
    names = [name for name in json.loads(finding.groups) if name != group]
    return ", ".join(names) or "—"


def _problems(
    paper: Paper, result: Result, figures: Figures, group: str, named: Sequence[Any]
) -> None:
    problems = [f for f in named if f.kind == "problem"]
    paper.heading("Какие проблемы назвала группа", 1, numbered=False)
    if not problems:
        paper.text("Проблем группа не записала.")
        return
    rows = []
    for f in problems[:_ROWS]:
        own = [s for s in f.statement_ids if figures.source(s).startswith(f"группа «{group}»")]
        rows.append(
            [[Line(f.name, "strong"), *(Line(f"«{figures.quote(s)}»", "quote") for s in own[:1])],
             _residents(figures, f), _others(f, group), f.consensus]
        )  # fmt: skip
    paper.table(
        "Проблемы группы и голоса жителей",
        [("Проблема", 46), ("Жители", 24), ("Другие группы", 18), ("Отметка", 14)],
        rows,
    )
    if len(problems) > _ROWS:
        paper.text(f"И ещё {len(problems) - _ROWS} — в общей таблице strategy.xlsx.", "Note")


def _residents(figures: Figures, finding: Any) -> str:
    if not finding.respondents:
        return "не называли"
    share = figures.share(finding.share, finding.respondents)
    return f"{figures.count(finding.respondents)} чел., {share} ответивших"


def _solutions(paper: Paper, figures: Figures, named: Sequence[Any]) -> None:
    solutions = [f for f in named if f.kind in ("solution", "against")]
    paper.heading("Как группа предлагает их решать", 1, numbered=False)
    if not solutions:
        paper.text("Предложений группа не записала.")
        return
    rows = [
        [Line(f.name, "strong"), "; ".join(slots_of(f, "resource", 2)) or "—",
         "; ".join(slots_of(f, "responsible", 2)) or "—", _residents(figures, f)]
        for f in solutions[:_ROWS]
    ]  # fmt: skip
    paper.table(
        "Предложения группы",
        [("Предложение", 40), ("Ресурс", 20), ("Исполнитель", 20), ("Жители", 20)],
        rows,
    )


def _draft(paper: Paper, result: Result, group: str) -> None:
    spoken = [row for row in result.coverage.itertuples(index=False)
              if row.document == "draft" and group in json.loads(row.groups or "{}")]  # fmt: skip
    if not spoken:
        return
    paper.heading("Что группа сказала о наработках", 1, numbered=False)
    paper.bullets(
        [f"{row.thesis}. {row.text} — {VERDICT_TITLES[row.verdict]}" for row in spoken[:_THESES]]
    )


def _unspoken(paper: Paper, result: Result, figures: Figures, group: str) -> None:
    """What residents ask for and the group has not named: the agenda of the next session."""
    asked = [f for f in result.findings.itertuples(index=False)
             if f.recurring and f.respondents and f.kind in ("problem", "solution")
             and group not in json.loads(f.groups)]  # fmt: skip
    asked.sort(key=lambda f: (-f.share, f.finding_id))
    if not asked:
        return
    paper.heading("О чём спросить на следующей сессии", 1, numbered=False)
    paper.text("Жители говорят об этом часто, а группа не назвала:")
    paper.bullets(
        [f"{f.name} — {people(f.respondents) if not result.public else figures.count(f.respondents)}"
         + (f" («{figures.quote(f.quotes[0])}»)" if f.quotes else "") for f in asked[:_ASKED]]
    )  # fmt: skip
