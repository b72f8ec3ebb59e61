"""Telephone numbers in any spelling: digits, groups, words, with and without a code."""

from __future__ import annotations

import regex

from pipeline.clean.privacy.found import SEPARATOR, digits_of, rule
from pipeline.clean.privacy.numerals import NUMERAL, spoken_digits

_S = SEPARATOR
_CONTEXT = (
    r"(?<![а-яё])(?:тел(?:ефон[а-я]{0,3}|\.|)|т\.|моб(?:ильн[а-я]{2,3}|\.|)|сот(?:ов[а-я]{2,3}|\.)|"
    r"(?:по|пере)?звон[а-я]{1,6}|набрать|набира[а-я]{1,4}|what?s?app|в[ао]тсап[а-я]{0,2}|viber|"
    r"вайбер[а-я]{0,2}|телеграмм?[а-я]{0,2}|контакт[а-я]{0,3}|для связи|связаться|"
    r"(?:мой|мои|наш|её|его) номер|номер (?:для связи|телефона)|факс)"
)
_SERVICE = regex.compile(r"(?:^|\D)(?:инн|огрн|кпп|окпо|снилс|гост|бик)\W{0,4}$", regex.IGNORECASE)
_DATE = regex.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[-. /](?:0?[1-9]|1[0-2])[-. /](?:\d{4}|\d{2})|"
    r"(?:19|20)\d\d\s?[-/ ,]{1,2}\s?(?:19|20)\d\d|\d{4}-\d\d-\d\d"
)
_AMOUNT = regex.compile(
    r"\s?(?:руб|₽|р\.|тыс|млн|млрд|чел|жител|семей|км|метр|кв\.? ?м|га\b|тонн|%|процент|год|"
    r"шт|ед\.)",
    regex.IGNORECASE,
)


def is_amount(match: regex.Match[str]) -> bool:
    """Whether what follows tells a quantity: «2 500 000 000 рублей» is no number of a person."""
    return bool(_AMOUNT.match(match.string, match.end()))


def _no_phone(match: regex.Match[str]) -> bool:
    number = match.group("it") if "it" in match.re.groupindex else match.group()
    before = match.string[max(0, match.start() - 12) : match.start()]
    if number.count("/") > 3:  # «7/8/9/11/12 этажи»
        return True
    return bool(_DATE.fullmatch(number.strip(" .,-")) or _SERVICE.search(before)) or is_amount(
        match
    )


def _no_russian_phone(match: regex.Match[str]) -> bool:
    digits = digits_of(match.group())
    return digits[1] not in "34589" or _no_phone(match)


def _no_spoken_phone(match: regex.Match[str]) -> bool:
    digits, words = spoken_digits(match.group())
    enough = words > 3 or (words > 1 and digits[:2] in {"89", "79"})
    return not enough or not 10 <= len(digits) <= 12


RULES = (
    rule(
        "телефон",
        "pattern",
        0.8,
        rf"(?<![\d])\+?[78](?:{_S}\d){{10}}(?!\d)",
        refuse=_no_russian_phone,
    ),
    rule("телефон", "pattern", 0.9, rf"\+{_S}\d{{1,3}}(?:{_S}\d){{7,12}}(?!\d)"),
    rule(
        "телефон",
        "pattern",
        0.7,
        rf"(?<![\d.,:-])\(?9\d\d\)?{_S}\d{{3}}{_S}\d\d{_S}\d\d(?!\d|[:.]\d)",
        refuse=_no_phone,
    ),
    rule(
        "телефон",
        "pattern",
        0.8,
        rf"(?<!\d)(?:\+?[78]{_S})?\(\d{{3,5}}\){_S}\d(?:{_S}\d){{4,6}}(?!\d)",
        refuse=_no_phone,
    ),
    rule(
        "телефон",
        "pattern",
        0.7,
        r"(?<![\d-])[348]\d{2,4}[ -]\d{1,3}-\d\d-\d\d(?![\d-])",
        refuse=_no_phone,
    ),
    rule("телефон", "pattern", 0.7, r"(?<![\d-])\d{2,3}-\d\d-\d\d(?![\d-])", refuse=_no_phone),
    rule(
        "телефон",
        "context",
        0.8,
        rf"{_CONTEXT}[^\d\n]{{0,18}}(?P<it>(?<!\d)\+?\(?\d(?:{_S}\d){{4,11}})(?!\d)",
        refuse=_no_phone,
    ),
    rule(
        "телефон",
        "words",
        0.9,
        rf"(?<!\w)\+?{NUMERAL}(?:[ ,.()\-]{{1,3}}{NUMERAL})+",
        refuse=_no_spoken_phone,
    ),
)
