"""Agreement of annotators: Krippendorff's alpha for nominal data, over all classes and for each.

    alpha = 1 − D_observed / D_expected      (Krippendorff 2011, «Computing Krippendorff's alpha»)

A class's own alpha takes every label as «this class or not». Missing labels are allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

NEEDED, TENTATIVE = 0.8, 0.667  # Krippendorff's own limits for trust and for tentative conclusions


def alpha(units: Sequence[Sequence[str | None]]) -> float:
    """Alpha of units, each a list of the labels that annotators gave it (None: no label).

    One class everywhere has no disagreement to expect: alpha is 1. Nothing to compare: NaN.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for labels in units:
        given = [label for label in labels if label is not None]
        if len(given) < 2:
            continue
        for place, one in enumerate(given):
            for other in given[:place] + given[place + 1 :]:
                pairs[one, other] += 1 / (len(given) - 1)  # type: ignore[assignment]
    totals: Counter[str] = Counter()
    for (one, _), count in pairs.items():
        totals[one] += count
    count = sum(totals.values())
    if count < 2:
        return float("nan")
    observed = sum(value for (one, other), value in pairs.items() if one != other) / count
    expected = 1 - sum(value * (value - 1) for value in totals.values()) / (count * (count - 1))
    return 1.0 if expected == 0 else float(1 - observed / expected)


def table(units: Sequence[Sequence[frozenset[str] | None]]) -> pd.DataFrame:
    """`class`, `alpha`, `labels`: all classes together first (of whole sets), then each class."""
    whole = [[_name(one) for one in labels] for labels in units]
    rows: list[dict[str, Any]] = [{"class": "", "alpha": alpha(whole), "labels": _count(units)}]
    for name in sorted({name for labels in units for one in labels if one for name in one}):
        own = [[None if one is None else str(name in one) for one in labels] for labels in units]
        said = sum(name in one for labels in units for one in labels if one)
        rows.append({"class": name, "alpha": alpha(own), "labels": said})
    return pd.DataFrame(rows)


def _name(labels: frozenset[str] | None) -> str | None:
    return None if labels is None else ";".join(sorted(labels))


def _count(units: Sequence[Sequence[frozenset[str] | None]]) -> int:
    return sum(one is not None for labels in units for one in labels)
