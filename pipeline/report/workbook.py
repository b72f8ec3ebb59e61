"""`strategy.xlsx`: the tables of the annex and all that was said, with links from figure to words.

Everything that a person wrote is stored as text, never as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from pipeline.report.release import released
from pipeline.report.result import Result
from pipeline.report.sheet import Column, Sheet
from pipeline.report.sheets import sheets
from pipeline.report.typography import legible

_LONGEST = 32_767  # characters that a cell can hold
_CUT = " … [обрезано]"
_A3, _A4, _WIDE = 8, 9, 200  # paper codes; characters that A4 lying still shows
_MOST_LINKS = 60_000  # of one sheet; Excel drops links after 65,530


@dataclass(frozen=True)
class Formats:
    """Cell formats of the workbook."""

    head: Any
    text: Any
    number: Any
    share: Any
    link: Any
    title: Any
    note: Any


def strategy_xlsx(result: Result) -> bytes:
    """The workbook; equal results give equal bytes."""
    result = released(result)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False},
    )  # fmt: skip
    moment = datetime.fromisoformat(result.date) if result.date else datetime(1980, 1, 1)
    book.set_properties({"title": result.title, "author": "veche", "created": moment})
    formats = _formats(book)
    for sheet in sheets(result):
        _write(book, sheet, formats)
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> Formats:
    base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    return Formats(
        head=book.add_format({**base, "bold": True, "text_wrap": True, "bg_color": "#E9EEF4",
                              "font_color": "#1F3A5F", "bottom": 1, "valign": "bottom"}),
        text=book.add_format({**base, "text_wrap": True, "num_format": "@"}),
        number=book.add_format({**base, "num_format": "#,##0"}),
        share=book.add_format({**base, "num_format": "0.0%"}),
        link=book.add_format({**base, "num_format": "#,##0", "font_color": "#0B57A4",
                              "underline": 1}),
        title=book.add_format({**base, "bold": True, "font_size": 14, "font_color": "#1F3A5F"}),
        note=book.add_format({**base, "font_color": "#5A6472"}),
    )  # fmt: skip


def _write(book: Any, sheet: Sheet, formats: Formats) -> None:
    page = book.add_worksheet(sheet.name)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(_A3 if sum(column.width for column in sheet.columns) > _WIDE else _A4)
    page.fit_to_pages(1, 0)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    _string(page, 0, 0, sheet.title, formats.title)
    page.set_row(0, 22)
    _string(page, 1, 0, sheet.note, formats.note)
    for index, column in enumerate(sheet.columns):
        _string(page, 2, index, column.title, formats.head)
    rows = 0
    for rows, row in enumerate(sheet.rows, start=1):
        _row(page, 2 + rows, row, sheet.columns, formats)
    page.freeze_panes(3, sheet.frozen)
    page.repeat_rows(2)
    if sheet.columns and rows:
        page.autofilter(2, 0, 2 + rows, len(sheet.columns) - 1)


def _row(
    page: Any, at: int, row: Sequence[Any], columns: Sequence[Column], formats: Formats
) -> None:
    for index, (value, column) in enumerate(zip(row, columns, strict=True)):
        target = None
        if isinstance(value, tuple):
            value, target = value
        if target and at < _MOST_LINKS:
            page.write_url(at, index, f"internal:{target}", formats.link, "")
        if value is None or value == "":
            continue
        if isinstance(value, str):
            _string(page, at, index, value, formats.link if target else formats.text)
        elif column.kind == "share":
            page.write_number(at, index, value, formats.share)
        else:
            page.write_number(at, index, value, formats.link if target else formats.number)


def _string(page: Any, row: int, column: int, text: str, style: Any) -> None:
    text = legible(text)
    if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > _LONGEST:
        text = _within(text)
    page.write_string(row, column, text, style)


def _within(text: str) -> str:
    """The text cut to what a cell holds, with a mark; Excel counts UTF-16 units."""
    units = text.encode("utf-16-le")[: 2 * (_LONGEST - len(_CUT))]
    return units.decode("utf-16-le", errors="ignore") + _CUT
