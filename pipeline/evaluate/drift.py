"""How far new data are from what a model was trained on.

Compared are shares: labels, lengths, kinds of questions (Jensen–Shannon divergence, 0 to 1), and
the share of words that the model has never met. Data that have drifted are a reason to label a
batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from pipeline.statements.roles import read_units
from pipeline.statements.rules.questions import question_kind

NOTABLE = 0.1  # a divergence from which the page says that data have drifted
FRESH = 15  # new words shown
_LENGTHS = (1, 2, 4, 8, 16, 32)


def profile(frame: pd.DataFrame, target: str) -> dict[str, dict[str, float]]:
    """Shares of labels, lengths and kinds of questions of labelled data; kept in pack.json."""
    labels = [
        label
        for value in frame[target]
        for label in ([value] if isinstance(value, str) else value or ["other"])
    ]
    return {"labels": _shares(labels)} | _plain(frame)


def _plain(frame: pd.DataFrame) -> dict[str, dict[str, float]]:
    lengths = [_length(text) for text in frame["text"]]
    kinds = [question_kind(question) or "none" for question in frame["question"]]
    return {"lengths": _shares(lengths), "questions": _shares(kinds)}


def drift(
    frame: pd.DataFrame,
    target: str,
    vocabulary: Iterable[str],
    trained: Mapping[str, Mapping[str, float]] | None,
) -> dict[str, Any]:
    """Divergences from the `trained` profile where there is one, and words not in `vocabulary`."""
    known = set(vocabulary)
    met: Counter[str] = Counter()
    for unit in read_units(frame[["text"]], with_rules=False):
        met.update(lemma for lemma in unit.words.lemmas if lemma.isalpha() and len(lemma) > 2)
    fresh = Counter({lemma: count for lemma, count in met.items() if lemma not in known})
    total = max(sum(met.values()), 1)
    own = profile(frame, target)
    gaps = {name: divergence(own[name], trained[name]) for name in own} if trained else {}
    return {
        "unknown_words": round(sum(fresh.values()) / total, 4),
        "fresh": [name for name, count in fresh.most_common(FRESH) if count >= 5],
        "divergence": gaps,
        "notable": sorted(name for name, gap in gaps.items() if gap >= NOTABLE),
        "profile": own,
        "trained": dict(trained) if trained else None,
    }


def divergence(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Jensen–Shannon divergence in bits of two tables of shares (Lin 1991)."""
    names = sorted({*one, *other})
    first = np.array([one.get(name, 0.0) for name in names])
    second = np.array([other.get(name, 0.0) for name in names])
    middle = (first + second) / 2

    def against(part: np.ndarray) -> float:
        there = part > 0
        return float((part[there] * np.log2(part[there] / middle[there])).sum())

    return round((against(first) + against(second)) / 2, 4)


def _shares(values: Iterable[str]) -> dict[str, float]:
    counts = Counter(values)
    total = max(sum(counts.values()), 1)
    return {name: round(counts[name] / total, 4) for name in sorted(counts)}


def _length(text: str) -> str:
    words = len(text.split())
    return next((f"≤{limit}" for limit in _LENGTHS if words <= limit), f">{_LENGTHS[-1]}")
