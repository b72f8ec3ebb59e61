"""Numbers, dates and words as a Russian reader expects them: 1 234,5; 12,3 %; 19.04.2018."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
_SHORT_WORD = re.compile(r"(?<![\w-])([А-Яа-яЁё]{1,2}|№|не|для|или|при|под|над|без) (?=\S)")
_MANY_SESSIONS = 6
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def number(value: float, digits: int = 0) -> str:
    """1234.5 with one digit is «1 234,5»; halves are rounded up, as people do."""
    exact = Decimal(repr(round(float(value), 9)))
    text = f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,f}".replace(
        ",", NBSP
    ).replace(".", ",")
    return text.replace("-", "−")


def percent(share: float, digits: int = 1) -> str:
    """0.123 is «12,3 %»."""
    return f"{number(100 * share, digits)}{NBSP}%"


def interval(low: float, high: float) -> str:
    """A pair of shares as «10,1–14,8 %»."""
    return f"{number(100 * low, 1)}–{number(100 * high, 1)}{NBSP}%"


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form of a noun after a number: 1 ответ, 2 ответа, 5 ответов."""
    tens, units = abs(count) % 100, abs(count) % 10
    if units == 1 and tens != 11:
        return one
    return few if 2 <= units <= 4 and not 12 <= tens <= 14 else many


def counted(count: int, one: str, few: str, many: str) -> str:
    """«1 234 ответа»: the number and the right form, not to be broken apart."""
    return f"{number(count)}{NBSP}{plural(count, one, few, many)}"


def people(count: int) -> str:
    """«12 человек», «22 человека»."""
    return counted(count, "человек", "человека", "человек")


def date(text: str) -> str:
    """An ISO date as «19.04.2018»; any other label as it stands."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", text or "")
    return f"{found[3]}.{found[2]}.{found[1]}" if found else text or ""


def sessions(names: Sequence[str]) -> str:
    """«сессии 19.04.2018 и 17.05.2018»; of very many, the first and the last."""
    if len(names) > _MANY_SESSIONS:
        return f"{date(names[0])} – {date(names[-1])}"
    return f"{'сессия' if len(names) == 1 else 'сессии'} {listed(map(date, names))}"


def listed(parts: Iterable[str], last: str = "и") -> str:
    """«а, б и в»."""
    parts = list(parts)
    return (
        parts[0]
        if len(parts) == 1
        else f"{', '.join(parts[:-1])} {last} {parts[-1]}"
        if parts
        else ""
    )


def capital(text: str) -> str:
    """The text with a capital first letter; the rest as it stands."""
    return text[:1].upper() + text[1:]


def bound(text: str) -> str:
    """Our own prose with short words bound to the next one; never used on people's words."""
    return _SHORT_WORD.sub(lambda found: found[1] + NBSP, text)


def legible(text: str) -> str:
    """The text without characters that XML forbids; documents would not open with them."""
    return _CONTROL.sub("", text)
