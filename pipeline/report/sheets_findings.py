"""Sheets of findings, each figure linked to the words behind it."""

from __future__ import annotations

import json
from typing import Any

from pipeline.report.figures import Figures, groups_of, slots_of
from pipeline.report.result import Result
from pipeline.report.sheet import FIRST_ROW, Column, Row, Sheet
from pipeline.report.typography import date
from pipeline.vocabulary import IN_DRAFT_TITLES, MARK_TITLES

EVIDENCE, ANSWERS = "Подтверждения", "Ответы"
NAMED = {
    "problem": "Проблемы",
    "solution": "Решения",
    "against": "Возражения",
    "vision": "Образ будущего",
}


def evidence(result: Result) -> tuple[Sheet, dict[str, int]]:
    """Every finding's statements in a row, and the first row of each finding."""
    figures = Figures(result)
    row_of = {aid: FIRST_ROW + at for at, aid in enumerate(result.answers["answer_id"])}
    rows: list[Row] = []
    first: dict[str, int] = {}
    for finding in result.findings.itertuples(index=False):
        ids = finding.quotes if result.public else finding.statement_ids
        if ids:
            first[finding.finding_id] = FIRST_ROW + len(rows)
        for sid in ids:
            said = result.statement[sid]
            answer = result.answer[said.answer_id]
            where = None if result.public else f"'{ANSWERS}'!A{row_of[said.answer_id]}"
            rows.append(
                (finding.finding_id, finding.name, said.text, figures.source(sid),
                 answer.question, date(answer.session), sid, (said.answer_id, where))
            )  # fmt: skip
    columns = (
        Column("Вывод", 15), Column("Название", 36), Column("Словами человека", 60),
        Column("Кто", 26), Column("Вопрос", 34), Column("Сессия", 12), Column("Номер мысли", 18),
        Column("Весь ответ", 18),
    )  # fmt: skip
    note = "Каждая строка — точный отрывок ответа; щелчок по номеру справа ведёт к ответу целиком."
    return Sheet(EVIDENCE, "На чём держится каждый вывод", note, columns, tuple(rows)), first


def findings(result: Result, kind: str, rows_of: dict[str, int]) -> Sheet:
    chosen = result.findings[result.findings["kind"] == kind]
    if result.public:
        chosen = chosen[chosen["recurring"].astype(bool)]
    names = {fid: f.name for fid, f in result.finding.items()}
    partner = _partners(result)
    rows = tuple(
        _finding_row(result, f, rows_of, [names[p] for p in partner.get(f.finding_id, [])])
        for f in chosen.itertuples(index=False)
    )
    other = {"problem": "Что предлагают", "solution": "На что отвечает"}.get(kind, "Связано с")
    columns = (
        Column("Название", 46), Column("Направление", 26), Column("Людей", 9, "number"),
        Column("С близким", 10, "number"), Column("Ответили", 10, "number"),
        Column("Доля", 8, "share"),
        Column("Доля от", 8, "share"), Column("Доля до", 8, "share"),
        Column("Взвешенная доля", 11, "share"), Column("Мыслей", 9, "number"),
        Column("Сообщений", 11, "number"), Column("Группы", 24), Column("Сессии", 20),
        Column("Согласие", 16), Column("Наработки", 20), Column(other, 44), Column("Причина", 26),
        Column("Ресурс", 22), Column("Исполнитель", 22), Column("Срок", 14), Column("Место", 22),
        Column("Повторяется", 12), Column("Пометки", 22), Column("Номер", 16),
    )  # fmt: skip
    note = (
        "Щёлкните по числу людей, чтобы прочитать их слова. Доля — от ответивших на вопрос. "
        "«С близким» — разные люди этого и родственных выводов вместе с редкими голосами."
    )
    return Sheet(NAMED[kind], NAMED[kind], note, columns, rows)


def _partners(result: Result) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for link in result.links.itertuples(index=False):
        if link.problem_id in result.finding and link.solution_id in result.finding:
            found.setdefault(link.problem_id, []).append(link.solution_id)
            found.setdefault(link.solution_id, []).append(link.problem_id)
    return found


def _finding_row(result: Result, f: Any, rows_of: dict[str, int], partners: list[str]) -> Row:
    figures = Figures(result)
    at = f"'{EVIDENCE}'!A{rows_of[f.finding_id]}" if f.finding_id in rows_of else None
    shares = [round(s, 2) if result.public else s for s in (f.share, f.share_low, f.share_high)]
    weighted = None if f.weighted_share != f.weighted_share else f.weighted_share
    sessions = json.loads(f.sessions or "{}")
    return (
        f.name, result.direction(f.direction), (int(f.respondents), at),
        figures.akin(f) or int(f.respondents), int(f.base),
        *shares, weighted, int(f.statements), int(f.messages),
        ", ".join(groups_of(f)),
        "; ".join(f"{date(s)}: {figures.count(n)}" for s, n in sessions.items()),
        f.consensus, IN_DRAFT_TITLES[f.in_draft], "; ".join(partners),
        "; ".join(slots_of(f, "cause")), "; ".join(slots_of(f, "resource")),
        "; ".join(slots_of(f, "responsible") or slots_of(f, "addressee")),
        "; ".join(slots_of(f, "deadline")), "; ".join(slots_of(f, "place")),
        "да" if f.recurring else "редкий голос",
        "; ".join(MARK_TITLES.get(mark, mark) for mark in f.marks or ()), f.finding_id,
    )  # fmt: skip
