"""Distinct texts with what they are compared by: weighted lemmas, frame, direction of change."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.naming.claims import claim
from pipeline.naming.lexicon import lemma_class
from pipeline.tables import fold

# Words that say how, not what; they frame a claim and hardly tell one from another.
_FRAME_WEIGHT = 0.2
_HEAD_WEIGHT, _OBJECT_WEIGHT = 1.8, 1.1
_PLACE_WEIGHT = 0.4
# Frames that people use for one matter: «нет» and «не хватает», «плохой» and «не работает».
_FAMILIES = {"absence": "lack", "shortage": "lack", "broken": "bad", "undone": "bad"}
_EMPTY = frozenset(
    "не нет ни без надо нужно необходимо нужный необходимый должный прошу просить просьба просим "
    "хотеть хотеться быть стать мочь являться этот тот такой весь свой наш ваш мой который что "
    "чтобы это очень также еще уже только бы же ли все всё сам один два год день раз время "
    "сделать делать принять мера вопрос проблема пожалуйста помочь помощь обратить внимание "
    "нельзя хватать хватить отсутствовать отсутствие недостаток нехватка мало много плохой хороший "
    "больше побольше почему когда как где куда город житель человек люди улучшить улучшение "
    "вообще постоянно сейчас теперь сегодня вечно ужасный ужас состояние построить строить "
    "строительство создать создание организовать организация обеспечить обеспечение новый "
    "большой дефицит недостаточно недостаточный неудовлетворительный открыть открытие "
    "требоваться требовать решить решение сколько пора следовать стоить другой каждый наконец "
    "полный совсем никакой никто ничто какой-то любой район низкий высокий маленький личный общий "
    "разный хотеться желательно большинство ряд данный самый сильный".split()
)  # fmt: skip
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
    traits: frozenset[str]
    topic: str
    people: int


def units(said: Sequence[Any]) -> list[Unit]:
    """The distinct texts of `said` (rows of Voices) that name a matter, in the order of their keys.

    Texts that differ by case, ё, spaces or end marks alone are one unit. «Примите меры» names no
    matter: nobody could act on a finding of that name.
    """
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, row in enumerate(said):
        if specific(row.lemmas):
            rows[row.role, _key(row.text)].append(position)
    return [_unit(kind, key, positions, said) for (kind, key), positions in sorted(rows.items())]


def specific(lemmas: Sequence[str] | None) -> bool:
    """True when a statement names a matter, and is not only a call for help or an outcry."""
    return not {fold(lemma) for lemma in lemmas or ()} <= lemma_class("unspecific")


def _key(text: str) -> str:
    return fold(text).strip(" .,;:!?…-–—\"'«»()")


def _unit(kind: str, key: str, positions: Sequence[int], said: Sequence[Any]) -> Unit:
    part = [said[position] for position in positions]
    texts = Counter(row.text for row in part)
    text = min(texts, key=lambda value: (-texts[value], value))
    lemmas = [fold(lemma) for lemma in part[0].lemmas]
    found = claim(text, kind)
    head, objects = (found.head, set(found.objects)) if found else ("", set())
    places = set(fold(str(_slot(part[0].slots, "place"))).split())
    topics = Counter(row.topic_id for row in part if isinstance(row.topic_id, str) and row.topic_id)
    return Unit(
        kind=kind,
        key=key,
        text=text,
        rows=tuple(positions),
        lemmas=frozenset(lemmas),
        bag=_bag(lemmas, head, objects, places),
        frame=_FAMILIES.get(found.frame, found.frame) if found and found.style >= 0.8 else "",
        traits=_traits(lemmas, kind),
        topic=min(topics, key=lambda t: (-topics[t], t)) if topics else "",
        people=len({name for row in part for name in (row.respondent, row.group)} - {""}),
    )


def _slot(value: object, name: str) -> object:
    if not isinstance(value, str) or name not in value:
        return ""
    found = json.loads(value).get(name, "")
    return " ".join(map(str, found)) if isinstance(found, list) else found


def _bag(lemmas: Sequence[str], head: str, objects: set[str], places: set[str]) -> dict[str, float]:
    bag: dict[str, float] = {}
    for lemma in lemmas:
        weight = _HEAD_WEIGHT if lemma == head else _OBJECT_WEIGHT if lemma in objects else 1.0
        if lemma in _EMPTY:
            weight = _FRAME_WEIGHT
        elif lemma in places:
            weight = _PLACE_WEIGHT
        bag[lemma] = max(weight, bag.get(lemma, 0.0))
    if bag and max(bag.values()) <= _FRAME_WEIGHT:  # «плохо», «много людей»: all there is
        return dict.fromkeys(bag, 1.0)
    return bag


def _traits(lemmas: Sequence[str], kind: str) -> frozenset[str]:
    """What may contradict another statement: build or remove, raise or lower, lack or excess."""
    traits = set()
    for name in ("build", "remove", "raise", "lower"):
        if not lemma_class(f"{name}_actions").isdisjoint(lemmas):
            traits.add(name)
    if kind == "problem":
        traits -= {"build", "remove"}
        if not _LACK.isdisjoint(lemmas):
            traits.add("lower")
        if not lemma_class("excess").isdisjoint(lemmas):
            traits.add("raise")
    return frozenset(traits)


def opposed(one: Unit, other: Unit) -> bool:
    """True for claims that must never be counted together: raise and lower, build and remove."""
    for left, right in (("raise", "lower"), ("build", "remove")):
        for a, b in ((one, other), (other, one)):
            if left in a.traits and right not in a.traits and right in b.traits \
                    and left not in b.traits:  # fmt: skip
                return True
    return False


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


def subject_lemmas(lemmas: Sequence[str] | None) -> frozenset[str]:
    """The lemmas that say what a statement is about, the framing words left out."""
    return frozenset(fold(lemma) for lemma in lemmas or ()) - _EMPTY
