"""XLSX, XLS and ODS through calamine: every value as the text a person would see."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.ingest.content import Content, Refused, Row, Sheet
from pipeline.ingest.readers import limits
from pipeline.ingest.readers.archive import Archive
from pipeline.ingest.readers.values import text_of

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})(\d{1,8})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_ODS = re.compile(rb'<table:table-row\b[^>]*?table:visibility="(?:collapse|filter)"')


def read_workbook(path: Path, archive: Archive | None) -> Content:
    """The sheets of a workbook; `archive` is its checked package, None for XLS."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetVisibleEnum,
    )

    hidden_rows = _look_inside(archive) if archive else []
    try:
        # Not by the path: the name may say another kind than the content is.
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        sheets = []
        for number, meta in enumerate(book.sheets_metadata):
            if "WorkSheet" not in str(meta.typ):
                continue
            sheet = book.get_sheet_by_index(number)
            if sheet.total_width > limits.MAX_COLUMNS:
                raise Refused(f"столбцов {sheet.total_width}, предел {limits.MAX_COLUMNS}")
            if sheet.total_height * sheet.total_width > limits.MAX_CELLS:
                raise Refused(f"лист «{meta.name}» слишком велик: строк {sheet.total_height}")
            merged = [
                [first[0], first[1], last[0], last[1]]
                for first, last in (sheet.merged_cell_ranges or [])[:20_000]
            ]
            sheets.append(
                Sheet(
                    name=meta.name,
                    rows=_texts(sheet),
                    hidden=meta.visible != SheetVisibleEnum.Visible,
                    hidden_rows=hidden_rows[number] if number < len(hidden_rows) else 0,
                    merged=merged,
                )
            )
    except PasswordError as error:
        raise Refused("файл защищён паролем: снимите пароль и сохраните заново") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("книга повреждена и не открывается") from error
    kind = "XLS" if archive is None else "ODS" if "content.xml" in archive.names else "XLSX"
    return Content(format=kind, sheets=sheets, notes=archive.notes if archive else [])


def _look_inside(archive: Archive) -> list[int]:
    """Hidden rows of each sheet in order; Refused for cells beyond what a sheet may hold."""
    if "content.xml" in archive.names:
        sheets = archive.read("content.xml").split(b"<table:table ")[1:]
        return [len(_HIDDEN_ODS.findall(sheet)) for sheet in sheets]
    hidden = []
    parts = [name for name in archive.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    for name in sorted(parts, key=lambda name: int(re.findall(r"\d+", name)[-1])):
        content = archive.read(name)
        columns, rows, seen = 0, 0, 0
        for letters, row in _CELL.findall(content):
            columns = max(columns, _column(letters))
            rows = max(rows, int(row))
            seen += 1
        if columns > limits.MAX_COLUMNS:
            raise Refused(f"столбцов {columns}, предел {limits.MAX_COLUMNS}")
        if rows * columns > limits.MAX_CELLS and seen < rows * columns // 50:
            raise Refused(f"ячейки листа разбросаны до строки {rows}: файл испорчен")
        hidden.append(len(_HIDDEN_ROW.findall(content)))
    return hidden


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _texts(sheet: Any) -> Iterator[Row]:
    """Rows one by one: a list of all values of a large sheet takes more memory than the sheet."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield before + [text_of(value) for value in row]
