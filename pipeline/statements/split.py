"""Answers to statements: one thought each, with exact offsets.

    lines and sentences → list items → «дороги, снег и автобусы» → clauses with roles of their own

A cut is only ever made between whole tokens, and every word stays in some statement. In doubt a
text stays whole: two thoughts in one statement are seen and split by hand in a moment, a torn
sentence is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.russian.lemmas import dictionary

Span = tuple[int, int]

BULLET = re.compile(r"\s*(?:[-–—•*·▪●○►»>+]+|\(?\d{1,2}[.)](?!\d)|[а-яёa-z]\))\s*", re.IGNORECASE)
EDGE = re.compile(r"[\s,;:.!–—•*…-]+$")
OPENING = re.compile(r"[\s,;:.–—•*…-]+")
ADJACENT = {"CCONJ", "PUNCT", "SYM"}
PREDICATIVES = frozenset(
    "нет нету надо нужно необходимо нельзя можно пора негде некуда нечем некому невозможно "
    "трудно сложно тяжело страшно опасно неудобно жаль хватит достаточно мало много".split()
)
# Words that begin a thought of another role than the one before them.
TURNS = frozenset("поэтому потому следовательно значит зато однако но а предлагать просить".split())
DEMANDS = frozenset(
    "надо нужно необходимо пора прошу просим предлагаю предлагаем требую требуем следует стоит "
    "давайте сделайте постройте отремонтируйте почините уберите верните хотелось хочется".split()
)
LACKING = frozenset("нет нету хватает недостаёт недостает мало негде некуда отсутствует".split())
# First words of a piece that leans on what stands before it.
LEANING = frozenset(
    "который где куда когда если чтобы что как так хотя пока ибо "
    "чем это этот эта эти его её их она он они там туда особенно например включая кроме вместо "
    "значит то тоже также причём причем".split()
)
LONGEST_ITEM = 9  # tokens of one item of a list such as «дороги, снег и автобусы»


@dataclass(frozen=True)
class Tokens:
    """The tokens of one text (a row of tables.ANNOTATIONS)."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    lemmas: Sequence[str]
    pos: Sequence[str]
    feats: Sequence[str]
    heads: Sequence[int]
    deps: Sequence[str]
    sentences: Sequence[int]

    def word(self, index: int) -> str:
        """The token as written, in lower case."""
        return self.text[self.starts[index] : self.ends[index]].lower()


def split(tokens: Tokens) -> list[Span]:
    """The spans of the statements of a text, in reading order, never overlapping."""
    spans = []
    for first, stop in _sentences(tokens):
        for part in _items(tokens, first, stop):
            for piece in _coordinated(tokens, *part):
                span = _trim(tokens, *piece)
                if span:
                    spans.append(span)
    return spans


def _sentences(tokens: Tokens) -> Iterator[Span]:
    """Token ranges of sentences; a lone «1.» or «-» belongs to the sentence after it."""
    bounds = [*tokens.sentences, len(tokens.starts)]
    first = 0
    for stop in bounds[1:]:
        if _has_word(tokens, first, stop):
            yield first, stop
            first = stop
    if first < len(tokens.starts):
        yield first, len(tokens.starts)


def _items(tokens: Tokens, first: int, stop: int) -> Iterator[Span]:
    """Cut at semicolons, and before the numbers of «1) … 2) …»."""
    cut = first
    numbers = _running_numbers(tokens, first, stop)
    for index in range(first, stop):
        if tokens.word(index) == ";" or (index in numbers and index > cut):
            if index > cut:
                yield cut, index
            cut = index
    if cut < stop:
        yield cut, stop


def _running_numbers(tokens: Tokens, first: int, stop: int) -> set[int]:
    """Positions of 1, 2, 3 … when they are followed by a bracket or a full stop, in order."""
    found = [
        index
        for index in range(first, stop - 1)
        if tokens.word(index).isdigit()
        and tokens.word(index + 1) in {")", "."}
        and tokens.ends[index] == tokens.starts[index + 1]
    ]
    values = [int(tokens.word(index)) for index in found]
    return set(found) if len(values) > 1 and values == list(range(1, len(values) + 1)) else set()


def _coordinated(tokens: Tokens, first: int, stop: int) -> list[Span]:
    """Cut a list of things or actions into its items, or a sentence into its clauses."""
    commas = [index for index in range(first, stop) if tokens.word(index) in {",", "/"}]
    conjunctions = [index for index in range(first, stop) if tokens.word(index) in {"и", "да"}]
    for cuts in ([*commas, *conjunctions], commas):
        pieces = _pieces(first, stop, sorted(cuts))
        if len(pieces) > 1 and _is_list(tokens, pieces):
            return pieces
    return _pieces(first, stop, _turns(tokens, first, stop, commas))


def _turns(tokens: Tokens, first: int, stop: int, commas: Sequence[int]) -> list[int]:
    """The commas at which another thought begins: a clause of another role or another matter."""
    cuts, begin = [], first
    for number, comma in enumerate(commas):
        following = commas[number + 1] if number + 1 < len(commas) else stop
        another = _stands_alone(tokens, begin, comma) and _stands_alone(tokens, comma, following)
        if another or _new_thought(tokens, begin, comma, stop):
            cuts.append(comma)
            begin = comma
    return cuts


def _stands_alone(tokens: Tokens, first: int, stop: int) -> bool:
    """True for a piece that names a matter of its own: «мест в яслях нет», «плохие дороги».

    «Ездить невозможно» or «где живут люди» lean on what stands before them.
    """
    content = _content(tokens, first, stop)
    first_words = {word for i in content[:2] for word in (tokens.word(i), tokens.lemmas[i])}
    if not content or first_words & LEANING:
        return False
    nouns = [index for index in content if tokens.pos[index] in {"NOUN", "PROPN"}]
    subject = any("Case=Nom" in tokens.feats[index] for index in nouns)
    lacking = any(tokens.word(index) in LACKING for index in content)
    asked = "VerbForm=Inf" in tokens.feats[content[0]]
    kind = _kind(tokens, content)
    return bool(nouns) and (
        (kind == "thing" and subject) or (kind == "clause" and (subject or lacking)) or asked
    )


def _pieces(first: int, stop: int, cuts: Sequence[int]) -> list[Span]:
    bounds = [first, *cuts, stop]
    return [(start, end) for start, end in zip(bounds, bounds[1:], strict=False) if end > start]


def _is_list(tokens: Tokens, pieces: Sequence[Span]) -> bool:
    """All pieces are things in the nominative, or all are actions, and none is long."""
    contents = [_content(tokens, *piece) for piece in pieces]
    if not all(contents) or max(map(len, contents)) > LONGEST_ITEM:
        return False
    kinds = {_kind(tokens, content) for content in contents}
    return kinds in ({"thing"}, {"action"})


def _kind(tokens: Tokens, content: Sequence[int]) -> str:
    """What a piece of a list is: a thing, an action, or something that must not stand alone."""
    if any(_finite(tokens, index) for index in content):
        return "clause"
    head = content[0]
    if "VerbForm=Inf" in tokens.feats[head]:
        return "action"
    if any(tokens.pos[index] == "VERB" and "Part" not in tokens.feats[index] for index in content):
        return "clause"
    for index in content:
        if tokens.pos[index] in {"NOUN", "PROPN"}:
            return "thing" if may_be_nominative(tokens.word(index)) else "other"
        if tokens.pos[index] not in {"ADJ", "DET", "NUM", "ADV", "VERB"}:
            return "other"
    return "other"


def _new_thought(tokens: Tokens, first: int, comma: int, stop: int) -> bool:
    """True at a comma between two clauses of which the second asks, concludes or objects."""
    before, after = _content(tokens, first, comma), _content(tokens, comma, stop)
    if not (before and after) or not _predicate(tokens, before):
        return False
    lead = [tokens.word(index) for index in range(comma + 1, min(comma + 4, stop))]
    turns = bool(lead) and (lead[0] in TURNS or lead[:2] == ["так", "что"])
    demands = any(word in DEMANDS for word in lead[:2])
    said = {tokens.word(index) for index in before}
    return (turns and _predicate(tokens, after)) or (demands and not said & DEMANDS)


@lru_cache(maxsize=100_000)
def may_be_nominative(word: str) -> bool:
    """True when some reading of a noun is in the nominative: «дороги», not «тротуаров».

    The dictionary is asked and not the tagger, which takes the «дороги» of a bare list for a
    genitive as often as not.
    """
    return any(
        {"NOUN", "nomn"} <= parse.tag.grammemes or not parse.is_known
        for parse in dictionary().parse(word)
    )


def _predicate(tokens: Tokens, content: Sequence[int]) -> bool:
    return any(
        _finite(tokens, index)
        or tokens.word(index) in PREDICATIVES
        or "Variant=Short" in tokens.feats[index]
        or "VerbForm=Inf" in tokens.feats[index]
        for index in content
    )


def _finite(tokens: Tokens, index: int) -> bool:
    return "VerbForm=Fin" in tokens.feats[index] or tokens.word(index) in PREDICATIVES


def _content(tokens: Tokens, first: int, stop: int) -> list[int]:
    return [
        index
        for index in range(first, stop)
        if tokens.pos[index] not in ADJACENT and any(map(str.isalnum, tokens.word(index)))
    ]


def _has_word(tokens: Tokens, first: int, stop: int) -> bool:
    return any(any(map(str.isalpha, tokens.word(index))) for index in range(first, stop))


def _trim(tokens: Tokens, first: int, stop: int) -> Span | None:
    """The span without bullets, joining words and loose punctuation at its ends; None if empty."""
    while first < stop and (
        tokens.word(first) in {"и", "да", ",", "/", ";"} and _has_word(tokens, first + 1, stop)
    ):
        first += 1
    if first >= stop:
        return None
    start, end = tokens.starts[first], tokens.ends[stop - 1]
    text = tokens.text[start:end]
    bullet = BULLET.match(text) or OPENING.match(text)
    if bullet and any(map(str.isalpha, text[bullet.end() :])):
        start += bullet.end()
    tail = EDGE.search(tokens.text[start:end])
    if tail:
        end = start + tail.start()
    return (start, end) if any(map(str.isalnum, tokens.text[start:end])) else None
