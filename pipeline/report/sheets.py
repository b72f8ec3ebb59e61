"""What stands on each sheet of `strategy.xlsx`, and in which order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from pipeline.report import sheets_tables as tables
from pipeline.report.glossary import TERMS
from pipeline.report.method import counting_rules, masked_rows, model_rows
from pipeline.report.overview import overview, unsure, what_was_found, who_spoke
from pipeline.report.result import Result
from pipeline.report.sheet import Column, Sheet
from pipeline.report.sheets_findings import ANSWERS, NAMED, evidence, findings
from pipeline.report.sheets_topics import levels, topics
from pipeline.report.typography import date
from pipeline.vocabulary import EDITION_MARKS, KIND_TITLES, ROLE_TITLES, STATUS_TITLES

_MAKERS: tuple[Callable[[Result], Sheet], ...] = (
    tables.links, tables.consensus, tables.coverage, tables.decided, tables.districts,
    tables.sessions, topics, levels, tables.closed, tables.ledger,
)  # fmt: skip


def sheets(result: Result) -> list[Sheet]:
    """The sheets in their order; empty ones are left out, the summary always stands."""
    words, rows_of = evidence(result)
    made = [_summary(result)]
    made += [findings(result, kind, rows_of) for kind in NAMED]
    for make in _MAKERS:
        made.append(make(result))
    made.append(words)
    if not result.public:
        made += [_statements(result), _answers(result)]
    made.append(_method(result))
    return [sheet for sheet in made if sheet.rows]


def _summary(result: Result) -> Sheet:
    facts = overview(result)
    lines = [
        EDITION_MARKS[result.edition].capitalize(),
        who_spoke(facts),
        what_was_found(facts),
        *unsure(result),
    ]
    return Sheet(
        "Сводка", f"{result.title}. Учёт мнения жителей", f"Прогон от {date(result.date)}",
        (Column("Главное", 120),), tuple((line,) for line in lines), frozen=0,
    )  # fmt: skip


def _statements(result: Result) -> Sheet:
    topics = {tid: t.name for tid, t in result.topic.items()}
    rows = tuple(
        (s.text, ROLE_TITLES[s.role], None if s.role_confidence != s.role_confidence
         else float(s.role_confidence), "; ".join(result.direction(d) for d in s.directions or ()),
         topics.get(s.topic_id, "вне тем"), s.answer_id, s.statement_id)
        for s in result.statements.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column("Мысль", 80), Column("Роль", 18), Column("Уверенность", 12, "share"),
        Column("Направления", 36), Column("Тема", 36), Column("Номер ответа", 16),
        Column("Номер мысли", 18),
    )  # fmt: skip
    return Sheet("Мысли", "Все мысли", "Точные отрывки ответов.", columns, rows)


def _answers(result: Result) -> Sheet:
    rows = tuple(
        (a.text, STATUS_TITLES[a.status], a.reason, KIND_TITLES[a.kind], a.question, a.group,
         date(a.session), _pairs(a.attributes), int(a.repeats), a.source, a.locator, a.answer_id)
        for a in result.answers.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column("Ответ (личные данные скрыты)", 80), Column("Что с ним", 20), Column("Почему", 26),
        Column("Вид", 18), Column("Вопрос", 44), Column("Группа", 18), Column("Сессия", 12),
        Column("О себе", 32), Column("Сообщений", 11, "number"), Column("Файл", 26),
        Column("Место в файле", 16), Column("Номер ответа", 16),
    )  # fmt: skip
    return Sheet(ANSWERS, "Все ответы", "Вошедшие в разбор и отложенные.", columns, rows)


def _method(result: Result) -> Sheet:
    rows: list[tuple[str, str]] = [("Правило подсчёта", rule) for rule in counting_rules(result)]
    rows += [("Модель", "; ".join(filter(None, row))) for row in model_rows(result)]
    rows += [("Скрыто личных данных", f"{title}: {count}") for title, count in masked_rows(result)]
    rows += [(term, meaning) for term, meaning in TERMS]
    versions: Iterable[tuple[str, Any]] = sorted(result.run.get("versions", {}).items())
    rows += [("Версия", f"{name} {version}") for name, version in versions]
    return Sheet("Методика", "Как получены результаты", "", (Column("Что", 26), Column("", 120)),
                 tuple(rows))  # fmt: skip


def _pairs(text: str | None) -> str:
    values = json.loads(text) if text else {}
    return "; ".join(f"{key}: {value}" for key, value in values.items())
