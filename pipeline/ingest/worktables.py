"""Working tables of groups: «Проблема | Причина | Решение | Ответственный | Срок | Ресурс»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.content import Block, Cell
from pipeline.ingest.wording import clean, guess_role

_SLOT_NAMES = (
    ("cause", r"причин"),
    ("addressee", r"ответств|исполнит|кто\s"),
    ("deadline", r"срок|когда"),
    ("resource", r"ресурс|финанс|источник|стоимост|бюджет|объ[её]м\s+средств|деньги"),
    ("indicator", r"показат|индикат|результат|критери"),
)

_LABELS = (
    r"проблем[аы]|причин[аы]|решени[ея]|предложени[ея]|предлагаем|мероприяти[ея]|что\s+сделать"
    r"|ответственн\w+|исполнител[ьи]|срок\w*|ресурсы?|финансирование|источник\w*(?:\s+финансирования)?"
    r"|показател[ьи]|индикаторы?|ожидаемый\s+результат|результат"
)
# A line that says what it is: «Проблема: …», «Проблема № 2. …», «Срок: …».
LABEL = re.compile(
    rf"(?P<label>{_LABELS})"
    r"(?:\s*(?:[:–—]|\s-\s)|\s*(?:№\s*)?\d+(?:\.\d+)*\s*(?:[:.)–—]|\s-\s))\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NEXT_LABEL = re.compile(rf"\s*[–—;,]?\s+(?=(?:{_LABELS})\s*:)", re.IGNORECASE)


def labelled(text: str) -> list[str]:
    """The labelled parts of one line: «Проблема: ямы. Решение: ремонт. Срок: 2025»."""
    return _NEXT_LABEL.split(text) if LABEL.fullmatch(text) else [text]


def slot_of(title: str) -> str:
    """The slot that a column or label names, "" if none."""
    text = title.casefold().replace("ё", "е")
    return next((slot for slot, pattern in _SLOT_NAMES if re.search(pattern, text)), "")


@dataclass
class Said:
    """One proposal of a table row."""

    text: str
    question: str
    role: str
    column: int = 0
    slots: dict[str, str] = field(default_factory=dict)  # of its own line; all of a merged cell's


@dataclass
class TableRow:
    """The proposals of one row with what else the row says of them."""

    said: list[Said] = field(default_factory=list)
    slots: dict[str, str] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    group: str = ""  # whose row it is, where a column says so
    number: str = ""
    key: str = ""
    held: dict[int, str] = field(default_factory=dict)  # column -> slot that may go on below


_NUMBER = re.compile(r"(№|n|no|номер|п/п|№\s*п\W*п\W*|#|№?\s*тезиса?|код|id)\.?", re.I)
_CODE = re.compile(r"(?:[^\W\d_]{1,3}\s?[-–.№]?\s?)?\d{1,3}(?:\.\d{1,3})*[.)]?")  # «Т-1», «3.2.»
_ROLE = (
    ("problem", r"проблем|трудност|что\s+(мешает|не\s+так)|вызов|слаб\w+\s+сторон|недостат"),
    (
        "solution",
        r"решени|предложени|предлага|мероприят|мер[аы]\b|действи|что\s+(с)?делать|задач|новая\s+редакция|инициатив|проект|цел[ьи]\b",
    ),
    ("vision", r"видени|образ\s+будущ|желаем"),
    ("praise", r"сильн\w+\s+сторон|достижени|горд"),
    ("open", r"тезис|формулировк|содержани|текст|комментари|примечани|мнени|идея|пункт"),
)
_GROUP = re.compile(r"((рабочая|наша)\s+)?группа|стол|секция|команда|чь[её]\s+предложение", re.I)
_CONTEXT = re.compile(r"направлени|сфера|раздел|блок|тема\b|отрасл", re.I)
_ASIDE = re.compile(
    r"голос|приоритет|балл|оценк|статус|обоснован|вердикт|группа|модератор|сессия|дата", re.I
)


def rows_of(table: Sequence[Sequence[Cell]], question: str, role: str) -> Iterator[TableRow]:
    """The rows of a table; `question` and `role` come from the heading above it.

    A cell merged downwards is said once, and the rows beside it are one row.
    """
    meanings, start = _header(table, question, role)
    current: TableRow | None = None
    context: dict[int, str] = {}
    for row in table[start:]:
        if _is_section(row, len(meanings)):
            if current is not None:
                yield current
                current = None
            context = {at: text for at, text in context.items() if at == _OF_GROUP}
            context[_SECTION] = clean(row[0].text)
            continue
        continued = any(
            cell.continued and meanings.get(cell.column, ("", "", ""))[0] in ("problem", "solution")
            for cell in row
        )
        if current is not None and not continued:
            yield current
            current = None
        if current is None:
            current = TableRow()
        _fill(current, row, meanings, context)
    if current is not None:
        yield current


_SECTION, _OF_GROUP = -1, -2  # places in the context of what is no column of headings
Meaning = tuple[str, str, str]  # what the column is, the question it asks, its slot


def _header(
    table: Sequence[Sequence[Cell]], question: str, role: str
) -> tuple[dict[int, Meaning], int]:
    """What each column is, and how many rows the header takes (0: none)."""
    width = max((cell.column + cell.columns for row in table for cell in row), default=0)
    for at, row in enumerate(table[:4]):
        meanings = {cell.column: _meaning(clean(cell.text)) for cell in row}
        known = [m for m in meanings.values() if m[0]]
        short = all(len(cell.text) <= 90 for cell in row)
        if (
            short
            and (len(known) >= 2 or (known and len(row) == 1 == width))
            and any(m[0] in ("problem", "solution", "vision", "praise", "open") for m in known)
        ):
            return meanings, at + 1
    said: dict[int, Meaning] = dict.fromkeys(range(width), (role, question, ""))
    if width > 1 and _is_numbered(table):
        said[0] = ("number", "", "")
    return said, 0


def _is_numbered(table: Sequence[Sequence[Cell]]) -> bool:
    """True when a table without a head bears numbers or codes of its rows in the first column."""
    first = [clean(row[0].text) for row in table if row and row[0].column == 0]
    codes = [text for text in first if text]
    return (
        len(codes) > 1
        and len(set(codes)) == len(codes)
        and all(_CODE.fullmatch(code) for code in codes)
    )


def _meaning(title: str) -> Meaning:
    text = title.casefold().replace("ё", "е")
    if not text:
        return "", "", ""
    if _NUMBER.fullmatch(text):
        return "number", title, ""
    if _GROUP.fullmatch(text):
        return "group", title, ""
    slot = slot_of(text)
    if slot and not re.match(r"проблем|решени|предложени|мероприят", text):
        return "slot", title, slot
    if _CONTEXT.search(text):
        return "context", title, ""
    if _ASIDE.search(text) and not re.search(r"предлож|проблем", text):
        return "aside", title, ""
    for role, pattern in _ROLE:
        if re.search(pattern, text):
            return role, title, ""
    role, confidence = guess_role(title)
    return (role, title, "") if confidence >= 0.75 else ("", title, "")


def _fill(
    current: TableRow,
    row: Sequence[Cell],
    meanings: dict[int, Meaning],
    context: dict[int, str],
) -> None:
    """Add the cells of one row of the table.

    What is said has the slots of its own line («Срок» of each решение); a cell that is merged over
    several lines has those of all of them.
    """
    before = len(current.said)
    own: dict[str, str] = {}
    spanned: set[int] = set()
    for cell in row:
        kind, title, slot = meanings.get(cell.column, ("", "", ""))
        text = cell.text.strip()
        if kind in ("context", "group"):
            if text and not cell.continued:
                context[cell.column if kind == "context" else _OF_GROUP] = clean(text)
        elif cell.continued:
            if kind == "slot" and cell.column in current.held:
                own[slot] = current.held[cell.column]
            spanned |= {cell.column}
        elif not text:
            continue
        elif kind == "number":
            current.number = current.number or text.rstrip(".")
        elif kind == "slot":
            current.slots[slot] = "; ".join(filter(None, [current.slots.get(slot, ""), text]))
            own[slot] = "; ".join(filter(None, [own.get(slot, ""), text]))
            current.held[cell.column] = text
        elif kind == "aside":
            current.slots[title] = own[title] = text
        elif not current.number and re.fullmatch(r"\d{1,3}(\.\d+)*\.?", text):
            current.number = text.rstrip(".")
        else:
            role = kind or "open"
            current.said += [Said(part, title, role, cell.column) for part in _parts(cell)]
    for number, said in enumerate(current.said):
        if number >= before:
            said.slots = own
        elif said.column in spanned:
            said.slots = current.slots
    current.headings = [context[at] for at in sorted(context) if at != _OF_GROUP]
    current.group = context.get(_OF_GROUP, "")
    current.key = current.key or "|".join(said.text for said in current.said)


def _parts(cell: Cell) -> Iterator[str]:
    """The proposals of a cell: its list items, or all of it."""
    blocks = [block for block in cell.blocks if block.text.strip() or block.table]
    if any(block.kind == "item" for block in blocks):
        yield from _items(blocks)
        return
    text = "\n".join(block.text.strip() for block in blocks if not block.table)
    if text:
        yield text
    for block in blocks:
        for row in block.table:
            for inner in row:
                if not inner.continued:
                    yield from _parts(inner)


def _items(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.table:
            yield from _parts(Cell([Block("table", table=block.table)]))
        elif not (block.kind == "paragraph" and block.text.rstrip().endswith(":")):
            yield block.text.strip()


def _is_section(row: Sequence[Cell], width: int) -> bool:
    """True for a row of one cell over the whole table: a section title inside it."""
    filled = [cell for cell in row if cell.text.strip()]
    return (
        width > 1
        and len(filled) == 1
        and not filled[0].continued
        and (filled[0].columns >= width or (filled[0].column == 0 and len(row) == 1))
        and len(filled[0].text) <= 120
    )
