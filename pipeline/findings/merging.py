"""Groups that turned out to have one name are one finding, if what they say is alike at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from pipeline.findings.units import Unit, opposed
from pipeline.tables import fold

_ALIKE = 0.25  # mean cosine of two groups of one name under which they stay apart


def merged(
    drafts: Sequence[tuple[str, list[Unit]]], vectors: np.ndarray
) -> list[tuple[str, list[Unit]]]:
    """The named groups, those of one name joined unless opposed or quite unlike."""
    by_name: dict[str, list[tuple[str, list[Unit]]]] = defaultdict(list)
    for name, together in drafts:
        by_name[fold(name)].append((name, together))
    result = []
    for _, same in sorted(by_name.items()):
        kept: list[tuple[str, list[Unit]]] = []
        for name, together in sorted(same, key=lambda item: (-len(item[1]), item[1][0].key)):
            home = next((k for k in kept if _joins(k[1], together, vectors)), None)
            if home is None:
                kept.append((name, list(together)))
            else:
                home[1].extend(together)
        result += kept
    return result


def _joins(ours: Sequence[Unit], theirs: Sequence[Unit], vectors: np.ndarray) -> bool:
    if any(opposed(one, other) for one in ours for other in theirs):
        return False
    return float(_center(ours, vectors) @ _center(theirs, vectors)) >= _ALIKE


def _center(together: Sequence[Unit], vectors: np.ndarray) -> np.ndarray:
    rows = [row for unit in together for row in unit.rows]
    mean = vectors[rows].mean(axis=0)
    norm = float(np.linalg.norm(mean))
    return mean / norm if norm > 0 else mean
