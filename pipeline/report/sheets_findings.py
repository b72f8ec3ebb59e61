"""Sheets of findings, each figure linked to the words behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pipeline.report.columns import titles as columns_in_words
from pipeline.report.figures import Figures, groups_of, slots_of
from pipeline.report.result import Result
from pipeline.report.sheet import FIRST_ROW, SCREEN_NOTE, SCREEN_ROWS, Column, Row, Sheet
from pipeline.report.typography import date
from pipeline.vocabulary import IN_DRAFT_TITLES, MARK_TITLES

_MOST_PARTNERS = 6  # in a cell
EVIDENCE, ANSWERS = "Подтверждения", "Ответы"
NAMED = {
    "problem": "Проблемы",
    "solution": "Решения",
    "against": "Возражения",
    "vision": "Образ будущего",
}
_TITLES = {
    "problem": "Проблемы: повторяющиеся и редкие голоса",
    "solution": "Что предлагают: повторяющееся и редкие голоса",
    "against": "Против чего возражают",
    "vision": "Каким хотят видеть будущее",
}
_NONE = {
    "problem": "Проблем, о которых говорят многие, не найдено.",
    "solution": "Предложений не найдено.",
    "against": "Возражений против чужих предложений не найдено.",
    "vision": "О будущем не спрашивали или не ответили.",
}
_PAPER = "На бумагу выходят главные столбцы, остальные правее."
_RARE_ON_SCREEN = (
    "На бумагу выходят повторяющиеся выводы и главные столбцы; редкие голоса — ниже, остальные "
    "столбцы — правее."
)


def evidence(result: Result) -> tuple[Sheet, dict[str, int]]:
    """Every finding's statements in a row, and the first row of each finding."""
    figures = Figures(result)
    row_of = {aid: FIRST_ROW + at for at, aid in enumerate(result.answers["answer_id"])}
    rows: list[Row] = []
    first: dict[str, int] = {}
    question = asked_of(result)
    for finding in result.findings.itertuples(index=False):
        ids = finding.quotes if result.public else finding.statement_ids
        if ids:
            first[finding.finding_id] = FIRST_ROW + len(rows)
        for sid in ids:
            said = result.statement[sid]
            answer = result.answer[said.answer_id]
            where = None if result.public else f"'{ANSWERS}'!A{row_of[said.answer_id]}"
            if result.public:  # ids would tell which words are of one person
                rows.append((finding.name, said.text, figures.source(sid), question(answer),
                             None, None, None, None))  # fmt: skip
                continue
            rows.append(
                (finding.name, said.text, figures.source(sid), question(answer), answer.session,
                 (said.answer_id, where), sid, finding.finding_id)
            )  # fmt: skip
    columns = (
        Column("Вывод", 36), Column("Словами человека", 64), Column("Кто", 28),
        Column("Вопрос", 40), Column("Сессия", 12, "date"), Column("Весь ответ", 16),
        Column("Номер мысли", 18), Column("Номер вывода", 16),
    )  # fmt: skip
    note = "Каждая строка — точный отрывок ответа; подчёркнутый номер ведёт к ответу целиком."
    if result.public:
        note = "Показаны цитаты, по которым нельзя узнать человека; каждая — точный отрывок ответа."
    note = f"{note} {SCREEN_NOTE}"
    empty = "Повторяющихся выводов нет, подтверждать нечего."
    sheet = Sheet(EVIDENCE, "На чём держится каждый вывод", note, columns, tuple(rows),
                  empty=empty, printed=5, printed_rows=SCREEN_ROWS)  # fmt: skip
    return sheet, first


def asked_of(result: Result) -> Callable[[Any], str | None]:
    """What an answer answers, in words; nothing where one question was asked of everybody."""
    asked = [q or "" for q in dict.fromkeys(result.answers["question"])]
    titles = dict(zip(asked, columns_in_words(asked), strict=True))
    return lambda answer: titles[answer.question or ""] if len(titles) > 1 else None


def findings(result: Result, kind: str, rows_of: dict[str, int]) -> Sheet:
    chosen = result.findings[result.findings["kind"] == kind]
    if result.public:
        chosen = chosen[chosen["recurring"].astype(bool)]
    chosen = chosen.sort_values("recurring", ascending=False, kind="stable")
    recurring = int(chosen["recurring"].sum())
    names = {fid: f.name for fid, f in result.finding.items()}
    partner = _partners(result)
    rows = tuple(
        _finding_row(result, f, rows_of, [names[p] for p in partner.get(f.finding_id, [])])
        for f in chosen.itertuples(index=False)
    )
    other = {"problem": "Что предлагают", "solution": "На что отвечает"}.get(kind, "Связано с")
    columns = (
        Column("Название", 44), Column("Направление", 26), Column("Людей", 9, "number"),
        Column("С близким", 11, "number"), Column("Ответили", 11, "number"),
        Column("Доля", 9, "share"), Column("Доля от", 9, "share"), Column("Доля до", 9, "share"),
        Column("Взвешенная доля", 13, "share"), Column("Группы", 22), Column("Согласие", 16),
        Column("Наработки", 18), Column(other, 48), Column("Повторяется", 14),
        Column("Причина", 60), Column("Ресурс", 24), Column("Исполнитель", 26), Column("Срок", 18),
        Column("Место", 36), Column("Мыслей", 10, "number"), Column("Сообщений", 12, "number"),
        Column("Сессии", 24), Column("Пометки", 30), Column("Номер", 16),
    )  # fmt: skip
    note = (
        "Щёлкните по числу людей, чтобы прочитать их слова. Доля — от ответивших на вопрос, «от» "
        "и «до» — границы случайного разброса. "
    )
    if not result.public:
        note += "«С близким» — люди этого и родственных выводов вместе с редкими голосами. "
    note += _RARE_ON_SCREEN if 0 < recurring < len(rows) else _PAPER
    return Sheet(NAMED[kind], _TITLES[kind], note, columns, rows, empty=_NONE[kind],
                 printed=13, printed_rows=recurring)  # fmt: skip


def _partners(result: Result) -> dict[str, list[str]]:
    """Finding -> those linked with it, the surest first."""
    found: dict[str, list[str]] = {}
    ordered = result.links.sort_values(["score", "problem_id", "solution_id"], kind="stable")
    for link in ordered[::-1].itertuples(index=False):
        if link.problem_id in result.finding and link.solution_id in result.finding:
            found.setdefault(link.problem_id, []).append(link.solution_id)
            found.setdefault(link.solution_id, []).append(link.problem_id)
    return found


def _finding_row(result: Result, f: Any, rows_of: dict[str, int], partners: list[str]) -> Row:
    figures = Figures(result)
    at = f"'{EVIDENCE}'!A{rows_of[f.finding_id]}" if f.finding_id in rows_of else None
    weighted = None if f.weighted_share != f.weighted_share else f.weighted_share
    sessions = json.loads(f.sessions or "{}")
    drafted = IN_DRAFT_TITLES[f.in_draft] if result.strategy.has_draft else ""
    return (
        f.name, result.direction(f.direction), (int(f.respondents), at), figures.akin(f) or None,
        int(f.base), *(_rounded(result, share) for share in (f.share, f.share_low, f.share_high)),
        weighted, ", ".join(groups_of(f)), f.consensus, drafted, _listed(partners),
        "да" if f.recurring else "редкий голос", "; ".join(slots_of(f, "cause")),
        "; ".join(slots_of(f, "resource")),
        "; ".join(slots_of(f, "responsible") or slots_of(f, "addressee")),
        "; ".join(slots_of(f, "deadline")), "; ".join(slots_of(f, "place")),
        int(f.statements), int(f.messages),
        "; ".join(f"{date(s)}: {figures.count(n)}" for s, n in sessions.items()),
        "; ".join(MARK_TITLES.get(mark, mark) for mark in f.marks or ()), f.finding_id,
    )  # fmt: skip


def _listed(names: list[str]) -> str:
    left = len(names) - _MOST_PARTNERS
    return "; ".join(names[:_MOST_PARTNERS]) + (
        f"; и ещё {left} (лист «Связи»)" if left > 0 else ""
    )


def share_of(result: Result, finding: Any) -> float:
    """A finding's share as its edition shows it."""
    return _rounded(result, finding.share)


def _rounded(result: Result, share: float) -> float:
    return round(share, 2) if result.public else share
