"""`label`: role, confidence, directions and lemmas for any list of texts, one row for each."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.statements import directions, directions_features, roles
from pipeline.statements.rules.words import Words

COLUMNS = ("text", "role", "role_confidence", "directions", "lemmas")
_KEPT = frozenset(
    ("N", "A", "AS", "V", "INF", "PT", "PS", "G", "ADV", "CMP", "PRD", "MOD", "X", "O")
)
_NEGATION = frozenset(("не", "нет", "без", "ни"))


def label(
    texts: Sequence[str | None],
    questions: Sequence[str | None] | None = None,
    most: int | None = None,
) -> pd.DataFrame:
    """A frame of COLUMNS, one row for each text in, same order.

    `directions` and `lemmas` are lists; a text of no direction has `other`; a missing text
    counts as empty. With `most` the roles of no more than so many texts, the least sure, are read
    again, and the directions of as many.
    """
    asked = list(questions) if questions is not None else [""] * len(texts)
    units = pd.DataFrame(
        {
            "text": ["" if pd.isna(text) else str(text) for text in texts],
            "question": ["" if pd.isna(question) else str(question) for question in asked],
        },
        dtype=object,
    )
    read = roles.read_units(units)
    places = directions_features.place_units(read, units)
    around = [place.around for place in places]
    found = roles.classify_read(read, around=around, most=most)
    units["role"] = found["role"]
    units["role_confidence"] = found["role_confidence"]
    units["directions"] = [
        ids or [directions.OTHER]
        for ids in directions.classify_places(places, directions.taxonomy(), most=most)
    ]
    units["lemmas"] = [lemmas(one.words) for one in read]
    return units[list(COLUMNS)]


def lemmas(found: Words) -> list[str]:
    """Content lemmas in reading order, negation kept."""
    return [
        lemma
        for lemma, tag in zip(found.lemmas, found.tags, strict=True)
        if tag.partition(".")[0] in _KEPT or lemma in _NEGATION
    ]
