"""What `veche check` knows of a dataset before anything is run: read, guessed and set aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.ingest import columns as kinds
from pipeline.ingest.columns import Column
from pipeline.ingest.dataset import read_sources
from pipeline.ingest.reading import SourceRead
from pipeline.ingest.surveys import Understood, asked, items_of
from pipeline.ingest.waves import match_waves
from pipeline.ingest.wording import guess_role
from pipeline.settings import Dataset, Settings
from pipeline.tables import distinct, fold

_SHOWN = 3  # first lines of each file


@dataclass(frozen=True)
class Question:
    """An open question as it will be counted."""

    wording: str
    role: str
    confidence: float
    filled: int
    rows: int
    why: str = ""


@dataclass(frozen=True)
class SourceReport:
    """What was found in one file."""

    name: str
    kind: str
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    refused: str = ""
    header_row: int = 0  # 1-based; 0 for papers
    rows: int = 0  # data rows of tables, items of papers
    questions: tuple[Question, ...] = ()
    columns: tuple[Column, ...] = ()
    attributes: tuple[str, ...] = ()
    respondent: str = ""
    question_column: str = ""
    group: str = ""
    session: str = ""
    moderator: str = ""
    notes: tuple[str, ...] = ()
    first: tuple[tuple[str, str, str], ...] = ()  # locator, role and text of the first answers


@dataclass(frozen=True)
class Inspection:
    """All files of a dataset, the folder's own notes, and what waves were matched."""

    folder: Path
    title: str
    sources: tuple[SourceReport, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def said(self) -> int:
        """Things said in all files: filled cells of open questions and items of papers."""
        return sum(sum(question.filled for question in source.questions) for source in self.sources)


def inspect(dataset: Dataset, settings: Settings) -> Inspection:
    """Read every file and report what was understood; raises InputError if nothing can be read."""
    reads, folder = read_sources(dataset, settings)
    records = [
        record
        for read in reads
        for sheet, found in read.sheets
        for record in items_of(found, read.source, sheet)
    ]
    waves = match_waves(records)
    return Inspection(
        folder=dataset.folder,
        title=dataset.title,
        sources=tuple(map(_report, reads)),
        notes=(*folder.notes, *waves),
    )


def _report(read: SourceRead) -> SourceReport:
    source, content = read.source, read.content
    about: dict[str, Any] = {
        "name": source.name,
        "kind": source.kind,
        "format": content.format,
        "encoding": content.encoding,
        "delimiter": content.delimiter,
        "notes": tuple(read.notes),
        "session": source.session,
    }
    if read.refused:
        return SourceReport(**about, refused=read.refused)
    if read.paper is not None:
        return _paper_report(read, about)
    if not read.sheets:
        return SourceReport(**about)
    largest = max((found for _, found in read.sheets), key=lambda found: len(found.table.rows))
    names = largest.table.columns
    return SourceReport(
        **{**about, "session": _session(largest)},
        header_row=largest.table.header_row,
        rows=sum(len(found.table.rows) for _, found in read.sheets),
        questions=tuple(q for _, found in read.sheets for q in _questions(found)),
        columns=tuple(largest.columns),
        attributes=tuple(names[at] for at in largest.attributes),
        respondent=names[largest.respondent] if largest.respondent >= 0 else "",
        question_column=names[largest.question] if largest.question >= 0 else "",
        first=tuple(_first_answers(read)),
    )


def _session(found: Understood) -> str:
    if found.session >= 0:
        return f"столбец «{found.table.columns[found.session]}»"
    return found.fixed_session


def _questions(found: Understood) -> list[Question]:
    total = len(found.table.rows)
    if found.question >= 0:
        return _long_questions(found)
    return [
        Question(
            found.columns[at].name,
            found.columns[at].role,
            found.columns[at].confidence,
            sum(bool(row[at].strip()) for row in found.table.rows),
            total,
            found.columns[at].why,
        )
        for at in found.questions
    ]


def _long_questions(found: Understood) -> list[Question]:
    """The questions that a column of the table names row by row, most answered first."""
    filled: Counter[tuple[str, str]] = Counter()
    rows: Counter[tuple[str, str]] = Counter()
    for row in found.table.rows:
        for at in found.questions:
            key = asked(found, row, at)
            rows[key] += 1
            filled[key] += bool(row[at].strip())
    told = found.roles
    return [
        Question(
            wording,
            role,
            1.0 if fold(wording) in told else guess_role(wording)[1],
            filled[wording, role],
            total,
            "вопрос назван в строке",
        )
        for (wording, role), total in sorted(rows.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _first_answers(read: SourceRead) -> list[tuple[str, str, str]]:
    shown: list[tuple[str, str, str]] = []
    for sheet, found in read.sheets:
        for record in items_of(found, read.source, sheet):
            if len(shown) >= _SHOWN:
                return shown
            if record["text"]:
                shown.append((record["locator"], record["question_role"], record["text"]))
    return shown


def _paper_report(read: SourceRead, about: dict[str, Any]) -> SourceReport:
    paper = read.paper
    assert paper is not None
    asked: dict[tuple[str, str], int] = {}
    for record in paper.records:
        key = (record["question"], record["question_role"])
        asked[key] = asked.get(key, 0) + 1
    first = paper.records[0]
    return SourceReport(
        **{**about, "session": first["session"]},
        rows=len(paper.records),
        questions=tuple(
            Question(question, role, 1.0 if role != "open" else 0.3, count, count)
            for (question, role), count in asked.items()
        ),
        group=", ".join(distinct(r["group"] for r in paper.records if r["group"])),
        moderator=first["moderator"],
        first=tuple((r["locator"], r["question_role"], r["text"]) for r in paper.records[:_SHOWN]),
    )


def aside(source: SourceReport) -> dict[str, list[str]]:
    """Columns that are no questions, by what they are, in the order of the table.

    The parts of one question stand as one, with their number.
    """
    parts = Counter(c.question for c in source.columns if c.kind != kinds.OPEN and c.question)
    found: dict[str, list[str]] = {}
    for column in source.columns:
        if column.kind == kinds.OPEN:
            continue
        names = found.setdefault(column.kind, [])
        name = column.name
        if column.question:
            name = f"{column.question} (столбцов: {parts[column.question]})"
        if name not in names:
            names.append(name)
    return found


def show(inspection: Inspection) -> None:
    """Print the inspection to the terminal."""
    from pipeline.ingest.checkview import render

    render(inspection)


def draft_toml(inspection: Inspection) -> str:
    """A dataset.toml that says what was guessed, ready to be edited."""
    from pipeline.ingest.checkdraft import draft

    return draft(inspection)
