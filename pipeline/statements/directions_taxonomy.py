"""The taxonomy of directions: fifteen by default, the user's to change in dataset.toml.

    [directions]
    culture = false                                        # no such direction in this city
    sport = { title = "Спорт и молодёжь" }                 # renamed: what it finds stays
    tourism = { title = "Туризм", seeds = ["турист"], phrases = ["туристический маршрут"] }

A new direction, or one with new seeds, works without retraining: see `directions.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError, did_you_mean
from pipeline.statements.rules.words import words

OTHER = "other"
_LISTS = ("seeds", "phrases", "weak", "not")
_FIELDS = (*_LISTS, "title", "short", "description", "region", "natproj")


@dataclass(frozen=True)
class Direction:
    """One direction: lemmas that speak for it, and whether its vocabulary is the shipped one."""

    id: str
    title: str
    short: str
    seeds: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    weak: tuple[str, ...]
    cancel: tuple[tuple[str, ...], ...]
    shipped: bool  # the trained model knows it


@dataclass(frozen=True)
class Taxonomy:
    """The directions in order."""

    directions: tuple[Direction, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in order."""
        return tuple(direction.id for direction in self.directions)


@lru_cache(maxsize=1)
def shipped() -> Taxonomy:
    """The taxonomy of directions.toml."""
    path = Path(__file__).with_name("directions.toml")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Taxonomy(tuple(_direction(entry["id"], entry, True) for entry in raw["direction"]))


def taxonomy(changes: Mapping[str, Any] | None = None) -> Taxonomy:
    """The shipped taxonomy with the changes of a dataset; SettingsError names a wrong one."""
    found = {direction.id: direction for direction in shipped().directions}
    for name, change in (changes or {}).items():
        if change is False:
            if name not in found:
                raise SettingsError(
                    f"[directions]: нет направления «{name}»", remedy=did_you_mean(name, found)
                )
            del found[name]
        elif isinstance(change, Mapping):
            found[name] = _changed(name, change, found.get(name))
        else:
            raise SettingsError(
                f"[directions]: у «{name}» должно быть описание или false",
                remedy='Например: tourism = { title = "Туризм", seeds = ["турист"] }',
            )
    return Taxonomy(tuple(found.values()))


def _changed(name: str, change: Mapping[str, Any], old: Direction | None) -> Direction:
    for key in change:
        if key not in _FIELDS:
            raise SettingsError(
                f"[directions]: у «{name}» незнакомое поле «{key}»",
                remedy=did_you_mean(key, _FIELDS),
            )
    if old is None:
        if not change.get("seeds") and not change.get("phrases"):
            raise SettingsError(
                f"[directions]: у нового направления «{name}» нет слов",
                remedy='Добавьте seeds = ["слово", "слово"]',
            )
        return _direction(name, change, False)
    new = _direction(name, change, False)
    given = {field for field in ("title", "short", *_LISTS) if field in change}
    fields = {"cancel" if field == "not" else field for field in given}
    return replace(
        old,
        **{field: getattr(new, field) for field in sorted(fields)},
        shipped=old.shipped and not given & set(_LISTS),
    )


def _direction(name: str, raw: Mapping[str, Any], known: bool) -> Direction:
    for key in _LISTS:
        value = raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise SettingsError(f"[directions]: у «{name}» поле «{key}» должно быть списком слов")
    title = str(raw.get("title", name))
    return Direction(
        name,
        title,
        str(raw.get("short", title)),
        tuple(_single(word) for word in raw.get("seeds", [])),
        tuple(_lemmas(phrase) for phrase in raw.get("phrases", [])),
        tuple(_single(word) for word in raw.get("weak", [])),
        tuple(_lemmas(phrase) for phrase in raw.get("not", [])),
        known,
    )


def _single(word: str) -> str:
    return " ".join(_lemmas(word))


@lru_cache(maxsize=5000)
def _lemmas(phrase: str) -> tuple[str, ...]:
    """The phrase as texts are read, so that both sides of a match agree."""
    return words(phrase).lemmas


SEED, PHRASE, WEAK = 1.0, 2.0, 0.4
_WINDOW = 3  # tokens between the words of a phrase


def seed_scores(lemmas: Sequence[str], found: Taxonomy) -> list[float]:
    """The score of each direction: weights of distinct seeds, phrases and weak words met."""
    single, phrases = _index(found)
    scores = [0.0] * len(found.directions)
    places: dict[str, list[int]] = {}
    for place, lemma in enumerate(lemmas):
        places.setdefault(lemma, []).append(place)
    for lemma in places:
        for direction, weight in single.get(lemma, ()):
            scores[direction] += weight
        for phrase, direction, weight in phrases.get(lemma, ()):
            if _met(phrase, places):
                scores[direction] += weight
    return [max(score, 0.0) for score in scores]


_Single = dict[str, list[tuple[int, float]]]
_Phrases = dict[str, list[tuple[tuple[str, ...], int, float]]]


@lru_cache(maxsize=8)
def _index(found: Taxonomy) -> tuple[_Single, _Phrases]:
    """Lemma -> the directions that it speaks for, and the phrases that it begins."""
    single: _Single = {}
    phrases: _Phrases = {}
    for place, direction in enumerate(found.directions):
        for words_, weight in ((direction.seeds, SEED), (direction.weak, WEAK)):
            for word in dict.fromkeys(words_):
                single.setdefault(word, []).append((place, weight))
        lists = ((direction.phrases, PHRASE), (direction.cancel, -(SEED + WEAK) / 2))
        for listed, weight in lists:
            for phrase in listed:
                phrases.setdefault(phrase[0], []).append((phrase, place, weight))
    return single, phrases


def _met(phrase: tuple[str, ...], places: Mapping[str, list[int]]) -> bool:
    """Whether each two neighbours of a phrase stand near each other, in either order."""
    return all(word in places for word in phrase) and all(
        any(abs(a - b) <= _WINDOW for a in places[one] for b in places[two])
        for one, two in zip(phrase, phrase[1:], strict=False)
    )
