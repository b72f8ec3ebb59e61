"""A dataset's folder to items: find the files, read each aside, keep the books."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.errors import InputError, did_you_mean
from pipeline.ingest.frequencies import frequencies_of
from pipeline.ingest.ledger import Ingested, SourceLedger
from pipeline.ingest.reading import SourceRead, read_source
from pipeline.ingest.sandbox import Sandbox
from pipeline.ingest.sources import Found, Source, find_sources
from pipeline.ingest.surveys import items_of
from pipeline.ingest.waves import match_waves
from pipeline.settings import Dataset, Settings

Record = dict[str, Any]


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
            reads.append(read_source(source, sandbox, settings.read.max_file_mb))
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
                    remedy=did_you_mean(name, columns),
                )
            having = [id(read) for read, found in tables_read if name not in found.missing]
            for read in {id(read): read for read in lacking if id(read) not in having}.values():
                read.notes.append(f"нет столбца «{name}»")


def _one_spelling(records: list[Record]) -> None:
    """Groups and moderators that differ in case alone are one: «Бизнес» and «бизнес»."""
    for key in ("group", "moderator"):
        spelt: Mapping[str, str] = {}
        names = sorted({record[key] for record in records if record[key]}, reverse=True)
        spelt = {tables.fold(name): name for name in names}  # lower case comes last in this order
        for record in records:
            record[key] = spelt.get(tables.fold(record[key]), record[key])
