"""Checks of numbers: they make a finding surer and never refuse one."""

from __future__ import annotations

from stdnum import luhn as _luhn
from stdnum.ru import inn as _inn


def inn(digits: str) -> bool:
    """Whether the control digits of an ИНН are right (10 or 12 digits)."""
    return bool(_inn.is_valid(digits))


def luhn(digits: str) -> bool:
    """Whether a card or ОМС number passes the Luhn check."""
    return bool(_luhn.is_valid(digits))


def snils(digits: str) -> bool:
    """Whether the two control digits of a СНИЛС are right; none are defined up to 001-001-998.

    Source: Pension Fund of Russia; the remainder by 101, where 100 counts as 00.
    """
    if len(digits) != 11 or int(digits[:9]) <= 1_001_998:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == int(digits[9:])
