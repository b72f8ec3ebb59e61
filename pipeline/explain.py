"""`veche explain`: what each stage did with one answer, statement, topic or finding, and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from pipeline.errors import InputError
from pipeline.runs import Run
from pipeline.vocabulary import (
    CONSENSUS_NOTES,
    DIRECTION_NOTE,
    FINDING_TITLES,
    FLAG_TITLES,
    IN_DRAFT_TITLES,
    KIND_TITLES,
    MARK_TITLES,
    QUESTION_ROLE_TITLES,
    ROLE_TITLES,
    SLOT_TITLES,
    STATUS_TITLES,
)

Lines = Iterable[str]


def explain(run: Run, id_: str) -> str:
    """The story of one id of the run, as lines of plain Russian; InputError for an unknown id."""
    stories: tuple[tuple[str, str, Callable[[Run, Any], Lines]], ...] = (
        ("answers", "answer_id", _answer),
        ("statements", "statement_id", _statement),
        ("topics", "topic_id", _topic),
        ("findings", "finding_id", _finding),
    )
    for table, column, story in stories:
        frame = getattr(run, table)
        found = frame[frame[column] == id_]
        if len(found):
            return "\n".join(story(run, next(found.itertuples())))
    raise InputError(
        f"номера «{id_}» в этом прогоне нет",
        file=run.path,
        remedy="Номера стоят в таблицах прогона и в strategy.xlsx",
    )


def _answer(run: Run, row: Any) -> Lines:
    yield f"Ответ {row.answer_id} ({KIND_TITLES[row.kind]})"
    yield from _fields(
        ("Откуда", f"{row.source}, {row.locator}"),
        ("Вопрос", f"{row.question or '—'} ({QUESTION_ROLE_TITLES[row.question_role]})"),
        ("Кто", row.respondent or row.group),
        ("Сессия", row.session),
        ("О себе", _pairs(row.attributes)),
        ("Заголовки над ним", row.heading),
        ("Из той же строки таблицы", _pairs(row.slots, SLOT_TITLES)),
    )
    yield f"1. Очистка: {STATUS_TITLES[row.status]}" + (f": {row.reason}" if row.reason else "")
    yield f"   Текст: «{row.text}»"
    if row.analysis and row.analysis != row.text:
        yield f"   Для разбора: «{row.analysis}»"
    if row.duplicate_of:
        yield f"   Повтор ответа {row.duplicate_of}"
    if row.repeats > 1:
        yield f"   Сообщений с этими словами от этого человека: {row.repeats}"
    if row.campaign:
        same = run.answers[run.answers["campaign"] == row.campaign]
        yield f"   Часть кампании: сообщений {len(same)}, людей {same['respondent'].nunique()}"
    said = run.statements[run.statements["answer_id"] == row.answer_id]
    yield f"2. Мыслей в ответе: {len(said)}"
    names = _topic_names(run)
    for statement in said.itertuples():
        yield f"   {statement.statement_id} «{statement.text}»"
        yield f"      {_role(statement)}; тема: {names.get(statement.topic_id, 'вне тем')}"
    yield f"3. Тема ответа: {names.get(row.topic_id, 'вне тем')}"


def _statement(run: Run, row: Any) -> Lines:
    answer = next(run.answers[run.answers["answer_id"] == row.answer_id].itertuples())
    yield f"Мысль {row.statement_id}: «{row.text}»"
    yield from _fields(
        ("Ответ", f"{row.answer_id}, знаки {row.start}–{row.end}"),
        ("Вопрос", f"{answer.question or '—'} ({QUESTION_ROLE_TITLES[answer.question_role]})"),
        ("К чему относится", row.context),
        ("Леммы", " ".join(row.lemmas)),
    )
    yield f"1. Роль: {_role(row)}"
    yield f"   Сработавшие правила: {', '.join(row.rules) or 'нет'}"
    yield from (f"   Что весило: {line}" for line in _weights(row, answer))
    if row.flags:
        yield f"   На проверку человеку: {_titles(row.flags, FLAG_TITLES)}"
    yield f"2. Направления: {', '.join(row.directions) or DIRECTION_NOTE}"
    yield f"3. Подробности: {_pairs(row.slots, SLOT_TITLES) or 'нет'}"
    topic = _topic_names(run).get(row.topic_id, "вне тем")
    yield f"4. Тема: {topic} (близость {_number(row.topic_confidence)})"
    holding = run.findings[[row.statement_id in ids for ids in run.findings["statement_ids"]]]
    for finding in holding.itertuples():
        yield f"5. Вывод {finding.finding_id}: {finding.name}"
    if holding.empty:
        yield "5. В выводы не вошла"


def _topic(run: Run, row: Any) -> Lines:
    texts = _texts(run)
    yield f"Тема {row.topic_id}: {row.name}"
    names = _topic_names(run)
    yield from _fields(
        ("Слова", ", ".join(row.keywords)),
        ("Другие названия", "; ".join(row.alternatives or ())),
        ("Входит в", names.get(row.parent_id, "")),
        ("Мыслей", str(row.statements)),
        ("Людей", str(row.respondents)),
        ("Группы", _pairs(row.groups)),
        ("Направления", ", ".join(row.directions)),
        ("Устойчивость", _number(row.stability)),
        ("Связность слов", _number(row.coherence)),
        ("Пометки", _titles(row.marks or (), MARK_TITLES)),
    )
    yield from (f"В середине: «{texts[quote]}» ({quote})" for quote in row.quotes)
    yield from (f"На краю: «{texts[quote]}» ({quote})" for quote in row.rim or ())
    for finding in run.findings[run.findings["topic_id"] == row.topic_id].itertuples():
        yield f"Вывод {finding.finding_id}: {finding.name}, людей: {finding.respondents}"


def _finding(run: Run, row: Any) -> Lines:
    texts = _texts(run)
    yield f"{FINDING_TITLES[row.kind]} {row.finding_id}: {row.name}"
    share = f"{_percent(row.share)} (от {_percent(row.share_low)} до {_percent(row.share_high)})"
    yield from _fields(
        ("Направление", row.direction),
        ("Тема", _topic_names(run).get(row.topic_id, "вне тем")),
        ("Людей", f"{row.respondents} из {row.base} ответивших, {share}"),
        ("Мыслей", str(row.statements)),
        ("По вопросам", _pairs(row.questions)),
        ("Группы", _pairs(row.groups)),
        ("Сессии", _pairs(row.sessions)),
        ("Подробности", _pairs(row.slots, SLOT_TITLES)),
        ("Согласие", f"{row.consensus}: {CONSENSUS_NOTES[row.consensus]}"),
        ("В наработках", IN_DRAFT_TITLES[row.in_draft]),
        ("Пометки", _titles(row.marks or (), MARK_TITLES)),
    )
    yield from (f"Цитата: «{texts[quote]}» ({quote})" for quote in row.quotes)
    names = dict(zip(run.findings["finding_id"], run.findings["name"], strict=True))
    for link in run.links.itertuples():
        if row.finding_id in (link.problem_id, link.solution_id):
            other = link.solution_id if row.finding_id == link.problem_id else link.problem_id
            yield (
                f"Связано с {other}: {names[other]} (сила {_number(link.score)}, "
                f"в одном ответе: {link.same_answer})"
            )
    yield f"Все мысли: {', '.join(row.statement_ids)}"


def _weights(row: Any, answer: Any) -> list[str]:
    """The features that weighed most for the role, as the roles model tells them."""
    from pipeline.statements import why

    return why(row.text, answer.question, answer.question_role, row.role)


def _role(row: Any) -> str:
    second = f", также {ROLE_TITLES[row.second_role]}" if row.second_role else ""
    return f"{ROLE_TITLES[row.role]} (уверенность {_number(row.role_confidence)}){second}"


def _texts(run: Run) -> dict[str, str]:
    return dict(zip(run.statements["statement_id"], run.statements["text"], strict=True))


def _topic_names(run: Run) -> dict[str | None, str]:
    return dict(zip(run.topics["topic_id"], run.topics["name"], strict=True))


def _fields(*pairs: tuple[str, str]) -> Lines:
    return (f"   {title}: {value}" for title, value in pairs if value)


def _pairs(text: str | None, titles: dict[str, str] | None = None) -> str:
    values = json.loads(text) if text else {}
    shown = (((titles or {}).get(key, key), value) for key, value in values.items())
    return "; ".join(f"{key}: {value}" for key, value in shown)


def _titles(ids: Iterable[str], titles: dict[str, str]) -> str:
    return ", ".join(titles.get(id_, id_) for id_ in ids)


def _number(value: float | None) -> str:
    return "—" if value is None or pd.isna(value) else f"{value:.2f}".replace(".", ",")


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %".replace(".", ",")
