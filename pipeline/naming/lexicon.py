"""The word lists of `lexicon.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, object]]:
    path = Path(__file__).with_name("lexicon.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def actions() -> dict[str, str]:
    """Verb lemma -> the noun that names the action."""
    return {verb: str(noun) for verb, noun in _tables()["actions"].items()}


@lru_cache(maxsize=1)
def action_nouns() -> frozenset[str]:
    """The nouns of actions: «строительство», «ремонт»."""
    return frozenset(noun.split()[-1] for noun in actions().values())


@lru_cache(maxsize=1)
def declines() -> dict[str, str]:
    """Verb of decline -> its noun: «уезжать» -> «отток»."""
    return {verb: str(noun) for verb, noun in _tables()["declines"].items()}


@lru_cache(maxsize=1)
def harms() -> dict[str, str]:
    """Verb of what befalls a thing -> its noun: «протекать» -> «протечка»."""
    return {verb: str(noun) for verb, noun in _tables()["harms"].items()}


@lru_cache(maxsize=64)
def lemma_class(name: str) -> frozenset[str]:
    """One of the lists of `[classes]`; KeyError names a list that is not there."""
    values = _tables()["classes"][name]
    assert isinstance(values, list)
    return frozenset(values)
