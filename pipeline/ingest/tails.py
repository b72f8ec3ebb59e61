"""Rows under a table that are no answers: totals, footnotes, who made it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.content import Row
from pipeline.ingest.signs import FIGURES

_TOTAL = re.compile(
    r"(итого|всего|total|итог|сумма|среднее)\b[\s:.\-–—]*[\d\s.,%]*(\w+)?$", re.IGNORECASE
)
_FOOTNOTE = re.compile(
    r"(примечание|источник|выгруз|сформирован|дата\s+(выгрузки|формирования)|\*|подпись|исполнитель)",
    re.I,
)
# Who made the table: under it in any column.
_MADE_BY = re.compile(
    r"(исполнител|подпис|составил|сост\.|подготовил|выгрузил|сформирова|ответственн|дата\s+(выгрузки|формирования))\w*"
    r"[^:]{0,30}:.*|(исполнитель|исп\.)\s+\S.*",
    re.I | re.S,
)


def without_tail(rows: Sequence[Row], width: int) -> tuple[list[Row], list[str]]:
    """The rows without totals and footnotes at the end, and the texts of those, the last first."""
    kept, below = list(rows), []
    while kept:
        last = kept[-1]
        cells = [cell.strip() for cell in last if cell.strip()]
        if not cells:
            kept.pop()
            continue
        others_are_numbers = all(FIGURES.fullmatch(cell) for cell in cells[1:])
        after_gap = len(kept) > 1 and not kept[-2]
        total = _TOTAL.fullmatch(cells[0]) and others_are_numbers and (len(cells) > 1 or width > 1)
        footnote = (
            width >= 3
            and len(cells) == 1
            and last[0].strip()
            and (after_gap or _FOOTNOTE.match(cells[0]))
            and (_FOOTNOTE.match(cells[0]) or _at_most_once_filled(kept, 0))
        )
        footnote = footnote or (len(cells) == 1 and bool(_MADE_BY.fullmatch(cells[0])))
        if not (total or footnote):
            break
        below.append(" ".join(cells))
        kept.pop()
    return kept, below


def _at_most_once_filled(rows: Sequence[Row], at: int) -> bool:
    return sum(at < len(row) and bool(row[at].strip()) for row in rows[-20:]) <= 1
