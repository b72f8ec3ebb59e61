"""Directions of statements: a trained model for the directions it knows, seeds for new ones."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.statements.directions_taxonomy import OTHER, Taxonomy, seed_scores, taxonomy
from pipeline.statements.roles import read_units
from pipeline.statements.roles_features import Unit

TASK = "directions"
_LEAST = 0.8
_KEEP = 0.6
_MOST = 2


def classify(
    units: pd.DataFrame, known: Taxonomy | None = None, version: str = ""
) -> list[list[str]]:
    """The directions of each statement, surest first; an empty list: none."""
    known = known or taxonomy()
    return [_by_seeds(one, known) for one in read_units(units)]


def _by_seeds(one: Unit, known: Taxonomy) -> list[str]:
    scores = seed_scores(one.words.lemmas, known)
    best = max(scores, default=0.0)
    if best < _LEAST:
        return []
    order: Sequence[int] = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    return [known.ids[place] for place in order if scores[place] >= _KEEP * best][:_MOST]


__all__ = ["OTHER", "classify", "taxonomy"]
