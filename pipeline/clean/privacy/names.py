"""Names of people by grammar: first names, patronymics, surnames and initials side by side.

Works in any case of letters, where a model trained on news does not: parts of one name agree in
case and gender («иванову петру», but not «роза ветров»). A word alone is a name only when it is
capitalised and nothing else («Маше»), or follows a word for a person («сосед иванов»).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.clean.morphology import grammemes
from pipeline.clean.privacy.found import Found
from pipeline.clean.privacy.gazetteer import agree, name_word
from pipeline.clean.privacy.words import Word, runs, starts_sentence

_PERSON_WORDS = r"""
        сосед(?!н)[а-я]* | гражданин[а-я]? | гражданк[а-я] | гр | г-н[а-я]? | г-ж[а-я]
      | господин[а-я]? | госпож[а-я] | депутат[а-я]{0,2} | мэр[а-я]{0,2} | глав[аыеу] | главой
      | (?:глав)?врач[а-я]{0,2} | доктор[а-я]{0,2} | участков[а-я]+ | начальник[а-я]{0,2}
      | председател[а-я]+ | инспектор[а-я]{0,2} | учител[а-я]+ | директор[а-я]{0,2} | фамили[а-я]+
      | зовут | тов | товарищ[а-я]{0,2} | дяд[а-я] | т[её]т[а-я] | баб[а-я] | дедушк[а-я]
      | мастер[а-я]{0,2} | слесар[а-я]+ | заместител[а-я]+ | губернатор[а-я]{0,2} | сын[а-я]{0,2}
      | доч[а-я]{1,4} | муж[а-я]{0,2} | жен[аыеу] | сестр[а-я]{1,2} | брат[а-я]{0,2}
      | квартиросъ?[а-я]+ | хозя[а-я]+ | дворник[а-я]{0,2} | терапевт[а-я]{0,2} | педиатр[а-я]{0,2}
      | внук[а-я]{0,2} | внуч[а-я]+ | подруг[а-я]* | друг[а-я]{0,2} | коллег[а-я]* | т[её]щ[а-я]
      | воспитател[а-я]+ | медсестр[а-я]{1,2} | водител[а-я]+ | кондуктор[а-я]{0,2} | автор[а-я]?
      | (?:по)?звон[а-я]+ | спрос[а-я]+ | спрашива[а-я]+ | исполнител[а-я]+ | куратор[а-я]{0,2}
      | руководител[а-я]+ | заявител[а-я]+ | модератор[а-я]{0,2} | избирател[а-я]+
      | пенсионер[а-я]{0,3} | мам[а-я] | пап[а-я] | бабушк[а-я] | дед[а-я]?
      | специалист[а-я]{0,2} | сотрудни[а-я]+ | подпис[а-я]+ | с\ уважением
"""
_FLAGS = regex.IGNORECASE | regex.VERBOSE
_PERSON = regex.compile(
    rf"""(?<!\w)(?:{_PERSON_WORDS})[.,]?\s{{1,2}}
    (?:(?:школы|лицея|гимназии|сада|больницы|поликлиники|района|города|отдела|управления)\ )?
    (?:(?-i:[А-ЯЁ№\d-]){{2,8}}\ )?(?:по\ фамилии\ )?$""",
    _FLAGS,
)
_PERSON_ALONE = regex.compile(_PERSON_WORDS, _FLAGS)
_CAPITALISED = regex.compile(r"(?<![\w@])[А-ЯЁ][а-яё]{2,}(?![\w@])")
_ENDING = regex.compile(
    r"(?<=..)(?:ого|ому|ыми|ым|ой|ом|ем|им|ая|ую|ий|ый|ых|их|а|у|е|ы|и|о|я|ю|й|ь)$"
)
_HOUSE = regex.compile(r",? ?(?:д\.? ?|дом ?)?\d")
_SON_OF = regex.compile(r"(?:[ -][А-ЯЁ][а-яё]+)?[ -](?:огл[ыу]|[кг]ызы|уулу|зод[аэ])(?!\w)", _FLAGS)
_SMALL_INITIALS = regex.compile(r"(?<!\w)[а-яё]\.\s?[а-яё]\.(?!\w)")
_GLUED = regex.compile(r"(?<!\w)([А-ЯЁ][а-яё]{2,})[А-ЯЁ]\.\s?[А-ЯЁ]\.")
_NO_INITIALS = frozenset(
    "т.ч. т.д. т.п. т.к. т.е. т.н. и.о. в.ч. н.э. с.ш. в.д. к.п. п.м. и.д. в.т.".split()
)

Span = tuple[Word, ...]


def find_names(view: str) -> Iterator[Found]:
    """Names in `view` by their grammar; whether a place bears the name is for places.py to say."""
    for found in _by_grammar(view):
        son_of = _SON_OF.match(view, found.end)
        yield replace(found, end=son_of.end()) if son_of else found


def _by_grammar(view: str) -> Iterator[Found]:
    for run in runs(view):
        if not any(word.name or word.initial for word in run):
            continue
        taken: set[int] = set()
        for span in (*_with_patronymic(run), *_with_initials(run), *_pairs(view, run)):
            taken.update(word.start for word in span)
            end = span[-1].end
            if span[-1].initial and view[end : end + 1] == ".":
                end += 1
            yield Found(span[0].start, end, "имя", "grammar", 0.85)
        for before, word in zip([None, *run], run, strict=False):
            if word.start not in taken and _stands_alone(view, word, before):
                yield Found(word.start, word.end, "имя", "grammar", 0.6)
    yield from _small_initials(view)
    for match in _GLUED.finditer(view):  # «ИвановИ.И.»
        if name_word(match.group(1)).surname:
            yield Found(match.start(), match.end(), "имя", "grammar", 0.7)


def _with_patronymic(run: Sequence[Word]) -> Iterator[Span]:
    """«Иванов Иван Иванович», «мария петровна», «Петровичу»: whatever agrees around it."""
    for at, word in enumerate(run):
        if not word.name.patronymic or (word.name.common and not word.capital):
            continue
        first, last = at, at
        if at and _can_be_first(run[at - 1], word):
            first -= 1
            if first and _can_be_surname(run[first - 1], word):
                first -= 1
        if first in (at, at - 1) and at + 1 < len(run) and _can_be_surname(run[at + 1], word):
            last += 1
        if first < last or word.capital:
            yield tuple(run[first : last + 1])


def _can_be_first(word: Word, father: Word) -> bool:
    if word.name.first:
        return agree(word.name.first, father.name.patronymic)
    return word.unknown or (word.capital and bool(word.name.surname) and not word.initial)


def _can_be_surname(word: Word, father: Word) -> bool:
    if _PERSON_ALONE.fullmatch(word.text):
        return False
    surname = word.name.surname or word.name.alike
    if word.name.noun and not word.capital:  # «куратор Пётр Ильич»
        return False
    return agree(surname, father.name.patronymic) if surname else word.unknown


def _with_initials(run: Sequence[Word]) -> Iterator[Span]:
    """«Иванов И. И.», «А. Петров», «Иван П.»."""
    at = 0
    while at < len(run):
        if not run[at].initial:
            at += 1
            continue
        last = at + 1 if at + 1 < len(run) and run[at + 1].initial else at
        before = run[at - 1] if at else None
        after = run[last + 1] if last + 1 < len(run) else None
        if before and _bears_initials(before):
            yield tuple(run[at - 1 : last + 1])
        elif after and _bears_initials(after):
            yield tuple(run[at : last + 2])
        at = last + 1


def _bears_initials(word: Word) -> bool:
    if word.initial:
        return False
    if word.name and word.name.likely:
        return True
    return word.unknown or word.sure or bool(word.capital and word.name.alike)


def _pairs(view: str, run: Sequence[Word]) -> Iterator[Span]:
    """First name and surname in either order."""
    for one, other in zip(run, run[1:], strict=False):
        if not (_is_pair(one, other) or _is_odd_pair(view, one, other)):
            continue
        if one.capital or not one.name.common or not _HOUSE.match(view, other.end):
            yield one, other


def _is_pair(one: Word, other: Word) -> bool:
    """Whether both are parts of names and agree, and not both are common words."""
    if not (one.name.listed or other.name.listed):
        return False
    if one.name.common and other.name.common:
        likely = one.name.likely and other.name.likely
        if not likely and not (one.capital and other.capital):
            return False
    return agree(one.name.first, other.name.surname) or agree(one.name.surname, other.name.first)


def _is_odd_pair(view: str, one: Word, other: Word) -> bool:
    """A sure first name beside a capitalised word that no list has, or that is a common one."""
    if not (one.capital and other.capital) or one.abbreviated or other.abbreviated:
        return False
    for named, odd in ((one, other), (other, one)):
        if not named.name.first or named.name.common:
            continue
        if odd.unknown:
            return True
        if agree(odd.name.alike, named.name.first) and not _PERSON_ALONE.fullmatch(odd.text):
            return odd is other or not starts_sentence(view, odd.start)
    return False


def _stands_alone(view: str, word: Word, before: Word | None) -> bool:
    name = word.name
    if not name or word.initial or word.abbreviated or not name.known:
        return bool(name.listed and word.capital and name and _follows_person(view, word))
    if _follows_person(view, word):
        return word.capital or (name.listed and not name.common and not name.place)
    if not word.capital or name.common or name.place:
        return bool(
            word.capital and name.first and not name.place and _may_be_called(view, word, before)
        )
    return bool(name.first or name.patronymic)


def _follows_person(view: str, word: Word) -> bool:
    return bool(_PERSON.search(view[max(0, word.start - 60) : word.start]))


def _may_be_called(view: str, word: Word, before: Word | None) -> bool:
    """A common word with a capital inside a sentence: «передайте Вере», but not «Парк Надежда»."""
    return (
        word.name.likely
        and not starts_sentence(view, word.start)
        and before is not None
        and not before.capital
    )


def find_repeated(view: str, people: Iterable[Found]) -> Iterator[Found]:
    """Capitalised words elsewhere in the text with the stem of a surname in a longer name of it."""
    stems = {
        _stem(word)
        for found in people
        for word in _CAPITALISED.findall(view[found.start : found.end])
        if " " in view[found.start : found.end].strip() and _only_surname(word)
    }
    if not stems:
        return
    taken = [(found.start, found.end) for found in people]
    for match in _CAPITALISED.finditer(view):
        inside = any(start <= match.start() < end for start, end in taken)
        if not inside and _stem(match.group()) in stems:
            yield Found(match.start(), match.end(), "имя", "repeated", 0.7)


def _stem(word: str) -> str:
    """A surname without its ending: «Бут», «Бута», «Бутом»."""
    return _ENDING.sub("", word.lower().replace("ё", "е"))


def _small_initials(view: str) -> Iterator[Found]:
    """«иванов и.и.», «и. и. иванов»: small initials beside a word that is a surname only."""
    for match in _SMALL_INITIALS.finditer(view):
        if match.group().replace(" ", "") in _NO_INITIALS:
            continue
        start, end = match.span()
        before = regex.search(r"[А-ЯЁа-яё-]+(?=\s{1,2}$)", view[max(0, start - 30) : start])
        after = regex.match(r"\s?([А-ЯЁа-яё-]+)", view[end : end + 30])
        if before and _is_surname(before.group()):
            yield Found(max(0, start - 30) + before.start(), end, "имя", "grammar", 0.7)
        elif after and _is_surname(after.group(1)):
            yield Found(start, end + after.end(), "имя", "grammar", 0.7)


def _only_surname(text: str) -> bool:
    """Whether a word of a name can be its surname and is no place («Украина»)."""
    name = name_word(text)
    return "Geox" not in grammemes(text) and not name.first and not name.patronymic


def _is_surname(text: str) -> bool:
    name = name_word(text)
    return bool(name.surname) and name.known and (name.likely or not name.common)
