"""Plates of cars and cadastral numbers."""

from __future__ import annotations

import regex

from pipeline.clean.privacy.found import rule

_L = "[авекмнорстухabekmhopctyx]"
_C = "[АВЕКМНОРСТУХABEKMHOPCTYX]"
_REGION = r"(?:[ /\-]{0,2}\d{2,3})(?:[ ]?(?:rus|рус|рег(?:ион)?\b\.?))?"
_MAYBE_REGION = rf"(?:{_REGION}(?!\d))?"
_EDGE = r"(?<![0-9а-яёa-z])"
_END = r"(?![0-9A-Za-zА-Яа-яё])"
_UNITS = frozenset("км см мм ст но то от со во ко ос тр ок он мы ту те се".split())
_CAR = (
    r"(?:гос\.? ?номер\w*|г/н|г\.н\.|номер\w*|машин\w*|авто\w*|такси|маршрутк\w*|водител\w*|"
    r"мотоцикл\w*|прицеп\w*|газел\w*|лада|toyota|kia|грузовик\w*)"
)


def _quantity(match: regex.Match[str]) -> bool:
    """«в 300 км 42 автобуса»: small letters with spaces and a unit or a little word inside."""
    text = match.group()
    return (
        " " in text.strip()
        and text == text.lower()
        and match.group("pair").replace(" ", "").lower() in _UNITS
    )


RULES = (
    rule(
        "госномер",
        "pattern",
        0.85,
        rf"{_EDGE}{_L}[ -]?\d{{3}}[ -]?(?P<pair>{_L} ?{_L}){_REGION}{_END}",
        refuse=_quantity,
    ),
    rule(
        "госномер",
        "pattern",
        0.8,
        rf"(?<![0-9А-Яа-яёA-Za-z]){_C} ?\d{{3}} ?{_C}{{2}}{_MAYBE_REGION}{_END}",
        case=True,
    ),
    rule(
        "госномер",
        "context",
        0.85,
        rf"{_CAR}[^\d\n.!?]{{0,25}}?{_EDGE}(?P<it>{_L}[ -]?\d{{3}}[ -]?{_L} ?{_L}{_MAYBE_REGION}|"
        rf"{_L} ?{_L} ?\d{{3,4}} ?\d{{2,3}}|\d{{4}} ?{_L}{{2}} ?\d{{2,3}}){_END}",
    ),
    rule(
        "кадастровый номер",
        "pattern",
        0.95,
        r"(?<![\d:])\d\d ?: ?\d\d ?: ?\d{5,7} ?: ?\d{1,6}(?![\d:])",
    ),
    rule(
        "кадастровый номер",
        "context",
        0.9,
        r"кадастр\w*[^\d\n]{0,25}"
        r"(?P<it>\d\d[ :./-]{1,3}\d\d[ :./-]{1,3}\d{5,7}[ :./-]{1,3}\d{1,6})(?!\d)",
    ),
)
