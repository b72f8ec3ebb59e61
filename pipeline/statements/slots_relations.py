"""What a statement is about and how its parts hang together: object, cause, effect, addressee."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.statements.slots_phrases import NOUNS, noun_phrase, run_to
from pipeline.statements.split_clauses import AMOUNTS
from pipeline.statements.tokens import Span, Tokens

# First word of a marker -> the words after it.
CAUSES: Mapping[str, Sequence[str]] = {
    "из-за": (), "по": ("причине",), "в": ("связи", "с"), "вследствие": (), "ввиду": (),
}  # fmt: skip
REASONS: Mapping[str, Sequence[str]] = {
    "потому": ("что",), "так": ("как",), "поскольку": (), "т.к": (), "т.к.": (),
}  # fmt: skip
EFFECTS: Mapping[str, Sequence[str]] = {
    "приводит": ("к",), "привело": ("к",), "приведет": ("к",), "приведёт": ("к",),
    "ведет": ("к",), "ведёт": ("к",), "в": ("результате",), "тогда": (),
}  # fmt: skip
WISHES = frozenset("хотеть хотеться просить желать мечтать нужно надо сделать важно".split())
OFFICES = frozenset(
    "администрация мэрия мэр губернатор депутат прокуратура полиция гибдд министерство минздрав "
    "горсовет дума водоканал жэк тсж жск ук жкх горэлектросеть росавтодор роспотребнадзор "
    "ростехнадзор застройщик перевозчик комитет правительство чиновник власть дорожник "
    "коммунальщик росприроднадзор минприроды минобразование росгвардия подрядчик".split()
)
ACTIONS = re.compile(
    r"(?:ние|тие|ция|ство|монт|нт|вка|тка|нка|рка|борка|снос|вывоз|отлов|запрет|замена|поддержка)$"
)
LACKS = frozenset(
    "хватать недоставать отсутствовать нехватка отсутствие недостаток дефицит".split()
)
MAKING = frozenset("обязать заставить попросить поручить помочь призвать".split())
EXAMPLES: Sequence[Mapping[str, Sequence[str]]] = (
    {"как": ("в",), "по": ("примеру",), "пример": ("с",)},
    {"как": ("во",), "по": ("опыту",)},
    {"как": ("на",), "по": ("образцу",)},
)
# Words of courtesy are no matter.
COURTESY = frozenset("спасибо здравствуйте уважение просьба помощь внимание привет".split())


def subject_matter(tokens: Tokens, inside: Sequence[int], taken: set[int]) -> Span | None:
    """What is to be built, what is lacking, what is bad: the noun phrase that is its object.

    `taken` are tokens of other slots, such as a place in «яма на Советской площади».
    """
    nouns = [
        i
        for i in inside
        if tokens.pos[i] in NOUNS and tokens.lemmas[i] not in OFFICES | COURTESY
        and i not in taken and not _person(tokens, i)
    ]  # fmt: skip
    noun = _object(tokens, inside, nouns)
    return noun_phrase(tokens, noun, inside) if noun is not None else None


def _object(tokens: Tokens, inside: Sequence[int], nouns: Sequence[int]) -> int | None:
    for index in inside:
        feats, after = tokens.feats[index], [i for i in nouns if i > index]
        acts = "VerbForm=Inf" in feats or "Mood=Imp" in feats
        if acts and tokens.lemmas[index] not in MAKING:
            return next(iter([*_own(tokens, index, after), *_bare(tokens, index, after)]), None)
        if tokens.word(index) in AMOUNTS or tokens.lemmas[index] in LACKS:
            lacking = [i for i in nouns if i != index and "Case=Gen" in tokens.feats[i]]
            return next(iter([*[i for i in lacking if i > index], *lacking]), None)
        if index in nouns[:1] and ACTIONS.search(tokens.lemmas[index]):
            theirs = _bare(tokens, index, [i for i in after if "Case=Gen" in tokens.feats[i]])
            if theirs:
                return theirs[0]
        if "VerbForm=Fin" in feats and _own(tokens, index, nouns):
            return _own(tokens, index, nouns)[0]
    named = [i for i in nouns if "Case=Nom" in tokens.feats[i]]
    return next(iter([*[i for i in named if tokens.deps[i].startswith("nsubj")], *named]), None)


def _person(tokens: Tokens, index: int) -> bool:
    """True for a name of a person, and for the mark of a masked one: «[ИМЯ]»."""
    masked = index > 0 and tokens.text[tokens.starts[index] - 1 : tokens.starts[index]] == "["
    return masked or tokens.ents[index : index + 1] in (["B-PER"], ["I-PER"])


def _own(tokens: Tokens, verb: int, nouns: Sequence[int]) -> list[int]:
    """The verb's direct objects among the nouns."""
    return [i for i in nouns if tokens.heads[i] == verb and tokens.deps[i] == "obj"]


def _bare(tokens: Tokens, word: int, nouns: Sequence[int]) -> list[int]:
    """The nouns after a word with no preposition between."""
    return [i for i in nouns if not _preposed(tokens, i, word)]


def _preposed(tokens: Tokens, noun: int, after: int) -> bool:
    """True when a preposition stands between the word `after` and the noun."""
    return any(tokens.pos[i] == "ADP" for i in range(after + 1, noun))


def cause_and_effect(tokens: Tokens, inside: Sequence[int]) -> tuple[Span | None, Span | None]:
    """Token ranges of «из-за …», «потому что …» and of what follows from it."""
    first, end = inside[0], inside[-1] + 1
    for index in inside:
        size = _marker(tokens, index, end, EFFECTS)
        if size and index + size < end:
            return None, (index + size, end)
        size = _marker(tokens, index, end, CAUSES)
        if size and index + size < end:
            stop = run_to(tokens, index + size, inside, frozenset(("и",)))
            rest = (stop, end) if index == first else (first, index)
            return (index, stop), _told(tokens, *rest)
        size = _marker(tokens, index, end, REASONS)
        if size and index + size < end:
            comma = next((i for i in inside if i > index and tokens.word(i) == ","), None)
            if index == first and comma is not None:  # «так как нет фельдшера, люди едут в город»
                return (index, comma), _told(tokens, comma, end)
            return (index, end), _told(tokens, first, index)
    return None, _conditional(tokens, inside) or _purpose(tokens, inside)


def _conditional(tokens: Tokens, inside: Sequence[int]) -> Span | None:
    """«Если построить объездную, (то) пробок станет меньше»: the second half."""
    if tokens.word(inside[0]) != "если" or any(tokens.word(i) == "бы" for i in inside):
        return None
    commas = [i for i in inside if tokens.word(i) == ","]
    if not commas:
        return None
    after = commas[0] + 1
    if after in inside and tokens.word(after) == "то":
        after += 1
    return _told(tokens, after, inside[-1] + 1)


def _purpose(tokens: Tokens, inside: Sequence[int]) -> Span | None:
    """«Построить мост, чтобы разгрузить центр»; not «хочу, чтобы …», which is the wish itself."""
    for index in inside[1:]:
        if tokens.word(index) in {"чтобы", "чтоб"}:
            wished = any(tokens.lemmas[i] in WISHES for i in inside if i < index)
            acted = any("VerbForm=Inf" in tokens.feats[i] for i in inside if i < index)
            return (index + 1, inside[-1] + 1) if acted or not wished else None
    return None


def _told(tokens: Tokens, first: int, stop: int) -> Span | None:
    while first < stop and tokens.pos[first] in {"PUNCT", "CCONJ"}:
        first += 1
    while stop > first and tokens.pos[stop - 1] in {"PUNCT", "CCONJ"}:
        stop -= 1
    return (first, stop) if stop > first else None


def addressee(tokens: Tokens, inside: Sequence[int]) -> Span | None:
    """Who should act or has failed to: an office with its name, not the payer in «за счёт …»."""
    for index in inside:
        head = tokens.lemmas[index] in OFFICES or tokens.word(index) == "ук"
        company = tokens.lemmas[index] == "компания" and "управля" in tokens.word(max(0, index - 1))
        mayor = tokens.word(index)[:4] == "глав" and tokens.lemmas[index] == "глава" and any(
            tokens.lemmas[i] in {"город", "район", "администрация"} for i in (index + 1, index + 2)
            if i <= inside[-1]
        )  # fmt: skip
        paying = "счет" in {tokens.lemmas[i] for i in inside if index - 4 < i < index}
        if (head or company or mayor) and not paying and tokens.pos[index] in {*NOUNS, "X"}:
            return noun_phrase(tokens, index, inside)
    return None


def benchmark(tokens: Tokens, inside: Sequence[int]) -> tuple[Span | None, str]:
    """«как в Кемерове», «по примеру Тюмени»; and the city in the nominative."""
    for index in inside:
        size = max(_marker(tokens, index, inside[-1] + 1, markers) for markers in EXAMPLES)
        city = index + size
        if size and city <= inside[-1] and tokens.text[tokens.starts[city]].isupper():
            stop = city + 1
            while stop <= inside[-1] and tokens.ents[stop : stop + 1] == ["I-LOC"]:
                stop += 1
            name = tokens.lemmas[city].title() if stop == city + 1 else tokens.written(city, stop)
            return (index, stop), name
    return None, ""


def _marker(tokens: Tokens, index: int, stop: int, markers: Mapping[str, Sequence[str]]) -> int:
    """How many tokens the marker has that begins at `index`; 0 when none does."""
    following = markers.get(tokens.word(index))
    if following is None:
        return 0
    ends = min(stop, index + 1 + len(following))
    same = [tokens.word(i) for i in range(index + 1, ends)] == list(following)
    return 1 + len(following) if same else 0
