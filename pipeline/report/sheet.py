"""What a sheet of the workbook is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FIRST_ROW = 4  # of data, 1-based, on every sheet: title, note and heads stand above
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column: its head, width in characters, and what it holds: text, number, share."""

    title: str
    width: float
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet: a cell is text, a number, None, or (value, address that it links to)."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    frozen: int = 1
