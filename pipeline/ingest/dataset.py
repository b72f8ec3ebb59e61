"""A dataset's folder to items: find the files, read each aside, understand it, keep the books."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.errors import InputError, VecheError
from pipeline.ingest.content import Content, Refused
from pipeline.ingest.frequencies import frequencies_of
from pipeline.ingest.header import Table, find_table
from pipeline.ingest.legend import spelt_out
from pipeline.ingest.papers import Paper, paper_of, sheet_blocks
from pipeline.ingest.sandbox import Sandbox
from pipeline.ingest.sources import Found, Source, find_sources, in_groups_folder, is_summary
from pipeline.ingest.surveys import Understood, items_of, key_of, understand
from pipeline.ingest.waves import match_waves
from pipeline.settings import Dataset, Settings

Record = dict[str, Any]
_NOTHING = 0.3  # confidence of a role where a wording tells nothing
_FEW_ROWS = 5  # of a sheet beside the answers


@dataclass(frozen=True)
class SourceLedger:
    """What became of one source file."""

    source: str
    kind: str
    file_rows: int = 0  # data rows of its tables, or items of a paper
    rows: int = 0  # things said: cells of open questions, or items of a paper
    sha256: str = ""
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    refused: str = ""  # why the file was not read, "" if it was

    def plain(self) -> dict[str, Any]:
        """As a plain dictionary, for run.json."""
        return asdict(self)


@dataclass(frozen=True)
class Ingested:
    """What everyone said, with personal data still in it; never stored as it is."""

    items: pd.DataFrame
    frequencies: pd.DataFrame
    ledger: list[SourceLedger]
    others: list[str]  # files that are no data or that dataset.toml does not name
    notes: list[str]

    @property
    def files(self) -> list[str]:
        """The paths of all files inside the dataset's folder."""
        return [*(entry.source for entry in self.ledger), *self.others]

    @property
    def groups(self) -> list[str]:
        """The names of the groups that said something."""
        return sorted(set(self.items["group"]))

    def called(self, files: Mapping[str, str], groups: Mapping[str, str]) -> Ingested:
        """The same under other names of files and groups, as they are to be stored."""
        longest = sorted((name for name in files if files[name] != name), key=len, reverse=True)
        notes = []
        for note in self.notes:
            for name in longest:
                note = note.replace(name, files[name])
            notes.append(note)
        source, group = self.items["source"].map(files), self.items["group"].map(groups)
        return Ingested(
            self.items.assign(source=source, group=group),
            self.frequencies.assign(source=self.frequencies["source"].map(files)),
            [replace(entry, source=files[entry.source]) for entry in self.ledger],
            [files[name] for name in self.others],
            notes,
        )


@dataclass
class SourceRead:
    """One file read and understood."""

    source: Source
    sha256: str = ""
    content: Content = field(default_factory=lambda: Content(""))
    sheets: list[tuple[str, Understood]] = field(default_factory=list)
    paper: Paper | None = None
    refused: str = ""
    notes: list[str] = field(default_factory=list)


def read_dataset(dataset: Dataset, settings: Settings, executor: Executor) -> Ingested:
    """Read every file of a dataset into items, one for each thing that somebody said.

    Files are read one after another in a limited child process, so `executor` is not used: what
    the files cost is bounded whatever they hold. Raises InputError if nothing can be read.
    """
    reads, found = read_sources(dataset, settings)
    notes = list(found.notes)
    records: list[Record] = []
    counts: list[Record] = []
    ledger = []
    for read in reads:
        said = list(_records(read))
        records += said
        for _, understood in read.sheets:
            counts += frequencies_of(understood, read.source.name)
        ledger.append(_entry(read, len(said)))
        notes += [f"{read.source.name}: {note}" for note in read.notes]
    notes += match_waves(records)
    _one_spelling(records)
    items = tables.conform(pd.DataFrame(records, columns=tables.ITEMS.names), "items")
    frequencies = tables.conform(
        pd.DataFrame(counts, columns=tables.FREQUENCIES.names), "frequencies"
    )
    return Ingested(items, frequencies, ledger, found.others, notes)


def read_sources(dataset: Dataset, settings: Settings) -> tuple[list[SourceRead], Found]:
    """Every source read and understood, in the order of names; and what the folder holds."""
    found = find_sources(dataset)
    reads = []
    with Sandbox(float(settings.read.timeout_s), settings.read.memory_mb) as sandbox:
        for source in found.sources:
            reads.append(_read(source, sandbox, settings.read.max_file_mb))
    for name, reason in found.refused:
        reads.append(SourceRead(Source(dataset.folder / name, name, "survey"), refused=reason))
    _check_columns(dataset, reads)
    for read in reads:
        if read.refused:
            read.notes.insert(0, f"не прочитан: {read.refused}")
    if reads and all(read.refused for read in reads):
        first = reads[0]
        raise InputError(
            first.refused,
            file=first.source.name,
            remedy="Исправьте или замените файл" if len(reads) == 1 else "Ни один файл не прочитан",
        )
    if not reads:
        raise InputError(
            "в папке нет ни одного файла с данными",
            file=dataset.folder,
            remedy="Положите в неё выгрузку анкеты (CSV, XLSX) или документы групп (DOCX)",
        )
    return sorted(reads, key=lambda read: read.source.name), found


def _read(source: Source, sandbox: Sandbox, max_file_mb: int) -> SourceRead:
    read = SourceRead(source)
    try:
        size = source.path.stat().st_size
        if size > max_file_mb * 1_000_000:
            raise Refused(f"файл {size / 1e6:.0f} МБ, предел {max_file_mb} МБ (read.max_file_mb)")
        read.sha256 = _sha256(source.path)
        options = {}
        if source.survey is not None:
            options = {"encoding": source.survey.encoding, "delimiter": source.survey.delimiter}
        read.content = sandbox.read(source.path, options)
        read.notes += read.content.notes
        if _is_exported_text(read):
            read.source = source = replace(source, kind="survey", scope=source.name, group="")
        if source.kind == "survey":
            _understand_sheets(read)
        else:
            _understand_paper(read)
    except Refused as refusal:
        read.refused = str(refusal)
    except OSError as error:
        read.refused = f"файл не открывается ({error.strerror})"
    except VecheError:
        raise
    except Exception as error:  # noqa: BLE001 - one odd file must not cost the others
        read.refused = f"содержимое файла не разобрано ({type(error).__name__})"
    return read


def _is_exported_text(read: SourceRead) -> bool:
    """True for a table saved as text («Текст Юникод» of Excel) that nothing calls a paper."""
    source = read.source
    return (
        source.kind == "proposal"
        and not source.told
        and read.content.format == "CSV"
        and not in_groups_folder(source.name)
    )


def _understand_sheets(read: SourceRead) -> None:
    """Sheets with answers become tables; others are set aside with a note."""
    survey = read.source.survey
    content = read.content
    if not content.sheets:
        content.sheets = list(_document_tables(content))
        if not content.sheets:
            if survey is None and not is_summary(read.source.name):
                read.source = replace(read.source, kind="proposal")
            _understand_paper(read)
            return
    found: list[tuple[str, Table]] = []
    for sheet in content.sheets:
        if survey and survey.sheet and sheet.name != survey.sheet:
            continue
        if sheet.hidden and len(content.sheets) > 1:
            read.notes.append(f"скрытый лист «{sheet.name}» не читался")
            continue
        if sheet.hidden_rows:
            read.notes.append(f"скрытых строк {sheet.hidden_rows}: прочитаны вместе с видимыми")
        told = (*survey.questions, *survey.attributes) if survey else ()
        table = find_table(sheet, survey.header if survey else 0, told)
        if table is not None:
            found.append((sheet.name, table))
    if survey and survey.sheet and not found:
        raise InputError(
            f"нет листа «{survey.sheet}»",
            file=read.source.name,
            remedy=f"Листы книги: {', '.join(sheet.name for sheet in content.sheets)}",
        )
    if not found:
        raise Refused("в файле нет таблицы с ответами")
    read.notes += spelt_out([table for _, table in found])
    named = [pair for pair in found if _has_told(pair[1], read.source)] or found
    read.notes += [
        f"лист «{name}» отложен: нет столбцов из dataset.toml"
        for name, table in found
        if (name, table) not in named
    ]
    sheets = [(name, understand(table, read.source)) for name, table in named]
    asking = [(name, understood) for name, understood in sheets if understood.questions]
    serious = [(name, understood) for name, understood in asking if not _is_by_the_way(understood)]
    asking = serious or asking or sheets[:1]
    kept = {name for name, _ in asking}
    aside = [name for name, _ in sheets if name not in kept]
    read.notes += [f"лист «{name}» отложен: открытых вопросов нет" for name in aside]
    for name, understood in asking:
        label = f"лист «{name}»: " if len(content.sheets) > 1 else ""
        read.sheets.append((name if len(asking) > 1 else "", understood))
        read.notes += [label + note for note in (*understood.table.aside, *understood.notes)]
    if not any(understood.questions for _, understood in read.sheets):
        read.notes.append("открытых вопросов не найдено; назовите их в dataset.toml")


def _has_told(table: Table, source: Source) -> bool:
    """True for a table with a column that dataset.toml names, or where it names none."""
    survey = source.survey
    told = (*survey.questions, survey.respondent, survey.question) if survey else ()
    wanted = {key_of(name) for name in told if name}
    return not wanted or not wanted.isdisjoint(map(key_of, table.columns))


def _is_by_the_way(found: Understood) -> bool:
    """True for a few numbers for a chart: little text, under names that ask nothing."""
    vague = all(found.columns[at].confidence <= _NOTHING for at in found.questions)
    return vague and len(found.table.rows) <= _FEW_ROWS


def _document_tables(content: Content) -> list[Any]:
    """Tables of a document that is named as a survey."""
    from pipeline.ingest.content import Sheet

    return [
        Sheet(rows=[[cell.text for cell in row] for row in block.table])
        for block in content.blocks
        if block.table
    ]


def _understand_paper(read: SourceRead) -> None:
    content = read.content
    if content.sheets:
        content = replace(content, blocks=list(sheet_blocks(content)))
    read.paper = paper_of(content, read.source)
    if not read.paper.records:
        raise Refused("в файле нет текста предложений")
    if read.source.survey is not None:
        for record in read.paper.records:
            told = read.source.survey.questions.get(record["question"])
            record["question_role"] = told or record["question_role"]
    aside = tables.distinct(read.paper.aside)
    if aside:
        read.notes.append("отложено: " + "; ".join(aside))


def _records(read: SourceRead) -> list[Record]:
    if read.refused:
        return []
    if read.paper is not None:
        return read.paper.records
    return [record for name, found in read.sheets for record in items_of(found, read.source, name)]


def _entry(read: SourceRead, rows: int) -> SourceLedger:
    in_tables = sum(len(understood.table.rows) for _, understood in read.sheets)
    return SourceLedger(
        source=read.source.name,
        kind=read.source.kind,
        file_rows=rows if read.paper is not None else in_tables,
        rows=rows,
        sha256=read.sha256,
        format=read.content.format,
        encoding=read.content.encoding,
        delimiter=read.content.delimiter,
        refused=read.refused,
    )


def _check_columns(dataset: Dataset, reads: list[SourceRead]) -> None:
    """A column of dataset.toml that no file of its entry has is an error; in some files, a note."""
    for survey in dataset.surveys:
        files = [read for read in reads if read.source.survey is survey and not read.refused]
        tables_read = [(read, found) for read in files for _, found in read.sheets]
        named = (*survey.questions, *survey.attributes)
        for name in named:
            lacking = [read for read, found in tables_read if name in found.missing]
            if tables_read and len(lacking) == len(tables_read):
                columns = tables_read[0][1].table.columns
                raise InputError(
                    f"нет столбца «{name}», названного в dataset.toml",
                    file=files[0].source.name,
                    remedy=_did_you_mean(name, columns),
                )
            having = [id(read) for read, found in tables_read if name not in found.missing]
            for read in {id(read): read for read in lacking if id(read) not in having}.values():
                read.notes.append(f"нет столбца «{name}»")


def _did_you_mean(name: str, columns: list[str]) -> str:
    from pipeline.errors import did_you_mean

    return did_you_mean(name, columns)


def _one_spelling(records: list[Record]) -> None:
    """Groups and moderators that differ in case alone are one: «Бизнес» and «бизнес»."""
    for key in ("group", "moderator"):
        spelt: Mapping[str, str] = {}
        names = sorted({record[key] for record in records if record[key]}, reverse=True)
        spelt = {tables.fold(name): name for name in names}  # lower case comes last in this order
        for record in records:
            record[key] = spelt.get(tables.fold(record[key]), record[key])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
