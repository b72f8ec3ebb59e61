"""Vision and mission, strengths, and the SWOT draft."""

from __future__ import annotations

from typing import Any

from pipeline.report.figures import Figures
from pipeline.report.paper import Cell, Line, Paper
from pipeline.report.result import Result

_SHOWN = 10


def vision(paper: Paper, result: Result) -> None:
    """How people see the city: images, words, whole sentences; no figures that look like votes."""
    seen = result.strategy.vision
    asked = "vision" in result.question_roles.values()
    if not (seen.finding_ids or (asked and seen.sentences)):
        return
    paper.heading("Видение и миссия")
    paper.text(
        "Материал для формулировок миссии и стратегической цели. Это не голосование: числа "
        "показывают, сколько разных людей сказали похожее."
    )
    figures = Figures(result)
    images = [result.finding[fid] for fid in seen.finding_ids[:_SHOWN]]
    if images:
        paper.table(
            "Повторяющиеся образы будущего",
            [("Образ", 34), ("Поддержка", 30), ("Словами людей", 46)],
            [[Line(f.name, "strong"), figures.support(f),
              [Line(f"«{figures.quote(q)}»", "quote") for q in figures.told(f, 2)]]
             for f in images],
        )  # fmt: skip
    if seen.words:
        paper.text(
            "Слова, которые встречаются чаще всего: "
            + ", ".join(word for word, _ in seen.words[:20])
            + "."
        )
    if seen.sentences:
        paper.heading("Так это говорят сами жители", 2)
        for sid in seen.sentences:
            paper.quote(figures.quote(sid), figures.source(sid))


def strengths(paper: Paper, result: Result) -> None:
    """What people are proud of and thank for."""
    found = result.strategy.strengths
    if not found:
        return
    figures = Figures(result)
    paper.heading("Сильные стороны города")
    paper.table(
        "Чем гордятся и за что благодарят",
        [("О чём", 34), ("Чел.", 10), ("Словами людей", 56)],
        [[Line(s.name, "strong"), Line(figures.count(s.respondents), "figure"),
          [Line(f"«{figures.quote(q)}»", "quote") for q in s.quotes[:2]]]
         for s in found[:_SHOWN]],
    )  # fmt: skip


def swot(paper: Paper, result: Result) -> None:
    """Four corners, each line with what it rests on."""
    draft, figures = result.strategy.swot, Figures(result)
    if not (draft.strengths or draft.opportunities):
        return  # problems alone are no SWOT: they stand in their own section
    paper.heading("SWOT: заготовка для редактирования")
    paper.text(
        "Сильные стороны взяты из похвал, слабые — из повторяющихся проблем; возможности и угрозы "
        "— из бумаг групп с такими заголовками и из проблем, названных угрозами. Решение за людьми."
    )
    pairs = (("Сильные стороны", draft.strengths, "Слабые стороны", draft.weaknesses),
             ("Возможности", draft.opportunities, "Угрозы", draft.threats))  # fmt: skip
    rows: list[list[Cell]] = [
        [_corner(figures, left_title, left), _corner(figures, right_title, right)]
        for left_title, left, right_title, right in pairs
    ]
    paper.table("Заготовка SWOT", [("Помогает", 50), ("Мешает", 50)], rows)


def _corner(figures: Figures, title: str, points: tuple[Any, ...]) -> list[Line]:
    lines = [Line(title, "strong")]
    for point in points[:_SHOWN]:
        voices = [f"{figures.count(point.respondents)} чел."] if point.respondents else []
        voices += list(point.groups)
        lines.append(Line(f"{point.text} ({', '.join(voices)})" if voices else point.text))
    return lines if points else [*lines, Line("В материалах не названы.", "muted")]
