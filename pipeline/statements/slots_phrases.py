"""Noun phrases in a row of tokens: where the phrase around a noun begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.statements.tokens import Span, Tokens

NOUNS = {"NOUN", "PROPN"}
_QUOTES = {"«": "»", '"': '"', "“": "”", "„": "“"}
_JOINING = {"«", "»", '"', "-", "№"}
_STANDING = {"ADJ", "NUM", "DET"}


def noun_phrase(tokens: Tokens, noun: int, inside: Sequence[int]) -> Span:
    """Token range of a noun with its attributes before and its genitives and names after it."""
    first, stop = noun, noun + 1
    while first - 1 >= inside[0] and _attribute(tokens, first - 1):
        first -= 1
    while stop <= inside[-1]:
        wider = _follower(tokens, stop, inside[-1] + 1)
        if wider == stop:
            break
        stop = wider
    return first, stop


def run_to(tokens: Tokens, first: int, inside: Sequence[int], ends: frozenset[str]) -> int:
    """The end of the words from `first` on: a predicate, a mark or one of the words `ends`."""
    for index in range(first, inside[-1] + 1):
        feats, pos = tokens.feats[index], tokens.pos[index]
        verb = "VerbForm=Fin" in feats or "VerbForm=Inf" in feats or "Variant=Short" in feats
        shortened = tokens.word(index) == "." and len(tokens.word(index - 1)) < 4  # «ул.»
        mark = pos == "PUNCT" and not shortened and tokens.word(index) not in _JOINING
        if index > first and (verb or mark or pos in {"ADV", "AUX"} or tokens.word(index) in ends):
            return index
        if index > first and pos == "NOUN" and "Case=Nom" in feats:
            return index
    return inside[-1] + 1


def _attribute(tokens: Tokens, index: int) -> bool:
    feats = tokens.feats[index]
    agreeing = tokens.pos[index] == "NUM" or "Case=" in feats
    standing = (tokens.pos[index] in _STANDING and agreeing) or "VerbForm=Part" in feats
    amount = tokens.word(index) in {"больше", "меньше", "много", "мало"}
    return standing and not amount and "Variant=Short" not in feats


def _follower(tokens: Tokens, index: int, stop: int) -> int:
    """Where the phrase ends when it goes on at `index`; `index` itself when it does not."""
    word = tokens.word(index)
    if word in _QUOTES:
        closing = (i for i in range(index + 1, min(stop, index + 9)))
        return next((i + 1 for i in closing if tokens.word(i) == _QUOTES[word]), index)
    if word == "№" and index + 1 < stop:
        return index + 2
    feats, pos = tokens.feats[index], tokens.pos[index]
    if pos in NOUNS and ("Case=Gen" in feats or _name(tokens, index)):
        return index + 1
    if pos in _STANDING and "Case=Gen" in feats and index + 1 < stop:
        wider = _follower(tokens, index + 1, stop)
        return wider if wider > index + 1 else index
    return index


def _name(tokens: Tokens, index: int) -> bool:
    return tokens.pos[index] == "PROPN" and tokens.text[tokens.starts[index]].isupper()
