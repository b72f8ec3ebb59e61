"""The title page with the contents, and the summary."""

from __future__ import annotations

from typing import Any

from pipeline.report.figures import Figures, groups_of
from pipeline.report.overview import (
    leading,
    overview,
    top,
    unsure,
    what_was_found,
    where_most,
    who_spoke,
    whose,
)
from pipeline.report.paper import Cell, Line, Paper
from pipeline.report.result import Result
from pipeline.report.typography import date, listed, sessions
from pipeline.vocabulary import CONSENSUS_NOTES, EDITION_MARKS

_TOP = 7


def title_page(paper: Paper, result: Result) -> None:
    """Title, edition, date, the main figures and the contents."""
    facts = overview(result)
    paper.text("Приложение к стратегии социально-экономического развития", "Subtitle")
    paper.text(result.title, "Title")
    paper.text(f"Учёт мнения {whose(facts)}", "Subtitle")
    when = [date(result.date), *([sessions(facts.sessions)] if facts.sessions else [])]
    paper.text(" · ".join(when), "Note")
    paper.text(EDITION_MARKS[result.edition].capitalize(), "Mark")
    paper.contents()


def summary(paper: Paper, result: Result) -> None:
    """What people said, in one page."""
    figures, facts = Figures(result), overview(result)
    paper.heading("Коротко о главном", new_page=True)
    paper.text(f"{who_spoke(facts)} {what_was_found(facts)}", "Lead")
    paper.text(where_most(result, figures), "Lead")
    for kind, title, verb in (
        ("problem", "Что беспокоит жителей сильнее всего", "Проблема"),
        ("solution", "Что предлагают сделать", "Предложение"),
    ):
        chosen = leading(result, kind, _TOP)
        if chosen:
            paper.heading(title, 2)
            _leaders(paper, figures, verb, chosen)
    shared = [f for kind in ("problem", "solution") for f in top(result, kind, 1000)
              if f.consensus == "общее"][:5]  # fmt: skip
    if shared:
        paper.heading("В чём жители и рабочие группы согласны", 2)
        paper.text(f"Отметка «общее» значит: {CONSENSUS_NOTES['общее']}.")
        paper.bullets([f"{f.name} ({figures.count(f.respondents)} чел.; группы: "
                       f"{listed(groups_of(f))})" for f in shared])  # fmt: skip
    paper.heading("Что в этих выводах ненадёжно", 2)
    paper.bullets(unsure(result) or ["Замечаний к надёжности нет."])


def _leaders(paper: Paper, figures: Figures, title: str, chosen: list[Any]) -> None:
    what = "проблемы" if title == "Проблема" else "предложения"
    base = max(f.base for f in chosen)
    rows: list[list[Cell]] = [
        [
            str(place),
            [Line(f.name, "strong"), *_first_quote(figures, f), *_akin(figures, f)],
            Line(figures.count(f.respondents), "figure"),
            Line(figures.share(f.share), "figure"),
            Line(figures.spread(f), "figure"),
            ", ".join(groups_of(f)) or "—",
        ]
        for place, f in enumerate(chosen, start=1)
    ]
    paper.table(
        f"Самые частые {what} (основание: {figures.count(base)} ответивших)",
        [("№", 4), (title, 44), ("Чел.", 8), ("Доля", 9), ("Разброс", 14), ("Группы", 21)],
        rows,
    )


def _akin(figures: Figures, finding: Any) -> list[Line]:
    people = figures.akin(finding)
    return [Line(f"вместе с близким — {figures.count(people)} чел.", "muted")] if people else []


def _first_quote(figures: Figures, finding: Any) -> list[Line]:
    quote = figures.telling_quote(finding)
    return [Line(f"«{quote}»", "quote")] if quote else []
