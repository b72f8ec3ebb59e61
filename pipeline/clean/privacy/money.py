"""Bank cards and accounts, and personal accounts of utilities."""

from __future__ import annotations

import regex

from pipeline.clean.privacy import checksums
from pipeline.clean.privacy.found import digits_of, rule, spread
from pipeline.clean.privacy.phones import is_amount

_GAP = r"[^\d\n]{0,25}"


_COORDINATES = regex.compile(r"\d{2,3}[.,]\d{4,}")


_BUDGET_CODE = regex.compile(r"\d{3} \d{17}")


def _is_budget_code(match: regex.Match[str]) -> bool:
    """«000 10807150010000110»: a code of the budget classification, in plans and reports."""
    return bool(_BUDGET_CODE.fullmatch(match.group()))


def _not_card(match: regex.Match[str]) -> bool:
    text = match.group()
    return bool(_COORDINATES.match(text)) or not checksums.luhn(digits_of(text))


RULES = (
    rule(
        "карта",
        "pattern",
        0.8,
        r"(?<![\d-])\d{4}(?:[ .\-_/]{1,3}\d{4}){3}(?:[ .\-_/]{1,3}\d{1,3})?(?![\d-])",
        valid=checksums.luhn,
    ),
    rule(
        "карта",
        "pattern",
        0.6,
        r"(?<![\d.,:/-])\d{16}(?![\d:/-]|[.,]\d)",
        valid=checksums.luhn,
        refuse=is_amount,
    ),
    rule(
        "карта",
        "checksum",
        0.8,
        rf"(?<![.,:/-])(?:{spread(16)}|{spread(18)}|{spread(19)})",
        refuse=_not_card,
    ),
    rule(
        "карта",
        "context",
        0.9,
        rf"(?<![а-я])(?:карт[аыуеой]|карточк|сбер|тинькофф|visa|mastercard|мир\b)\w*{_GAP}"
        rf"(?P<it>{spread(16)}|{spread(18)}|{spread(19)}|{spread(13)})",
        valid=checksums.luhn,
    ),
    rule(
        "счёт",
        "pattern",
        0.85,
        r"(?<![\d.,:/-])\d(?:[ .-]?\d){19}(?![\d-])",
        refuse=_is_budget_code,
    ),
    rule(
        "счёт",
        "context",
        0.8,
        rf"(?<![а-я])(?:сч[её]т(?:а|у|ом|е|ов)?|р/сч?|л/сч?|лс)(?![а-я]){_GAP}"
        r"(?P<it>(?<!\d)\d(?:[ -]?\d){7,19})(?!\d)",
        refuse=is_amount,
    ),
)
