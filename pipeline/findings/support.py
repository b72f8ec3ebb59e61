"""How many people and groups stand behind a finding, and of how many who were asked."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

FEW = 30  # answers under which a share says little


def wilson(count: int, base: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson interval of a share, 95 % by default; (0, 1) where nobody was asked.

    Wilson, E. B. (1927), JASA 22 (158), 209–212.
    """
    if base <= 0:
        return 0.0, 1.0
    share = count / base
    middle = share + z * z / (2 * base)
    spread = z * math.sqrt(share * (1 - share) / base + z * z / (4 * base * base))
    scale = 1 + z * z / base
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def people(said: Iterable[Any]) -> frozenset[str]:
    """Distinct respondents among rows of Voices."""
    return frozenset(row.respondent for row in said) - {""}


def by_group(said: Iterable[Any]) -> dict[str, int]:
    """Group -> its items here. The group is one voice, however many items."""
    return by_value((row.group, row.answer_id) for row in said)


def by_value(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Value -> distinct voices, from (value, voice) pairs; empty values and voices left out."""
    distinct = {(value, voice) for value, voice in pairs if value and voice}
    counts = Counter(value for value, _ in distinct)
    return dict(sorted(counts.items()))


def by_session(said: Iterable[Any]) -> dict[str, int]:
    """Session -> distinct voices, people and groups together."""
    return by_value(
        (row.session, row.respondent or (f"group {row.group}" if row.group else "")) for row in said
    )


def by_question(said: Iterable[Any]) -> dict[str, int]:
    """Question -> distinct respondents."""
    return by_value((row.question, row.respondent) for row in said)


def by_attribute(said: Iterable[Any]) -> dict[str, dict[str, int]]:
    """Attribute -> value -> distinct respondents."""
    pairs: dict[str, set[tuple[str, str]]] = {}
    for row in said:
        for name, value in row.attributes.items():
            if value not in ("", None):
                pairs.setdefault(str(name), set()).add((str(value), row.respondent))
    return {name: by_value(values) for name, values in sorted(pairs.items())}


def attributes_of(answers: pd.DataFrame, respondents: frozenset[str]) -> pd.DataFrame:
    """One row per respondent of `respondents`, one column per closed question; "" unknown."""
    surveys = answers[(answers["kind"] == "survey") & answers["respondent"].isin(respondents)]
    rows: dict[str, dict[str, str]] = {}
    for respondent, text in zip(surveys["respondent"], surveys["attributes"], strict=True):
        values = {k: str(v) for k, v in (json.loads(text) if text else {}).items() if v is not None}
        rows.setdefault(respondent, {}).update({k: v for k, v in values.items() if v})
    frame = pd.DataFrame.from_dict(rows, orient="index").sort_index()
    return frame[sorted(frame.columns)].fillna("")
