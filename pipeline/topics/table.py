"""The table of topics: who speaks in each, its names, figures, quotes at the centre and the rim."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline import tables
from pipeline.naming.readable import readable
from pipeline.topics.model import Known
from pipeline.topics.quality import Quality
from pipeline.topics.units import respondents_of

QUOTES = 5


def table(
    statements: pd.DataFrame,
    answers: pd.DataFrame,
    of_row: np.ndarray,
    confidence: np.ndarray,
    known: Sequence[Known],
    measured: Quality,
) -> pd.DataFrame:
    """Rows of tables.TOPICS of the topics that have statements.

    `of_row` and `confidence` give the number of each statement's topic and how near it stands.
    """
    voices = respondents_of(statements, answers)
    rows = []
    for number, one in enumerate(known):
        members = np.flatnonzero(of_row == number)
        if len(members):
            rows.append(
                {
                    "topic_id": one.id,
                    "name": one.name,
                    "name_origin": "morphology",
                    "keywords": readable(one.keywords, statements["text"].iloc[members].tolist()),
                    "parent_id": one.parent,
                    "alternatives": list(one.alternatives),
                    **said_by(statements, members, confidence, voices),
                    **_figures(measured, number, known),
                }
            )
    return pd.DataFrame(rows) if rows else tables.empty("topics")


def _figures(measured: Quality, number: int, known: Sequence[Known]) -> dict[str, Any]:
    overlap = {known[other].id: alike for other, alike in measured.overlap[number].items()}
    return {
        "stability": float(measured.stability[number]),
        "coherence": float(measured.coherence[number]),
        "specificity": float(measured.specificity[number]),
        "overlap": json.dumps(overlap, ensure_ascii=False),
        "marks": measured.marks[number],
    }


def said_by(
    statements: pd.DataFrame, members: np.ndarray, confidence: np.ndarray, voices: np.ndarray
) -> dict[str, Any]:
    """How many statements, people and groups speak in `members`; directions, quotes, rim."""
    ranked = _by_confidence(members, confidence, statements)
    people = {voices[row] for row in members}
    groups = sorted(Counter(who[6:] for who in people if who.startswith("group:")).items())
    return {
        "statements": len(members),
        "respondents": sum(1 for who in people if who and not who.startswith("group:")),
        "groups": json.dumps(dict(groups), ensure_ascii=False),
        "directions": _directions(statements, members),
        "quotes": _distinct_people(ranked, voices, statements),
        "rim": _distinct_people(ranked[::-1], voices, statements),
    }


def _by_confidence(
    members: np.ndarray, confidence: np.ndarray, statements: pd.DataFrame
) -> list[int]:
    ids = statements["statement_id"].to_numpy()[members].astype(str)
    order = np.lexsort((ids, -np.round(confidence[members].astype(np.float64), 6)))
    return [int(row) for row in members[order]]


def _distinct_people(ranked: list[int], voices: np.ndarray, statements: pd.DataFrame) -> list[str]:
    """The first statement ids in the given order, one a voice."""
    seen: set[str] = set()
    chosen: list[str] = []
    for row in ranked:
        if len(chosen) == QUOTES:
            break
        if voices[row] and voices[row] not in seen:
            seen.add(voices[row])
            chosen.append(statements["statement_id"].iat[row])
    return chosen


def _directions(statements: pd.DataFrame, members: np.ndarray) -> list[str]:
    """Directions of at least a quarter of the members that have one, most common first."""
    given = statements["directions"].to_numpy()[members]
    counts = Counter(direction for directions in given for direction in directions)
    named = [directions for directions in given if len(directions)]
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [direction for direction, count in ranked if count * 4 >= len(named)][:3]
