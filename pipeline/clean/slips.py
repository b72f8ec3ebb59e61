"""The slips that people make in a word, each with what it costs to believe in it.

Costs are natural logarithms: a slip of cost 5 is believed when the word meant is e^3 times commoner
than one that a slip of cost 2 would give. Writing as one hears («асвещение», «отсутсвие», one «н»
for two) is what people do most, then what fingers do: letters swapped, left out, or the key beside
pressed. Any letter instead of another makes another word too easily («омыватель», «обыватель») and
is no slip here, nor is a letter more that is not its neighbour («мусорка», «мусора»).
"""

from __future__ import annotations

from collections.abc import Iterator

SIGN, DOUBLE, HEARD, SWAPPED, ENDING, MISSED, BESIDE = -3.0, 1.0, 2.0, 4.0, 4.0, 5.0, 6.0
_VOWELS = "ао еи ея ия иы эе юу"
_CONSONANTS = "бп вф гк гх дт жш шщ щч зс сц ьъ"
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_KEYS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_OPENING = "аоеиэзс"  # first letters that people take for another
_SOFTENED = "еюя"  # that «ъ» stands before, and people write «ь»
_TWO_KEYS = 8  # letters of a word in which the key beside was pressed as well


def heard(form: str) -> Iterator[tuple[str, float]]:
    """Words that sound like the form, with the cost of each slip; some come twice."""
    for place, letter in enumerate(form):
        head, tail = form[:place], form[place + 1 :]
        for other in _ALIKE[letter] if place or letter in _OPENING else "":
            yield head + other + tail, _cost(letter, tail)
        if letter in "ьъ" or (place and letter == form[place - 1]):
            yield head + tail, DOUBLE
        yield head + letter + letter + tail, DOUBLE
        if place:
            yield f"{head}ь{letter}{tail}", HEARD
            if letter in _SOFTENED:
                yield f"{head}ъ{letter}{tail}", SIGN
    yield form + "ь", HEARD


def pressed(form: str) -> Iterator[tuple[str, float]]:
    """Words that fingers make the form of; the first letter is taken as right."""
    for place in range(1, len(form) - 1):
        head, letter, tail = form[:place], form[place], form[place + 1 :]
        yield head + tail[0] + letter + tail[1:], SWAPPED
        for other in _LETTERS:
            yield head + other + letter + tail, MISSED
        for other in _BESIDE[letter]:
            yield head + other + tail, BESIDE
        if len(form) >= _TWO_KEYS and len(tail) > 2 and _BESIDE[letter] & {tail[0], head[-1]}:
            yield head + tail, BESIDE
    for other in _LETTERS:
        yield f"{form[:-1]}{other}{form[-1]}", MISSED
        yield form + other, MISSED


def _cost(letter: str, tail: str) -> float:
    """What it costs to read another letter that sounds alike before `tail`.

    A vowel of the ending tells a verb from a noun («получены», «полученье»), so it costs more.
    """
    if letter == "ь" and tail and tail[0] in _SOFTENED:
        return SIGN
    return ENDING if len(tail) < 2 and letter in _VOWELS else HEARD


def _alike(letter: str) -> str:
    """The letters that sound like this one where they are not stressed or end a syllable."""
    pairs = f"{_VOWELS} {_CONSONANTS}".split()
    return "".join(pair.replace(letter, "") for pair in pairs if letter in pair)


def _neighbours(letter: str) -> frozenset[str]:
    """The keys around a letter's key."""
    row, at = next((r, keys.index(letter)) for r, keys in enumerate(_KEYS) if letter in keys)
    around = (keys[max(at - 1, 0) : at + 2] for keys in _KEYS[max(row - 1, 0) : row + 2])
    return frozenset("".join(around)) - {letter}


_ALIKE = {letter: _alike(letter) for letter in _LETTERS}
_BESIDE = {letter: _neighbours(letter) for letter in _LETTERS}
