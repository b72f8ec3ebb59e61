"""What a sheet of the workbook is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

SCREEN_ROWS = 40  # that go on paper of a list made for the screen: enough to see what it holds
SCREEN_NOTE = f"Лист для чтения на экране: на бумагу идут первые {SCREEN_ROWS} строк."
FIRST_ROW = 4  # of data, 1-based, on every sheet: title, note and heads stand above
CONTENTS = "Содержание"
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column: its head, width in characters, and what it holds: text, number, share, date."""

    title: str
    width: float
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet: a cell is text, a number, None, or (value, address that it links to).

    `empty` is the sentence that stands on it when there are no rows; `printed` says how many
    columns go on paper and `printed_rows` how many rows, the rest is for the screen (0: all).
    """

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    frozen: int = 1
    empty: str = "Строк нет."
    printed: int = 0
    printed_rows: int = 0

    @property
    def on_paper(self) -> int:
        """How many columns are printed."""
        return min(self.printed or len(self.columns), len(self.columns))

    @property
    def rows_on_paper(self) -> int:
        """How many rows are printed; a sheet without rows prints the sentence that says so."""
        return min(self.printed_rows or len(self.rows), len(self.rows)) or 1


def without_blank(sheet: Sheet) -> Sheet:
    """The sheet without columns that hold nothing in any row: an empty column tells nothing."""
    if not sheet.rows:
        return sheet
    by_column = zip(*sheet.rows, strict=True)
    held = [any(value not in (None, "") for value in values) for values in by_column]
    rows = tuple(
        tuple(value for value, kept in zip(row, held, strict=True) if kept) for row in sheet.rows
    )
    columns = tuple(column for column, kept in zip(sheet.columns, held, strict=True) if kept)
    printed = sum(held[: sheet.printed]) if sheet.printed else 0
    return replace(sheet, columns=columns, rows=rows, printed=printed)
