"""Tables on the pages of a PDF: found by the names of their columns, cut by rules and places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from pipeline.ingest.content import Block, Cell
from pipeline.ingest.readers.cutwords import mended
from pipeline.ingest.readers.page import Fragment, Page, Rule, joined
from pipeline.ingest.readers.prose import blocks_of, starts_item

_TITLES = re.compile(
    r"№|проблем|причин|решени|предложени|мероприят|ответств|исполнит|срок|ресурс|финанс|показат|источник|тезис|направлени|результат",
    re.I,
)

_INSIDE = 5.0  # points from the left edge of a cell or of its text


def is_titles(row: Sequence[Cell]) -> bool:
    return sum(bool(_TITLES.search(cell.text)) for cell in row) >= 2


def going_on(above: list[list[Cell]], below: list[list[Cell]]) -> list[list[Cell]]:
    """One table of two pages: a row that the page break has cut is put together."""
    if not above or not below or below[0][0].text or not _is_cut(above[-1], below[0]):
        return above + below
    row = [
        Cell(_cell([*upper.text.split("\n"), *lower.text.split("\n")]), column=upper.column)
        for upper, lower in zip(above[-1], below[0], strict=True)
    ]
    return [*above[:-1], row, *below[1:]]


def _is_cut(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """True if every text of the lower row can go on with the one above it."""
    pairs = [(a.text, b.text) for a, b in zip(above, below, strict=True) if b.text]
    return len(above) == len(below) and all(
        upper and not starts_item(lower) and (lower[0].islower() or upper[-1] not in ".;!?")
        for upper, lower in pairs
    )


def split_table(
    page: Page, columns: list[float]
) -> tuple[list[Fragment], list[list[Cell]], list[float]]:
    """The pieces outside a table, the rows of a table and where its columns begin."""
    fragments = page.fragments
    start = 0
    ruled = _is_ruled(page.rules)
    for _, group in groupby(enumerate(fragments), lambda item: item[1].y):
        pieces = list(group)
        titled = [f for _, f in pieces if _TITLES.search(f.text)]
        apart = all(b.x - a.x > 15 for a, b in zip(titled, titled[1:], strict=False))
        short = all(len(f.text) < 60 for _, f in pieces)
        if len(titled) >= 2 and apart and short and (ruled or all(map(_is_name, titled))):
            columns = _cell_starts(page.rules, sorted(f.x for _, f in pieces))
            start = pieces[0][0]
            break
    else:
        if not columns or not _goes_on(fragments, columns):
            return fragments, [], []
    stop = _table_end(fragments, start, columns)
    rows = _table_rows(fragments[start:stop], columns, page.rules)
    after = fragments[stop:]
    return fragments[:start] + after, rows, [] if after else columns


def _cell_starts(rules: Sequence[Rule], titles: list[float]) -> list[float]:
    """Where the cells of columns begin: their rules tell it better than centred titles."""
    cuts: list[float] = []
    for x in sorted(end for rule in rules for end in (rule.left, rule.right)):
        if not cuts or x - cuts[-1] > 6:
            cuts.append(x)
    starts, ends = cuts[:-1], cuts[1:]
    alike = len(starts) == len(titles) and all(
        start - 3 <= x < end for start, x, end in zip(starts, titles, ends, strict=False)
    )
    return starts if alike else titles


def _is_ruled(rules: Sequence[Rule]) -> bool:
    return len({round(rule.y) for rule in rules}) >= 3


def _is_name(fragment: Fragment) -> bool:
    """True for the name of a column rather than a title of one of two columns of text."""
    return len(fragment.text.split()) <= 3 and not re.search(r"групп", fragment.text, re.I)


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
    fragments: Sequence[Fragment], columns: Sequence[float], rules: Sequence[Rule]
) -> list[list[Cell]]:
    """Cells by column, rows by the rules between them or by where short columns begin again.

    A cell that no rule parts from the one above it is merged with it; its text may stand in any
    of their rows and is put into the first.
    """
    lines = [(y, list(group)) for y, group in groupby(fragments, lambda f: f.y)]
    ruled = _is_ruled(rules)
    rows: list[dict[int, list[str]]] = []
    merged: list[set[int]] = []
    last_y, last_filled = 0.0, 0
    for y, pieces in lines:
        places = {_column(f.x, columns) for f in pieces}
        between = [rule for rule in rules if y < rule.y < last_y]
        if not rows or (bool(between) if ruled else len(places) > last_filled):
            over = set() if not rows or not ruled else _uncut(columns, between)
            rows.append({})
            merged.append(over)
        for piece in pieces:
            text = " ".join(piece.text.split())
            rows[-1].setdefault(_column(piece.x, columns), []).append(text)
        last_y, last_filled = y, len(places)
    _raise_merged(rows, merged)
    return [
        [Cell(_cell(row.get(at, [])), at, continued=at in over) for at in range(len(columns))]
        for row, over in zip(rows, merged, strict=True)
    ]


def _uncut(columns: Sequence[float], rules: Sequence[Rule]) -> set[int]:
    """The columns that none of the rules crosses."""
    return {
        at
        for at, x in enumerate(columns)
        if not any(rule.left < x + _INSIDE < rule.right for rule in rules)
    }


def _raise_merged(rows: list[dict[int, list[str]]], merged: Sequence[set[int]]) -> None:
    """Move the text of merged cells to the first of their rows."""
    for number in range(len(rows) - 1, 0, -1):
        for at in merged[number] & rows[number].keys():
            rows[number - 1].setdefault(at, []).extend(rows[number].pop(at))


def _column(x: float, columns: Sequence[float]) -> int:
    return max((at for at, start in enumerate(columns) if start <= x + 6), default=0)


def _cell(lines: Sequence[str]) -> list[Block]:
    paragraphs: list[str] = []
    for line in mended([line for line in lines if line]):
        if paragraphs and not starts_item(line):
            paragraphs[-1] = joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
    return blocks_of(paragraphs, markdown=False)
