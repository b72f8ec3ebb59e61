"""Pieces of text on pages to lines, columns, tables and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.ingest.content import Block, Cell
from pipeline.ingest.readers.prose import blocks_of, starts_item

_WIDTH = 0.5  # mean width of a Cyrillic letter in its font size
_TITLES = re.compile(
    r"№|проблем|причин|решени|предложени|мероприят|ответств|исполнит|срок|ресурс|финанс|показат|источник|тезис|направлени|результат",
    re.I,
)
_MARK = re.compile(r"[-–—•*·▪●○]|\(?\d{1,3}(\.\d+)*[.)]?")
_MARGIN = 0.065  # of the page's height: nothing but running heads stands there
_COMPOUND = re.compile(
    r"(социально|научно|культурно|физкультурно|жилищно|торгово|северо|юго|военно|общественно|финансово|инженерно|учебно|лечебно"
    r"|спортивно|горно|дорожно|проектно|административно|информационно|материально|какой|что|кто|где|из|по)$",
    re.I,
)


@dataclass
class Fragment:
    """A piece of text: left and base line in points, font size."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False

    @property
    def end(self) -> float:
        """Where the piece ends, by the mean width of letters."""
        return self.x + len(self.text.rstrip()) * self.size * _WIDTH


@dataclass
class Page:
    """The pieces of a page and the heights of its horizontal rules."""

    number: int
    width: float
    height: float
    fragments: list[Fragment] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)


@dataclass
class TextLine:
    """One line of a column."""

    x: float
    y: float
    size: float
    text: str
    bold: bool
    end: float
    page: int = 0


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
        plain, table, columns = _split_table(page, columns)
        pending += _lines_in_order(page, plain)
        if table:
            blocks += _paragraphs(pending, usual)
            pending = []
            if blocks and blocks[-1].kind == "table" and not _is_titles(table[0]):
                blocks[-1].table += table
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
    for page in pages:
        seen.update(
            {
                _key(f)
                for f in page.fragments
                if not 0.12 < f.y / page.height < 0.88 and not starts_item(f.text)
            }
        )
    often = {key for key, count in seen.items() if count >= max(2, len(pages) / 2)}
    number = re.compile(r"[-–—\s]*(стр\.?\s*)?#(\s*(из|/)\s*#)?[-–—\s]*")
    return often | {key for key in seen if number.fullmatch(key[0])}


def _lines_in_order(page: Page, fragments: list[Fragment]) -> list[TextLine]:
    gutter = _gutter(page, fragments)
    if not gutter:
        return [_line(list(group), page) for _, group in groupby(fragments, lambda f: f.y)]
    ordered: list[TextLine] = []
    left: list[TextLine] = []
    right: list[TextLine] = []
    for _, group in groupby(fragments, lambda f: f.y):
        pieces = list(group)
        first = [f for f in pieces if f.x < gutter - 5]
        second = [f for f in pieces if f.x >= gutter - 5]
        line = _line(first, page) if first else None
        if line and not second and line.end > gutter + 0.08 * page.width:
            ordered += [*left, *right, line]
            left, right = [], []
            continue
        if line:
            left.append(line)
        if second:
            right.append(_line(second, page))
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


def _line(pieces: Sequence[Fragment], page: Page) -> TextLine:
    text, end = "", pieces[0].x
    for piece in pieces:
        gap = piece.x - end
        space = " " if text and not text.endswith(" ") and gap > 0.12 * piece.size else ""
        text += space + piece.text
        end = max(end, piece.end)
    size = max(piece.size for piece in pieces)
    bold = any(piece.bold for piece in pieces) and all(
        piece.bold for piece in pieces if piece.text.strip(" •")
    )
    return TextLine(pieces[0].x, pieces[0].y, size, text.strip(), bold, end, page.number)


def _paragraphs(lines: Sequence[TextLine], usual: float) -> Iterator[Block]:
    """Lines joined into paragraphs, items and headings."""
    current: list[TextLine] = []
    leading = _leading(lines)
    right = max((line.end for line in lines), default=0)
    for line in lines:
        if current and _begins(current, line, leading, right, usual):
            yield from _block(current, usual)
            current = []
        current.append(line)
    if current:
        yield from _block(current, usual)


def _leading(lines: Sequence[TextLine]) -> float:
    gaps = Counter(
        round(above.y - below.y)
        for above, below in zip(lines, lines[1:], strict=False)
        if above.page == below.page and 4 < above.y - below.y < 60
    )
    return float(min(gaps, key=lambda gap: (-gaps[gap], gap))) if gaps else 14.0


def _begins(
    current: Sequence[TextLine], line: TextLine, leading: float, right: float, usual: float
) -> bool:
    """True if the line starts a paragraph of its own."""
    last = current[-1]
    if starts_item(line.text):
        return True
    if abs(line.size - last.size) > 1 or line.bold != last.bold:
        return True
    if last.text.endswith(":"):
        return True
    gap = last.y - line.y
    same_column = last.page == line.page and gap > 0
    if same_column and gap > max(1.45 * leading, 1.45 * line.size):
        return True
    if starts_item(current[0].text) and line.x < current[0].x + 0.5 and line.x < last.x - 6:
        return len(current) > 1 or line.text[:1].isupper()
    ended = last.text.endswith((".", ";", "!", "?"))
    short = last.end < right - 0.3 * (right - last.x)
    return ended and line.text[:1].isupper() and (short or line.x > last.x + 8)


def _block(lines: Sequence[TextLine], usual: float) -> Iterator[Block]:
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
        yield block


def joined(left: str, right: str) -> str:
    """Two lines of one paragraph; a word cut by a hyphen is put together."""
    cut = re.search(r"([^\W\d_]+)[-\u00ad\u2010]$", left)
    if cut and right[:1].islower():
        if _COMPOUND.fullmatch(cut[1]) and not left.endswith("\u00ad"):
            return left + right
        return left[:-1] + right
    return f"{left} {right}"


def _is_titles(row: Sequence[Cell]) -> bool:
    return sum(bool(_TITLES.search(cell.text)) for cell in row) >= 2


def _split_table(
    page: Page, columns: list[float]
) -> tuple[list[Fragment], list[list[Cell]], list[float]]:
    """The pieces outside a table, the rows of a table and where its columns begin."""
    fragments = page.fragments
    start = 0
    for _, group in groupby(enumerate(fragments), lambda item: item[1].y):
        pieces = list(group)
        titled = [f for _, f in pieces if _TITLES.search(f.text)]
        apart = all(b.x - a.x > 15 for a, b in zip(titled, titled[1:], strict=False))
        if len(titled) >= 2 and apart and all(len(f.text) < 60 for _, f in pieces):
            columns = sorted(f.x for _, f in pieces)
            start = pieces[0][0]
            break
    else:
        if not columns or not _goes_on(fragments, columns):
            return fragments, [], []
    stop = _table_end(fragments, start, columns)
    rows = _table_rows(fragments[start:stop], columns, page.rules)
    after = fragments[stop:]
    return fragments[:start] + after, rows, [] if after else columns


def _goes_on(fragments: Sequence[Fragment], columns: Sequence[float]) -> bool:
    """True if the page begins with pieces at the columns of the table before."""
    first = fragments[:12]
    at_columns = sum(any(abs(f.x - x) < 8 for x in columns) for f in first)
    return (
        len(first) >= 2 and at_columns >= 0.9 * len(first) and len({round(f.x) for f in first}) > 1
    )


def _table_end(fragments: Sequence[Fragment], start: int, columns: Sequence[float]) -> int:
    """The place of the first piece that runs over the second column: text after the table."""
    for at in range(start + 1, len(fragments)):
        f = fragments[at]
        beyond = [x for x in columns if x > f.x + 10]
        if beyond and f.end > beyond[0] + 0.6 * max(
            40.0, (beyond[1] - beyond[0]) if len(beyond) > 1 else 80.0
        ):
            return at
    return len(fragments)


def _table_rows(
    fragments: Sequence[Fragment], columns: Sequence[float], rules: Sequence[float]
) -> list[list[Cell]]:
    """Cells by column, rows by the rules between them or by where short columns begin again."""
    lines = [(y, list(group)) for y, group in groupby(fragments, lambda f: f.y)]
    ruled = len({round(y) for y in rules}) >= 3
    rows: list[dict[int, list[str]]] = []
    last_y, last_filled = 0.0, 0
    for y, pieces in lines:
        places = {_column(f.x, columns) for f in pieces}
        if ruled:
            new = not rows or any(y < rule < last_y for rule in rules)
        else:
            new = not rows or len(places) > last_filled
        if new:
            rows.append({})
        for piece in pieces:
            rows[-1].setdefault(_column(piece.x, columns), []).append(piece.text.strip())
        last_y, last_filled = y, len(places)
    return [[Cell(_cell(row.get(at, [])), column=at) for at in range(len(columns))] for row in rows]


def _column(x: float, columns: Sequence[float]) -> int:
    return max((at for at, start in enumerate(columns) if start <= x + 6), default=0)


def _cell(lines: Sequence[str]) -> list[Block]:
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and not starts_item(line):
            paragraphs[-1] = joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
    return blocks_of(paragraphs, markdown=False)
