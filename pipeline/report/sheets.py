"""What stands on each sheet of `strategy.xlsx`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.report.figures import Figures, groups_of, slots_of
from pipeline.report.glossary import TERMS
from pipeline.report.method import cleaning, counting_rules, ledger_rows, masked_rows, model_rows
from pipeline.report.overview import overview, unsure, what_was_found, who_spoke
from pipeline.report.result import Result
from pipeline.report.typography import date
from pipeline.vocabulary import (
    CHANGE_TITLES,
    EDITION_MARKS,
    FINDING_TITLES,
    IN_DRAFT_TITLES,
    KIND_TITLES,
    MARK_TITLES,
    ROLE_TITLES,
    STATUS_TITLES,
    VERDICT_TITLES,
)

EVIDENCE = "Подтверждения"
_FIRST_ROW = 4  # of data, 1-based, on every sheet
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column: its head, width in characters, and what it holds: text, number, share."""

    title: str
    width: float
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet: a cell is text, a number, None, or (value, address that it links to)."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    frozen: int = 1


_NAMED = {
    "problem": "Проблемы",
    "solution": "Решения",
    "against": "Возражения",
    "vision": "Образ будущего",
}


def sheets(result: Result) -> list[Sheet]:
    """The sheets in their order; empty ones are left out, the summary always stands."""
    evidence, rows_of = _evidence(result)
    made = [_summary(result)]
    made += [_findings(result, kind, rows_of) for kind in _NAMED]
    for make in _MAKERS:
        made.append(make(result))
    made.append(evidence)
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


def _evidence(result: Result) -> tuple[Sheet, dict[str, int]]:
    """Every finding's statements in a row, and the first row of each finding."""
    figures, rows, first = Figures(result), [], {}
    for finding in result.findings.itertuples(index=False):
        ids = finding.quotes if result.public else finding.statement_ids
        if ids:
            first[finding.finding_id] = _FIRST_ROW + len(rows)
        for sid in ids:
            answer = result.answer[result.statement[sid].answer_id]
            full = "" if result.public else answer.text
            rows.append(
                (finding.finding_id, finding.name, figures.quote(sid), figures.source(sid),
                 answer.question, date(answer.session), full, sid)
            )  # fmt: skip
    columns = (
        Column("Вывод", 15), Column("Название", 36), Column("Словами человека", 60),
        Column("Кто", 26), Column("Вопрос", 34), Column("Сессия", 12), Column("Весь ответ", 60),
        Column("Номер мысли", 18),
    )  # fmt: skip
    note = "Каждая строка — точный отрывок ответа. Сюда ведут ссылки с чисел на других листах."
    return Sheet(EVIDENCE, "На чём держится каждый вывод", note, columns, tuple(rows)), first


def _findings(result: Result, kind: str, rows_of: dict[str, int]) -> Sheet:
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
        Column("Ответили", 10, "number"), Column("Доля", 8, "share"),
        Column("Доля от", 8, "share"), Column("Доля до", 8, "share"),
        Column("Взвешенная доля", 11, "share"), Column("Мыслей", 9, "number"),
        Column("Сообщений", 11, "number"), Column("Группы", 24), Column("Сессии", 20),
        Column("Согласие", 16), Column("Наработки", 20), Column(other, 44), Column("Причина", 26),
        Column("Ресурс", 22), Column("Исполнитель", 22), Column("Срок", 14), Column("Место", 22),
        Column("Повторяется", 12), Column("Пометки", 22), Column("Номер", 16),
    )  # fmt: skip
    note = "Щёлкните по числу людей, чтобы прочитать их слова. Доля — от ответивших на вопрос."
    return Sheet(_NAMED[kind], _NAMED[kind], note, columns, rows)


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
        f.name, result.direction(f.direction), (int(f.respondents), at), int(f.base),
        *shares, weighted, int(f.statements), int(f.messages),
        ", ".join(groups_of(f)), "; ".join(f"{date(s)}: {figures.count(n)}" for s, n in sessions.items()),
        f.consensus, IN_DRAFT_TITLES[f.in_draft], "; ".join(partners),
        "; ".join(slots_of(f, "cause")), "; ".join(slots_of(f, "resource")),
        "; ".join(slots_of(f, "responsible") or slots_of(f, "addressee")),
        "; ".join(slots_of(f, "deadline")), "; ".join(slots_of(f, "place")),
        "да" if f.recurring else "редкий голос",
        "; ".join(MARK_TITLES.get(mark, mark) for mark in f.marks or ()), f.finding_id,
    )  # fmt: skip


def _links(result: Result) -> Sheet:
    names = {fid: f.name for fid, f in result.finding.items()}
    rows = tuple(
        (names[link.problem_id], names[link.solution_id], float(link.score),
         int(link.same_answer), link.problem_id, link.solution_id)
        for link in result.links.itertuples(index=False)
        if link.problem_id in names and link.solution_id in names
    )  # fmt: skip
    columns = (
        Column("Проблема", 46), Column("Предложение", 46), Column("Сила связи", 10, "share"),
        Column("В одном ответе", 12, "number"), Column("Номер проблемы", 16),
        Column("Номер предложения", 16),
    )  # fmt: skip
    note = "Какое предложение отвечает на какую проблему и сколько раз оба сказаны в одном ответе."
    return Sheet("Связи", "Проблема → предложение", note, columns, rows)


def _consensus(result: Result) -> Sheet:
    matrix = result.strategy.matrix
    fixed = ("finding_id", "kind", "name", "consensus", "opposed")
    voices = [column for column in matrix.columns if column not in fixed]
    rows = tuple(
        (row["name"], FINDING_TITLES[row["kind"]], *(row[voice] for voice in voices),
         row["consensus"], "; ".join(result.finding[fid].name for fid in row["opposed"]))
        for row in matrix.to_dict("records")
    )  # fmt: skip
    columns = (
        Column("Вывод", 46), Column("Вид", 14), *(Column(voice.capitalize(), 16) for voice in voices),
        Column("Отметка", 16), Column("Кто против", 40),
    )  # fmt: skip
    return Sheet("Согласие", "Кто за и кто против", "Пусто — не высказывались.", columns, rows)


def _coverage(result: Result) -> Sheet:
    rows = tuple(
        ("наработки" if row.document == "draft" else "стратегия региона", row.thesis, row.text,
         VERDICT_TITLES[row.verdict],
         int(row.respondents),
         ", ".join(json.loads(row.groups or "{}")),
         "; ".join(result.finding[fid].name for fid in row.finding_ids))
        for row in result.coverage.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column("Документ", 18), Column("№", 10), Column("Тезис", 56), Column("Итог", 18),
        Column("Людей", 9, "number"), Column("Группы", 26), Column("Что говорят", 60),
    )  # fmt: skip
    return Sheet("Наработки", "Тезисы наработок и голоса", "Окончательное решение — за модератором.",
                 columns, rows, frozen=3)  # fmt: skip


def _districts(result: Result) -> Sheet:
    rows = tuple(
        (str(row.value), FINDING_TITLES[row.kind], row.name,
         int(row.respondents), int(row.base), float(row.share), float(row.share_elsewhere),
         "заметно отличается" if row.distinct else "")
        for row in result.strategy.districts.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column(result.strategy.place or "Район", 22), Column("Вид", 16), Column("Вывод", 50),
        Column("Людей", 9, "number"), Column("Ответили", 10, "number"), Column("Доля", 9, "share"),
        Column("В остальных", 11, "share"), Column("Отличие", 20),
    )  # fmt: skip
    return Sheet("Районы", "Что называют в районах", "Доля — от ответивших жителей района.",
                 columns, rows)  # fmt: skip


def _sessions(result: Result) -> Sheet:
    names = result.strategy.session_names
    rows = tuple(
        (row["name"], FINDING_TITLES[row["kind"]],
         *(int(row[n]) for n in names),
         CHANGE_TITLES[row["change"]])
        for row in result.strategy.sessions.to_dict("records")
    ) if len(names) > 1 else ()  # fmt: skip
    columns = (
        Column("Вывод", 50), Column("Вид", 16), *(Column(date(n), 13, "number") for n in names),
        Column("Изменение", 18),
    )  # fmt: skip
    return Sheet("Сессии", "Голоса по сессиям", "Люди и группы, каждый один раз за сессию.",
                 columns, rows)  # fmt: skip


def _topics(result: Result) -> Sheet:
    rows = tuple(
        (t.name, ", ".join(t.keywords or ()), int(t.statements),
         int(t.respondents),
         "; ".join(result.direction(d) for d in t.directions or ()),
         None if t.stability != t.stability else float(t.stability),
         "; ".join(MARK_TITLES.get(mark, mark) for mark in t.marks or ()), t.topic_id)
        for t in result.topics.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column("Тема", 40), Column("Слова", 50), Column("Мыслей", 9, "number"),
        Column("Людей", 9, "number"), Column("Направления", 40), Column("Устойчивость", 13, "share"),
        Column("Пометки", 40), Column("Номер", 16),
    )  # fmt: skip
    return Sheet("Темы", "Темы", "Устойчивость ниже 50 % — верить осторожно.", columns, rows)


def _closed(result: Result) -> Sheet:
    rows = tuple(
        (f.question, f.answer, int(f.count), int(f.base), f.count / f.base if f.base else None)
        for f in result.frequencies.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column("Вопрос", 60), Column("Ответ", 40), Column("Раз", 9, "number"),
        Column("Ответили", 10, "number"), Column("Доля", 9, "share"),
    )  # fmt: skip
    return Sheet("Закрытые вопросы", "Закрытые вопросы", "Сколько раз выбран каждый ответ.",
                 columns, rows)  # fmt: skip


def _ledger(result: Result) -> Sheet:
    statuses, rows = ledger_rows(result)
    columns = (
        Column("Источник", 50), Column("Всего", 10, "number"),
        *(Column(STATUS_TITLES[s].capitalize(), 14, "number") for s in statuses),
    )  # fmt: skip
    return Sheet("Учтено всё", "Что стало с каждой записью", cleaning(result), columns,
                 tuple(tuple(row) for row in rows))  # fmt: skip


_MAKERS: tuple[Callable[[Result], Sheet], ...] = (
    _links, _consensus, _coverage, _districts, _sessions, _topics, _closed, _ledger,
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
    return Sheet("Ответы", "Все ответы", "Вошедшие в разбор и отложенные.", columns, rows)


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
