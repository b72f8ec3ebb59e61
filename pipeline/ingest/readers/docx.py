"""DOCX read from its XML: what Word shows after «accept all changes», in reading order.

python-docx leaves out insertions, text boxes, content controls, footnotes and list numbers
(python-docx issues 340, 471, 1123), so the parts are walked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.ingest.content import Block, Cell, Content, Refused
from pipeline.ingest.readers.archive import Archive
from pipeline.ingest.readers.prose import blocks_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"}
_GONE |= {f"{_MC}Fallback", f"{W}commentReference", f"{W}annotationRef"}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}


@dataclass
class _Styles:
    """What the styles and lists of the document say."""

    headings: dict[str, int] = field(default_factory=dict)  # style id -> level
    lists: dict[str, tuple[str, int]] = field(default_factory=dict)  # style id -> num id, level
    formats: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)


def read_docx(archive: Archive) -> Content:
    """The blocks of the body, then the footnotes that stand in no paragraph of it."""
    root = archive.xml("word/document.xml")
    if root is None:
        raise Refused("в файле нет текста документа")
    if _STRICT in root.nsmap.values():
        root = etree.fromstring(
            etree.tostring(root).replace(_STRICT.encode(), W.strip("{}").encode())
        )
    styles = _styles(archive)
    notes = _footnotes(archive)
    body = root.find(f"{W}body")
    blocks = list(_blocks(body if body is not None else root, styles, notes))
    return Content(format="DOCX", blocks=blocks, notes=archive.notes)


def _styles(archive: Archive) -> _Styles:
    styles = _Styles()
    root = archive.xml("word/styles.xml")
    based: dict[str, str] = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        key = style.get(f"{W}styleId", "")
        name = _value(style, "name").lower()
        based[key] = _value(style, "basedOn")
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if name.startswith(("heading", "заголовок")):
            digits = "".join(filter(str.isdigit, name))
            styles.headings[key] = int(digits or 1)
        elif name in ("title", "название", "subtitle", "подзаголовок"):
            styles.headings[key] = 1
        elif outline is not None and outline.get(f"{W}val", "9") in "012345678":
            styles.headings[key] = int(outline.get(f"{W}val", "0")) + 1
        numbering = style.find(f"{W}pPr/{W}numPr")
        if numbering is not None and not styles.headings.get(key):
            level = _value(numbering, "ilvl")
            styles.lists[key] = (_value(numbering, "numId"), int(level or _depth(name)))
        elif name.startswith(("list bullet", "list number")):
            styles.lists[key] = ("", _depth(name))
    for key in based:
        parent = based.get(key, "")
        for _ in range(10):
            if key in styles.headings or key in styles.lists or not parent:
                break
            if parent in styles.headings:
                styles.headings[key] = styles.headings[parent]
            elif parent in styles.lists:
                styles.lists[key] = styles.lists[parent]
            parent = based.get(parent, "")
    _numbering(archive, styles)
    return styles


def _depth(name: str) -> int:
    """The depth of a built-in list style: «List Bullet 2» is 1."""
    return int(name[-1]) - 1 if name[-1:].isdigit() else 0


def _numbering(archive: Archive, styles: _Styles) -> None:
    root = archive.xml("word/numbering.xml")
    if root is None:
        return
    levels: dict[str, dict[int, tuple[str, str, int]]] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId", "")
        for level in abstract.iter(f"{W}lvl"):
            depth = int(level.get(f"{W}ilvl", "0"))
            start = _value(level, "start")
            levels.setdefault(key, {})[depth] = (
                _value(level, "numFmt"),
                _value(level, "lvlText"),
                int(start) if start.isdigit() else 1,
            )
    for number in root.iter(f"{W}num"):
        key, abstract = number.get(f"{W}numId", ""), _value(number, "abstractNumId")
        styles.abstract[key] = abstract
        for depth, form in levels.get(abstract, {}).items():
            styles.formats[key, depth] = form


def _value(element: etree._Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _footnotes(archive: Archive) -> dict[str, str]:
    notes = {}
    for part, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        root = archive.xml(f"word/{part}.xml")
        for note in root.iter(f"{W}{tag}") if root is not None else ():
            if note.get(f"{W}type") in (None, "normal"):
                text = "\n".join(_text(p) for p in note.iter(f"{W}p")).strip()
                notes[f"{tag}{note.get(f'{W}id')}"] = text
    return notes


def _blocks(parent: etree._Element, styles: _Styles, notes: dict[str, str]) -> Iterator[Block]:
    """Paragraphs and tables under `parent`, through content controls and insertions."""
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph(child, styles, notes)
        elif child.tag == f"{W}tbl":
            yield Block("table", table=_table(child, styles, notes))
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _blocks(child, styles, notes)


def _paragraph(
    paragraph: etree._Element, styles: _Styles, notes: dict[str, str]
) -> Iterator[Block]:
    block = _styled(paragraph, _text(paragraph).strip(), styles)
    if block.text:
        if block.kind == "paragraph":
            yield from _typed_lists(block)
        else:
            yield block
    for box in _boxes(paragraph):
        yield from _blocks(box, styles, notes)
    for tag in ("footnote", "endnote"):
        for reference in paragraph.iter(f"{W}{tag}Reference"):
            note = notes.get(f"{tag}{reference.get(f'{W}id')}", "")
            if note:
                yield Block("note", note)


def _styled(paragraph: etree._Element, text: str, styles: _Styles) -> Block:
    properties = paragraph.find(f"{W}pPr")
    style = _value(properties, "pStyle") if properties is not None else ""
    outline = _value(properties, "outlineLvl") if properties is not None else ""
    if style in styles.headings:
        return Block("heading", text, level=styles.headings[style])
    if outline.isdigit() and int(outline) < 9:
        return Block("heading", text, level=int(outline) + 1)
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    key, depth = styles.lists.get(style, (None, 0))
    if numbering is not None:
        key = _value(numbering, "numId") or key
        depth = int(_value(numbering, "ilvl") or depth)
    if key is not None and key != "0" and text:
        return Block("item", text, level=depth, number=_number(key, depth, styles))
    return Block("paragraph", text, bold=_is_bold(paragraph))


def _typed_lists(block: Block) -> Iterator[Block]:
    """Lists that were typed by hand («1) …», «- …», line breaks inside a paragraph)."""
    lines = block.text.split("\n")
    if block.bold and len(lines) == 1:
        yield block
        return
    for found in blocks_of(lines, markdown=False):
        found.bold = block.bold
        yield found


def _number(key: str, depth: int, styles: _Styles) -> str:
    """The number Word would show, counted the way Word counts."""
    form, pattern, start = styles.formats.get((key, depth), ("bullet", "", 1))
    if form in ("bullet", "none", ""):
        return "•"
    counters = styles.counters.setdefault(styles.abstract.get(key, key), {})
    counters[depth] = counters.get(depth, start - 1) + 1
    for deeper in [level for level in counters if level > depth]:
        del counters[deeper]
    shown = pattern
    for level in range(depth + 1):
        shape = styles.formats.get((key, level), (form, "", 1))[0]
        shown = shown.replace(f"%{level + 1}", _numeral(counters.get(level, 1), shape))
    return shown.strip().strip("().")


def _numeral(value: int, shape: str) -> str:
    if shape.startswith("russian"):
        letter = "абвгдежзиклмнопрстуфхцчшщэюя"[(value - 1) % 28]
    elif shape.endswith("Letter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(value - 1) % 26]
    else:
        return str(value)
    return letter.upper() if "pper" in shape else letter


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(f"{W}r") if "".join(run.itertext(f"{W}t")).strip()]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(
        mark is not None and mark.get(f"{W}val", "1") not in ("0", "false") for mark in marks
    )


def _text(element: etree._Element) -> str:
    """The text of runs; deletions, field codes and text boxes left out."""
    parts = []
    for child in element:
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in _BREAKS:
            parts.append(_BREAKS[child.tag])
        elif child.tag == f"{W}txbxContent" or child.tag in _GONE or not isinstance(child.tag, str):
            continue
        else:
            parts.append(_text(child))
    return "".join(parts)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _boxes(child)


def _table(table: etree._Element, styles: _Styles, notes: dict[str, str]) -> list[list[Cell]]:
    rows = []
    for row in _through(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        before = _value(properties, "gridBefore") if properties is not None else ""
        column, cells = int(before or 0), []
        for cell in _through(row, f"{W}tc"):
            about = cell.find(f"{W}tcPr")
            span = int(_value(about, "gridSpan") or 1) if about is not None else 1
            merge = about.find(f"{W}vMerge") if about is not None else None
            continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            cells.append(
                Cell(list(_blocks(cell, styles, notes)), column, span, continued=continued)
            )
            column += span
        rows.append(cells)
    return rows


def _through(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of one tag, through content controls; not those of nested tables."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _through(child, tag)
