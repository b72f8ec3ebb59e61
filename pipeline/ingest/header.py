"""Where a table begins and ends: titles above the header, headers of two rows, totals below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.content import Row, Sheet
from pipeline.ingest.headless import NO, YES, is_data
from pipeline.ingest.shape import coded, turned
from pipeline.ingest.signs import FIGURES
from pipeline.ingest.tails import without_tail
from pipeline.ingest.wording import clean, guess_role, looks_open, uncoded

_SEARCH = 40  # rows in which a header is looked for
_GENERIC = re.compile(
    r"(open-ended\s+)?response|(свободный|открытый|развернутый|развёрнутый)?\s*ответ|ответ\s+респондента"
    r"|value|значение|текст\s+ответа",
    re.IGNORECASE,
)
_NO_HEADER = (
    "шапки нет: первая строка похожа на ответы и прочитана как ответы, столбцы названы по порядку; "
    "если это шапка, впишите header = 1 в dataset.toml"
)
_ODD_HEADER = (
    "шапка «{}» похожа на ответ; если шапки в файле нет, впишите header = -1 в dataset.toml, "
    "иначе первая строка пропадёт"
)


@dataclass
class Table:
    """A sheet understood as columns and data rows."""

    columns: list[str]
    rows: list[Row]
    header_row: int  # 1-based row of the sheet where the header begins; 0: there is none
    depth: int = 1  # rows that the header takes
    aside: list[str] = field(default_factory=list)  # what was set aside and why, in Russian
    ragged: list[int] = field(default_factory=list)  # data rows longer than the header


def find_table(sheet: Sheet, header_row: int = 0, told: Collection[str] = ()) -> Table | None:
    """The table of a sheet; None for a sheet with nothing under a header.

    `header_row` is 1-based, 0 to look for it, −1 for a table without one, whose columns are called
    «столбец 1» and so on; `told` are names of columns that dataset.toml gives. Blank rows are not
    data rows.
    """
    rows = list(sheet.rows)
    if not any(sign.isalnum() for row in rows for cell in row for sign in cell):
        return None
    sideways = turned(rows) if not header_row else None
    rows = sideways or rows
    start = header_row - 1 if 0 < header_row <= len(rows) else _header_start(rows)
    depth = _header_depth(rows, start)
    verdict = NO if header_row > 0 else is_data(rows[start], rows[start + depth :], told)
    if header_row < 0 or verdict == YES:
        start, depth = next(at for at, row in enumerate(rows) if _filled(row)), 0
    width = max(
        max((len(row) for row in rows[start : start + depth]), default=0),
        _usual_width(rows[start + depth :]),
    )
    columns = _columns(rows[start : start + depth], width) if depth else _unique([""] * width)
    table = Table(columns, [], header_row=start + 1 if depth else 0, depth=depth)
    if verdict != NO and header_row >= 0:
        table.aside.append(_NO_HEADER if depth == 0 else _ODD_HEADER.format(_short(columns[0])))
    if sideways:
        table.aside.append("таблица повёрнута: вопросы стояли в строках, люди в столбцах")
    titles = [" ".join(filter(None, map(str.strip, row))) for row in rows[:start] if row]
    if titles:
        table.aside.append(f"над шапкой: «{_short(' / '.join(titles))}»")
    body, below = without_tail(rows[start + depth :], width)
    table.aside += [f"строка под таблицей: «{_short(text)}»" for text in below]
    for row in body:
        if not row or not any(cell.strip() for cell in row):
            continue
        if _repeats_header(row, columns):
            table.aside.append("шапка, повторённая внутри таблицы")
            continue
        table.rows.append(_fitted(row, width, table))
    _fill_merged(table, sheet, start + depth)
    table = _without_empty_columns(table)
    return table if table.columns else None


def _header_start(rows: Sequence[Row]) -> int:
    """The first row that is filled almost as widely as the table and reads like names."""
    filled = [_filled(row) for row in rows[:_SEARCH]]
    widest = max(filled)
    if widest == 1:
        return next(number for number, count in enumerate(filled) if count)
    for number, count in enumerate(filled):
        if count >= max(2, 0.6 * widest) and not _numeric(rows[number]):
            return number
        following = filled[number + 1] if number + 1 < len(filled) else 0
        if count >= 2 and following >= max(2, 0.5 * widest) and _covers(rows, number):
            return number
    return next(number for number, count in enumerate(filled) if count)


def _covers(rows: Sequence[Row], number: int) -> bool:
    """True if the row below names the columns that this row leaves empty: a merged header."""
    upper, lower = rows[number], rows[number + 1]
    width = max(len(upper), len(lower))
    holes = [at for at in range(width) if not _at(upper, at)]
    named = sum(bool(_at(lower, at)) for at in holes)
    # A row of names names each column once; a data row under unnamed columns does not ask.
    return len(holes) >= 1 and named >= 0.8 * len(holes) and _reads_like_names(lower)


def _header_depth(rows: Sequence[Row], start: int) -> int:
    """How many rows the header takes: 1, 2 (question and option) or 3 (with export metadata)."""
    if start + 1 >= len(rows):
        return 1
    below = rows[start + 1]
    cells = [cell.strip() for cell in below if cell.strip()]
    if not cells:
        return 1
    if start + 2 < len(rows) and _is_metadata(rows[start + 2]):
        return 3
    if _is_metadata(below) or coded(rows[start : start + 2]):
        return 2
    if all(_GENERIC.fullmatch(cell) for cell in cells):
        return 2
    holes = [at for at in range(max(len(rows[start]), len(below))) if not _at(rows[start], at)]
    generic = sum(bool(_GENERIC.fullmatch(cell)) for cell in cells)
    if len(holes) >= 1 and _covers(rows, start) and (generic or len(holes) >= 2):
        return 2
    return 1


def _is_metadata(row: Row) -> bool:
    return any("ImportId" in cell for cell in row)


def _columns(header: Sequence[Row], width: int) -> list[str]:
    """Unique names, the upper row carried to the right over its merged cells."""
    names = _names(header, width)
    coded = [uncoded(name) for name in names]
    several = sum(short != name for short, name in zip(coded, names, strict=True))
    return _unique(coded if several >= max(3, 0.6 * len(names)) else names)


def _names(header: Sequence[Row], width: int) -> list[str]:
    if len(header) == 3 or (len(header) == 2 and _is_metadata(header[1])):
        header = header[1:2] if len(header) == 3 else header[:1]
    wordings = coded(header)
    header = [wordings] if wordings else header
    if len(header) == 1:
        return [clean(_at(header[0], at)) for at in range(width)]
    names, above = [], ""
    for at in range(width):
        upper, lower = clean(_at(header[0], at)), clean(_at(header[1], at))
        above = upper or (above if lower else "")
        names.append(_joined(above, lower, alone=bool(upper) and not _spreads(header, at)))
    return names


def _spreads(header: Sequence[Row], at: int) -> bool:
    """True if the upper cell stands over the next column too."""
    return not _at(header[0], at + 1) and bool(_at(header[1], at + 1))


def _joined(upper: str, lower: str, alone: bool) -> str:
    if not lower or _GENERIC.fullmatch(lower):
        return upper
    if not upper:
        return lower
    # A section title («Сведения о респонденте») adds nothing to a name that is whole by itself.
    whole = lower.endswith("?") or (looks_open(lower) and len(lower.split()) >= 3)
    section = not upper.endswith("?") and guess_role(upper)[1] < 0.6 and not alone
    return lower if whole or (section and _section(upper)) else f"{upper} [{lower}]"


def _section(text: str) -> bool:
    return bool(
        re.search(
            r"сведени|данные|паспорт|раздел|блок|часть|вопросы|о\s+себе|о\s+вас|респондент",
            text,
            re.I,
        )
    )


def _unique(names: Sequence[str]) -> list[str]:
    """Names made different: an empty one becomes «столбец N», a repeated one gets a number."""
    seen: Counter[str] = Counter()
    result = []
    for number, name in enumerate(names, start=1):
        name = name or f"столбец {number}"
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _repeats_header(row: Row, columns: Sequence[str]) -> bool:
    return len(columns) > 1 and [clean(cell) for cell in row] == list(columns)


def _fitted(row: Row, width: int, table: Table) -> Row:
    if len(row) > width:
        extra = " ".join(cell for cell in row[width:] if cell.strip())
        table.ragged.append(len(table.rows) + 1)
        row = [*row[: width - 1], f"{row[width - 1]} {extra}".strip()]
    return row + [""] * (width - len(row))


def _fill_merged(table: Table, sheet: Sheet, first_row: int) -> None:
    """Give a short value merged over several rows («Район») to each of them."""
    if not sheet.merged or len(table.rows) != len(list(sheet.rows)) - first_row:
        return
    for top, left, bottom, right in sheet.merged:
        if left != right or bottom <= top or top < first_row or left >= len(table.columns):
            continue
        value = table.rows[top - first_row][left] if top - first_row < len(table.rows) else ""
        if 0 < len(value) <= 60:
            for at in range(top - first_row + 1, min(bottom - first_row + 1, len(table.rows))):
                table.rows[at][left] = table.rows[at][left] or value


def _without_empty_columns(table: Table) -> Table:
    """Leave out columns that have neither a name nor a value."""
    empty = {
        at
        for at, name in enumerate(table.columns)
        if name == f"столбец {at + 1}" and not any(row[at].strip() for row in table.rows)
    }
    if empty:
        table.columns = [name for at, name in enumerate(table.columns) if at not in empty]
        table.rows = [[c for at, c in enumerate(row) if at not in empty] for row in table.rows]
    return table


def _usual_width(rows: Sequence[Row]) -> int:
    """The width that data rows have, not counting a few overlong ones."""
    widths = Counter(len(row) for row in rows if row)
    total = sum(widths.values())
    often = max(1.0, 0.2 * total) if total > 2 else 0.0
    common = [width for width, count in widths.items() if count > often]
    return max(common, default=0)


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _at(row: Row, at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""


def _numeric(row: Row) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    return sum(bool(FIGURES.fullmatch(cell)) for cell in cells) > len(cells) / 2


def _reads_like_names(row: Row) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    numbers = sum(bool(FIGURES.fullmatch(cell)) for cell in cells)
    repeated = len(cells) - len(set(cells))
    generic = sum(bool(_GENERIC.fullmatch(cell)) for cell in cells)
    return bool(cells) and numbers <= len(cells) / 3 and repeated - generic <= len(cells) / 3


def _short(text: str, length: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
