"""The words of a topic: class-based TF-IDF, as in BERTopic (Grootendorst 2022, arXiv 2203.05794).

A word's weight in a topic is its share of the topic's words times log(1 + A / f): A is the mean
number of words in a topic, f how often the word stands in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

KEYWORDS = 10
WEAK = frozenset({"не", "нет", "без", "ни", "быть", "весь", "свой", "это", "очень", "еще", "уже"})


def class_tfidf(
    lemmas: Sequence[Sequence[str]], labels: np.ndarray, topics: int
) -> tuple[sparse.csr_matrix, list[str]]:
    """Weights (topics, words) of the lemmas of units by topic, and the words in sorted order."""
    words = sorted({lemma for unit in lemmas for lemma in unit})
    column = {word: place for place, word in enumerate(words)}
    rows, columns = [], []
    for label, unit in zip(labels, lemmas, strict=True):
        if label >= 0:
            for lemma in sorted(set(unit)):
                rows.append(label)
                columns.append(column[lemma])
    counts = sparse.csr_matrix(
        (np.ones(len(rows)), (rows, columns)), shape=(topics, len(words)), dtype=np.float64
    )
    if not rows:
        return counts, words
    frequency = np.asarray(counts.sum(axis=0)).ravel()
    idf = np.log1p(counts.sum() / topics / np.maximum(frequency, 1))
    share = sparse.diags(1 / np.maximum(np.asarray(counts.sum(axis=1)).ravel(), 1))
    return sparse.csr_matrix(share @ counts @ sparse.diags(idf)), words


def keywords(weights: sparse.csr_matrix, words: Sequence[str]) -> list[list[str]]:
    """The heaviest words of each topic, heaviest first, ties in alphabetical order."""
    found = []
    for topic in range(weights.shape[0]):
        row = weights.getrow(topic)
        ranked = sorted(zip(-row.data, row.indices, strict=True))
        chosen = [words[place] for _, place in ranked if words[place] not in WEAK]
        found.append(chosen[:KEYWORDS])
    return found
