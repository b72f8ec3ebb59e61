"""Names of topics that say what people want their city to be: «Чистый, тихий и ровный город»."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pipeline.naming.lexicon import lemma_class
from pipeline.naming.subjects import listed
from pipeline.naming.words import capitalized, readings
from pipeline.topics.coverage import Corpus, Holders

_VISIONS = 0.5  # share of visions from which a topic may be named by how the city is wanted
_MOST = 3


def vision_name(corpus: Corpus, holders: Holders, topic: int) -> tuple[str, float, float] | None:
    """A name made of the commonest adjectives of visions, its fit and coverage, or None."""
    members = np.flatnonzero(corpus.labels == topic)
    weights = corpus.weights[members]
    wanted = np.array([corpus.roles[int(number)] == "vision" for number in members], dtype=bool)
    if weights[wanted].sum() < _VISIONS * weights.sum():
        return None
    counts: Counter[str] = Counter()
    for number in members[wanted]:
        for lemma in set(corpus.lemmas[int(number)]):
            if _describes(lemma):
                counts[lemma] += int(corpus.weights[int(number)])
    chosen = [lemma for lemma, _ in sorted(counts.items(), key=lambda p: (-p[1], p[0]))][:_MOST]
    if not chosen:
        return None
    texts = set().union(*(holders.of((lemma,)) for lemma in chosen))
    fit, coverage = holders.fit(texts, topic)
    return capitalized(f"{listed(chosen)} город"), fit, coverage


def _describes(lemma: str) -> bool:
    """True for «чистый», «тихий»; false for «второй», «наш», «новый»."""
    found = readings(lemma)
    return (
        bool(found)
        and found[0].pos == "ADJF"
        and "Apro" not in found[0].tag
        and "Anum" not in found[0].tag
        and found[0].lemma not in lemma_class("vague")
    )
