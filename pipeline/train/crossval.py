"""Splits that do not flatter: a person or document on one side, and its repeats with it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.labelled import repeat_key
from pipeline.tables import short_hash

FOLDS = 5


def splits(
    frame: pd.DataFrame, seed: int = 0, folds: int = FOLDS
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(training rows, held-out rows) of each fold of a labelled frame.

    No group is on both sides. A training row that repeats a held-out text, whoever wrote it, is
    left out of training, since a model would only have to remember it. The folds depend on the
    names of the groups and the seed, never on the order of rows; where there are fewer groups
    than folds, a fold that would be empty is left out.
    """
    groups = frame["group"].map(str)
    fold_of = {name: place % folds for place, name in enumerate(_shuffled(set(groups), seed))}
    place = groups.map(fold_of).to_numpy()
    keys = frame["text"].map(repeat_key).to_numpy(dtype=object)
    for fold in range(folds):
        held = np.flatnonzero(place == fold)
        repeated = set(keys[held])
        kept = np.array(
            [row for row in np.flatnonzero(place != fold) if keys[row] not in repeated], dtype=int
        )
        if len(held) and len(kept):
            yield kept, held


def learning_part(frame: pd.DataFrame, rows: int, seed: int = 0) -> np.ndarray:
    """About `rows` rows of a labelled frame, whole groups at a time, in a chance order."""
    chosen: list[int] = []
    members = frame.groupby(frame["group"].map(str)).indices
    for name in _shuffled(set(members), seed):
        if len(chosen) >= rows:
            break
        chosen += list(members[name])[: rows - len(chosen)]
    return np.array(sorted(chosen), dtype=int)


def _shuffled(names: set[str], seed: int) -> list[str]:
    return sorted(names, key=lambda name: (short_hash("fold", seed, name), name))
