"""Few short texts: which of them say the same, by spelling and by meaning.

In a poll most answers stand alone and the rest are spelled almost alike, so pairs are compared by
character n-grams weighted by their rarity in this poll, and by the encoder. Average linkage joins
groups while the mean likeness of their texts holds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SPELLING = 0.7  # share of spelling in the likeness of two short texts; the rest is meaning
SHORT = 2  # words of a short text; the longer the texts, the less spelling tells
JOIN = 0.35  # groups whose texts are so alike on the average become one
GRAMS = (2, 4)


def likeness(rows: np.ndarray, keys: Sequence[str]) -> np.ndarray:
    """Likeness −1 to 1, float64 (n, n), of texts given as unit rows and as folded texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=GRAMS, sublinear_tf=True)
    spelled = grams.fit_transform([f" {key} " for key in keys])
    spelling = np.asarray((spelled @ spelled.T).todense())
    meaning = rows.astype(np.float64) @ rows.T.astype(np.float64)
    words = np.array([len(key.split()) for key in keys])
    mean = (words[:, None] + words[None, :]) / 2
    share = SPELLING * np.minimum(1, SHORT / np.maximum(mean, 1))
    empty = ~np.any(rows != 0, axis=1)
    share = np.where(empty[:, None] | empty[None, :], 1.0, share)
    return np.asarray(share * spelling + (1 - share) * meaning)


def joined(rows: np.ndarray, keys: Sequence[str], join: float = JOIN) -> np.ndarray:
    """Labels (n,) of texts; one that is like no other has a label of its own."""
    from sklearn.cluster import AgglomerativeClustering

    if len(keys) < 2:
        return np.zeros(len(keys), dtype=np.int64)
    apart = np.round(np.clip(1 - likeness(rows, keys), 0, 2), 6)
    return np.asarray(
        AgglomerativeClustering(
            None, distance_threshold=1 - join, linkage="average", metric="precomputed"
        ).fit_predict(apart)
    )
