"""The sheet that says the main things on one page, each figure linked to its words."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.report.choices import choices
from pipeline.report.figures import Figures, groups_of
from pipeline.report.overview import (
    leading,
    overview,
    unsure,
    what_was_found,
    where_most,
    who_spoke,
)
from pipeline.report.result import Result
from pipeline.report.sheet import Column, Row, Sheet
from pipeline.report.sheets_findings import EVIDENCE, share_of

_TOP = 10
_LEADERS = (("problem", "Главные проблемы"), ("solution", "Главные предложения"))


def summary(result: Result, rows_of: Mapping[str, int]) -> Sheet:
    """Who spoke, what was found, the most named problems and proposals, what is unsure."""
    facts, figures = overview(result), Figures(result)
    rows: list[Row] = [
        ("Кто высказался", who_spoke(facts), None, None, None, ""),
        ("Что собрано", what_was_found(facts, result.hides_below), None, None, None, ""),
    ]
    if where := where_most(result, figures):
        rows.append(("О чём говорят", where, None, None, None, ""))
    for kind, title in _LEADERS:
        for finding in leading(result, kind, _TOP):
            at = rows_of.get(finding.finding_id)
            people = (int(finding.respondents), f"'{EVIDENCE}'!A{at}" if at else None)
            akin = figures.akin(finding) or None
            groups = ", ".join(groups_of(finding))
            rows.append((title, finding.name, people, akin, share_of(result, finding), groups))
    rows += [
        (title, line, None, None, None, "")
        for title, lines in choices(result, figures)
        for line in lines
    ]
    rows += [("Что ненадёжно", note, None, None, None, "") for note in unsure(result)]
    columns = (
        Column("О чём", 26), Column("Главное", 84), Column("Людей", 10, "number"),
        Column("Вместе с близким", 12, "number"), Column("Доля ответивших", 12, "share"),
        Column("Группы", 30),
    )  # fmt: skip
    note = "Из родственных выводов здесь стоит самый частый; все — на следующих листах."
    return Sheet("Сводка", "Коротко о главном", note, columns, tuple(rows))
