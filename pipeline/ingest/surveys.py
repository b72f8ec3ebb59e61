"""A survey's table to items: one row for each open-question cell, closed ones to frequencies."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from pipeline.errors import InputError, did_you_mean
from pipeline.ingest import columns as kinds
from pipeline.ingest.columns import Column, classify
from pipeline.ingest.header import Table
from pipeline.ingest.sessions import session_of
from pipeline.ingest.signs import is_contact
from pipeline.ingest.sources import Source
from pipeline.ingest.wording import clean, guess_role, uncoded
from pipeline.tables import fold, short_hash

MAX_ATTRIBUTE_VALUES = 40  # a closed question with more answers is counted but not cross-tabulated
_WAVE_COLUMN = re.compile(r"(вопрос|question|текст\s+вопроса|формулировка(\s+вопроса)?)", re.I)
_ANSWER_COLUMN = re.compile(r"(ответ|answer|текст\s+ответа|текст|text|response)", re.I)

Record = dict[str, Any]


@dataclass
class Understood:
    """A table with what each column means, ready to be turned into items."""

    table: Table
    columns: list[Column]
    respondent: int = -1  # places of columns, −1: none
    session: int = -1
    question: int = -1  # long tables
    attributes: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # columns of dataset.toml not in this file
    roles: Mapping[str, str] = field(default_factory=dict)  # long tables: folded wording -> role
    fixed_session: str = ""
    scope: str = ""

    @property
    def questions(self) -> list[int]:
        """Places of the open questions."""
        return [at for at, column in enumerate(self.columns) if column.kind == kinds.OPEN]


def understand(table: Table, source: Source) -> Understood:
    """What the columns mean: guessed, then as dataset.toml says."""
    found = Understood(table, classify(table), scope=source.name, fixed_session=source.session)
    found.respondent = _first(found.columns, kinds.PERSON)
    if source.survey is None or not source.survey.questions:
        _guess_long(found)
    if source.survey is not None:
        _as_told(found, source)
    found.notes += [
        f"столбец «{column.name}» {column.why}; если это вопрос, назовите его в dataset.toml"
        for column in found.columns
        if column.kind == kinds.EMPTY and column.why.startswith("похож")
    ]
    if not (source.survey and source.survey.attributes):
        found.attributes = [at for at, c in enumerate(found.columns) if _is_attribute(found, at, c)]
    silent = _silent(found)
    if silent and len(silent) < len(table.rows):
        found.notes.append(f"строк без единого открытого ответа: {len(silent)} ({_some(silent)})")
    if table.ragged:
        found.notes.append(
            f"лишние ячейки присоединены к последнему столбцу, строки: {_some(table.ragged)}"
        )
    return found


def _silent(found: Understood) -> list[int]:
    """Numbers of the data rows that answer no open question."""
    places = found.questions
    return [
        number
        for number, row in enumerate(found.table.rows, start=1)
        if places and not any(row[at].strip() for at in places)
    ]


def _some(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")


def _first(columns: Sequence[Column], kind: str) -> int:
    return next((at for at, column in enumerate(columns) if column.kind == kind), -1)


def _is_attribute(found: Understood, at: int, column: Column) -> bool:
    if column.kind not in (kinds.ATTRIBUTE, kinds.SINGLE, kinds.SCALE):
        return False
    values = {row[at].strip() for row in found.table.rows}
    if len(values) <= MAX_ATTRIBUTE_VALUES:
        return True
    # Ages are many; words that hardly repeat («Место работы») would point at a person.
    repeat = len(values) <= 0.5 * len(found.table.rows)
    return column.kind == kinds.ATTRIBUTE and (repeat or all(map(_is_number, values)))


def _is_number(text: str) -> bool:
    return not text or text.replace(",", ".").replace(".", "", 1).isdigit()


def _guess_long(found: Understood) -> None:
    """A table with the question's wording in a column and the answer in another."""
    names = found.table.columns
    asked = [at for at, name in enumerate(names) if _WAVE_COLUMN.fullmatch(name)]
    answers = [at for at, name in enumerate(names) if _ANSWER_COLUMN.fullmatch(name)]
    if not asked or not answers:
        return
    wordings = {row[asked[0]] for row in found.table.rows}
    if len(wordings) > max(3, len(found.table.rows) // 3):
        return
    found.question = asked[0]
    for at in range(len(found.columns)):
        if at == answers[0]:
            found.columns[at] = Column(
                names[at], kinds.OPEN, "open", 0.5, "ответ в длинной таблице"
            )
        elif at == asked[0]:
            found.columns[at] = Column(names[at], kinds.TECHNICAL, why="формулировка вопроса")
        elif found.columns[at].kind == kinds.OPEN and kinds.is_mark(found.columns[at]):
            found.columns[at] = replace(
                found.columns[at], kind=kinds.EMPTY, why="похож на пометку к ответу, а не на вопрос"
            )


def _as_told(found: Understood, source: Source) -> None:
    """Lay the entry of dataset.toml over the guesses."""
    survey = source.survey
    assert survey is not None
    if survey.question:
        found.question = _place(found, survey.question, source, required=True)
        wording = found.columns[found.question]
        found.columns[found.question] = replace(
            wording, kind=kinds.TECHNICAL, why="формулировка вопроса"
        )
    if survey.questions:
        _told_questions(found, survey.questions, source)
    if survey.respondent:
        found.respondent = _place(found, survey.respondent, source, required=True)
        found.scope = source.scope
    if survey.session:
        place = _place(found, survey.session, source, required=False)
        if place >= 0:
            found.session = place
        else:
            found.fixed_session = session_of(survey.session)
    for name in survey.attributes:
        place = _place(found, name, source, required=False)
        if place < 0:
            found.missing.append(name)
            continue
        found.attributes.append(place)
        if found.columns[place].kind in (kinds.OPEN, kinds.TECHNICAL, kinds.PERSON, kinds.EMPTY):
            found.columns[place] = Column(
                found.columns[place].name, kinds.ATTRIBUTE, why="назван в dataset.toml"
            )


def _told_questions(found: Understood, questions: Mapping[str, str], source: Source) -> None:
    places: dict[int, str] = {}
    wordings = (
        {fold(row[found.question]) for row in found.table.rows} if found.question >= 0 else set()
    )
    roles = {}
    for name, role in questions.items():
        if fold(name) in wordings:
            roles[fold(name)] = role
            continue
        place = _place(found, name, source, required=False)
        if place >= 0:
            places[place] = role
        else:
            found.missing.append(name)
    found.roles = roles
    if roles and not places:
        _guess_long(found)
        places = dict.fromkeys(found.questions, "open")
    for at, column in enumerate(found.columns):
        if at in places:
            found.columns[at] = Column(
                column.name, kinds.OPEN, places[at], 1.0, "назван в dataset.toml"
            )
        elif column.kind == kinds.OPEN:
            found.columns[at] = replace(column, kind=kinds.EMPTY, why="не назван в dataset.toml")
            found.notes.append(f"столбец «{column.name}» похож на открытый вопрос, но не назван")


def _place(found: Understood, name: str, source: Source, required: bool) -> int:
    """The column of a name, tolerant of spaces, case, ё, `?`→`-`, cut ends and slips of the pen."""
    keys = [key_of(column.name) for column in found.columns]
    wanted = key_of(name)
    if wanted in keys:
        return keys.index(wanted)
    cut = [at for at, key in enumerate(keys) if len(key) >= 30 and wanted.startswith(key)]
    if len(cut) == 1:
        return cut[0]
    near = get_close_matches(wanted, keys, n=2, cutoff=0.9) if len(wanted) >= 8 else []
    if len(near) == 1:
        place = keys.index(near[0])
        found.notes.append(f"столбец «{name}» прочитан как «{found.columns[place].name}»")
        return place
    if required:
        raise InputError(
            f"нет столбца «{name}», названного в dataset.toml",
            file=source.name,
            remedy=did_you_mean(name, [column.name for column in found.columns]),
        )
    return -1


def key_of(name: str) -> str:
    """What is the same of a column's name however it is written."""
    text = fold(unicodedata.normalize("NFKC", uncoded(clean(name))))
    return re.sub(r"[?\-:.*]+$", "", text).strip()


def items_of(found: Understood, source: Source, sheet: str = "") -> Iterator[Record]:
    """One record for each open-question cell, row by row; empty cells included."""
    table, questions = found.table, found.questions
    people = _people(found)
    attributes = _attribute_texts(found)
    for number, row in enumerate(table.rows):
        place = f"row {number + 1}" if not sheet else f"Лист «{sheet}», row {number + 1}"
        session = session_of(row[found.session]) if found.session >= 0 else found.fixed_session
        for at in questions:
            wording, role = asked(found, row, at)
            yield {
                "kind": "survey",
                "source": source.name,
                "locator": place,
                "position": number * len(questions) + questions.index(at),
                "question": wording,
                "question_role": role,
                "respondent": people[number],
                "group": "",
                "session": session,
                "moderator": "",
                "attributes": attributes[number],
                "heading": "",
                "row_id": "",
                "slots": "{}",
                "thesis": "",
                "text": _verbatim(row[at]),
            }


def _verbatim(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip()


def asked(found: Understood, row: Sequence[str], at: int) -> tuple[str, str]:
    """The question of a cell and its role; in a long table the row itself names the question."""
    column = found.columns[at]
    if found.question < 0:
        return column.name, column.role
    wording = clean(row[found.question]) or column.name
    told = found.roles.get(fold(wording), column.role)
    if told != "open":
        return wording, told
    role, confidence = guess_role(wording)
    return wording, role if confidence >= 0.6 else "open"


def _people(found: Understood) -> list[str]:
    """Who said each row: the person's number in its scope, else a key made of the row itself."""
    seen: Counter[str] = Counter()
    order = sorted(range(len(found.columns)), key=lambda at: found.columns[at].name)
    people = []
    for row in found.table.rows:
        number = row[found.respondent].strip() if found.respondent >= 0 else ""
        if number:
            people.append(f"{found.scope}#{number}")
            continue
        key = short_hash(found.scope, *(row[at] for at in order))
        seen[key] += 1
        people.append(f"{found.scope}#{key}-{seen[key]}")
    return people


def _attribute_texts(found: Understood) -> list[str]:
    names = [(at, found.columns[at].name) for at in sorted(set(found.attributes))]
    texts: dict[tuple[str, ...], str] = {}
    result = []
    for row in found.table.rows:
        values = tuple(row[at].strip() for at, _ in names)
        if values not in texts:
            pairs = {
                name: value
                for (_, name), value in zip(names, values, strict=True)
                if value and not is_contact(value)
            }
            texts[values] = json.dumps(pairs, ensure_ascii=False, sort_keys=True)
        result.append(texts[values])
    return result
