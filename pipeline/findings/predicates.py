"""What a complaint says of its thing: that it is missing, broken, in a bad state, dirty, dear.

«Нет дороги», «дорога разбита» and «дорогу не чистят» share their thing and are three problems.
A statement may say several things at once, or nothing that is known here: then it is vague, and
may stand with any of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("predicates.toml")
_PLAIN = ("lack", "broken", "worn", "dirty", "flooded", "costly", "slow", "crowded", "cold", "hot",
          "closed", "rude")  # fmt: skip
_NEGATED = {"works": "broken", "care": "dirty", "mends": "worn", "gives": "lack"}
_NOUNS = {"care_nouns": "dirty", "mend_nouns": "worn"}
_NOT = frozenset(("не", "ни", "без"))
_NEAR = 2  # words after a negation, and beside a lack, that it may belong to
# What does not work is lacking where it is a supply: nobody tells a dead lamp from no light.
_SUPPLIES = frozenset("#освещение #электричество #вода #отопление #газ #связь".split())


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    lines = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in lines.items()}


@lru_cache(maxsize=1)
def _plain() -> dict[str, str]:
    return {word: name for name in _PLAIN for word in _lists()[name]}


def predicates(lemmas: Sequence[str], concepts: frozenset[str] = frozenset()) -> frozenset[str]:
    """The predicates of a complaint of `lemmas` in the order of the text; empty when vague.

    `concepts` are the municipal matters of its words, as `concepts.toml` names them.
    """
    found = {name for place, _ in enumerate(lemmas) if (name := _said(lemmas, place))}
    if "broken" in found and not _SUPPLIES.isdisjoint(concepts):
        found = found - {"broken"} | {"lack"}
    return frozenset(found)


def predicates_at(lemmas: Sequence[str], place: int) -> tuple[str, ...]:
    """The predicate that the word at `place` says, if it says one."""
    name = _said(lemmas, place)
    return (name,) if name else ()


def _said(lemmas: Sequence[str], place: int) -> str:
    """The predicate of one word where it stands; "" when it says none."""
    word = lemmas[place]
    before = lemmas[max(0, place - _NEAR) : place]
    negated = not _NOT.isdisjoint(before)
    if negated:
        name = next((one for one in _NEGATED if word in _lists()[one]), "")
        if name:
            return _NEGATED[name]
    if word == "без":
        return _deed(lemmas[place + 1 : place + 1 + _NEAR]) or "lack"
    name = _plain().get(word, "")
    if name == "lack":
        return _deed(lemmas[place + 1 : place + 1 + _NEAR]) or _deed(before[-1:]) or name
    return name if not negated else ""


def _deed(words: Sequence[str]) -> str:
    """The predicate of a deed that is not done: «нет уборки», «отсутствие ремонта»."""
    found = (_NOUNS[one] for word in words for one in _NOUNS if word in _lists()[one])
    return next(found, "")
