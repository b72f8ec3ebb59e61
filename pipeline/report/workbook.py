"""`strategy.xlsx`: the tables of the annex and all that was said, with links from figure to words.

Everything that a person wrote is stored as text, never as a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from pipeline.report.release import released
from pipeline.report.result import Result
from pipeline.report.sheet import CONTENTS, Column, Sheet
from pipeline.report.sheet_lines import height
from pipeline.report.sheets import sheets
from pipeline.report.typography import legible
from pipeline.vocabulary import EDITION_MARKS

_LONGEST = 32_767  # characters that a cell can hold
_CUT = " … [обрезано]"
_A3, _A4, _WIDE = 8, 9, 215  # paper codes; characters that A4 lying still shows
_MOST_LINKS = 60_000  # of one sheet; Excel drops links after 65,530
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Formats:
    """Cell formats of the workbook."""

    head: Any
    head_figure: Any
    text: Any
    number: Any
    share: Any
    date: Any
    link: Any
    named_link: Any
    back: Any
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
    formats = _formats(book, "0%" if result.public else "0.0%")
    for sheet in sheets(result):
        _furniture(_write(book, sheet, formats), sheet, result)
    book.close()
    return buffer.getvalue()


def _formats(book: Any, share: str) -> Formats:
    base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    cell = {**base, "bottom": 4, "bottom_color": "#B8C1CC"}
    head = {**base, "bold": True, "text_wrap": True, "bg_color": "#E9EEF4",
            "font_color": "#1F3A5F", "valign": "bottom"}  # fmt: skip
    figure, words = {"align": "right", "indent": 1}, {"align": "left", "indent": 1}
    link = {"font_color": "#0B57A4", "underline": 1}
    return Formats(
        head=book.add_format({**head, **words}),
        head_figure=book.add_format({**head, **figure}),
        text=book.add_format({**cell, **words, "text_wrap": True, "num_format": "@"}),
        number=book.add_format({**cell, **figure, "num_format": "#,##0"}),
        share=book.add_format({**cell, **figure, "num_format": share}),
        date=book.add_format({**cell, **words, "num_format": "dd.mm.yyyy"}),
        link=book.add_format({**cell, **figure, **link, "num_format": "#,##0"}),
        named_link=book.add_format({**cell, **words, **link}),
        back=book.add_format({**base, **link}),
        title=book.add_format({**base, "bold": True, "font_size": 14, "font_color": "#1F3A5F"}),
        note=book.add_format({**base, "font_color": "#5A6472", "text_wrap": True}),
    )  # fmt: skip


def _write(book: Any, sheet: Sheet, formats: Formats) -> Any:
    page = book.add_worksheet(sheet.name)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    _head(page, sheet, formats)
    for at, row in enumerate(sheet.rows, start=3):
        page.set_row(at, height(row, sheet.columns))
        _row(page, at, row, sheet.columns, formats)
    if not sheet.rows:
        _across(page, 3, sheet, sheet.empty, formats.note)
    elif sheet.columns:
        page.autofilter(2, 0, 2 + len(sheet.rows), len(sheet.columns) - 1)
    page.freeze_panes(3, sheet.frozen)
    return page


def _head(page: Any, sheet: Sheet, formats: Formats) -> None:
    """Title and the way back, the note, the heads of columns."""
    _string(page, 0, 0, sheet.title, formats.title)
    page.set_row(0, 22)
    if sheet.name != CONTENTS:
        page.write_url(0, _after_title(sheet), f"internal:'{CONTENTS}'!A1", formats.back,
                       f"← {CONTENTS}")  # fmt: skip
    _across(page, 1, sheet, sheet.note, formats.note)
    titles = [column.title for column in sheet.columns]
    page.set_row(2, height(titles, sheet.columns, bold=True))
    for index, column in enumerate(sheet.columns):
        figures = column.kind in ("number", "share")
        _string(page, 2, index, column.title, formats.head_figure if figures else formats.head)


def _after_title(sheet: Sheet) -> int:
    """The first column that the title does not reach."""
    reached = 0.0
    for index, column in enumerate(sheet.columns[:-1], start=1):
        reached += column.width
        if reached > 1.6 * len(sheet.title):
            return index
    return len(sheet.columns) - 1


def _across(page: Any, row: int, sheet: Sheet, text: str, style: Any) -> None:
    """A sentence over the whole printed width, wrapped."""
    width = sum(column.width for column in sheet.columns[: sheet.on_paper])
    page.set_row(row, height([text], [Column("", width)]))
    if sheet.on_paper > 1:
        page.merge_range(row, 0, row, sheet.on_paper - 1, "", style)
    _string(page, row, 0, text, style)


def _furniture(page: Any, sheet: Sheet, result: Result) -> None:
    """How the sheet looks on paper: lying, to the width, the head on each page, the mark."""
    width = sum(column.width for column in sheet.columns[: sheet.on_paper])
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(_A3 if width > _WIDE else _A4)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, 2 + sheet.rows_on_paper, sheet.on_paper - 1)
    page.repeat_rows(2)
    title, mark = legible(result.title).replace("&", "&&")[:120], EDITION_MARKS[result.edition]
    page.set_header(f"&L&8{title}&R&8{mark.capitalize()}")
    page.set_footer("&L&8&A&R&8&P из &N")


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
            page.write_blank(at, index, None, formats.text)
        elif column.kind == "date" and _ISO_DAY.fullmatch(value):
            page.write_datetime(at, index, date.fromisoformat(value), formats.date)
        elif isinstance(value, str):
            _string(page, at, index, value, formats.named_link if target else formats.text)
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
