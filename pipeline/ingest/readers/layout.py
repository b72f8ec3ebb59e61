"""Pieces of text on pages to lines, columns, tables and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.ingest.content import Block
from pipeline.ingest.readers.page import Fragment, Page, TextLine, joined
from pipeline.ingest.readers.pdftables import going_on, is_titles, split_table
from pipeline.ingest.readers.prose import blocks_of, starts_item

_MARK = re.compile(r"[-–—•*·▪●○]|\(?\d{1,3}(\.\d+)*[.)]?")
_MARGIN = 0.065  # of the page's height: nothing but running heads stands there


def blocks_of_pages(pages: Sequence[Page]) -> list[Block]:
    """The document's blocks, running heads and page numbers left out."""
    for page in pages:
        page.fragments = [
            f
            for f in _rows_first(page.fragments)
            if _MARGIN < f.y / page.height < 1 - _MARGIN or starts_item(f.text)
        ]
    heads = _running_heads(pages)
    blocks: list[Block] = []
    pending: list[TextLine] = []
    columns: list[float] = []  # of a table that may go on over the page
    body = Counter(round(f.size) for page in pages for f in page.fragments for _ in f.text)
    usual = body.most_common(1)[0][0] if body else 11
    for page in pages:
        page.fragments = [f for f in page.fragments if _key(f) not in heads]
        plain, table, columns = split_table(page, columns)
        pending += _lines_in_order(page, plain)
        if table:
            blocks += _paragraphs(pending, usual)
            pending = []
            if blocks and blocks[-1].kind == "table" and not is_titles(table[0]):
                blocks[-1].table = going_on(blocks[-1].table, table)
            else:
                blocks.append(Block("table", table=table))
    return blocks + list(_paragraphs(pending, usual))


def _rows_first(fragments: list[Fragment]) -> list[Fragment]:
    """From top to bottom and left to right; pieces of one line share a height."""
    ordered = sorted(fragments, key=lambda f: -f.y)
    height = None
    for fragment in ordered:
        if height is None or height - fragment.y > 0.35 * max(fragment.size, 4):
            height = fragment.y
        fragment.y = height
    return sorted(ordered, key=lambda f: (-f.y, f.x))


def _key(fragment: Fragment) -> tuple[str, int]:
    """What is the same of a running head on every page: its words and its height."""
    return re.sub(r"\d+", "#", fragment.text.strip()), round(fragment.y / 4)


def _running_heads(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Texts that stand at one height near the rim on at least half of the pages (two or more)."""
    seen: Counter[tuple[str, int]] = Counter()
    lone: set[tuple[str, int]] = set()
    for page in pages:
        seen.update(
            {
                _key(f)
                for f in page.fragments
                if not 0.12 < f.y / page.height < 0.88 and not starts_item(f.text)
            }
        )
        beside = Counter(f.y for f in page.fragments)
        lone.update(_key(f) for f in page.fragments if beside[f.y] == 1)
    often = {key for key, count in seen.items() if count >= max(2, len(pages) / 2)}
    number = re.compile(r"[-–—\s]*(стр\.?\s*)?#(\s*(из|/)\s*#)?[-–—\s]*")
    # A number beside other text is that of a row, not of a page.
    return often | {key for key in seen if number.fullmatch(key[0]) and key in lone}


def _lines_in_order(page: Page, fragments: list[Fragment]) -> list[TextLine]:
    gutter = _gutter(page, fragments)
    edge = min((f.x for f in fragments), default=0.0)
    if not gutter:
        return [_line(list(group), page, edge) for _, group in groupby(fragments, lambda f: f.y)]
    ordered: list[TextLine] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    for _, group in groupby(fragments, lambda f: f.y):
        pieces = list(group)
        first = [f for f in pieces if f.x < gutter - 5]
        second = [f for f in pieces if f.x >= gutter - 5]
        line = _line(first, page, edge) if first else None
        if line and not second and line.end > gutter + 0.08 * page.width:
            ordered += [*left, *right, line]
            left, right = [], []
            continue
        if line:
            left.append(line)
        if second:
            right.append(_line(second, page, gutter))
    return [*ordered, *left, *right]


def _gutter(page: Page, fragments: Sequence[Fragment]) -> float:
    """Where the second column begins; 0.0 for a page of one column."""
    starts = Counter(
        round(f.x / 4) * 4 for f in fragments if 0.4 * page.width < f.x < 0.72 * page.width
    )
    if not starts:
        return 0.0
    by_line: dict[float, list[Fragment]] = {}
    for fragment in fragments:
        by_line.setdefault(fragment.y, []).append(fragment)
    often = [x for x, count in starts.items() if count >= max(3, 0.12 * len(by_line))]
    for x in sorted(often):
        left = [f for f in fragments if f.x < x - 12]
        right = [f for f in fragments if f.x >= x - 8]
        crossing = sum(f.end > x + 0.05 * page.width for f in left)
        if len(left) >= 3 and len(right) >= 3 and crossing <= 0.2 * len(left):
            marks = [f.x for f in left if f.x > x - 45 and _MARK.fullmatch(f.text.strip())]
            return min([float(x) - 4, *marks])
    return 0.0


def _line(pieces: Sequence[Fragment], page: Page, edge: float) -> TextLine:
    text, end = "", pieces[0].x
    for piece in pieces:
        gap = piece.x - end
        apart = gap > 0.12 * piece.size or _MARK.fullmatch(text.strip())
        space = " " if text and not text.endswith(" ") and apart else ""
        text += space + piece.text
        end = max(end, piece.end)
    size = max(piece.size for piece in pieces)
    bold = any(piece.bold for piece in pieces) and all(
        piece.bold for piece in pieces if piece.text.strip(" •")
    )
    x, y = pieces[0].x, pieces[0].y
    return TextLine(x, y, size, " ".join(text.split()), bold, end, page.number, x - edge)


def _paragraphs(lines: Sequence[TextLine], usual: float) -> Iterator[Block]:
    """Lines joined into paragraphs, items and headings."""
    current: list[TextLine] = []
    leading = _leading(lines) if lines else 0.0
    right = max((line.end for line in lines), default=0)
    steps = _steps(lines)
    for line in lines:
        if current and _begins(current, line, leading, right):
            yield from _block(current, usual, steps)
            current = []
        current.append(line)
    if current:
        yield from _block(current, usual, steps)


def _steps(lines: Sequence[TextLine]) -> list[float]:
    """The indents of list items, one a level: those nearer than half a mark's width are one."""
    steps: list[float] = []
    for indent in sorted(line.indent for line in lines if starts_item(line.text)):
        if not steps or indent - steps[-1] > 7:
            steps.append(indent)
    return steps


def _leading(lines: Sequence[TextLine]) -> float:
    """The usual distance of lines inside a paragraph: at most 1.8 of the size of letters."""
    gaps = Counter(
        round(above.y - below.y)
        for above, below in zip(lines, lines[1:], strict=False)
        if above.page == below.page and 4 < above.y - below.y <= 1.8 * below.size
    )
    usual = Counter(round(line.size) for line in lines).most_common(1)
    return float(min(gaps, key=lambda gap: (-gaps[gap], gap))) if gaps else 1.2 * usual[0][0]


def _begins(current: Sequence[TextLine], line: TextLine, leading: float, right: float) -> bool:
    """True if the line starts a paragraph of its own."""
    last = current[-1]
    if starts_item(line.text):
        return True
    if abs(line.size - last.size) > 1 or line.bold != last.bold:
        return True
    if last.text.endswith(":") and not line.text[:1].islower():
        return True
    gap = last.y - line.y
    same_column = last.page == line.page and gap > 0
    if same_column and gap > max(1.45 * leading, 1.45 * line.size):
        return True
    if starts_item(current[0].text) and 4 < line.x - current[0].x < 60 and same_column:
        return False  # under the text of an item that hangs on its mark
    if starts_item(current[0].text) and line.x < current[0].x + 0.5 and line.x < last.x - 6:
        return len(current) > 1 or line.text[:1].isupper()
    ended = last.text.endswith((".", ";", "!", "?"))
    short = last.end < right - 0.3 * (right - last.x)
    return ended and line.text[:1].isupper() and (short or line.x > last.x + 8)


def _block(lines: Sequence[TextLine], usual: float, steps: Sequence[float]) -> Iterator[Block]:
    text = lines[0].text
    for line in lines[1:]:
        text = joined(text, line.text)
    first = lines[0]
    page = first.page
    item = starts_item(text)
    if not item and first.size >= usual + 1.5 and len(text) <= 200:
        yield Block("heading", text, level=max(1, 9 - int(first.size - usual)), page=page)
        return
    if first.bold and not item:
        yield Block("paragraph", text, bold=True, page=page)
        return
    for block in blocks_of([text], markdown=False):
        block.page, block.bold = page, first.bold
        if block.kind == "item" and "." not in block.number:
            block.level = sum(first.indent > step + 7 for step in steps)
        yield block
