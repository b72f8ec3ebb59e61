"""What is clustered: distinct texts in a canonical order, whatever the order of the rows.

Copies would bend the neighbourhoods and the row order would move the partition (BERTopic #2276,
umap #564), so statements that read the same are one unit, and units are sorted by their text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.encode.static import unit
from pipeline.tables import fold

EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True)
class Units:
    """Distinct texts: their keys, unit vectors and lemmas, and the unit of every statement row."""

    keys: list[str]
    vectors: np.ndarray  # float32 (units, d)
    lemmas: list[list[str]]
    of_row: np.ndarray  # int (rows,): the unit of each statement

    def keys_of(self, chosen: np.ndarray) -> list[str]:
        """The keys of the units that a boolean mask chooses, sorted."""
        return [self.keys[number] for number in np.flatnonzero(chosen)]


def units(texts: Sequence[str], lemmas: Sequence[Sequence[str]], vectors: np.ndarray) -> Units:
    """Gather rows into units; a unit's vector is the mean of its rows' vectors."""
    keys = np.array([key_of(text) for text in texts], dtype=object)
    distinct = sorted(set(keys))
    place = {key: number for number, key in enumerate(distinct)}
    of_row = np.array([place[key] for key in keys], dtype=np.int64)
    first: dict[int, list[str]] = {}
    for row, number in enumerate(of_row):
        words = list(lemmas[row])
        if number not in first or words < first[number]:
            first[number] = words
    summed = np.zeros((len(distinct), vectors.shape[1] if vectors.ndim == 2 else 0), np.float64)
    order = np.lexsort((*(vectors.T[:8]), of_row)) if len(of_row) else of_row
    np.add.at(summed, of_row[order], vectors[order])
    means = np.round(unit(summed.astype(np.float32)), 5)
    return Units(distinct, means, [first[number] for number in range(len(distinct))], of_row)


def key_of(text: str) -> str:
    """The text as it is compared: case, ё, spaces and punctuation at its ends do not count."""
    folded = fold(text)
    return EDGES.sub("", folded) or folded


def respondents_of(statements: pd.DataFrame, answers: pd.DataFrame) -> np.ndarray:
    """Who speaks in each statement: the pseudonym, `group:NAME` for a group, "" for a draft."""
    said = answers.set_index("answer_id")[["respondent", "group", "kind"]]
    rows = said.reindex(statements["answer_id"])
    voices = [
        "" if kind == "draft" else f"group:{group}" if group else respondent or ""
        for respondent, group, kind in zip(
            rows["respondent"], rows["group"], rows["kind"], strict=True
        )
    ]
    return np.array(voices, dtype=object)
