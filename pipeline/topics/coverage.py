"""How well the words of a name stand for a topic: whom they cover, and whom else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from pipeline.naming.subjects import Key
from pipeline.naming.words import fold, words
from pipeline.topics.units import Units


@dataclass(frozen=True)
class Corpus:
    """Distinct texts of a survey: how they read, their lemmas, role, weight and topic.

    `labels` (n,) holds the number of each text's topic, negative for none; `weights` (n,) how many
    statements read so; `typical` (n,) how near each text is to its topic's centre.
    """

    texts: Sequence[str]
    lemmas: Sequence[Sequence[str]]
    roles: Sequence[str]
    weights: np.ndarray
    labels: np.ndarray
    typical: np.ndarray


def corpus_of(
    statements: pd.DataFrame, found: Units, labels: np.ndarray, typical: np.ndarray
) -> Corpus:
    """What topics are named from: each distinct text once, as its first statement has it."""
    order = np.lexsort((statements["statement_id"].astype(str), statements["text"].astype(str)))
    _, place = np.unique(found.of_row[order], return_index=True)
    first = statements.iloc[order[place]]
    return Corpus(
        texts=first["text"].tolist(),
        lemmas=found.lemmas,
        roles=first["role"].fillna("").tolist(),
        weights=np.bincount(found.of_row, minlength=len(found.keys)).astype(np.float64),
        labels=labels,
        typical=typical,
    )


class Holders:
    """Which texts hold all lemmas of a key."""

    def __init__(self, corpus: Corpus) -> None:
        self._with: dict[str, set[int]] = defaultdict(set)
        for number, lemmas in enumerate(corpus.lemmas):
            for lemma in (*lemmas, *_dictionary_forms(corpus.texts[number])):
                self._with[fold(lemma)].add(number)
        self.weights, self.labels = corpus.weights, corpus.labels
        self._sizes = {
            int(label): float(corpus.weights[corpus.labels == label].sum())
            for label in np.unique(corpus.labels)
        }

    def of(self, key: Key) -> set[int]:
        """The texts that hold every lemma of `key`."""
        return set.intersection(*(self._with.get(lemma, set()) for lemma in key))

    def fit(self, texts: set[int], topic: int) -> tuple[float, float]:
        """How well a set of texts stands for a topic, and the share of the topic it covers."""
        index = np.fromiter(sorted(texts), dtype=np.int64, count=len(texts))
        inside = float(self.weights[index[self.labels[index] == topic]].sum())
        if not inside:
            return 0.0, 0.0
        coverage = inside / self._sizes[topic]
        precision = inside / float(self.weights[index].sum())
        return 2 * coverage * precision / (coverage + precision), coverage


@lru_cache(maxsize=100_000)  # topics and both of their levels ask about the same texts
def _dictionary_forms(text: str) -> tuple[str, ...]:
    """Adjectives as names are made of: the annotation takes «управляющая» for a verb."""
    return tuple(r.lemma for word in words(text) for r in word.readings if r.adjective)
