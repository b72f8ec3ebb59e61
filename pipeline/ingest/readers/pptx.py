"""PPTX: slides in their order, titles as headings, paragraphs of a body as items."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from pipeline.ingest.content import Block, Cell, Content
from pipeline.ingest.readers.archive import Archive
from pipeline.ingest.readers.prose import blocks_of

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLES = ("title", "ctrTitle")
_SMALL = ("ftr", "hdr", "sldNum", "dt")


def read_pptx(archive: Archive) -> Content:
    """The blocks of all slides that are shown."""
    blocks = []
    for number, name in enumerate(_slides(archive), start=1):
        root = archive.xml(name)
        if root is None or root.get("show") == "0":
            continue
        tree = root.find(f"{P}cSld/{P}spTree")
        for block in _shapes(tree) if tree is not None else ():
            block.page = number
            blocks.append(block)
    return Content(format="PPTX", blocks=blocks, notes=archive.notes)


def _slides(archive: Archive) -> Iterator[str]:
    relations = archive.xml("ppt/_rels/presentation.xml.rels")
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in (relations if relations is not None else ())
        if relation.get("TargetMode") != "External"
    }
    presentation = archive.xml("ppt/presentation.xml")
    for slide in presentation.iter(f"{P}sldId") if presentation is not None else ():
        target = targets.get(slide.get(f"{_R}id", ""), "")
        name = posixpath.normpath(posixpath.join("ppt", target)).lstrip("/")
        if name in archive.names:
            yield name


def _shapes(tree: etree._Element) -> Iterator[Block]:
    """Blocks of the shapes: titles first, then the others down and across the slide."""
    titles: list[etree._Element] = []
    others: list[etree._Element] = []
    for shape in tree:
        kind = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        role = kind.get("type", "body") if kind is not None else ""
        if role in _SMALL:
            continue
        (titles if role in _TITLES else others).append(shape)
    for shape in titles:
        text = " ".join(" ".join(map(_text, shape.iter(f"{A}p"))).split())
        if text:
            yield Block("heading", text, level=1)
    for shape in sorted(others, key=_place):
        if shape.tag == f"{P}grpSp":
            yield from _shapes(shape)
        elif shape.find(f".//{A}tbl") is not None:
            yield Block("table", table=_table(shape.find(f".//{A}tbl")))
        elif shape.tag == f"{P}sp":
            yield from _body(shape)


def _place(shape: etree._Element) -> tuple[int, int]:
    """Where a shape stands: columns of a slide one after another."""
    offset = shape.find(f".//{A}off")
    if offset is None:
        return 0, 0
    x, y = int(offset.get("x", "0")), int(offset.get("y", "0"))
    return x // 3_000_000, y


def _body(shape: etree._Element) -> Iterator[Block]:
    paragraphs = [(p, _text(p).strip()) for p in shape.iter(f"{A}p")]
    filled = [(p, text) for p, text in paragraphs if text]
    placeholder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is not None
    numbers: dict[int, int] = {}
    for paragraph, text in filled:
        properties = paragraph.find(f"{A}pPr")
        level = int(properties.get("lvl", "0")) if properties is not None else 0
        marks = {child.tag for child in properties} if properties is not None else set()
        bare = f"{A}buNone" in marks
        if f"{A}buAutoNum" in marks:
            numbers[level] = numbers.get(level, 0) + 1
            yield Block("item", text, level=level, number=str(numbers[level]))
        elif f"{A}buChar" in marks or (placeholder and len(filled) > 1 and not bare):
            yield Block("item", text, level=level, number="•")
        else:
            bold = all(
                (run.find(f"{A}rPr") is not None and run.find(f"{A}rPr").get("b") == "1")
                for run in paragraph.iter(f"{A}r")
            )
            if bold and "\n" not in text:
                yield Block("paragraph", text, bold=True)
            else:
                yield from blocks_of(text.split("\n"), markdown=False)


def _text(paragraph: etree._Element) -> str:
    parts = []
    for node in paragraph.iter(f"{A}t", f"{A}br"):
        parts.append("\n" if node.tag == f"{A}br" else node.text or "")
    return "".join(parts).replace("\x0b", "\n")


def _table(table: etree._Element) -> list[list[Cell]]:
    rows = []
    for row in table.iter(f"{A}tr"):
        cells = []
        for column, cell in enumerate(row.iter(f"{A}tc")):
            if cell.get("hMerge") == "1":
                continue
            lines = [line for p in cell.iter(f"{A}p") for line in _text(p).split("\n")]
            cells.append(
                Cell(
                    blocks_of(lines, markdown=False),
                    column,
                    int(cell.get("gridSpan", "1")),
                    continued=cell.get("vMerge") == "1",
                )
            )
        rows.append(cells)
    return rows
