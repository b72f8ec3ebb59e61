"""The public edition's findings: small ones held back, counts protected, quotes gated."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.findings.support import wilson
from pipeline.strategy.disclosure import ROUND_TO, protected_counts, rounded
from pipeline.strategy.quasi import quasi_identifiers, tells_apart

UNNAMED = "Вывод без названия: слова людей скрыты"


@dataclass(frozen=True)
class Published:
    """`findings` as the public may see them; `held_back` findings of `held_back_people` people.

    Counts in `findings` are rounded; hidden ones are null in the JSON cross-tabs. `quotes` hold
    only what passed the gate.
    """

    findings: pd.DataFrame
    held_back: int
    held_back_people: int


def published(
    findings: pd.DataFrame, statements: pd.DataFrame, people_of: Mapping[str, frozenset[str]],
    min_cell: int,
) -> Published:  # fmt: skip
    """The findings of at least `min_cell` people, or of groups alone, made safe to print."""
    alone = (findings["respondents"] == 0) & (findings["groups"] != "{}")
    kept = findings[(findings["respondents"] >= min_cell) | alone].copy()
    held = findings[~findings["finding_id"].isin(kept["finding_id"])]
    texts = dict(zip(statements["statement_id"], statements["text"], strict=True))
    kept["quotes"] = [[q for q in ids if not quasi_identifiers(texts[q])] for ids in kept["quotes"]]
    for column in ("attributes", "sessions", "questions"):
        kept[column] = [
            _crosstabs(column, text, total, min_cell)
            for text, total in zip(kept[column], kept["respondents"], strict=True)
        ]
    for column in ("respondents", "base", "messages", "statements", "campaign_respondents"):
        kept[column] = [rounded(int(value)) for value in kept[column]]
    pairs = list(zip(kept["respondents"], kept["base"], strict=True))
    kept["share"] = [people / base if base else 0.0 for people, base in pairs]
    kept["share_low"] = [wilson(people, base)[0] for people, base in pairs]
    kept["share_high"] = [wilson(people, base)[1] for people, base in pairs]
    kept["weighted_share"] = [
        coarse(float(share), base)
        for share, base in zip(kept["weighted_share"], kept["base"], strict=True)
    ]
    kept["slots"] = "{}"
    # A matter's people less those of its findings would tell of the rare voices held back.
    kept["matter_respondents"] = pd.Series(None, index=kept.index, dtype="Int64")
    kept["statement_ids"] = [list(quotes) for quotes in kept["quotes"]]
    kept["name"] = [_title(row) for row in kept.itertuples()]
    people = frozenset().union(*(people_of[fid] for fid in held["finding_id"]))
    return Published(kept.reset_index(drop=True), len(held), rounded(len(people)))


def coarse(share: float, base: int) -> float:
    """A share in steps no finer than the rounding of counts: times the base it tells no count."""
    if math.isnan(share):
        return share
    step = max(0.01, ROUND_TO / base) if base else 1.0
    return min(1.0, round(round(share / step) * step, 2))


def _title(finding: Any) -> str:
    """The name, unless it is somebody's words that may tell who they are."""
    return UNNAMED if tells_apart(finding.name) else str(finding.name)


def _crosstabs(column: str, text: str, total: int, min_cell: int) -> str:
    table = json.loads(text)
    if column == "attributes":
        safe = {name: protected_counts(values, total, min_cell) for name, values in table.items()}
        return json.dumps(safe, ensure_ascii=False, sort_keys=True)
    return json.dumps(protected_counts(table, total, min_cell), ensure_ascii=False, sort_keys=True)
