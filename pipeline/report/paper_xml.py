"""The pieces of WordprocessingML that python-docx has no words for, or builds too slowly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.report.paper_styles import FILL, LINE
from pipeline.report.typography import legible

_LETTER, _INSET = 95, 160  # twips: of a letter in a table, of a cell's margins
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Line:
    """One paragraph of a table's cell and its style: plain, strong, muted, quote, figure.

    `after` follows the text in quiet letters: whose words they are.
    """

    text: str
    style: str = "plain"
    after: str = ""


Cell = str | Line | Sequence["str | Line"]
_CELL_STYLES = {
    "plain": "Table Text",
    "strong": "Table Strong",
    "muted": "Table Muted",
    "quote": "Table Quote",
    "figure": "Table Figure",
    "head": "Table Head",
    "head figure": "Table Head Figure",
}


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def run_of(text: str, style: str = "") -> Any:
    """A run of text; line ends become breaks."""
    run = _element("w:r")
    if style:
        properties = _element("w:rPr")
        properties.append(_element("w:rStyle", val=style))
        run.append(properties)
    parts = text.split("\n")
    for position, part in enumerate(parts):
        if position:
            run.append(_element("w:br"))
        content = _element("w:t")
        content.set(_SPACE, "preserve")
        content.text = part.replace("\t", " ")
        run.append(content)
    return run


def field_of(code: str, shown: str) -> list[Any]:
    """A field with its result filled in, so that it shows before anything is updated."""
    instruction = _element("w:r")
    text = _element("w:instrText")
    text.set(_SPACE, "preserve")
    text.text = code
    instruction.append(text)
    return [_char("begin"), instruction, _char("separate"), run_of(shown), _char("end")]


def _char(kind: str) -> Any:
    run = _element("w:r")
    run.append(_element("w:fldChar", fldCharType=kind))
    return run


def bookmarked(paragraph: Any, text: str, name: str, number: int) -> None:
    """Add the text to the paragraph as a place that links can lead to."""
    paragraph.append(_element("w:bookmarkStart", id=str(number), name=name))
    paragraph.append(run_of(text))
    paragraph.append(_element("w:bookmarkEnd", id=str(number)))


def fill_contents(
    place: Any, headings: Sequence[tuple[int, str, str]], pages: Sequence[int] = ()
) -> None:
    """Put a contents field at `place` whose result is the list of headings, each a link.

    With a page for every heading the lines end in them; a list of another length tells nothing.
    """
    numbers = list(pages) if len(pages) == len(headings) else [0] * len(headings)
    lines = []
    for (level, text, bookmark), number in zip(headings, numbers, strict=True):
        paragraph = _element("w:p")
        properties = _element("w:pPr")
        properties.append(_element("w:pStyle", val=f"TOC{level}"))
        paragraph.append(properties)
        link = _element("w:hyperlink", anchor=bookmark, history="1")
        link.append(run_of(text))
        if number > 0:
            tab = _element("w:r")
            tab.append(_element("w:tab"))
            for element in (tab, *field_of(f" PAGEREF {bookmark} \\h ", str(number))):
                link.append(element)
        paragraph.append(link)
        lines.append(paragraph)
    if not lines:
        return
    opening = field_of(' TOC \\o "1-2" \\h \\z \\u ', "")[:3]
    for position, element in enumerate(opening, start=1):
        lines[0].insert(position, element)
    lines[-1].append(_char("end"))
    for line in lines:
        place.addprevious(line)
    place.getparent().remove(place)


def holds_figures(cell: Cell) -> bool:
    """True for a cell whose first line is a figure."""
    line = cell[0] if not isinstance(cell, str | Line) and cell else cell
    return isinstance(line, Line) and line.style == "figure"


def lines_of(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """About how many lines a row takes, its tallest cell deciding; `widths` in twips."""
    return max(
        sum(
            max(1, math.ceil(len(line.text + line.after) * _LETTER / (width - _INSET)))
            for line in _lines(cell)
        )
        for cell, width in zip(cells, widths, strict=True)
    )


def _lines(cell: Cell) -> list[Line]:
    parts = [cell] if isinstance(cell, str | Line) else list(cell) or [""]
    return [Line(part) if isinstance(part, str) else part for part in parts]


def table_of(widths: Sequence[int]) -> Any:
    """An empty table of columns so wide, in twips, with thin rules between rows."""
    table = _element("w:tbl")
    properties = _element("w:tblPr")
    properties.append(_element("w:tblW", w=str(sum(widths)), type="dxa"))
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    properties.append(borders)
    properties.append(_element("w:tblLayout", type="fixed"))
    margins = _element("w:tblCellMar")
    for side, size in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
        margins.append(_element(f"w:{side}", w=str(size), type="dxa"))
    properties.append(margins)
    table.append(properties)
    grid = _element("w:tblGrid")
    for width in widths:
        grid.append(_element("w:gridCol", w=str(width)))
    table.append(grid)
    return table


def row_of(
    cells: Sequence[Cell], widths: Sequence[int], head: bool = False, kept: bool = False
) -> Any:
    """A row that no page breaks; a head row stands again on every page.

    A `kept` row stays on one page with the next.
    """
    row = _element("w:tr")
    properties = _element("w:trPr")
    properties.append(_element("w:cantSplit"))
    if head:
        properties.append(_element("w:tblHeader"))
    row.append(properties)
    for cell, width in zip(cells, widths, strict=True):
        row.append(_cell(cell, width, head, kept))
    return row


def _cell(cell: Cell, width: int, head: bool, kept: bool) -> Any:
    element = _element("w:tc")
    properties = _element("w:tcPr")
    properties.append(_element("w:tcW", w=str(width), type="dxa"))
    if head:
        properties.append(_element("w:shd", val="clear", color="auto", fill=FILL))
        properties.append(_element("w:vAlign", val="bottom"))
    element.append(properties)
    for line in _lines(cell):
        paragraph = _element("w:p")
        style = _element("w:pPr")
        style.append(_element("w:pStyle", val=_CELL_STYLES[line.style].replace(" ", "")))
        if kept:
            style.append(_element("w:keepNext"))
        paragraph.append(style)
        paragraph.append(run_of(legible(line.text)))
        if line.after:
            paragraph.append(run_of(f" — {legible(line.after)}", "Source"))
        element.append(paragraph)
    return element
