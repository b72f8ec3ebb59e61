"""The topic of an answer: what most of its text speaks of."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd


def of_answers(
    statements: pd.DataFrame, answers: pd.DataFrame, numbers: np.ndarray, alike: np.ndarray
) -> list[int]:
    """The number of each answer's topic, −1 for none; a duplicate has its original's.

    `numbers` (rows,) are the statements' topics, `alike` (rows, topics) how near each stands to
    every topic. A topic that more than half of the text stands in is the answer's. Where none has
    so much, all sentences are heard on the topics that the answer has: a sentence between two
    topics speaks for both, a longer one for longer (the root of its length).
    """
    lengths = (statements["end"] - statements["start"]).to_numpy(dtype=np.float64)
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, answer in enumerate(statements["answer_id"]):
        rows_of[answer].append(row)
    best = {
        answer: _best(numbers[rows], lengths[rows], alike[rows]) for answer, rows in rows_of.items()
    }
    return [
        best.get(original or answer, -1)
        for answer, original in zip(answers["answer_id"], answers["duplicate_of"], strict=True)
    ]


def _best(numbers: np.ndarray, lengths: np.ndarray, alike: np.ndarray) -> int:
    own = np.unique(numbers[numbers >= 0])
    if len(own) < 2:
        return int(own[0]) if len(own) else -1
    held = np.array([lengths[numbers == topic].sum() for topic in own])
    if 2 * held.max() > held.sum():
        return int(own[held.argmax()])
    heard = (np.sqrt(lengths)[:, None] * np.maximum(alike[:, own], 0.0) ** 2).sum(axis=0)
    return int(own[np.round(heard, 6).argmax()])
