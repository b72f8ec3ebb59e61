"""What a name of a thing alone leaves unsaid: «Проблемы с мостом: пробки и ремонт».

Where no claim of a thing is shared by enough people, what some of them tell of it follows a colon,
so that the name says what is wrong and not only with what.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.naming.claims import Claim
from pipeline.naming.judging import names_evil
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.shared import Shared
from pipeline.naming.subjects import Gathered, listed
from pipeline.naming.words import known

_MOST = 2  # aspects that a name has room for
_VOICES, _PART = 2, 0.2  # people, and share of all, that an aspect must have
_OF_MANY = 0.5  # share of all from which one deed leads the names of several things
_WEATHER = frozenset({"снег", "лед", "сугроб", "ремонт", "расписание"})
# Evils of something else: alone they say nothing.
_BARE = frozenset("угроза снижение повреждение рост нарушение сложность трудность опасность риск "
                  "невозможность падение закрытие сокращение ухудшение превышение конфликт "
                  "отписка несоблюдение неисправность задержка".split())  # fmt: skip
_HEADS = 60  # most frequent nouns that are looked at


def with_aspects(found: Claim, shared: Shared, gathered: Gathered) -> Claim:
    """A claim of the frames bare and trouble with what else its people speak of."""
    if found.phrase is None or found.frame not in ("bare", "trouble") or not found.lead:
        return found
    total = sum(one.weight for one in shared.heard)
    enough = max(_VOICES, _PART * total)
    told = [*shared.told_of(found.head), *_evils(found, shared, gathered)]
    kept = sorted(((weight, text) for weight, text in told if weight >= enough),
                  key=lambda item: (-item[0], item[1]))[:_MOST]  # fmt: skip
    return replace(found, aspects=tuple(text for _, text in kept))


def _evils(found: Claim, shared: Shared, gathered: Gathered) -> list[tuple[float, str]]:
    """Evils that are named beside the thing, with the weight of those who name them."""
    nouns = sorted((key for key in gathered.counts if len(key) == 1),
                   key=lambda key: (-gathered.counts[key], key))[:_HEADS]  # fmt: skip
    evils = [key for key in nouns if names_evil(key[0]) or key[0] in _WEATHER]
    made = []
    for key in evils:
        weight = sum(one.weight for one in shared.heard if key[0] in one.lemmas)
        if key[0] not in {*found.objects, *_BARE} and key[0] not in lemma_class("relational"):
            made.append((weight, gathered.subject(key).form("nomn")))
    return made


def of_many(shared: Shared) -> list[Claim]:
    """«Обучение руководителей и подрядчиков»: one deed that half ask for, of several things."""
    total = sum(one.weight for one in shared.heard)
    made = []
    for _, objects in shared.deeds():
        weights = {text: sum(w for _, w in said) for text, said in objects.items()}
        if sum(weights.values()) < _OF_MANY * total or max(weights.values()) >= _OF_MANY * total:
            continue
        spelt = [text for text in objects if all(known(word) for word in text.split())]
        ranked = sorted(spelt, key=lambda text: (-weights[text], len(text), text))
        heads = {objects[text][0][0].head: text for text in reversed(ranked)}
        best = [text for text in ranked if text in heads.values()][:_MOST]
        if len(best) == _MOST:
            first = objects[best[0]][0][0]
            made.append(replace(first, frame="many", phrase=None, trail=listed(best)))
    return made
