"""Money, deadlines, indicators and their wished change: what a statement says in figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.statements.slots_phrases import NOUNS, noun_phrase
from pipeline.statements.tokens import Span, Tokens

_SCALES = {
    "тыс": 10**3, "млн": 10**6, "миллион": 10**6, "млрд": 10**9, "миллиард": 10**9,
    "трлн": 10**12, "триллион": 10**12,
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:[.,]\d+)?"
MONEY = re.compile(
    rf"(?<![\w.,])(?P<amount>{_NUMBER})[ \u00a0]*"
    r"(?:(?P<scale>тыс|млн|млрд|трлн|миллион|миллиард|триллион)[а-яё]*\.?[ \u00a0]*)?"
    r"(?:руб[а-яё]*\.?|р\.(?!\s*[а-яё])|₽)",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"за\s+сч[её]т\s+|из\s+(?:\w+\s+){0,2}бюджета\b|на\s+средства\s+|"
    r"на\s+условиях\s+(?:ГЧП|софинансирования|муниципально-частного партн[её]рства)",
    re.IGNORECASE,
)
_MONTH = r"(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*"
DEADLINE = re.compile(
    rf"\b(?:до|к)\s+(?:(?:конц[ау]|начал[ау]|середин[еыу])\s+)?(?:\d{{1,2}}\s+{_MONTH}\s+)?"
    r"20\d\d(?:\s*[-–]\s*20\d\d)?\s*(?:год[ауе]?\b|г\b\.?)?"
    rf"|\b(?:до|к)\s+\d{{1,2}}\s+{_MONTH}"
    r"|\b(?:до|к)\s+(?:конц[ау]|начал[ау]|середин[еы])\s+(?:\w+\s+)?(?:год|лет|зим|весн|осен|"
    r"месяц|недел|сезон)[а-я]*"
    r"|\b(?:до|к)\s+(?:зим[еы]|весн[еы]|осени|лет[ау]|новому году|нового года|"
    r"отопительному сезону|отопительного сезона|юбилею\s+\w+)\b"
    r"|\bв\s+20[2-9]\d(?:\s*[-–]\s*20\d\d)?\s*(?:год(?:у|ах)\b|гг?\b\.?)"
    r"|\bв\s+(?:ближайшее время|ближайшие\s+(?:\w+\s+)?(?:год|лет|месяц|дн)[а-я]*|"
    r"следующем году|этом году|текущем году)"
    r"|\b(?:в течение|в теч\.)\s+(?:\w+\s+){0,2}(?:дн|недел|месяц|год|лет|сут)[а-я]*"
    r"|\bза\s+(?:\d+|два|три|четыре|пять|десять)(?:\s*[-–]\s*\d+)?\s+(?:год|лет|месяц)[а-я]*",
    re.IGNORECASE,
)
SPAN_OF_TIME = re.compile(r"\b(?:за|в течение)\s+(?:\w+\s+){1,2}(?:год|лет|месяц|недел|дн)", re.I)
METRICS = frozenset(
    "тариф цена плата налог зарплата пенсия уровень очередь смертность рождаемость доход стоимость "
    "безработица аварийность износ преступность выброс количество число доля качество доступность "
    "численность население заболеваемость скорость интервал оклад стипендия ставка охват "
    "производительность обеспеченность задолженность долг норматив".split()
)
UP = frozenset("повысить повышать повышение увеличить увеличивать увеличение поднять рост "
               "нарастить расширить больше".split())  # fmt: skip
DOWN = frozenset("снизить снижать снижение сократить сокращать сокращение уменьшить уменьшать "
                 "уменьшение меньше убыль падение".split())  # fmt: skip
HEIGHTS = frozenset("высокий низкий завышенный маленький большой огромный дорогой".split())
LEVEL = re.compile(
    r"(?:с|от)\s+\d+(?:[.,]\d+)?\s*%?\s*до\s+\d+(?:[.,]\d+)?\s*(?:%|процент[а-я]*|[а-яё]+)?"
    r"|(?:на|до|в)\s+\d+(?:[.,]\d+)?\s*(?:%|процент[а-я]*|раз[а]?\b)"
    r"|\bв\s+(?:два|три|полтора)\s+раза|вдвое|втрое",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:%|процент[а-я]*|км\b|га\b|мест[а]?\b|чел\b\.?|человек)", re.IGNORECASE
)


def rubles(amount: str, scale: str = "") -> int:
    """Whole roubles: ("1,5", "млн") is 1,500,000."""
    number = Decimal(re.sub(r"[ \u00a0]", "", amount).replace(",", "."))
    return int(number * _SCALES.get(scale.lower(), 1))


def resource(tokens: Tokens, inside: Sequence[int], text: str) -> tuple[Span | None, str]:
    """Characters in `text` of the money or its source, and whole roubles as digits or ""."""
    money = MONEY.search(text)
    if money:
        return money.span(), str(rubles(money["amount"], money["scale"] or ""))
    source = SOURCE.search(text)
    if not source:
        return None, ""
    offset = tokens.starts[inside[0]]
    after = [i for i in inside if tokens.starts[i] >= offset + source.end()]
    noun = next((i for i in after[:4] if tokens.pos[i] in NOUNS), None)
    if noun is None or not source.group()[-1].isspace():
        return source.span(), ""
    return (source.start(), tokens.ends[noun_phrase(tokens, noun, inside)[1] - 1] - offset), ""


def indicator(tokens: Tokens, inside: Sequence[int], figures: bool) -> tuple[Span | None, str, str]:
    """Token range of a measured thing, its change as wished or seen, its height as judged.

    A metric is an indicator where a figure, a change or a judgement of its height stands with it.
    """
    for index in inside:
        if tokens.lemmas[index] in METRICS and tokens.pos[index] in NOUNS:
            near = {tokens.lemmas[i] for i in inside if index - 4 < i < index}
            change = "рост" if near & UP else "снижение" if near & DOWN else ""
            if change or figures or near & HEIGHTS:
                first, stop = noun_phrase(tokens, index, inside)
                while first < index and tokens.lemmas[first] in UP | DOWN:
                    first += 1
                return (first, stop), change, next(iter(sorted(near & HEIGHTS)), "")
    return None, "", ""
