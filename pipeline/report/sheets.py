"""What stands on each sheet of `strategy.xlsx`, and in which order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from pipeline.report import sheets_tables as tables
from pipeline.report.glossary import TERMS
from pipeline.report.method import counting_rules, masked_rows, model_rows
from pipeline.report.result import Result
from pipeline.report.sheet import (
    CONTENTS,
    SCREEN_NOTE,
    SCREEN_ROWS,
    Column,
    Sheet,
    without_blank,
)
from pipeline.report.sheets_findings import (
    ANSWERS,
    EVIDENCE,
    NAMED,
    asked_of,
    evidence,
    findings,
)
from pipeline.report.sheets_summary import summary
from pipeline.report.sheets_topics import levels, topics
from pipeline.report.typography import date
from pipeline.vocabulary import EDITION_MARKS, KIND_TITLES, ROLE_TITLES, STATUS_TITLES

_MAKERS: tuple[Callable[[Result], Sheet], ...] = (
    tables.links, tables.consensus, tables.coverage, tables.decided, tables.districts,
    tables.sessions, topics, levels, tables.closed, tables.ledger,
)  # fmt: skip
_STATEMENTS = "Мысли"
_FOR_SCREEN = (EVIDENCE, _STATEMENTS, ANSWERS)  # every word of everybody: hundreds of pages


def sheets(result: Result) -> list[Sheet]:
    """The sheets in their order, the contents first; an empty one says why it is empty."""
    words, rows_of = evidence(result)
    made = [summary(result, rows_of)]
    made += [findings(result, kind, rows_of) for kind in NAMED]
    made += [make(result) for make in _MAKERS]
    made.append(words)
    if not result.public:
        made += [_statements(result), _answers(result)]
    made.append(_method(result))
    made = [without_blank(sheet) for sheet in made]
    return [_contents(result, made), *made]


def _contents(result: Result, made: list[Sheet]) -> Sheet:
    """What is in the book and where."""
    rows = tuple(
        ((sheet.name, f"'{sheet.name}'!A1"), sheet.title if sheet.rows else sheet.empty,
         len(sheet.rows))
        for sheet in made
    )  # fmt: skip
    columns = (Column("Лист", 24), Column("Что на нём", 84), Column("Строк", 10, "number"))
    screen = ", ".join(f"«{sheet.name}»" for sheet in made if sheet.name in _FOR_SCREEN)
    note = (
        f"{EDITION_MARKS[result.edition].capitalize()}. Расчёт от {date(result.date)}. На каждом "
        "листе есть отборы; подчёркнутое число ведёт к словам людей, из которых оно сложилось. "
        f"Для чтения на экране: {screen}; на бумагу идёт их начало."
    )
    return Sheet(CONTENTS, f"{result.title}. Учёт мнения жителей", note, columns, rows, frozen=0)


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
    note = f"Мысль — точный отрывок ответа, в котором сказано одно. {SCREEN_NOTE}"
    return Sheet(_STATEMENTS, "Все мысли, их роль, направление и тема", note, columns, rows,
                 empty="Ответов, вошедших в разбор, нет.", printed=5,
                 printed_rows=SCREEN_ROWS)  # fmt: skip


def _answers(result: Result) -> Sheet:
    question = asked_of(result)
    rows = tuple(
        (a.text, STATUS_TITLES[a.status], a.reason, KIND_TITLES[a.kind], question(a), a.group,
         a.session, _pairs(a.attributes), int(a.repeats), a.source, a.locator, a.answer_id)
        for a in result.answers.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column("Ответ (личные данные скрыты)", 96), Column("Что с ним", 20), Column("Почему", 26),
        Column("Вид", 18), Column("Вопрос", 44), Column("Группа", 18),
        Column("Сессия", 12, "date"), Column("О себе", 32), Column("Сообщений", 12, "number"),
        Column("Файл", 26), Column("Место в файле", 16), Column("Номер ответа", 16),
    )  # fmt: skip
    return Sheet(ANSWERS, "Все ответы: вошедшие в разбор и отложенные",
                 "Отложенное не стёрто: в столбце «Почему» сказано, из-за чего. Длинный ответ "
                 f"виден целиком в строке формул. {SCREEN_NOTE}",
                 columns, rows, empty="Ответов нет.", printed=7,
                 printed_rows=SCREEN_ROWS)  # fmt: skip


def _method(result: Result) -> Sheet:
    rows: list[tuple[str, str]] = [("Правило подсчёта", rule) for rule in counting_rules(result)]
    rows += [("Модель", "; ".join(filter(None, row))) for row in model_rows(result)]
    rows += [("Скрыто личных данных", f"{title}: {count}") for title, count in masked_rows(result)]
    rows += [(f"Слово «{term}»", meaning) for term, meaning in TERMS]
    versions: Iterable[tuple[str, Any]] = sorted(result.run.get("versions", {}).items())
    rows += [("Версия", f"{name} {version}") for name, version in versions]
    note = "Правила подсчёта, модели и их измеренная точность, слова этой книги, версии программ."
    columns = (Column("Что", 26), Column("Пояснение", 120))
    return Sheet("Методика", "Как получены результаты", note, columns, tuple(rows))


def _pairs(text: str | None) -> str:
    values = json.loads(text) if text else {}
    return "; ".join(f"{key}: {value}" for key, value in values.items())
