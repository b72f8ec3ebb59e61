"""Numbers of documents: СНИЛС, ИНН, passport, driving licence, ОМС, certificates."""

from __future__ import annotations

import regex

from pipeline.clean.privacy import checksums
from pipeline.clean.privacy.found import digits_of, rule, spread
from pipeline.clean.privacy.phones import is_amount

_GAP = r"[^\d\n]{0,25}"
_NUMBER = r"(?:[ ,;-]{0,3}(?:№|n|номер|ном\.?|no|н\.)?[ :.]{0,3})"
_REQUEST = regex.compile(
    r"(?:обращени|заявк|заявлени|запрос|жалоб|приказ|постановлени|письм|закон|заказ|дел)\w{0,4}\W{0,6}$",
    regex.IGNORECASE,
)


def _not_inn(match: regex.Match[str]) -> bool:
    return not checksums.inn(digits_of(match.group())) or is_amount(match)


def _not_snils(match: regex.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 20) : match.start()]
    return bool(_REQUEST.search(before)) or is_amount(match)


def _not_passport(match: regex.Match[str]) -> bool:
    return is_amount(match) or bool(_REQUEST.search(match.string[: match.start()][-20:]))


RULES = (
    rule(
        "СНИЛС",
        "context",
        0.9,
        rf"(?:снилс|страхов\w{{2,4}} (?:свид\w+|номер\w*))\w*{_GAP}(?P<it>{spread(11)})",
        valid=checksums.snils,
    ),
    rule(
        "СНИЛС",
        "context",
        0.9,
        rf"(?P<it>{spread(11)})[^\d\n]{{0,12}}снилс",
        valid=checksums.snils,
    ),
    rule(
        "СНИЛС",
        "pattern",
        0.75,
        r"(?<![\d-])\d{3}[- .]\d{3}[- .]\d{3}[- ./]{1,3}\d\d(?![\d-])",
        valid=checksums.snils,
        refuse=is_amount,
    ),
    rule(
        "СНИЛС",
        "pattern",
        0.5,
        r"(?<![\d.,:/-])\d{11}(?![\d:/-]|[.,]\d)",
        valid=checksums.snils,
        refuse=_not_snils,
    ),
    rule("ИНН", "context", 0.9, rf"(?<!\w)инн{_GAP}(?P<it>{spread(12)})", valid=checksums.inn),
    rule("ИНН", "checksum", 0.7, rf"(?<![.,:/-]){spread(12)}", refuse=_not_inn),
    rule(
        "паспорт",
        "context",
        0.9,
        rf"(?:паспорт|пасп\.|сери[яиюей]|сер\.|загран)\w*{_GAP}"
        rf"(?P<it>\d\d[ -]?\d\d{_NUMBER}\d{{3}} ?\d{{3}})(?!\d)",
    ),
    rule(
        "паспорт",
        "context",
        0.85,
        rf"(?:паспорт|пасп\.|загран)\w*{_GAP}"
        rf"(?P<it>{spread(10)}|{spread(9)}|\d\d ?№? ?\d{{7}}|№? ?\d{{6}})(?!\d)",
    ),
    rule(
        "паспорт",
        "pattern",
        0.7,
        r"(?<![\d.,-])\d\d ?\d\d (?:№|n|номер)? ?\d{6}(?![\d-]|[.,]\d)",
        refuse=_not_passport,
    ),
    rule(
        "паспорт",
        "pattern",
        0.7,
        r"(?<![\d.,-])\d\d ?\d\d[ ,]{0,2}(?:№|n|номер) ?\d{6}(?!\d)",
        refuse=_not_passport,
    ),
    rule("паспорт", "context", 0.8, r"код подразделения\W{0,5}(?P<it>\d{3}[ -]?\d{3})(?!\d)"),
    rule(
        "водительское удостоверение",
        "context",
        0.95,
        rf"(?:водительск|права|прав\b|в/у|(?<!\w)ву\b|удостоверени)\w*{_GAP}"
        rf"(?P<it>\d\d ?(?:\d\d|[а-яa-z]{{2}}){_NUMBER}\d{{3}} ?\d{{3}})(?!\d)",
    ),
    rule(
        "водительское удостоверение",
        "pattern",
        0.7,
        r"(?<!\d)\d\d ?[А-ЯA-Z]{2} ?(?:№ ?)?\d{6}(?!\d)",
        case=True,
    ),
    rule(
        "полис",
        "context",
        0.95,
        rf"(?:полис|омс|енп)\w*{_GAP}(?P<it>{spread(16)}|(?:[а-я]{{2,3}} ?)?{spread(10)})",
        valid=checksums.luhn,
    ),
    rule(
        "документ",
        "pattern",
        0.8,
        r"(?<!\w)[IVXLХУІ]{1,5} ?- ?[А-ЯA-Z]{2} ?(?:№|N)? ?\d{6}(?!\d)",
        case=True,
    ),
    rule("документ", "pattern", 0.7, r"(?<!\w)[А-Я]{2} ?[-№] ?\d{7}(?!\d)", case=True),
    rule(
        "документ",
        "context",
        0.9,
        r"(?:огрнип|военн\w+ билет\w*|свидетельств\w+ о рождении|пенсионн\w+ удостоверени\w+)"
        rf"{_GAP}(?P<it>(?:[IVXLХУІ]{{1,5}} ?- ?)?(?:[а-я]{{2}})?"
        r"[ №-]{0,3}\d(?:[ -]?\d){5,14})(?!\d)",
    ),
)
