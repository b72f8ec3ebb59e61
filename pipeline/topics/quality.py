"""How far each topic can be trusted: stability, coherence, specificity, overlap, marks.

Stability is cluster-wise (Hennig 2007, «Cluster-wise assessment of cluster stability»): texts are
resampled and grouped anew, and the mean over the samples of the best Jaccard likeness that a topic
finds there is its stability. Coherence is c-NPMI of the keywords (Lau et al. 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from pipeline.topics.cluster import SMALL, Partition, divide
from pipeline.topics.likeness import joined

SAMPLES = 10
SHARE = 0.8  # of the texts in each sample
LOOKED_AT = 4_000  # texts in a sample, at most
SHAPED = 800  # of which Ward's agglomeration looks at so many
TOP_WORDS = 10

UNSTABLE = 0.5  # Hennig: a group whose likeness is no more than this has dissolved
OVERLAP = 0.65  # cosine of centres; halves of one labelled class have 0.8, neighbours 0.6
LOOSE = 0.8  # of the median topic's mean similarity to its centre …
COMMON = 0.85  # … and of its specificity: a topic below both gathers the leavings
EXPECTED = 1.0  # a pair of words that chance would bring together more rarely tells nothing


@dataclass(frozen=True)
class Quality:
    """Figures of the topics 0 … k − 1; `overlap` maps a topic to its look-alikes."""

    stability: np.ndarray
    coherence: np.ndarray
    specificity: np.ndarray
    overlap: list[dict[int, float]]
    marks: list[list[str]]


def quality(
    rows: np.ndarray,
    keys: Sequence[str],
    lemmas: Sequence[Sequence[str]],
    part: Partition,
    keywords: Sequence[Sequence[str]],
    seed: int = 42,
    by_number: bool = False,
    nameless: Sequence[bool] = (),
) -> Quality:
    """Measure the topics of a partition.

    `by_number`: the user gave the number of topics; `nameless` says which topics no name fits.
    """
    count = len(part.centers)
    if not count:
        return Quality(np.zeros(0), np.zeros(0), np.zeros(0), [], [])
    steady = stability(rows, keys, part, seed, by_number)
    coherence, specificity = _of_words(lemmas, part.labels, keywords)
    overlap = overlaps(part.centers)
    placed = part.labels >= 0
    sizes = np.bincount(part.labels[placed], minlength=count)
    summed = np.bincount(part.labels[placed], part.similarity[placed], minlength=count)
    near = summed / np.maximum(sizes, 1)
    loose = (near < LOOSE * np.median(near)) & (specificity < COMMON * np.median(specificity))
    mixed = loose | np.array(nameless, dtype=bool) if len(nameless) else loose
    marks = [
        [
            *(["unstable"] if sizes[t] > 1 and steady[t] <= UNSTABLE else []),
            *(["catch_all"] if sizes[t] > 1 and mixed[t] else []),
            *(["overlaps"] if overlap[t] else []),
        ]
        for t in range(count)
    ]
    return Quality(steady, coherence, specificity, overlap, marks)


def stability(
    rows: np.ndarray,
    keys: Sequence[str],
    part: Partition,
    seed: int = 42,
    by_number: bool = False,
) -> np.ndarray:
    """Stability 0 to 1 of each topic, (topics,); a topic that no sample met has 0."""
    count = len(part.centers)
    placed = np.flatnonzero(part.labels >= 0)
    chance = np.random.default_rng(seed)
    found, met = np.zeros(count), np.zeros(count)
    for _ in range(SAMPLES if count else 0):
        size = min(LOOKED_AT, max(1, round(len(placed) * SHARE)))
        chosen = np.sort(chance.choice(placed, size, replace=False))
        if len(rows) <= SMALL and not by_number:
            again = joined(rows[chosen], [keys[row] for row in chosen])
        else:
            again = divide(rows[chosen], min(count, size), sample=SHAPED)
        best, there = _best_jaccard(part.labels[chosen], again, count)
        found += best
        met += there
    return np.round(found / np.maximum(met, 1), 4)


def _best_jaccard(labels: np.ndarray, again: np.ndarray, count: int) -> tuple[np.ndarray, ...]:
    """The best Jaccard likeness of each topic to a group found again, and whether it was met."""
    both = np.zeros((count, again.max() + 1))
    np.add.at(both, (labels, again), 1)
    one, other = both.sum(axis=1), both.sum(axis=0)
    union = one[:, None] + other[None, :] - both
    return (both / np.maximum(union, 1)).max(axis=1), (one > 0).astype(float)


def overlaps(centers: np.ndarray) -> list[dict[int, float]]:
    """For each topic the others whose centre is at least OVERLAP near, nearest first."""
    alike = centers @ centers.T
    np.fill_diagonal(alike, -1)
    return [
        {
            int(other): round(float(alike[topic, other]), 3)
            for other in np.lexsort((np.arange(len(alike)), -np.round(alike[topic], 6)))
            if alike[topic, other] >= OVERLAP
        }
        for topic in range(len(alike))
    ]


def _of_words(
    lemmas: Sequence[Sequence[str]], labels: np.ndarray, keywords: Sequence[Sequence[str]]
) -> tuple[np.ndarray, np.ndarray]:
    """c-NPMI of each topic's keywords and the mean share of their texts that are the topic's."""
    tops = [list(words)[:TOP_WORDS] for words in keywords]
    needed = {word: place for place, word in enumerate(sorted({w for top in tops for w in top}))}
    held = _presence(lemmas, needed)
    together = np.asarray((held.T @ held).todense(), dtype=np.float64)
    everywhere = np.diag(together).copy()
    coherence, specificity = np.zeros(len(tops)), np.zeros(len(tops))
    for topic, top in enumerate(tops):
        places = [needed[word] for word in top]
        if places:
            inside = np.asarray(held[labels == topic][:, places].sum(axis=0)).ravel()
            own = inside / np.maximum(everywhere[places], 1)
            specificity[topic] = np.average(own, weights=np.maximum(inside, 1e-9))
        if len(places) > 1:
            pairs = together[np.ix_(places, places)]
            coherence[topic] = npmi(pairs, everywhere[places], len(lemmas))
    return np.round(coherence, 4), np.round(specificity, 4)


def npmi(together: np.ndarray, alone: np.ndarray, texts: int) -> float:
    """Mean normalised pointwise mutual information of word pairs, −1 to 1, from counts of texts.

    In short texts most pairs never meet, whatever the topic; a pair that was not to be expected
    to meet counts 0, one that was and did not −1 (Röder et al. 2015 give both −1).
    """
    upper = np.triu_indices(len(alone), 1)
    joint = together[upper] / texts
    apart = (alone[:, None] * alone[None, :])[upper] / texts**2
    known = joint > 0
    found = np.where(apart * texts >= EXPECTED, -1.0, 0.0)
    found[known] = np.log(joint[known] / apart[known]) / np.maximum(-np.log(joint[known]), 1e-9)
    return float(np.clip(found, -1, 1).mean()) if len(found) else 0.0


def _presence(lemmas: Sequence[Sequence[str]], words: dict[str, int]) -> sparse.csr_matrix:
    """Which word stands in which text, 0/1, sparse float32 (texts, words)."""
    rows = [sorted({words[word] for word in text if word in words}) for text in lemmas]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([column for row in rows for column in row], dtype=np.int64)
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_matrix((ones, columns, starts), shape=(len(rows), len(words)))
