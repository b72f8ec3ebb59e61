"""ODT read from its XML: text as shown after all changes are accepted, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.ingest.content import Block, Cell, Content, Refused
from pipeline.ingest.readers.archive import Archive
from pipeline.ingest.readers.prose import blocks_of

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_GONE = {
    f"{T}tracked-changes",
    f"{_OFFICE}annotation",
    f"{T}note",
    f"{_DRAW}frame",
    f"{T}sequence-decls",
}
_MAX_SPACES = 1000


def read_odt(archive: Archive) -> Content:
    """The blocks of a text document or presentation."""
    root = archive.xml("content.xml")
    if root is None:
        raise Refused("в файле нет текста документа")
    styles = _Styles(root, archive.xml("styles.xml"))
    body = root.find(f"{_OFFICE}body")
    blocks = list(_blocks(body if body is not None else root, styles, ()))
    return Content(format="ODT", blocks=blocks, notes=archive.notes)


class _Styles:
    """Which styles are bold, and which lists are numbered."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self.bold: set[str] = set()
        self.titles: set[str] = {"Title", "Subtitle"}
        self.parents: dict[str, str] = {}
        self.numbered: dict[tuple[str, int], tuple[str, str, int]] = {}
        for root in roots:
            for style in root.iter(f"{_STYLE}style") if root is not None else ():
                name = style.get(f"{_STYLE}name", "")
                self.parents[name] = style.get(f"{_STYLE}parent-style-name", "")
                text = style.find(f"{_STYLE}text-properties")
                if text is not None and text.get(f"{_FO}font-weight") == "bold":
                    self.bold.add(name)
            for level in root.iter(f"{T}list-level-style-number") if root is not None else ():
                parent = level.getparent()
                key = parent.get(f"{_STYLE}name", "") if parent is not None else ""
                depth = int(level.get(f"{T}level", "1")) - 1
                shown = int(level.get(f"{T}display-levels", "1"))
                self.numbered[key, depth] = (level.get(f"{_STYLE}num-format", "1"), "", shown)

    def is_bold(self, name: str) -> bool:
        """True if the style or one it comes from is bold."""
        for _ in range(10):
            if name in self.bold:
                return True
            name = self.parents.get(name, "")
        return False

    def is_title(self, name: str) -> bool:
        """True for the style of a document's title."""
        return name in self.titles or self.parents.get(name, "") in self.titles


def _blocks(parent: etree._Element, styles: _Styles, path: tuple[int, ...]) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{T}h":
            level = int(child.get(f"{T}outline-level", "1"))
            yield Block("heading", _text(child).strip(), level=level)
            yield from _inside(child, styles)
        elif child.tag == f"{T}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{T}list":
            yield from _list(child, styles, child.get(f"{T}style-name", ""), ())
        elif child.tag == f"{_TABLE}table":
            yield Block("table", table=_table(child, styles))
        elif child.tag not in _GONE - {f"{_DRAW}frame"} and isinstance(child.tag, str):
            yield from _blocks(child, styles, path)


def _paragraph(paragraph: etree._Element, styles: _Styles) -> Iterator[Block]:
    text = _text(paragraph).strip()
    name = paragraph.get(f"{T}style-name", "")
    spans = [span for span in paragraph.iter(f"{T}span") if _text(span).strip()]
    in_spans = sum(len(_text(span).strip()) for span in spans) >= 0.9 * len(text)
    bold = styles.is_bold(name) or (
        bool(spans) and in_spans and all(styles.is_bold(s.get(f"{T}style-name", "")) for s in spans)
    )
    if text and styles.is_title(name):
        yield Block("heading", text, level=1)
    elif text and bold and "\n" not in text:
        yield Block("paragraph", text, bold=True)
    elif text:
        yield from blocks_of(text.split("\n"), markdown=False)
    yield from _inside(paragraph, styles)


def _inside(paragraph: etree._Element, styles: _Styles) -> Iterator[Block]:
    """Text boxes and footnotes of a paragraph."""
    for box in paragraph.iter(f"{_DRAW}text-box"):
        yield from _blocks(box, styles, ())
    for note in paragraph.iter(f"{T}note-body"):
        text = "\n".join(_text(p).strip() for p in note.iter(f"{T}p")).strip()
        if text:
            yield Block("note", text)


def _list(
    element: etree._Element, styles: _Styles, style: str, path: tuple[int, ...]
) -> Iterator[Block]:
    number = 0
    for item in element:
        if item.tag not in (f"{T}list-item", f"{T}list-header"):
            continue
        number += 1
        depth = len(path)
        first = True
        for child in item:
            if child.tag == f"{T}list":
                yield from _list(child, styles, style, (*path, number))
            elif child.tag in (f"{T}p", f"{T}h") and _text(child).strip():
                form = styles.numbered.get((style, depth))
                shown = (*path, number)[-(form[2] or 1) :] if form else ()
                label = ".".join(map(str, shown)) if form and form[0] else "•"
                if child.tag == f"{T}h":
                    level = int(child.get(f"{T}outline-level", "1"))
                    yield Block("heading", _text(child).strip(), level=level)
                elif first:
                    yield Block("item", _text(child).strip(), level=depth, number=label)
                else:
                    yield Block("item", _text(child).strip(), level=depth, number="•")
                first = False
                yield from _inside(child, styles)


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{T}s":
            parts.append(" " * min(int(child.get(f"{T}c", "1")), _MAX_SPACES))
        elif child.tag == f"{T}tab":
            parts.append("\t")
        elif child.tag == f"{T}line-break":
            parts.append("\n")
        elif child.tag not in _GONE and isinstance(child.tag, str):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _table(table: etree._Element, styles: _Styles) -> list[list[Cell]]:
    rows = []
    above: dict[int, int] = {}  # column -> rows still covered from above
    for row in table.iter(f"{_TABLE}table-row"):
        owner = next(row.iterancestors(f"{_TABLE}table"))
        if owner is not table:
            continue
        cells: list[Cell] = []
        column = 0
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            covered = cell.tag.endswith("covered-table-cell")
            across = min(int(cell.get(f"{_TABLE}number-columns-spanned", "1")), 100)
            down = min(int(cell.get(f"{_TABLE}number-rows-spanned", "1")), 10_000)
            if covered:
                if above.get(column, 0):
                    above[column] -= 1
                    cells.append(Cell([], column, continued=True))
            else:
                above[column] = down - 1
                cells.append(Cell(list(_blocks(cell, styles, ())), column, across))
            column += 1
        rows.append(cells)
    return rows
