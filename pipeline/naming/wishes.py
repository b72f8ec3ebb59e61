"""Visions of one thing wanted in several ways: «Чистые, ухоженные и дружные дворы»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.naming.claims import Claim
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.phrases import Phrase, agreement
from pipeline.naming.subjects import Gathered, listed, spoken_of
from pipeline.naming.words import Reading, inflect

_MOST = 3  # adjectives that a name has room for
_HALF = 0.5  # share of all that must speak of the thing
_OF_WHICH = ("Apro", "Anum")  # «такой», «второй»: they say which one, not how it is wanted


def wanted(texts: Sequence[tuple[str, frozenset[str], float]], gathered: Gathered) -> list[Claim]:
    """Claims that list how a thing is wanted, for each thing that half of the texts speak of.

    `texts` are a text, its lemmas and its weight. Names of towns and what is vague are no things.
    """
    total = sum(weight for _, _, weight in texts)
    made = []
    for key in sorted(key for key in gathered.counts if len(key) == 1):
        said = sum(weight for _, lemmas, weight in texts if key[0] in lemmas)
        if said < _HALF * total or key[0] in lemma_class("relational") or gathered.proper(key[0]):
            continue
        thing = gathered.subject(key)
        kinds = _kinds(texts, key[0])
        reading = thing.phrase.head.reading
        if kinds and reading:
            forms = [_form(kind, reading, thing.number) for kind in kinds]
            made.append(
                Claim("ideal", listed(forms), thing.phrase, "nomn", 0.9, number=thing.number)
            )
    return made


def _kinds(texts: Sequence[tuple[str, frozenset[str], float]], noun: str) -> list[Reading]:
    """The adjectives that people put before the noun, the commonest first."""
    counts: Counter[str] = Counter()
    readings: dict[str, Reading] = {}
    for text, _, weight in texts:
        told = {r.lemma: r for phrase in spoken_of(text) for r in _of(phrase, noun)}
        for reading in told.values():
            counts[reading.lemma] += int(100 * weight)
            readings.setdefault(reading.lemma, reading)
    return [readings[lemma] for lemma in sorted(counts, key=lambda k: (-counts[k], k))[:_MOST]]


def _of(phrase: Phrase, noun: str) -> list[Reading]:
    head = phrase.head.reading
    found = [part.reading for part in phrase.adjectives() if part.reading]
    same = head is not None and head.lemma == noun and phrase.parts[-1] == phrase.head
    return [r for r in found if same and not any(mark in r.tag for mark in _OF_WHICH)]


def _form(adjective: Reading, noun: Reading, number: str) -> str:
    return inflect(adjective, adjective.parse.normal_form, agreement(noun, "nomn", number))
