"""Slots of a statement: place, cause, effect, addressee, resource, deadline, indicator, benchmark.

Every value is a piece of the person's own words, except what stands beside it in a normal form:
«30 млрд рублей» also gives `resource_rub` = "30000000000".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.statements.split import Tokens

_SCALES = {"тыс": 10**3, "млн": 10**6, "миллион": 10**6, "млрд": 10**9, "миллиард": 10**9}
MONEY = re.compile(
    r"(?P<amount>\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:[.,]\d+)?)\s*"
    r"(?P<scale>тыс|млн|млрд|миллион|миллиард)?[а-я]*\.?\s*(?:руб[а-я]*\.?|₽)",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"за сч[её]т\s+[^,.;]+|из (?:\w+ )?бюджета|на средства\s+[^,.;]+", re.IGNORECASE
)
DEADLINE = re.compile(
    r"\b(?:до|к|в|с)\s+(?:(?:конц[ау]|начал[ауе]|середин[аыеу])\s+)?(?:\d{1,2}\s+[а-я]+\s+)?"
    r"(?:19|20)\d{2}\s*(?:год[ауе]?|г\.?)?|\bв (?:ближайш|этом|следующ)[а-я]*\s*(?:время|год[ау]?)|"
    r"\bв течение\s+(?:\d+|[а-я]+)\s+(?:дн|недел|месяц|год|лет)[а-я]*",
    re.IGNORECASE,
)
CAUSE = re.compile(
    r"\bиз-за\s+[^,.;:]+|\bпо причине\s+[^,.;:]+|\bпотому что\s+[^.;]+", re.IGNORECASE
)
EFFECT = re.compile(
    r"(?:поэтому|из-за этого|в результате|вследствие чего|приводит к)\s+[^.;]+|\bчтобы\s+[^.;]+",
    re.IGNORECASE,
)
BENCHMARK = re.compile(r"\bкак (?:в|на|у)\s+[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?")
INDICATOR = re.compile(r"\d+(?:[.,]\d+)?\s*(?:%|процент[а-я]*|км\b|га\b|мест[а]?\b)", re.IGNORECASE)
ADDRESSEE = re.compile(
    r"\b(?:администраци|мэр|глав[аеуы]\b|губернатор|управляющ[а-я]+ компани|УК\b|депутат|"
    r"прокуратур|полици|министерств|горсовет|водоканал|горэлектросет|предприяти|собственник|"
    r"застройщик|перевозчик)[а-яё]*",
    re.IGNORECASE,
)
STREETS = {"улица", "ул", "проспект", "пр", "переулок", "бульвар", "шоссе", "площадь", "набережная"}
FACILITIES = {"парк", "сквер", "школа", "больница", "поликлиника", "сад", "мост", "остановка",
              "стадион", "библиотека", "вокзал", "театр", "рынок", "завод"}  # fmt: skip
DISTRICTS = {"район", "посёлок", "поселок", "микрорайон", "квартал"}


def slots(tokens: Tokens, inside: Sequence[int]) -> dict[str, str]:
    """The slots of the statement made of the tokens `inside`; only those that are present."""
    if not inside:
        return {}
    text = tokens.text[tokens.starts[inside[0]] : tokens.ends[inside[-1]]]
    found = {
        "place": next(_places(tokens, inside), ""),
        "cause": _first(CAUSE, text),
        "effect": _first(EFFECT, text),
        "addressee": _first(ADDRESSEE, text),
        "deadline": _first(DEADLINE, text),
        "indicator": _first(INDICATOR, text),
        "benchmark": _first(BENCHMARK, text),
        "resource": _first(MONEY, text) or _first(SOURCE, text),
    }
    money = MONEY.search(text)
    if money:
        found["resource_rub"] = str(rubles(money["amount"], money["scale"] or ""))
    return {slot: value for slot, value in found.items() if value}


def rubles(amount: str, scale: str) -> int:
    """Whole roubles: ("1,5", "млн") is 1,500,000."""
    number = Decimal(re.sub(r"[ \u00a0]", "", amount).replace(",", "."))
    return int(number * _SCALES.get(scale.lower(), 1))


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group().strip() if found else ""


def _places(tokens: Tokens, inside: Sequence[int]) -> Iterator[str]:
    """A street, district or facility with its name: «улице Мира», «Кузнецком районе»."""
    for position, index in enumerate(inside):
        lemma = tokens.lemmas[index].rstrip(".")
        if lemma in STREETS | FACILITIES:
            stop = position + 1
            while stop < len(inside) and _named(tokens, inside[stop]):
                stop += 1
            if stop > position + 1:
                yield _words(tokens, inside[position:stop])
        if lemma in DISTRICTS and position and _named(tokens, inside[position - 1]):
            yield _words(tokens, inside[position - 1 : position + 1])


def _named(tokens: Tokens, index: int) -> bool:
    word = tokens.text[tokens.starts[index] : tokens.ends[index]]
    return word[:1].isupper() or word in {".", "им", "имени"} or word.isdigit()


def _words(tokens: Tokens, indices: Sequence[int]) -> str:
    return tokens.text[tokens.starts[indices[0]] : tokens.ends[indices[-1]]].strip(" .,")
