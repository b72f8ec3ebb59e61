"""The title page with the contents, and the summary."""

from __future__ import annotations

from typing import Any

from pipeline.report.choices import choices
from pipeline.report.figures import Figures, groups_of
from pipeline.report.overview import (
    leading,
    overview,
    unsure,
    what_was_found,
    where_most,
    who_spoke,
    whose,
)
from pipeline.report.paper import Cell, Line, Paper
from pipeline.report.result import Result
from pipeline.report.typography import date, sessions
from pipeline.vocabulary import EDITION_MARKS

_TOP = 5


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
    """Two minutes of reading: what people say most, where they differ, what to decide."""
    figures, facts = Figures(result), overview(result)
    paper.heading("Коротко о главном", new_page=True)
    paper.text(f"{who_spoke(facts)} {what_was_found(facts, result.hides_below)}", "Lead")
    paper.text(where_most(result, figures), "Lead")
    for kind, title, verb in (
        ("problem", "Что беспокоит жителей сильнее всего", "Проблема"),
        ("solution", "Что предлагают сделать", "Предложение"),
    ):
        chosen = leading(result, kind, _TOP)
        if chosen:
            paper.heading(title, 2)
            _leaders(paper, figures, verb, chosen)
    for title, lines in (
        *choices(result, figures),
        ("Что в этих выводах ненадёжно", unsure(result) or ["Замечаний к надёжности нет."]),
    ):
        if lines:
            paper.heading(title, 2)
            paper.bullets(lines)


def _leaders(paper: Paper, figures: Figures, title: str, chosen: list[Any]) -> None:
    what = "проблемы" if title == "Проблема" else "предложения"
    base = max(f.base for f in chosen)
    grouped = bool(figures.result.strategy.groups)
    akin = any(figures.akin(f) for f in chosen)
    weighted = any(figures.weighted(f) for f in chosen)
    rows: list[list[Cell]] = [
        [
            str(place),
            [Line(f.name, "strong"), *_first_quote(figures, f)],
            Line(figures.count(f.respondents), "figure"),
            Line(figures.share(f.share), "figure"),
            Line(figures.spread(f), "figure"),
            *([Line(figures.weighted(f) or "—", "figure")] if weighted else []),
            *([Line(figures.count(figures.akin(f) or f.respondents), "figure")] if akin else []),
            *([", ".join(groups_of(f)) or "—"] if grouped else []),
        ]
        for place, f in enumerate(chosen, start=1)
    ]
    paper.table(
        f"Самые частые {what} (основание: {figures.count(base)} ответивших)",
        [("№", 4), (title, 43 if grouped else 56), ("Чел.", 7), ("Доля", 9), ("Разброс", 13),
         *([("С весами", 9)] if weighted else []),
         *([("С близким", 11)] if akin else []), *([("Группы", 18)] if grouped else [])],
        rows,
    )  # fmt: skip


def _first_quote(figures: Figures, finding: Any) -> list[Line]:
    quote = figures.telling_quote(finding)
    return [Line(f"«{quote}»", "quote")] if quote else []
