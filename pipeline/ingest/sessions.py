"""What a cell or a line says of the session: an ISO date where there is a date."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_SPELT_DATE = re.compile(
    rf"(?<!\d)(?P<d>[0-3]?\d)\s+(?P<m>{'|'.join(_MONTHS)})\w*\s+(?P<y>20\d\d)", re.IGNORECASE
)


_FULL_DATE = re.compile(r"(?<![\d.])[0-3]?\d\.[01]?\d\.(?:20)\d\d(?![\d.])")


def session_in(text: str) -> str:
    """The ISO date of the first full date in a title, "" where there is none."""
    match = _FULL_DATE.search(text) or _SPELT_DATE.search(text)
    found = session_of(match[0]) if match else ""
    return found if re.fullmatch(r"\d{4}-\d\d-\d\d", found) else ""


def session_of(value: str) -> str:
    """An ISO date if the value begins with one (day first: 03.04.2025 is 3 April), else itself."""
    text = value.strip()
    match = re.match(r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)", text) or re.match(
        r"(?P<d>\d{1,2})[-./](?P<m>\d{1,2})[-./](?P<y>\d{4}|\d\d)(?!\d)", text
    )
    spelt = _SPELT_DATE.search(text)
    if spelt and not match:
        month = 1 + [*_MONTHS].index(spelt["m"][:3].lower())
        return f"{spelt['y']}-{month:02}-{int(spelt['d']):02}"
    if match:
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        try:
            return date(year, int(match["m"]), int(match["d"])).isoformat()
        except ValueError:
            return text
    return text
