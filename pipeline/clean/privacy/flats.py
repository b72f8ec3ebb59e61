"""Flats after a dash: «ул. Ленина, 45-12» is a home, «дома по Ленина 5-12» are two houses."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.clean.privacy.found import Found
from pipeline.clean.privacy.places import is_genitive

_I = regex.IGNORECASE | regex.VERSION1
STREET = (
    r"улиц[аыуей]{1,2}|ул|проспект[а-я]{0,2}|пр-?к?т|пр|просп|переул(?:ок|к[а-я]+)|пер|бульвар[а-я]?|"
    r"б-р|бул|шоссе|ш|набережн[а-я]+|наб|площад[ьи]|пл|проезд[а-я]?|пр-д|микрорайон[а-я]?|мкрн?|м-н|"
    r"квартал[а-я]?|кв-л|тупик[а-я]?|алле[яеию]|лини[яию]|тракт[а-я]?"
)
HOUSE = r"""[, ]{1,3}(?:(?:дом[а-я]?|д)(?![\w-])[. ]{0,2})?\d{1,4}(?:[ ]?[а-яё](?!\w))?(?:/\d+)?
    (?:[, ]{1,3}(?:корп(?:ус)?|к|стр)\.?[ ]?\d{1,2})?"""
_DASHED = regex.compile(  # «ул. Ленина, 12-34»
    rf"""(?P<type>(?<!\w)(?:{STREET})(?![\w-])[. ]{{0,2}})?(?<!\w)
    (?P<name>(?-i:[А-ЯЁ])[\w-]+){HOUSE}
    [ ]?-[ ]?(?P<flat>\d{{1,3}})(?![\d\w/.:-]|[ ]?(?:лет|год|раз|чел|руб))""",
    _I | regex.VERBOSE,
)
_HOUSES = regex.compile(
    r"(?<!\w)(?:дом(?:а|ов|ам|ами|ах)|между|от|с|двор\w*|участ\w+|чётн\w+|четн\w+|маршрут\w*)(?!\w)",
    _I,
)
NEARBY = regex.compile(  # «живу рядом, на ул. Мира, 12-14 свалка»: not where, but beside what
    r"[ ](?:рядом|недалеко|неподал[её]ку|поблизости|напротив|возле|около),?"
    r"(?:[ ](?:на|по|от|со?))?[ ]",
    _I,
)
_INDOORS = regex.compile(
    r"(?<!\w)(?:потол|стояк|батаре|квартир|кухн|ванн|балкон|сосед|затопил|залив|протека|собственни"
    r"|жилец|жилиц|жител|подпись|звоните|прописан|прожива|жив[уё])\w*",
    _I,
)
_BESIDE = 40  # characters in which such words tell a flat from a second house


def find_dashed_flats(view: str) -> Iterator[Found]:
    """«Ленина 45-12» with a flat: the numbers do not rise, life indoors is spoken of, or it is all.

    Two houses with a dash between them («дома по Ленина 5-12») stay.
    """
    for match in _DASHED.finditer(view):
        before, after = view[max(0, match.start() - _BESIDE) : match.start()], view[match.end() :]
        street = match["type"] or is_genitive(match["name"])  # «Рейтинг 10-5» is none
        if not street or _HOUSES.search(before):
            continue
        house = regex.findall(r"\d+", match.group())[-2]
        nearby = NEARBY.search(before)
        told = before[nearby.end() :] if nearby else before
        falls = int(match["flat"]) <= int(house)
        alone = not (before + after).strip(" .,;!\n")
        if falls or alone or _INDOORS.search(told + " " + after[:_BESIDE]):
            yield Found(match.start(), match.end(), "адрес", "flat", 0.7)
