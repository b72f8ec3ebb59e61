"""Answers to statements: one thought each, with exact offsets.

    lines and sentences → list items → «дороги, снег и автобусы» → clauses with roles of their own

A cut is only ever made between whole tokens, and every word stays in some statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.statements.split_clauses import clauses, outside_brackets
from pipeline.statements.tokens import Span, Tokens

__all__ = ["Span", "Tokens", "split"]

BULLET = re.compile(r"\s*(?:[-–—•*·▪●○►»>+]+|\(?\d{1,2}[.)](?!\d)|[а-яёa-z]\))\s*", re.IGNORECASE)
EDGE = re.compile(r"[\s,;:.!–—•*…-]+$")
OPENING = re.compile(r"[\s,;:.–—•*…/+-]+")
JOINING = {"и", "да", ",", "/", ";", "+"}
MARKS = {"•", "·", "●", "▪", "►", "○"}
DASHES = {"-", "–", "—"}


def split(tokens: Tokens) -> list[Span]:
    """The spans of the statements of a text, in reading order, never overlapping."""
    spans = []
    numbers = _running_numbers(tokens)
    for first, stop in _sentences(tokens, numbers):
        for part in _items(tokens, first, stop, numbers):
            for piece in clauses(tokens, *part):
                span = _trim(tokens, *piece)
                if span:
                    spans.append(span)
    return spans


def _sentences(tokens: Tokens, numbers: set[int]) -> Iterator[Span]:
    """Token ranges of sentences; a lone «1.» or «-» belongs to the sentence after it."""
    bounds = [*tokens.sentences, len(tokens.starts)]
    first = 0
    for bound in bounds[1:]:
        stop = bound - 2 if bound - 2 in numbers else bound
        if _has_word(tokens, first, stop):
            yield first, stop
            first = stop
    if first < len(tokens.starts):
        yield first, len(tokens.starts)


def _running_numbers(tokens: Tokens) -> set[int]:
    """Positions of 1, 2, 3 … that number the items of a list: «1) … 2) …», «1. … 2. …»."""
    found = [
        index
        for index in range(len(tokens.starts) - 1)
        if tokens.word(index).isdigit()
        and tokens.word(index + 1) in {")", "."}
        and tokens.ends[index] == tokens.starts[index + 1]
        and tokens.text[: tokens.starts[index]][-1:] in {"", " ", "\n", "(", "\t", "\u00a0"}
    ]
    runs: list[list[int]] = []
    for index in found:
        value = int(tokens.word(index))
        if runs and value == len(runs[-1]) + 1:
            runs[-1].append(index)
        elif value == 1:
            runs.append([index])
    return {index for run in runs if len(run) > 1 for index in run}


def _items(tokens: Tokens, first: int, stop: int, numbers: set[int]) -> Iterator[Span]:
    """Cut at semicolons, before bullets, and before the numbers of «1) … 2) …»."""
    begins = numbers | _bullets(tokens, first, stop)
    cut = first
    for index in outside_brackets(tokens, first, stop):
        ends = tokens.word(index) == ";" or index in begins or _glued(tokens, index, first, stop)
        if ends and index > cut and _has_word(tokens, cut, index):
            yield cut, index
            cut = index
    if cut < stop:
        yield cut, stop


def _bullets(tokens: Tokens, first: int, stop: int) -> set[int]:
    """Positions of bullets inside a line; dashes only where the line begins with one."""
    dashes = {
        i
        for i in range(first, stop - 1)
        if tokens.word(i) in DASHES and _spaced(tokens, i) and not _oblique(tokens, i + 1)
    }
    found = {i for i in range(first, stop) if tokens.word(i) in MARKS}
    return found | dashes if tokens.word(first) in DASHES else found


def _oblique(tokens: Tokens, index: int) -> bool:
    """True for «социально - экономического»: what follows the dash begins no item."""
    return any(f"Case={case}" in tokens.feats[index] for case in ("Gen", "Dat", "Ins", "Loc"))


def _spaced(tokens: Tokens, index: int) -> bool:
    """White space before and after, or the text's end."""
    start, end = tokens.starts[index], tokens.ends[index]
    return (tokens.text[start - 1 : start] or " ").isspace() and (
        tokens.text[end : end + 1] or " "
    ).isspace()


def _glued(tokens: Tokens, index: int, first: int, stop: int) -> bool:
    """True at a sentence's first word when nothing stands between it and the stop before it.

    «Плохие дороги.Нет света», as people type it.
    """
    if not first + 1 < index < stop or tokens.word(index - 1) not in {".", "!", "?"}:
        return False
    before = tokens.word(index - 2)
    word = tokens.text[tokens.starts[index] : tokens.ends[index]]
    return word[:1].isupper() and len(before) > 3 and before.isalpha()


def _has_word(tokens: Tokens, first: int, stop: int) -> bool:
    return any(any(map(str.isalpha, tokens.word(index))) for index in range(first, stop))


def _trim(tokens: Tokens, first: int, stop: int) -> Span | None:
    """The span without bullets, joining words and loose punctuation at its ends; None if empty."""
    while first < stop and tokens.word(first) in JOINING and _has_word(tokens, first + 1, stop):
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
