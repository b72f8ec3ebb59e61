"""How high a row must be for its wrapped texts.

Excel measures rows by itself when a file is opened, LibreOffice keeps the height that it finds and
prints one text over the next; so the height is written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.report.sheet import Column

_LINE, _AROUND, _HIGHEST = 12.9, 3.0, 409.0  # points; the last is Excel's own limit
_CAPITALS = 1.25  # capitals and bold letters are wider by so much
_INSET = 2.0  # characters of a column that its own margins take
_DENSITY = 1.12  # letters of running Russian text to a digit, in which widths are given


def height(row: Sequence[Any], columns: Sequence[Column], bold: bool = False) -> float:
    """Points that the tallest text of the row needs in columns of such widths."""
    most = 1
    for value, column in zip(row, columns, strict=True):
        text = value[0] if isinstance(value, tuple) else value
        if isinstance(text, str) and text:
            wide = _CAPITALS if bold or text.isupper() else 1.0
            most = max(most, lines(text, _DENSITY * (column.width - _INSET) / wide))
    return min(_HIGHEST, _LINE * most + _AROUND)


def lines(text: str, width: float) -> int:
    """Lines that the text takes when wrapped between words; a longer word is broken."""
    return sum(_wrapped(part, width) if len(part) > width else 1 for part in text.split("\n"))


def _wrapped(text: str, width: float) -> int:
    used, filled = 1, 0
    for word in text.split():
        long = len(word)
        if filled and filled + 1 + long > width:
            used, filled = used + 1, 0
        filled += long + (1 if filled else 0)
        while filled > width:
            used, filled = used + 1, filled - int(width)
    return used
