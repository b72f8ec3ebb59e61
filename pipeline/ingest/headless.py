"""Whether the row taken for a header is a row of data: a file that was saved without a header.

A name stands once in its column and says what the column holds; an answer may come again below it,
and a number or a date stands over others. Where both are missing the user is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.ingest import signs
from pipeline.ingest.content import Row
from pipeline.ingest.wording import asks, clean, guess_role, is_label
from pipeline.tables import fold

YES, MAYBE, NO = "yes", "maybe", "no"

_CODE = re.compile(r"[A-Za-zА-Яа-яЁё]{1,8}[ _.-]?\d{1,3}(\[\w+\])?|[\w/№#.]{1,2}")
_FEW = 3  # rows below that a verdict needs
_LONG = 4  # words of what reads like an answer rather than a name
_SURE_ROLE = 0.6
# What a lone column is called when it is no question; «Проблемы с водой» is an answer.
_HEADS = re.compile(
    r"\b(ответ|вопрос|мнени|коммент|отзыв|пожелани|предложени|проблем|жалоб|обращени|сообщени|заявк|текст|описани|содержани"
    r"|тезис|иде[яи]\b|инициатив|замечани|плюсы?\b|минусы?\b|ожидани|высказывани|формулировк|достоинств|недостатк|впечатлени"
    r"|претензи|фраз|причин|письм|запис|реплик|тем[аы]\b|результат|опрос|анкет|выгрузк)\w*(?!\w*\s+со?\b)",
    re.IGNORECASE,
)
_SAMPLE = 2_000  # rows that are compared


def is_data(header: Row, below: Sequence[Row], told: Collection[str] = ()) -> str:
    """YES, MAYBE or NO for `header` being an answer like those `below`; `told` are known names."""
    cells = {at: clean(cell) for at, cell in enumerate(header) if cell.strip()}
    known = {fold(name) for name in told}
    rows = [row for row in below[:_SAMPLE] if any(cell.strip() for cell in row)]
    if len(rows) < _FEW or any(fold(cell) in known for cell in cells.values()):
        return NO
    columns = {at: _column(rows, at) for at in cells}
    alike = {at for at, cell in cells.items() if _is_alike(cell, columns[at])}
    if max(map(len, (header, *rows))) == 1 and not alike:
        return _alone(cells[0])
    if any(_is_name(cell) for at, cell in cells.items() if at not in alike):
        return NO
    if alike:
        return YES
    return MAYBE if any(map(_reads_like_answer, cells.values())) else NO


def _alone(cell: str) -> str:
    """The verdict on the only column: the cell has to say by itself what it is."""
    if _CODE.fullmatch(cell) or cell[-1] in "?:" or asks(cell) or _HEADS.search(cell):
        return NO
    if len(cell.split()) == 1:
        return NO if _is_name(cell) or cell.isascii() else MAYBE
    # «Плохие дороги» read like a question about problems; «Город мечты» is nobody's complaint.
    return NO if _is_name(cell) and guess_role(cell)[0] in ("vision", "praise") else YES


def _column(rows: Sequence[Row], at: int) -> list[str]:
    return [clean(row[at]) for row in rows if at < len(row) and row[at].strip()]


def _is_alike(cell: str, column: Sequence[str]) -> bool:
    """Whether the cell is one of its column's values: again, or a number as they are."""
    if len(column) < _FEW:
        return False
    for pattern in (signs.NUMBER, *signs.VALUE_KINDS):
        if pattern.fullmatch(cell):
            same = sum(bool(pattern.fullmatch(value)) for value in column)
            return same >= 0.8 * len(column)
    return fold(cell) in set(map(fold, column))


def _is_name(cell: str) -> bool:
    """Whether the cell says what a column holds."""
    if cell.endswith("?") or _CODE.fullmatch(cell) or signs.MARK.fullmatch(cell):
        return True
    if any(sign.search(cell) for sign in (signs.PERSON, signs.TECHNICAL, signs.ATTRIBUTE)):
        return True
    return is_label(cell) or (cell[0].isupper() and guess_role(cell)[1] >= _SURE_ROLE)


def _reads_like_answer(cell: str) -> bool:
    return len(cell.split()) >= _LONG or cell[-1] in ".!…" or cell[0].islower()
