"""Home addresses: with a flat, or after words such as «проживаю», «прописан».

A place of a problem («яма на Ленина, 15», «перекрёсток Ленина и Мира») is no home address and
stays. The address is gathered around the flat (or the house) word by word, since people write
its parts in any order, with and without «ул.», «д.» and commas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.clean.privacy.flats import HOUSE, NEARBY, STREET, find_dashed_flats
from pipeline.clean.privacy.found import Found

_I = regex.IGNORECASE | regex.VERSION1
_FLAT = regex.compile(
    r"""(?<!\w)(?:кв|квартир[аыуео]й?|к-ра|кварт|апарт(?:аменты?)?|ап)(?!\w)\.?
    [ ]?(?:№|номер|n)?[ ]?
    (?P<number>\d{1,4}(?:[а-д](?!\w)|[ ][а-г](?=[.,;)\n]|$))?)
    (?!\d|[.,]\d|-\w|[ ]?-[ ]?\d|[ ]?(?:
        м2 | м² | кв | метр | комн | к\. | тыс | млн | млрд | руб | ₽ | лет | год | г\. | этаж
      | штук | шт | процент | % | человек | чел | семь | минут | мин | дом(?:ов|ах)
      | квартал | градус | °
      | [сc](?!\w)
    ))""",
    _I | regex.VERBOSE,
)
_HOME = regex.compile(
    r"""(?<!\w)(?:
        (?:я[ ]|мы[ ])?
        (?:живу|жив[её]м|прожива[а-я]+|прописан[а-я]*|зарегистрирован[а-я]*|обитаю)
      | (?:мой|наш|домашний|почтовый|её|его)[ ](?:домашний[ ]|почтовый[ ])?адрес
      | (?:^|\n|[.!?][ ])адрес[ ]?: | адрес[ ](?:проживания|прописки|регистрации|места[ ]жительства)
      | место[ ](?:жительства|регистрации) | моя[ ]квартира | мой[ ]дом | жител[ья][а-я]*[ ]дома
    )(?!\w)""",
    _I | regex.VERBOSE,
)
_TYPE = (
    rf"{STREET}|пос[её]л(?:ок|ке|ка)|пос|пгт|деревн[яеию]|дер|сел[оеа]|город[а-я]?|г|гор|"
    r"с|п|д|ст|станиц[аеы]|хутор[а-я]?|снт|обл|област[ьи]|кра[йяе]|р-н|район[аеу]?|респ|республик[аеи]"
)
_PART = regex.compile(
    rf"""(?P<type>(?:{_TYPE})(?![\w-]))
    | (?P<house>(?:
        дом[а-я]?|д|корп(?:ус[а-я]?)?|к|стр(?:оение)?|под(?:ъезд[а-я]?)?|эт(?:аж[а-я]?)?|лит(?:ера?)?
        |секция|вл(?:адение)?|общежити[еия])(?![\w-]))
    | (?P<number>
        \d{{1,6}}(?:[ -]?(?:й|ой|ая|ое|го|лет|летия|я)(?!\w))?
        (?:[ ]?[а-яё](?!\w))?(?:/\d{{1,4}}[а-яё]?)?)
    | (?P<word>[а-яёa-z]+(?:-[а-яёa-z]+)*)
    | (?P<gap>[ \t\n,.;:№/"«»-])""",
    _I | regex.VERBOSE,
)
_SMALL = frozenset(
    "в во на по у из от до за с со к ко и а но или не для при под над что где это как живу живем "
    "проживаю проживает адресу адрес адреса прописан прописана зарегистрирован зарегистрирована "
    "находится расположен расположенного мой моя наш нашей доме дома соседи сосед хозяин "
    "собственник жилец житель жительница я мы он она звоните пишите приезжайте также меня нас "
    "квартира квартире жильцы владелец спросите мне тут там".split()
)
_MINOR = regex.compile(r"(?:лет|летия|имени|им|км|й|я|ая|ой)", _I)


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    kind: str  # type, house, number, word, gap
    text: str


def find_addresses(view: str) -> Iterator[Found]:
    """Home addresses of `view`, each from its outermost part to its last."""
    for match in _FLAT.finditer(view):
        start = _left(view, match.start())
        turned = _TURNED.search(view[max(0, start - 80) : start])
        if turned:
            start = max(0, start - 80) + turned.start()
        end = _right(view, match.end(), found_house=start < match.start())
        yield Found(start, end, "адрес", "flat", 0.9)
    yield from find_dashed_flats(view)
    for match in _HOME.finditer(view):
        span = _around_home(view, match)
        if span:
            yield Found(*span, "адрес", "context", 0.8)


def _around_home(view: str, home: regex.Match[str]) -> tuple[int, int] | None:
    """The address after «проживаю», or before it."""
    after = _after_home(view, home.end())
    if after and home.group().endswith(":") and not _DASHED_FLAT.search(view[slice(*after)]):
        return None  # «Адрес: Кирова, 15» is where the problem is
    if after or not home.group().lower().endswith(_LIVES):
        return after
    begin = max(0, home.start() - 70)
    match = _BEFORE_HOME.search(view, begin, home.start())
    return (_left(view, match.start()), match.end("it")) if match else None


def _parts(text: str, offset: int) -> list[_Part]:
    return [
        _Part(m.start() + offset, m.end() + offset, m.lastgroup or "", m.group())
        for m in _PART.finditer(text)
    ]


def _left(view: str, end: int) -> int:
    """Where the address that goes on at `end` begins: house, street, settlement to the left."""
    begin = max(0, end - 120)
    parts = _parts(view[begin:end], begin)
    start, house, words = end, False, 0
    previous_end = end
    for part in reversed(parts):
        if part.end != previous_end:
            break
        previous_end = part.start
        if part.kind == "gap":
            if part.text == "." and house and not _abbreviation_before(view, part.start):
                break
            continue
        if part.kind == "number":
            house = True
        elif part.kind in {"type", "house"}:
            words = 0
        elif not _names_street(part, house, words):
            break
        else:
            words += 1
        start = part.start
    return start if house else end


def _names_street(part: _Part, house: bool, words: int) -> bool:
    """Whether a word left of the house belongs to the address."""
    if part.text.lower() in _SMALL or not house:
        return False
    if words == 0:
        return len(part.text) > 2
    return words < 3 and (part.text[0].isupper() or bool(_MINOR.fullmatch(part.text)))


def _abbreviation_before(view: str, at: int) -> bool:
    return bool(
        regex.search(
            rf"(?<!\w)(?:{_TYPE}|дом|корп|к|стр|им|[а-яё])$", view[max(0, at - 12) : at], _I
        )
    )


def _right(view: str, start: int, found_house: bool) -> int:
    """Where the address ends: «кв. 5, дом 3, улица Мира» is written from its end."""
    if found_house:
        return start
    end, house, street, words, last = start, False, False, 0, ""
    for part in _parts(view[start : start + 90], start):
        if part.kind == "gap":
            if part.text == "\n" or (part.text == "." and last == "word"):
                break
            continue
        last = part.kind
        if part.kind == "number" and (house or street):
            house, street, end = False, street, part.end
        elif part.kind in {"type", "house"}:
            house, street, words = part.kind == "house", street or part.kind == "type", 3
        elif part.kind == "word" and words and street and part.text.lower() not in _SMALL:
            words, end = words - 1 if part.text[0].isupper() else 0, part.end
        elif not (part.text.lower() in {"по", "на", "в"} and end > start):
            break
    return end


_TURNED = regex.compile(  # «15 дом по улице Мира, кв. 3»
    rf"""\d{{1,4}}[а-яё]?(?:/\d+)?[ ]дом[а-я]?[ ](?:по|на)[ ](?:{STREET})\.?(?:[ ][\w-]+){{1,3}}
    [, ]{{1,3}}$""",
    _I | regex.VERBOSE,
)
_STREET_HOUSE = regex.compile(
    rf"""(?:
        (?:{STREET})(?![\w-])[. ]{{0,2}}
        (?:[а-яё0-9][\w-]*[. ]{{1,2}}){{0,2}}[а-яё0-9][\w-]*{HOUSE}
        (?:[ ]?-[ ]?\d{{1,4}})?
      | (?-i:[А-ЯЁ])[\w-]+(?:[ ](?-i:[А-ЯЁ])[\w-]+)?(?:[ ](?:{STREET}))?{HOUSE}
        (?:[ ]?-[ ]?\d{{1,4}})?
      | (?<=(?:^|\bна|\bпо|адресу|:)[ :,-]*)[а-яё][а-яё-]{{3,}}{HOUSE}[ ]?-[ ]?\d{{1,4}}
    )(?![\d\w])(?![ ]?(?:лет|год|раз|чел|руб|тыс|этаж|градус|семей|дет|соток|м\b))""",
    _I | regex.VERBOSE,
)


_BEFORE_HOME = regex.compile(
    rf"(?P<it>(?-i:[А-ЯЁ])[а-яё-]+{HOUSE}[ ]?-[ ]?\d{{1,4}})[ ,]{{1,3}}(?:я[ ]|мы[ ])?$",
    _I | regex.VERBOSE,
)
_DASHED_FLAT = regex.compile(r"\d[а-яё]? ?- ?\d{1,4}$", _I)
_LIVES = ("живу", "живем", "живём", "проживаю", "прописан", "прописана", "проживаем")


def _after_home(view: str, start: int) -> tuple[int, int] | None:
    """Span of a street with a house soon after «проживаю»; None when there is none."""
    sentence = regex.split(r"[!?\n]", view[start : start + 110], maxsplit=1)[0]
    match = _STREET_HOUSE.search(sentence)
    if match is None or match.start() > 45 or NEARBY.fullmatch(sentence[: match.start()]):
        return None
    begin = _left(view, start + match.start())
    return (max(start, min(begin, start + match.start())), start + match.end())
