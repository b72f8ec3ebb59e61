"""What each column of a survey is: technical, person, attribute, closed or open question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from re import Pattern

from pipeline.ingest import signs
from pipeline.ingest.choices import multi_of, with_parts
from pipeline.ingest.column import (
    ATTRIBUTE,
    EMPTY,
    MATRIX,
    MULTI,
    OPEN,
    PERSON,
    SCALE,
    SINGLE,
    TECHNICAL,
    Column,
    Values,
)
from pipeline.ingest.header import Table
from pipeline.ingest.wording import CLOSED, FREE, guess_role, invites, is_label, looks_open

__all__ = [
    "ATTRIBUTE", "EMPTY", "MATRIX", "MULTI", "OPEN", "PERSON", "SCALE", "SINGLE", "TECHNICAL",
    "Column", "Values", "classify", "is_mark",
]  # fmt: skip


def classify(table: Table) -> list[Column]:
    """What each column of the table is, in order; a person column is chosen at most once."""
    values = [Values.of([row[at] for row in table.rows]) for at in range(len(table.columns))]
    columns = [_classify(name, v) for name, v in zip(table.columns, values, strict=True)]
    columns = _beside_text(with_parts(columns, values))
    return _one_person(columns, values, len(table.rows))


def _classify(name: str, values: Values) -> Column:
    if signs.PERSON.search(name) and not looks_open(name):
        return Column(name, PERSON, why="номер человека или анкеты")
    if signs.TECHNICAL.search(name) and not _asks(name):
        return Column(name, TECHNICAL, why="служебный столбец")
    if not values.filled:
        if looks_open(name) and not signs.ATTRIBUTE.search(name):
            role, confidence = guess_role(name)
            return Column(name, OPEN, role, confidence, "пусто, но спрошено открыто")
        return Column(name, EMPTY, why="пустой столбец")
    if _mostly(values.filled, signs.VALUE_KINDS) and not signs.ATTRIBUTE.search(name):
        return Column(name, TECHNICAL, why="адреса, даты или номера, а не ответы")
    return _classify_values(name, values)


def _beside_text(columns: list[Column]) -> list[Column]:
    """Set aside what stands beside a text: marks («cluster»), places, what officials answered."""
    asking = [c for c in columns if c.kind == OPEN and c.confidence >= 0.5 and not _is_beside(c)]
    sure = bool(asking)
    appeals = any(signs.APPEAL.search(column.name) for column in asking)
    return [
        replace(column, kind=EMPTY, why="похож на пометку к тексту, а не на вопрос")
        if sure
        and column.kind == OPEN
        and (
            is_mark(column)
            or _is_beside(column)
            or (appeals and bool(signs.OFFICIAL_BESIDE.search(column.name)))
        )
        else column
        for column in columns
    ]


def _is_beside(column: Column) -> bool:
    return is_label(column.name) or bool(signs.OFFICIAL.search(column.name))


def is_mark(column: Column) -> bool:
    """True for a field's name that asks nothing."""
    return column.confidence <= 0.3 and bool(signs.MARK.fullmatch(column.name))


def _asks(name: str) -> bool:
    """True for a wording that is a question, so that «почта» or «телефон» in it is a subject."""
    own = re.search(r"зовут|обращаться|связаться", name, re.IGNORECASE)
    return name.rstrip().endswith("?") and len(name.split()) >= 4 and not own


def _mostly(values: Sequence[str], patterns: Sequence[Pattern[str]]) -> bool:
    sample = values[:500]
    return any(
        sum(bool(pattern.fullmatch(value)) for value in sample) >= 0.8 * len(sample)
        for pattern in patterns
    )


def _classify_values(name: str, values: Values) -> Column:
    total, distinct = len(values.filled), len(values.distinct)
    asked = invites(name)
    attribute = bool(signs.ATTRIBUTE.search(name)) and asked != FREE
    if all(signs.NUMBER.fullmatch(value) for value in values.distinct):
        if attribute:
            return Column(name, ATTRIBUTE, why="сведения о человеке")
        if set(values.distinct) <= {"0", "1"} and total > 2:
            return Column(name, SINGLE, why="отметка 0 или 1")
        if _counts_rows(values.filled):
            return Column(name, TECHNICAL, why="номер по порядку")
        small = all(0 <= float(v.replace(",", ".")) <= 10 for v in values.distinct)
        if small and distinct <= 11:
            return Column(name, SCALE, why="оценки по шкале")
        if not looks_open(name) or total >= 5:
            return Column(name, TECHNICAL, why="числа, а не ответы")
    codes = all(signs.CODE.fullmatch(value) for value in values.distinct)
    if codes and total >= 5 and distinct >= 0.9 * total and asked != FREE:
        return Column(name, TECHNICAL, why="номера, а не ответы")
    multi = multi_of(name, values, free=asked == FREE)
    if multi:
        return multi
    if attribute and values.words <= 6:
        return Column(name, ATTRIBUTE, why="сведения о человеке")
    if _is_closed(values, asked, looks_open(name)):
        return Column(name, SINGLE, why=f"вариантов {distinct} на {total} ответов")
    return _open(name, values, asked)


def _counts_rows(filled: Sequence[str]) -> bool:
    """True for 1, 2, 3 … down a table of five rows or more."""
    return len(filled) >= 5 and filled == [str(n) for n in range(1, len(filled) + 1)]


def _open(name: str, values: Values, asked: str) -> Column:
    total, distinct = len(values.filled), len(values.distinct)
    role, confidence = guess_role(name)
    why = f"разных ответов {distinct} из {total}"
    if asked == FREE and total >= 60 and distinct <= 12 and values.repeated >= 0.95:
        confidence = min(confidence, 0.5)
        why += ": если это выбор из списка, уберите вопрос из questions"
    elif asked != FREE and distinct > 1 and values.words < 1.5 and role == "open":
        confidence = min(confidence, 0.3)
    return Column(name, OPEN, role, confidence, why)


def _is_closed(values: Values, asked: str, opened: bool) -> bool:
    """True if the values come from a list that was offered.

    The wording is the stronger witness: what invites free words stays open however often
    answers repeat, for an answer counted as a person's words loses less than words that are lost.
    """
    total, distinct = len(values.filled), len(values.distinct)
    if asked == FREE:
        return False
    if asked == CLOSED:
        listed = distinct < total and distinct <= max(15, total // 3) and values.words <= 8
        return listed or values.words <= 3
    if distinct == 1:
        return not opened and total >= 3 and values.words <= 4
    if total < 10:
        return distinct <= total // 2 and values.words <= 4
    if opened:  # «Где …», «Что для Вас …»: repeats of «нет» do not make a closed question
        return distinct <= 15 and total >= 4 * distinct and values.repeated >= 0.9
    few = distinct <= 25 and total / distinct >= 3
    return (few and values.repeated >= 0.8) or (values.repeated >= 0.9 and values.words <= 8)


def _one_person(columns: list[Column], values: Sequence[Values], rows: int) -> list[Column]:
    """Keep the best person column: a person's own number before the number of a row."""
    found = [at for at, column in enumerate(columns) if column.kind == PERSON]
    full = [at for at in found if len(values[at].filled) >= 0.9 * max(1, rows)]
    best = min(
        full, key=lambda at: (not signs.PEOPLE_FIRST.search(columns[at].name), at), default=-1
    )
    return [
        column
        if column.kind != PERSON or at == best
        else Column(column.name, TECHNICAL, why="служебный номер")
        for at, column in enumerate(columns)
    ]
