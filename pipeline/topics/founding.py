"""Which distinct texts topics are made of: what people want or complain of, if it has a matter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.topics.cluster import SMALL
from pipeline.topics.matters import has_matter
from pipeline.topics.units import Units

ROLES = ("problem", "solution", "against", "vision", "praise")


def founding(statements: pd.DataFrame, answers: pd.DataFrame, found: Units) -> np.ndarray:
    """Units (sorted numbers) that topics are made of; papers count where there is no survey.

    «Откройте», «примите меры», «так нельзя жить» tell of no matter: among many texts they would
    gather around the verb or the plea and make topics such as «Открытие», «Проверка», so they
    only join what is found without them.
    """
    kinds = answers.set_index("answer_id")["kind"].reindex(statements["answer_id"]).to_numpy()
    citizens = kinds == "survey"
    speaks = statements["role"].isin(ROLES).to_numpy() & (citizens | ~citizens.any())
    chosen = np.unique(found.of_row[speaks])
    if len(chosen) <= SMALL:
        return chosen
    with_matter = np.array(
        [has_matter(found.lemmas[unit], found.keys[unit]) for unit in chosen], dtype=bool
    )
    return chosen[with_matter] if with_matter.any() else chosen


def spoken_by(statements: pd.DataFrame, found: Units, units: np.ndarray) -> int:
    """How many answers the units come from, but no more than there are units.

    A long letter makes ten units of one matter, so it is letters that tell how many topics to
    look for; ten people who write one word make one unit.
    """
    among = np.isin(found.of_row, units)
    return min(len(units), statements["answer_id"][among].nunique())
