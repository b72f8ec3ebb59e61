"""Measures of a partition of texts against labels, and of the topics' words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from pipeline.topics.cluster import NONE
from pipeline.topics.keywords import class_tfidf, keywords
from pipeline.topics.quality import npmi


def against_labels(gold: Sequence[Hashable], found: Sequence[int]) -> dict[str, float]:
    """AMI, V-measure and B-cubed of a partition; texts without topic (−1) count as one class."""
    from sklearn.metrics import adjusted_mutual_info_score, v_measure_score

    precision, recall, f1 = bcubed(gold, found)
    numbers = _numbered(gold)
    return {
        "ami": round(float(adjusted_mutual_info_score(numbers, found)), 4),
        "v": round(float(v_measure_score(numbers, found)), 4),
        "bcubed_precision": round(precision, 4),
        "bcubed_recall": round(recall, 4),
        "bcubed_f1": round(f1, 4),
    }


def bcubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998; Amigó et al. 2009)."""
    both = Counter(zip(gold, found, strict=True))
    of_gold, of_found = Counter(gold), Counter(found)
    precision = sum(n * n / of_found[topic] for (_, topic), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[label] for (label, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def of_words(lemmas: Sequence[Sequence[str]], found: np.ndarray) -> dict[str, float]:
    """c-NPMI of the topics' keywords over these texts, and the share of keywords used once."""
    count = int(found.max()) + 1 if len(found) else 0
    if count <= 0:
        return {"npmi": 0.0, "diversity": 0.0}
    tops = keywords(*class_tfidf(lemmas, found, count))
    needed = {word for top in tops for word in top}
    holders = {word: set[int]() for word in needed}
    for row, text in enumerate(lemmas):
        for word in needed.intersection(text):
            holders[word].add(row)
    scores = [_coherence([holders[w] for w in top], len(lemmas)) for top in tops if len(top) > 1]
    listed = [word for top in tops for word in top]
    return {
        "npmi": round(float(np.mean(scores)), 4) if scores else 0.0,
        "diversity": round(len(needed) / max(len(listed), 1), 4),
    }


def _coherence(holders: Sequence[set[int]], texts: int) -> float:
    together = np.array([[len(a & b) for b in holders] for a in holders], dtype=np.float64)
    return npmi(together, np.diag(together), texts)


def sizes(found: np.ndarray) -> dict[str, Any]:
    """How many topics there are and the share of texts without one."""
    return {
        "topics": len(set(found[found != NONE].tolist())),
        "none": round(float(np.mean(found == NONE)), 4) if len(found) else 0.0,
    }


def _numbered(values: Sequence[Hashable]) -> list[int]:
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(value, len(numbers)) for value in values]
