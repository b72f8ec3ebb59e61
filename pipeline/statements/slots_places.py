"""Places: streets, districts and facilities with names, as written and as a gazetteer has them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.russian.readings import dictionary
from pipeline.statements.slots_phrases import NOUNS
from pipeline.statements.tokens import Span, Tokens

STREETS = {
    "улица": "улица", "ул": "улица", "проспект": "проспект", "пр": "проспект",
    "пр-кт": "проспект", "переулок": "переулок", "пер": "переулок", "бульвар": "бульвар",
    "шоссе": "шоссе", "площадь": "площадь", "пл": "площадь", "набережная": "набережная",
    "проезд": "проезд", "тракт": "тракт", "аллея": "аллея",
}  # fmt: skip
DISTRICTS = {"район", "поселок", "микрорайон", "квартал", "село", "деревня", "станция"}
FACILITIES = frozenset(
    "парк сквер школа больница поликлиника сад детсад мост остановка стадион библиотека вокзал "
    "театр рынок завод комбинат лицей гимназия колледж музей кинотеатр роддом площадка озеро река "
    "пляж дк тц фок бассейн стоянка путепровод".split()
)
_FEWEST = 2  # tokens: a kind of place with no name is no place


def place(tokens: Tokens, inside: Sequence[int]) -> tuple[Span | None, str]:
    """Token range of the first named place, and its name in the nominative: «Кузнецкий район»."""
    for finder in (_street, _district, _facility):
        for position, index in enumerate(inside):
            found = finder(tokens, inside, position)
            if found and found[1] - found[0] >= _FEWEST:
                return found, _normal(tokens, found, index)
    return _location(tokens, inside)


def _street(tokens: Tokens, inside: Sequence[int], position: int) -> Span | None:
    """«улице Мира», «ул. 40 лет ВЛКСМ», «Советской площади»; a house number belongs to it."""
    index = inside[position]
    if _kind(tokens, index) not in STREETS:
        return None
    first, stop = index, index + 1
    if stop <= inside[-1] and tokens.word(stop) == ".":
        stop += 1
    named = _named_run(tokens, stop, inside)
    if named == stop and position and _title(tokens, index - 1) and tokens.pos[index - 1] == "ADJ":
        return index - 1, _house(tokens, index + 1, inside)
    return (first, _house(tokens, named, inside)) if named > stop else None


def _district(tokens: Tokens, inside: Sequence[int], position: int) -> Span | None:
    """«Кузнецком районе», «посёлке Абашево», «13-м микрорайоне»."""
    index = inside[position]
    if tokens.lemmas[index] not in DISTRICTS:
        return None
    before, named = index - 1, _named_run(tokens, index + 1, inside)
    titled = bool(position) and _title(tokens, before) and not _quality(tokens.word(before))
    if named > index + 1 and not (titled and tokens.pos[before] == "ADJ"):
        return index, named
    if titled or (position and tokens.word(before)[:1].isdigit()):
        return before, index + 1
    return None


def _facility(tokens: Tokens, inside: Sequence[int], position: int) -> Span | None:
    """«школе № 5», «парке Гагарина», «сквере имени Пушкина», «Гагаринском парке»."""
    index = inside[position]
    if tokens.lemmas[index] not in FACILITIES:
        return None
    named = _named_run(tokens, index + 1, inside)
    if named > index + 1:
        return index, named
    first = position == 1 or (position > 1 and tokens.word(index - 2) in {".", "!", "?"})
    if position and _title(tokens, index - 1) and tokens.pos[index - 1] == "ADJ" and not first:
        return index - 1, index + 1
    return None


def _quality(word: str) -> bool:
    """True for «Хороший район» at the beginning of a sentence, not for «Кузнецкий район»."""
    return any("Qual" in parse.tag for parse in dictionary().parse(word))


def _location(tokens: Tokens, inside: Sequence[int]) -> tuple[Span | None, str]:
    """A place that slovnet recognised: «на Левом берегу», «в Абашево», «Ленина, 92/3».

    A name that a house number follows is a street's, whose case says nothing: it stays as written.
    """
    for index in inside:
        if index < len(tokens.ents) and tokens.ents[index] == "B-LOC":
            stop = index + 1
            while stop <= inside[-1] and tokens.ents[stop] == "I-LOC":
                stop += 1
            with_house = _house(tokens, stop, inside)
            if with_house > stop:
                name = tokens.text[tokens.starts[index] : tokens.ends[stop - 1]]
                return (index, with_house), f"{name}, {tokens.word(with_house - 1)}"
            if index > inside[0] or _geographical(tokens.word(index)):
                return (index, stop), _normal(tokens, (index, stop), stop - 1)
    return None, ""


def _geographical(word: str) -> bool:
    """True for a name of the dictionary; a capital letter at the beginning says nothing."""
    return any("Geox" in parse.tag for parse in dictionary().parse(word))


def _kind(tokens: Tokens, index: int) -> str:
    word = tokens.word(index).rstrip(".")
    return word if word in STREETS else tokens.lemmas[index]


def _named_run(tokens: Tokens, start: int, inside: Sequence[int]) -> int:
    """The end of a name that begins at `start`; `start` itself when there is none."""
    stop = start
    while stop <= inside[-1]:
        word = tokens.word(stop)
        numbered = word == "№" or (stop > start and tokens.word(stop - 1) in {"№", "номер"})
        joined = word in {"имени", "им", "."} and stop + 1 <= inside[-1] and stop - start < 3
        years = word == "лет" and stop > start
        if not (numbered or joined or years or _title(tokens, stop) or _ordinal(tokens, stop)):
            break
        stop += 1
    return stop if any(_letters(tokens, i) for i in range(start, stop)) else start


def _letters(tokens: Tokens, index: int) -> bool:
    return _title(tokens, index) or tokens.word(index)[:1].isdigit()


def _ordinal(tokens: Tokens, index: int) -> bool:
    """A number that begins a name: «40 лет ВЛКСМ», «1-я Линейная»."""
    following = tokens.word(index + 1) if index + 1 < len(tokens.starts) else ""
    return tokens.word(index)[:1].isdigit() and (
        following == "лет" or "-" in tokens.word(index) or tokens.word(index - 1) == "№"
    )


def _house(tokens: Tokens, stop: int, inside: Sequence[int]) -> int:
    """With the house number after a street: «Ленина, 15», «Кирова 7а», «Мира, д. 3»."""
    place = stop
    while place <= inside[-1] and tokens.word(place) in {",", "д", "дом", "."}:
        place += 1
    numbered = place <= inside[-1] and tokens.word(place)[:1].isdigit()
    return place + 1 if numbered and place - stop <= 3 else stop


def _title(tokens: Tokens, index: int) -> bool:
    """A word with a capital letter that is a name or an adjective of one."""
    return tokens.text[tokens.starts[index]].isupper() and tokens.pos[index] in {
        "ADJ", "NUM", "X", *NOUNS,
    }  # fmt: skip


def _normal(tokens: Tokens, span: Span, head: int) -> str:
    """The place in the nominative: the kind in full, attributes agreeing, names as written."""
    words: list[str] = []
    house = False
    for index in range(*span):
        written = tokens.text[tokens.starts[index] : tokens.ends[index]]
        kind = _kind(tokens, index)
        if tokens.word(index) in {".", ",", "д", "дом"}:
            house = bool(words) and index > head + 1
            continue
        if house and written[0].isdigit():
            words[-1] += ","
        house = False
        if index == head:
            words.append(STREETS.get(kind, _nominative(written, "")))
        elif index < head:
            words.append(_nominative(written, _gender(STREETS.get(_kind(tokens, head), "") or
                                                      tokens.lemmas[head])))  # fmt: skip
        else:
            words.append(_attribute(tokens, index, head) or written)
    return " ".join(words)


def _attribute(tokens: Tokens, index: int, head: int) -> str:
    """«Спортивная» for «улице Спортивной»; "" for a name in the genitive, «улице Крупской»."""
    if tokens.pos[index] != "ADJ" or index != head + 1:
        return ""
    written = tokens.text[tokens.starts[index] : tokens.ends[index]]
    gender = _gender(STREETS.get(_kind(tokens, head), "") or tokens.lemmas[head])
    readings = dictionary().parse(written.lower())
    named = any({"Surn", "Geox"} & set(reading.tag.grammemes) for reading in readings)
    agrees = any({"ADJF", "sing", gender} <= set(reading.tag.grammemes) for reading in readings)
    return _nominative(written, gender) if agrees and not named else ""


def _gender(noun: str) -> str:
    return str(dictionary().parse(noun)[0].tag.gender or "masc")


def _nominative(written: str, gender: str) -> str:
    """A noun or, with a gender, an adjective, led to the nominative; its capital letter is kept."""
    wanted = {"nomn", gender} if gender else {"nomn"}
    for parse in dictionary().parse(written.lower()):
        if parse.tag.POS in ({"ADJF"} if gender else {"NOUN"}) and not (
            gender and "plur" in parse.tag
        ):
            form = parse.inflect(wanted | {"sing"}) or parse.inflect(wanted)
            if form:
                return form.word.capitalize() if written[:1].isupper() else str(form.word)
    return written
