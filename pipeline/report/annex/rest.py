"""Rare voices and the glossary."""

from __future__ import annotations

from pipeline.findings.quotes import readable
from pipeline.report.figures import Figures
from pipeline.report.glossary import TERMS
from pipeline.report.paper import Line, Paper
from pipeline.report.result import Result
from pipeline.report.typography import counted, number
from pipeline.vocabulary import FINDING_TITLES

_SHOWN = 40


def rare_voices(paper: Paper, result: Result) -> None:
    """What fewer people said: kept, since a rare thought may be the best one."""
    if result.held_back:
        paper.heading("Редкие голоса")
        held = counted(result.held_back, "вывод", "вывода", "выводов")
        paper.text(
            f"Ещё {held} — слова немногих. В редакции для публикации они не приводятся, чтобы "
            "нельзя было узнать человека."
        )
    rare = [result.finding[fid] for fid in result.strategy.rare]
    rare = [f for f in rare if f.kind in ("problem", "solution", "against")]
    if not rare:
        return
    paper.heading("Редкие голоса")
    figures = Figures(result)
    rank = [
        (-round(readable(figures.quote(f.quotes[0])), 2), f.finding_id, f) for f in rare if f.quotes
    ]
    shown = [f for _, _, f in sorted(rank, key=lambda item: item[:2])[:_SHOWN]]
    shown.sort(
        key=lambda f: (
            result.direction(f.direction) == "Прочее",
            result.direction(f.direction),
            f.finding_id,
        )
    )
    paper.text(
        "Названо слишком редко, чтобы считать повторяющимся. Здесь бывают и случайности, и самые "
        "дельные мысли: прочитайте их глазами."
    )
    paper.table(
        "Редкие голоса",
        [("Что", 18), ("Словами людей", 56), ("Направление", 26)],
        [[FINDING_TITLES[f.kind], Line(f"«{figures.quote(f.quotes[0])}»", "quote"),
          Line(result.direction(f.direction), "muted")] for f in shown],
    )  # fmt: skip
    if len(rare) > _SHOWN:
        paper.text(
            f"Показаны {_SHOWN} из {number(len(rare))}, те, что понятны без пояснений; все — "
            "в strategy.xlsx.",
            "Note",
        )


def glossary(paper: Paper, result: Result) -> None:
    """The words of this document."""
    paper.heading("Словарь")
    paper.table(
        "Что значат слова этого документа",
        [("Слово", 26), ("Значение", 74)],
        [[Line(term, "strong"), meaning] for term, meaning in TERMS],
    )
