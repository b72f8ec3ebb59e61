"""What districts name more often than the rest, and what changed between sessions."""

from __future__ import annotations

from typing import Any

from pipeline.findings.support import FEW
from pipeline.report.figures import Figures
from pipeline.report.paper import Cell, Line, Paper
from pipeline.report.result import Result
from pipeline.report.typography import date
from pipeline.vocabulary import CHANGE_TITLES, FINDING_TITLES

_SHOWN, _LAST = 5, 6  # problems of a district; sessions side by side


def districts(paper: Paper, result: Result) -> None:
    """The most named problems of each district, and which of them stand out."""
    profile = result.strategy.districts
    problems = profile[profile["kind"] == "problem"]
    if problems.empty:
        return
    figures = Figures(result)
    paper.heading("Районы")
    paper.text(
        "Жирным выделено то, что в районе называют заметно чаще или реже, чем в остальных: "
        f"разница больше случайной, в обоих основаниях не меньше {FEW} человек. Где ответов "
        "меньше, сравнивать нельзя."
    )
    rows: list[list[Cell]] = []
    for value, part in problems.groupby("value", sort=True):
        base = int(part["base"].max())
        ranked = part.sort_values(["respondents", "finding_id"], ascending=[False, True])
        lines = [
            Line(
                f"{row.name} — {figures.share(row.share)} ({_elsewhere(figures, row)})",
                "strong" if row.distinct else "plain",
            )
            for row in ranked.head(_SHOWN).itertuples(index=False)
        ]
        few = [Line("мало ответов", "muted")] if base < FEW else []
        rows.append(
            [Line(str(value), "strong"), [Line(figures.count(base), "figure"), *few], lines]
        )
    paper.table(
        "Что называют в районах",
        [("Район", 24), ("Ответили, чел.", 14), ("Проблемы, доля ответивших", 62)],
        rows,
    )


def _elsewhere(figures: Figures, row: Any) -> str:
    if not row.share_elsewhere:
        return "в остальных не называли"
    return f"в остальных {figures.share(row.share_elsewhere)}"


def sessions(paper: Paper, result: Result) -> None:
    """How many voices named each finding in each session."""
    names, table = result.strategy.session_names[-_LAST:], result.strategy.sessions
    if len(names) < 2 or table.empty:
        return
    paper.heading("Что изменилось между сессиями")
    paper.text(
        "Число голосов: людей и рабочих групп, каждый считается один раз за сессию. Отметка "
        "сравнивает последнюю сессию с прошлой, в которой спрашивали жителей, по доле ответивших; "
        "разница в пределах случайной (5 %) отметки не получает."
    )
    figures = Figures(result)
    shown = [row for row in table.to_dict("records") if row["change"] != "same"][:25]
    if not shown:
        paper.text("Заметных изменений нет.")
        return
    paper.table(
        "Выводы, которые стали называть чаще или реже",
        [("Вывод", 44), *((date(name), 38 / len(names)) for name in names), ("Изменение", 18)],
        [[[Line(row["name"], "strong"), Line(FINDING_TITLES[row["kind"]].lower(), "muted")],
          *(Line(figures.count(row[name]), "figure") for name in names),
          CHANGE_TITLES[row["change"]]] for row in shown],
    )  # fmt: skip
