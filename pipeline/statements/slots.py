"""Slots of a statement: object, place, cause, effect, addressee, resource, deadline, indicator.

A slot is a piece of the person's own words; what stands beside it in a normal form has a name of
its own: «30 млрд рублей» also gives `resource_rub` "30000000000", «в Кузнецком районе» also
`place_name` «Кузнецкий район», «как в Кемерове» also `benchmark_city` «Кемерово».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.statements.slots_amounts import (
    DEADLINE,
    FIGURE,
    LEVEL,
    SPAN_OF_TIME,
    indicator,
    resource,
)
from pipeline.statements.slots_places import place
from pipeline.statements.slots_relations import (
    addressee,
    benchmark,
    cause_and_effect,
    subject_matter,
)
from pipeline.statements.tokens import Span, Tokens

Found = tuple[dict[str, Span], dict[str, str]]


def slots(tokens: Tokens, inside: Sequence[int]) -> Found:
    """Spans of characters in the text by slot, and the normal forms; only what is present."""
    if not inside:
        return {}, {}
    text = tokens.text[tokens.starts[inside[0]] : tokens.ends[inside[-1]]]
    normal: dict[str, str] = {}
    ranges: dict[str, Span | None] = {"addressee": addressee(tokens, inside)}
    ranges["benchmark"], normal["benchmark_city"] = benchmark(tokens, inside)
    ranges["place"], normal["place_name"] = place(tokens, inside)
    if _overlap(ranges["benchmark"], ranges["place"]):
        ranges["place"], normal["place_name"] = None, ""
    ranges["cause"], ranges["effect"] = cause_and_effect(tokens, inside)
    measured = bool(LEVEL.search(text) or FIGURE.search(text))
    ranges["indicator"], normal["change"], normal["height"] = indicator(tokens, inside, measured)
    pieces = {name: _characters(tokens, span) for name, span in ranges.items() if span}
    _figures(tokens, inside, text, pieces, normal)
    taken = {i for name in ("place", "resource", "deadline", "benchmark") if name in pieces
             for i in inside if _preposed(tokens, pieces[name], i, name)}  # fmt: skip
    matter = subject_matter(tokens, inside, taken)
    if matter:
        pieces["object"] = _characters(tokens, matter)
    return pieces, {name: value for name, value in normal.items() if value}


def _figures(
    tokens: Tokens,
    inside: Sequence[int],
    text: str,
    pieces: dict[str, Span],
    normal: dict[str, str],
) -> None:
    """Add what is found by its figures: money, deadline, level of an indicator."""
    offset = tokens.starts[inside[0]]
    money, normal["resource_rub"] = resource(tokens, inside, text)
    found = {
        "resource": money,
        "deadline": None if _told_of_the_past(tokens, inside, text) else _first(DEADLINE, text),
        "level": _first(LEVEL, text) if "indicator" in pieces else None,
        "indicator": None if "indicator" in pieces else _first(FIGURE, text),
    }
    for name, span in found.items():
        if span:
            piece = text[slice(*span)]
            start = offset + span[0] + len(piece) - len(piece.lstrip())
            pieces[name] = start, start + len(piece.strip(" ,;"))


def _told_of_the_past(tokens: Tokens, inside: Sequence[int], text: str) -> bool:
    """True for «за 10 лет население сократилось»: a past verb and nothing that is still to be done.

    A year with «до» or «к» stays a deadline: «обещали построить к 2030 году».
    """
    feats = [tokens.feats[index] for index in inside]
    wished = any("VerbForm=Inf" in one or "Mood=Imp" in one for one in feats)
    passed = any("Tense=Past" in one and "VerbForm=Fin" in one for one in feats)
    return passed and not wished and SPAN_OF_TIME.search(text) is not None


def _preposed(tokens: Tokens, piece: Span, index: int, name: str) -> bool:
    """True for a token of a piece that cannot be the object: all but a place with no preposition.

    «Благоустроить парк Гагарина» names the park as both.
    """
    start, end = piece
    if not start <= tokens.starts[index] < end:
        return False
    first = tokens.inside(start, end)[0]
    return name != "place" or (first > 0 and tokens.pos[first - 1] == "ADP")


def _characters(tokens: Tokens, span: Span) -> Span:
    return tokens.starts[span[0]], tokens.ends[span[1] - 1]


def _first(pattern: re.Pattern[str], text: str) -> Span | None:
    found = pattern.search(text)
    return found.span() if found else None


def _overlap(one: Span | None, other: Span | None) -> bool:
    return bool(one and other) and one[0] < other[1] and other[0] < one[1]  # type: ignore[index]
