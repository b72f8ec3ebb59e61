"""Russian names in Latin letters: «Ivan Petrov», «Petrov I. I.», «Olga Sergeevna».

Words are written back in Russian letters, in each of the ways in use (Юлия is Yulia, Iuliia and
Julia), and looked up as other names are. A word alone is no name, and «Max Mara» is none: of two
words one must be a listed first name and the other a surname or a patronymic.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import regex

from pipeline.clean.morphology import parses
from pipeline.clean.privacy.found import Found
from pipeline.clean.privacy.gazetteer import NameWord, agree, name_word

_WORD = r"[A-Z](?:[a-z'’]+|[A-Z'’]+)"
_RUN = regex.compile(rf"(?<![\w@./-])(?:(?:{_WORD}|[A-Z]\.)[ ]?){{2,4}}(?![\w@/])")
_TOKEN = regex.compile(rf"{_WORD}|[A-Z](?=\.)")
# fmt: off
_WAYS: dict[str, tuple[str, ...]] = {
    "shch": ("щ",), "sch": ("щ", "ш"), "zh": ("ж",), "kh": ("х",), "ch": ("ч",), "sh": ("ш",),
    "ts": ("ц", "тс"), "ya": ("я", "ья"), "ia": ("ия", "я", "иа"), "ja": ("я",), "yu": ("ю",),
    "iu": ("ю",), "ju": ("ю",), "yo": ("ё", "ьё"), "jo": ("ё",), "ye": ("е", "ье"),
    "ie": ("ье", "ие"), "yi": ("ый", "ьи"), "iy": ("ий",), "ij": ("ий",), "yy": ("ый",),
    "ii": ("ий", "ии"), "ei": ("ей", "еи"), "ey": ("ей",), "ay": ("ай",), "ai": ("ай", "аи"),
    "oy": ("ой",), "oi": ("ой", "ои"), "ck": ("к", "цк"), "ks": ("кс",), "x": ("кс",),
    "ph": ("ф",), "a": ("а",), "b": ("б",), "c": ("ц", "к"), "d": ("д",), "e": ("е", "э", "ё"),
    "f": ("ф",), "g": ("г",), "h": ("х",), "i": ("и", "й"), "j": ("й", "дж"), "k": ("к",),
    "l": ("л", "ль"), "m": ("м",), "n": ("н",), "o": ("о",), "p": ("п",), "q": ("к",),
    "r": ("р",), "s": ("с",), "t": ("т",), "u": ("у",), "v": ("в",), "w": ("в",),
    "y": ("ий", "ы", "й", "ый"), "z": ("з",), "'": ("ь",), "’": ("ь",),
}
# fmt: on
_PIECE = regex.compile("|".join(sorted(map(regex.escape, _WAYS), key=lambda piece: -len(piece))))
_MOST = 256  # spellings of one word that are looked up
_NO_INITIALS = frozenset("AC ID IP IT OK PC TV UK US VK".split())


def find_latin_names(view: str) -> Iterator[Found]:
    """Names in Latin letters in `view`."""
    for run in _RUN.finditer(view):
        tokens = list(_TOKEN.finditer(view, run.start(), run.end()))
        at = 0
        while at + 1 < len(tokens):
            last = at + _length([token.group() for token in tokens[at:]]) - 1
            if last > at:
                end = tokens[last].end()
                end += len(tokens[last].group()) == 1  # the point after an initial
                yield Found(tokens[at].start(), end, "имя", "latin", 0.8)
            at = max(last, at) + 1


def _length(words: list[str]) -> int:
    """How many of the first words are one person's name: 0, 2 or 3."""
    for count in (3, 2):
        if len(words) >= count and _is_name(words[:count]):
            return count
    return 0


def _is_name(words: list[str]) -> bool:
    full = [word for word in words if len(word) > 1]
    if len(full) < len(words):  # with initials
        return len(full) == 1 and any(_is_surname(name) for name in _names(full[0]))
    if len(words) == 3:
        pairs = ((words[0], words[1]), (words[1], words[2]))
        return all(_agree(one, other) for one, other in pairs) and any(
            name.patronymic for word in words[1:] for name in _names(word)
        )
    return _agree(*words)


def _agree(one: str, other: str) -> bool:
    """Whether two parts of a name stand side by side, as some reading of both has it."""
    return any(
        _pair(a, b) or _pair(b, a) or (a.patronymic and agree(a.patronymic, b.surname))
        for a, b in product(_names(one), _names(other))
    )


def _pair(first: NameWord, other: NameWord) -> bool:
    if not (first.first and first.listed):
        return False
    beside = other.patronymic if other.patronymic else other.surname
    return bool(beside) and agree(first.first, beside)


def _is_surname(name: NameWord) -> bool:
    return bool(name.surname) and not name.first and not name.common


@lru_cache(maxsize=20_000)
def _names(word: str) -> tuple[NameWord, ...]:
    """What the word can be, written in Russian letters; nominatives alone."""
    pieces = _PIECE.findall(word.lower())
    if not pieces or word in _NO_INITIALS:
        return ()
    ways = [_WAYS[piece] for piece in pieces]
    spellings = ("".join(letters) for letters in product(*ways))
    found = []
    for _, spelling in zip(range(_MOST), spellings, strict=False):
        name = name_word(spelling)
        if name and any("nomn" in reading.tag for reading in parses(spelling)):
            found.append(name)
    return tuple(found)
