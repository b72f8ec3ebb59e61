"""A Word document with real styles: headings, contents, numbered tables, page numbers.

The bytes depend on the content alone: dates inside the file are fixed, as are those of its parts.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from pipeline.report.paper_styles import define_styles
from pipeline.report.paper_xml import (
    Cell,
    Line,
    bookmarked,
    field_of,
    fill_contents,
    holds_figures,
    lines_of,
    row_of,
    table_of,
)
from pipeline.report.typography import bound, legible

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TOGETHER = 20  # lines of a table that no page break parts: half a page that lies
_OPENING = 3  # rows of a longer one that stay with its head
_MARGIN = Mm(20)
_LONG, _SHORT = Mm(297), Mm(210)


class Paper:
    """A document under way; `bytes()` ends it."""

    def __init__(
        self, title: str, author: str, issued: str, running: str, pages: Sequence[int] = ()
    ) -> None:
        self.document = Document()
        self.document.settings.odd_and_even_pages_header_footer = False
        define_styles(self.document)
        self._properties(title, author, issued)
        self._page(self.document.sections[0], landscape=False)
        self._furniture(self.document.sections[0], running)
        self._body = self.document.element.body
        self._headings: list[tuple[int, str, str]] = []  # level, text, bookmark
        self._contents: Any = None
        self._pages = pages  # of the headings, where known
        self._tables = 0
        self._counters = [0, 0]

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
        bookmarked(paragraph._p, legible(text), bookmark, len(self._headings) + 1)
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
        self,
        caption: str,
        columns: Sequence[tuple[str, float]],
        rows: Sequence[Sequence[Cell]],
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
        table = table_of(widths)
        head = [
            Line(title, "head figure" if rows and holds_figures(rows[0][at]) else "head")
            for at, (title, _) in enumerate(columns)
        ]
        together = sum(lines_of(row, widths) for row in rows) <= _TOGETHER
        table.append(row_of(head, widths, head=True, kept=True))
        for at, row in enumerate(rows, start=1):
            kept = at < (len(rows) if together else _OPENING)
            table.append(row_of(row, widths, kept=kept))
        self._body.insert(len(self._body) - 1, table)
        self.document.add_paragraph(style="After Table")

    def _caption(self, caption: str) -> None:
        before = self._body[-2] if len(self._body) > 1 else None  # the last is the section's own
        if before is not None and before.tag == qn("w:p"):
            self._stays(Paragraph(before, self.document._body))
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.add_run("Таблица\u00a0")
        for element in field_of(" SEQ Таблица \\* ARABIC ", str(self._tables)):
            paragraph._p.append(element)
        paragraph.add_run(f". {legible(bound(caption))}")

    def _stays(self, paragraph: Paragraph) -> None:
        """Keep a sentence that introduces a table on the table's page, with the heading above."""
        plain = paragraph.style is not None and paragraph.style.name in ("Normal", "Note")
        if plain and paragraph.text:
            paragraph.paragraph_format.keep_with_next = True

    def bytes(self) -> bytes:
        """The finished document."""
        if self._contents is not None:
            fill_contents(self._contents, self._headings, self._pages)
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
        for element in field_of(" PAGE ", "1"):
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


__all__ = ["Cell", "Line", "Paper", "repacked"]
