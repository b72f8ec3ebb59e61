"""Distinct texts with what they are compared by: weighted lemmas, frame, direction of change."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from pipeline.findings.concepts import MARK
from pipeline.findings.matters import (
    FRAME,
    IMPLIED,
    PLACE,
    action_family,
    canonical,
    concept,
    kind_of,
    proper,
    specific,
    weight,
)
from pipeline.findings.predicates import predicates
from pipeline.naming.claims import Claim, claim
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.verdicts import without_verdict
from pipeline.naming.words import words
from pipeline.tables import fold

OPPOSITES = (("raise", "lower"), ("build", "remove"))
TRAITS = ("build", "remove", "raise", "lower")
_HEAD_WEIGHT, _OBJECT_WEIGHT = 1.8, 1.1
_OF_MATTER = 0.9  # weight of a word's matter, of the word's own
# Frames that people use for one matter: «нет» and «не хватает», «плохой» and «не работает».
_FAMILIES = {"absence": "lack", "shortage": "lack", "broken": "bad", "low": "bad"}
_LACK = frozenset("нет нету отсутствовать отсутствие недоставать нехватка недостаток дефицит мало "
                  "недостаточно недостаточный негде некуда".split())  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """One distinct text of one kind.

    `bag` maps a lemma to its weight before idf; `traits` are what may oppose another unit's.
    """

    kind: str
    key: str
    text: str
    rows: tuple[int, ...]  # positions in Voices.said
    lemmas: frozenset[str]
    bag: Mapping[str, float]
    frame: str
    said: frozenset[str]  # predicates of a problem: «lack», «worn»; empty: vague
    wording: str  # the frame as it was said: «не работает» of the frame «плохой»
    head: str  # what the claim is about: «дом» of «родильный дом»
    kinds: frozenset[str]  # which one: «родильный»
    traits: frozenset[str]
    topic: str
    directions: tuple[tuple[str, float], ...]  # with weights, by name
    people: int


def units(said: Sequence[Any], claiming: Sequence[bool] | None = None) -> list[Unit]:
    """The distinct texts of `said` (rows of Voices) that name a matter, in the order of their keys.

    Texts that differ by case, ё, spaces or end marks alone are one unit. «Примите меры» names no
    matter: nobody could act on a finding of that name. `claiming` tells of each row whether it
    claims anything (see `matters.claims`); those that do not are left out.
    """
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, row in enumerate(said):
        if claiming is not None and not claiming[position]:
            continue
        text, lemmas = _said(row)
        if text and specific(lemmas, text, row.role):
            rows[row.role, _key(text)].append(position)
    return [_unit(kind, key, positions, said) for (kind, key), positions in sorted(rows.items())]


def _said(row: Any) -> tuple[str, Sequence[str]]:
    """What a row says and its lemmas, without a verdict on a thesis of the draft."""
    text = without_verdict(row.text)
    return text, row.lemmas if text == row.text else [word.lemma for word in words(text)]


def _key(text: str) -> str:
    return fold(text).strip(" .,;:!?…-–—\"'«»()")


def _unit(kind: str, key: str, positions: Sequence[int], said: Sequence[Any]) -> Unit:
    part = [said[position] for position in positions]
    texts = Counter(_said(row)[0] for row in part)
    text = min(texts, key=lambda value: (-texts[value], value))
    lemmas = [fold(lemma) for lemma in _said(part[0])[1]]
    found = claim(text, kind)
    head, objects = (found.head, set(found.objects)) if found else ("", set())
    places = set(fold(str(_slot(part[0].slots, "place"))).split()) | _proper(text)
    topics = Counter(row.topic_id for row in part if isinstance(row.topic_id, str) and row.topic_id)
    bag = _bag(lemmas, head, objects, places)
    matters = frozenset(lemma for lemma in bag if lemma.startswith(MARK))
    return Unit(
        kind=kind,
        key=key,
        text=text,
        rows=tuple(positions),
        lemmas=frozenset(lemmas),
        bag=bag,
        frame=_frame(found, kind),
        said=predicates(lemmas, matters) if kind == "problem" else frozenset(),
        wording=found.frame if found and kind == "problem" and found.style >= 0.8 else "",
        head=canonical(head),
        kinds=_kinds(head, objects - places),
        traits=_traits(lemmas, kind),
        topic=min(topics, key=lambda t: (-topics[t], t)) if topics else "",
        directions=_directions(part),
        people=len({name for row in part for name in (row.respondent, row.group)} - {""}),
    )


def _directions(part: Sequence[Any]) -> tuple[tuple[str, float], ...]:
    """The directions of a text's statements: the first counts whole, the second half."""
    weights: dict[str, float] = defaultdict(float)
    for row in part:
        for place, name in enumerate(
            list(row.directions)[:2] if row.directions is not None else ()
        ):
            weights[name] += 1 / (1 + place)
    return tuple(sorted(weights.items()))


def _kinds(head: str, objects: set[str]) -> frozenset[str]:
    """Which thing of its sort is meant: «родильный» of «родильный дом»."""
    implied = {head, IMPLIED.get(canonical(head))}
    return frozenset(canonical(lemma) for lemma in objects - implied if kind_of(lemma))


def _frame(found: Claim | None, kind: str) -> str:
    """What is claimed of the thing; for proposals the family of the action."""
    if found is None or found.style < 0.8:
        return ""
    if kind == "solution":
        return action_family(found.lead) or action_family(found.head)
    return _FAMILIES.get(found.frame, found.frame)


def _proper(text: str) -> set[str]:
    """Lemmas of capitalised words inside a text: streets, districts, names of places."""
    if text.isupper():
        return set()
    found = words(text)
    return {
        lemma
        for before, word in pairwise(found)
        if word.text[:1].isupper() and not word.abbreviation and before.text not in ".!?:"
        for lemma in word.lemmas()
    }


def _slot(value: object, name: str) -> object:
    if not isinstance(value, str) or name not in value:
        return ""
    found = json.loads(value).get(name, "")
    return " ".join(map(str, found)) if isinstance(found, list) else found


def _bag(lemmas: Sequence[str], head: str, objects: set[str], places: set[str]) -> dict[str, float]:
    bag: dict[str, float] = {}
    implied = {IMPLIED.get(canonical(lemma)) for lemma in lemmas}
    for lemma in lemmas:
        value = FRAME if lemma in implied else weight(lemma)
        if lemma in places or proper(lemma):
            value = min(value, PLACE)
        elif value == 1.0:  # a noun that is no action
            value = _HEAD_WEIGHT if lemma == head else _OBJECT_WEIGHT if lemma in objects else 1.0
        key = canonical(lemma)
        bag[key] = max(value, bag.get(key, 0.0))
    if bag and max(bag.values()) <= FRAME:  # «плохо», «много людей»: all there is
        return dict.fromkeys(bag, 1.0)
    return bag | _of_matters(bag)


def _of_matters(bag: Mapping[str, float]) -> dict[str, float]:
    """The matters of the words in `bag`, weighing less than the words themselves."""
    found: dict[str, float] = {}
    for lemma, value in bag.items():
        name = concept(lemma)
        if name:
            found[name] = max(_OF_MATTER * value, found.get(name, 0.0))
    return found


def _traits(lemmas: Sequence[str], kind: str) -> frozenset[str]:
    """What may contradict another statement: build or remove, raise or lower, lack or excess."""
    traits = set()
    for name in TRAITS:
        if not lemma_class(f"{name}_actions").isdisjoint(lemmas):
            traits.add(name)
    if kind == "problem":
        traits -= {"build", "remove"}
        if not _LACK.isdisjoint(lemmas):
            traits.add("lower")
        if not lemma_class("excess").isdisjoint(lemmas):
            traits.add("raise")
    return frozenset(traits)


def opposed(one: frozenset[str], other: frozenset[str]) -> bool:
    """True for traits of claims that must never be counted together: to raise and to lower, …"""
    return any(
        left in a and right not in a and right in b and left not in b
        for left, right in OPPOSITES
        for a, b in ((one, other), (other, one))
    )


def any_opposed(ones: Iterable[frozenset[str]], others: Iterable[frozenset[str]]) -> bool:
    """True when some claim of one side is opposed to some claim of the other."""
    others = list(others)
    return any(opposed(one, other) for one in ones for other in others)


def idf(items: Sequence[Unit]) -> dict[str, float]:
    """Inverse document frequency of lemmas over distinct texts, from about 0.3 to 1."""
    counts = Counter(lemma for unit in items for lemma in unit.bag)
    top = math.log(1 + len(items))
    return {
        lemma: 0.25 + 0.75 * math.log((1 + len(items)) / count) / top
        for lemma, count in sorted(counts.items())
    }


def unit_vectors(items: Sequence[Unit], vectors: np.ndarray) -> np.ndarray:
    """Mean vectors of the units' statements, unit length, (len(items), d); zero where none."""
    means = np.stack([vectors[list(unit.rows)].mean(axis=0) for unit in items])
    norms = np.linalg.norm(means, axis=1, keepdims=True)
    return np.divide(means, norms, out=np.zeros_like(means), where=norms > 0)
