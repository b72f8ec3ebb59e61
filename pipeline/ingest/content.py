"""What a reader finds in a file before anything is understood: sheets or blocks of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

Row = list[str]


class Refused(Exception):  # noqa: N818 - raised as what happens to the file
    """The file cannot or must not be read; the text is one plain Russian sentence."""


@dataclass
class Sheet:
    """A table of text cells. Rows may be ragged; a run of blank rows is one empty list."""

    name: str = ""
    rows: Iterable[Row] = ()
    hidden: bool = False
    hidden_rows: int = 0
    merged: list[list[int]] = field(default_factory=list)  # first row, column, last row, column


@dataclass
class Cell:
    """A cell of a table in a document: its paragraphs as blocks."""

    blocks: list[Block] = field(default_factory=list)
    column: int = 0
    columns: int = 1
    continued: bool = False  # merged with the cell above

    @property
    def text(self) -> str:
        """The paragraphs, one a line, with the numbers of lists."""
        return "\n".join(block.text for block in self.blocks if block.text)


@dataclass
class Block:
    """A paragraph, heading, list item or table of a document, in reading order."""

    kind: str  # heading, paragraph, item, table, note
    text: str = ""
    level: int = 0  # of a heading from 1; of a list item from 0
    number: str = ""  # «1.2» of a numbered item, "•" of a bullet
    bold: bool = False
    table: list[list[Cell]] = field(default_factory=list)
    page: int = 0


@dataclass
class Content:
    """All that was found in one file."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def block_from(plain: dict[str, Any]) -> Block:
    """The block of a plain dictionary, as JSON brings it."""
    table = [[cell_from(cell) for cell in row] for row in plain["table"]]
    return Block(**{**plain, "table": table})


def cell_from(plain: dict[str, Any]) -> Cell:
    """The cell of a plain dictionary."""
    return Cell(**{**plain, "blocks": [block_from(block) for block in plain["blocks"]]})


def plain(block: Block) -> dict[str, Any]:
    """The block as a plain dictionary for JSON."""
    return asdict(block)
