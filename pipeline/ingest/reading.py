"""One source file: read aside, its sheets or its paper understood, what is set aside told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import tables
from pipeline.errors import InputError, VecheError
from pipeline.ingest.content import Content, Refused, Sheet
from pipeline.ingest.header import Table, find_table
from pipeline.ingest.legend import spelt_out
from pipeline.ingest.papers import Paper, paper_of, sheet_blocks
from pipeline.ingest.sandbox import Sandbox
from pipeline.ingest.sources import Source, in_groups_folder, is_summary
from pipeline.ingest.surveys import Understood, key_of, understand

_NOTHING = 0.3  # confidence of a role where a wording tells nothing
_FEW_ROWS = 5  # of a sheet beside the answers


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


def read_source(source: Source, sandbox: Sandbox, max_file_mb: int) -> SourceRead:
    """One file read in the sandbox and understood; what is wrong with it is in `refused`."""
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


def _document_tables(content: Content) -> list[Sheet]:
    """Tables of a document that is named as a survey."""
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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
