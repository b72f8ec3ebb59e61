"""A Word document with real styles: headings, contents, numbered tables, page numbers.

The bytes depend on the content alone: dates inside the file are fixed, as are those of its parts.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from pipeline.report.paper_styles import ACCENT, FILL, LINE, define_styles
from pipeline.report.typography import bound, legible

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MARGIN = Mm(20)
_LONG, _SHORT = Mm(297), Mm(210)


@dataclass(frozen=True)
class Line:
    """One paragraph of a table's cell and its style: plain, strong, muted, quote, figure."""

    text: str
    style: str = "plain"


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


class Paper:
    """A document under way; `bytes()` ends it."""

    def __init__(self, title: str, author: str, issued: str, running: str) -> None:
        self.document = Document()
        self.document.settings.odd_and_even_pages_header_footer = False
        define_styles(self.document)
        self._properties(title, author, issued)
        self._page(self.document.sections[0], landscape=False)
        self._furniture(self.document.sections[0], running)
        self._body = self.document.element.body
        self._headings: list[tuple[int, str, str]] = []  # level, text, bookmark
        self._contents: Any = None
        self._tables = 0
        self._counters = [0, 0]

    @property
    def next_table(self) -> int:
        """The number that the next table gets."""
        return self._tables + 1

    def text(self, text: str, style: str = "Normal") -> None:
        """A paragraph of our own prose."""
        self.document.add_paragraph(legible(bound(text)), style=style)

    def bullets(self, items: Sequence[str]) -> None:
        """A list."""
        for item in items:
            self.text(item, "List Bullet")

    def quote(self, text: str, source: str) -> None:
        """Somebody's own words, untouched, and where they come from."""
        paragraph = self.document.add_paragraph(style="Quote")
        paragraph.add_run(legible(f"«{text}»"))
        if source:
            paragraph.add_run(f" — {legible(source)}", style="Source")

    def heading(
        self, text: str, level: int = 1, numbered: bool = True, new_page: bool = False
    ) -> None:
        """A heading of level 1 or 2 with its number; it will stand in the contents."""
        if numbered:
            text = f"{self._number(level)} {text}"
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        if new_page:
            paragraph.paragraph_format.page_break_before = True
        bookmark = f"_Toc{len(self._headings) + 1:04d}"
        _bookmarked(paragraph._p, legible(text), bookmark, len(self._headings) + 1)
        self._headings.append((level, text, bookmark))

    def _number(self, level: int) -> str:
        self._counters[level - 1] += 1
        if level == 1:
            self._counters[1] = 0
            return f"{self._counters[0]}."
        return f"{self._counters[0]}.{self._counters[1]}."

    def contents(self) -> None:
        """Leave a place for the contents, filled when the document ends."""
        self.document.add_paragraph("Содержание", style="Contents Title")
        self._contents = self.document.add_paragraph()._p

    def turn(self, landscape: bool) -> None:
        """Start a new section of pages, lying or standing."""
        self._page(self.document.add_section(), landscape)

    def table(
        self, caption: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[Cell]]
    ) -> None:
        """A numbered table: columns are (title, share of the width); a head row that repeats.

        The head of a column of figures stands to the right, as they do.
        """
        self._tables += 1
        self._caption(caption)
        section = self.document.sections[-1]
        width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
        total = sum(share for _, share in columns)
        widths = [int(width * share / total / 635) for _, share in columns]  # EMU to twips
        table = _table(widths)
        head = [
            Line(title, "head figure" if rows and _holds_figures(rows[0][at]) else "head")
            for at, (title, _) in enumerate(columns)
        ]
        table.append(_row(head, widths, head=True))
        for row in rows:
            table.append(_row(row, widths))
        self._body.insert(len(self._body) - 1, table)
        self.document.add_paragraph(style="After Table")

    def _caption(self, caption: str) -> None:
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.add_run("Таблица\u00a0")
        for element in _field(f" SEQ Таблица \\* ARABIC ", str(self._tables)):
            paragraph._p.append(element)
        paragraph.add_run(f". {legible(bound(caption))}")

    def bytes(self) -> bytes:
        """The finished document."""
        if self._contents is not None:
            _fill_contents(self._contents, self._headings)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return repacked(buffer.getvalue())

    def _properties(self, title: str, author: str, issued: str) -> None:
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = title, author, "ru-RU"
        properties.comments, properties.last_modified_by, properties.revision = "", author, 1
        moment = datetime.fromisoformat(issued) if issued else datetime(*_EPOCH)
        properties.created = properties.modified = moment

    def _page(self, section: Any, landscape: bool) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin, section.bottom_margin = Mm(22), Mm(18)
        section.header_distance = section.footer_distance = Mm(10)

    def _furniture(self, section: Any, running: str) -> None:
        section.header.paragraphs[0].style = self.document.styles["Header"]
        section.header.paragraphs[0].add_run(legible(running))
        footer = section.footer.paragraphs[0]
        footer.style = self.document.styles["Footer"]
        for element in _field(" PAGE ", "1"):
            footer._p.append(element)


def repacked(document: bytes) -> bytes:
    """The same archive with fixed dates of its parts."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr, info.create_system = 8, 0o600 << 16, 3
            target.writestr(info, source.read(name))
    return buffer.getvalue()


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _run(text: str, style: str = "") -> Any:
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
        content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        content.text = part.replace("\t", " ")
        run.append(content)
    return run


def _field(code: str, shown: str) -> list[Any]:
    """A field with its result filled in, so that it shows before anything is updated."""
    instruction = _element("w:r")
    text = _element("w:instrText")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = code
    instruction.append(text)
    return [_char("begin"), instruction, _char("separate"), _run(shown), _char("end")]


def _char(kind: str) -> Any:
    run = _element("w:r")
    run.append(_element("w:fldChar", fldCharType=kind))
    return run


def _bookmarked(paragraph: Any, text: str, name: str, number: int) -> None:
    paragraph.append(_element("w:bookmarkStart", id=str(number), name=name))
    paragraph.append(_run(text))
    paragraph.append(_element("w:bookmarkEnd", id=str(number)))


def _fill_contents(place: Any, headings: Sequence[tuple[int, str, str]]) -> None:
    """Put a contents field at `place` whose result is the list of headings, each a link."""
    lines = []
    for level, text, bookmark in headings:
        paragraph = _element("w:p")
        properties = _element("w:pPr")
        properties.append(_element("w:pStyle", val=f"TOC{level}"))
        paragraph.append(properties)
        link = _element("w:hyperlink", anchor=bookmark, history="1")
        link.append(_run(text))
        paragraph.append(link)
        lines.append(paragraph)
    if not lines:
        return
    opening = _field(' TOC \\o "1-2" \\h \\z \\u ', "")[:3]
    for position, element in enumerate(opening, start=1):
        lines[0].insert(position, element)
    lines[-1].append(_char("end"))
    for line in lines:
        place.addprevious(line)
    place.getparent().remove(place)


def _holds_figures(cell: Cell) -> bool:
    line = cell[0] if not isinstance(cell, str | Line) and cell else cell
    return isinstance(line, Line) and line.style == "figure"


def _table(widths: Sequence[int]) -> Any:
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


def _row(cells: Sequence[Cell], widths: Sequence[int], head: bool = False) -> Any:
    row = _element("w:tr")
    properties = _element("w:trPr")
    properties.append(_element("w:cantSplit"))
    if head:
        properties.append(_element("w:tblHeader"))
    row.append(properties)
    for cell, width in zip(cells, widths, strict=True):
        row.append(_cell(cell, width, head))
    return row


def _cell(cell: Cell, width: int, head: bool) -> Any:
    element = _element("w:tc")
    properties = _element("w:tcPr")
    properties.append(_element("w:tcW", w=str(width), type="dxa"))
    if head:
        properties.append(_element("w:shd", val="clear", color="auto", fill=FILL))
        properties.append(_element("w:vAlign", val="bottom"))
    element.append(properties)
    lines = [cell] if isinstance(cell, str | Line) else list(cell) or [""]
    for line in lines:
        line = Line(line) if isinstance(line, str) else line
        paragraph = _element("w:p")
        style = _element("w:pPr")
        style.append(_element("w:pStyle", val=_CELL_STYLES[line.style].replace(" ", "")))
        paragraph.append(style)
        paragraph.append(_run(legible(line.text)))
        element.append(paragraph)
    return element


__all__ = ["ACCENT", "Cell", "Line", "Paper", "repacked"]
