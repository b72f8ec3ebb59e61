"""Tables that do not lie as others do: questions down the side, codes beside the wordings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from pipeline.ingest.content import Row
from pipeline.ingest.wording import guess_role, looks_open

_PERSON = re.compile(
    r"((анкета|респондент|участник|житель|ответ|человек|respondent)\s*)?№?\s*\d+", re.IGNORECASE
)
_SIDE = re.compile(r"(вопросы?|показател[ьи]|№|question)?[\s:.]*", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(\[\w+\])*")
_MARKED = re.compile(r"\d|\[")
_FEW_PEOPLE = 3
_SURE = 0.6


def turned(rows: Sequence[Row]) -> list[Row] | None:
    """The rows as columns where people stand side by side and questions below; None elsewhere."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        return None
    corner, *people = (cell.strip() for cell in filled[0])
    while people and not people[-1]:
        people.pop()
    if len(people) < max(_FEW_PEOPLE, len(filled) - 1) or not _SIDE.fullmatch(corner):
        return None
    asked = [row[0].strip() for row in filled[1:] if row]
    asking = sum(_asks(wording) for wording in asked)
    if not all(map(_PERSON.fullmatch, people)) or asking < max(1, len(asked) / 2):
        return None
    return [
        list(column) for column in zip_longest(["номер анкеты", *people], *filled[1:], fillvalue="")
    ]


def coded(header: Sequence[Row]) -> Row | None:
    """The wordings of two rows of which the other holds codes («G1Q2[SQ001]»); None elsewhere."""
    if len(header) != 2:
        return None
    upper, lower = header
    if _are_codes(upper) and _are_wordings(lower):
        codes, wordings = upper, lower
    elif _are_codes(lower) and _are_wordings(upper):
        codes, wordings = lower, upper
    else:
        return None
    return [one.strip() or other for one, other in zip_longest(wordings, codes, fillvalue="")]


def _are_codes(row: Row) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    marked = sum(bool(_MARKED.search(cell)) for cell in cells)
    alike = all(map(_CODE.fullmatch, cells)) and len(set(cells)) == len(cells)
    return len(cells) >= 2 and alike and marked >= 0.3 * len(cells)


def _are_wordings(row: Row) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    return sum(" " in cell for cell in cells) >= len(cells) / 3 and any(map(_asks, cells))


def _asks(wording: str) -> bool:
    return wording.endswith("?") or looks_open(wording) or guess_role(wording)[1] >= _SURE
