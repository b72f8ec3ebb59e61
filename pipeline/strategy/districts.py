"""What each district (or other closed answer) names more often than the rest."""

from __future__ import annotations

import json

import pandas as pd

from pipeline.findings.support import FEW, attributes_of, by_value, wilson
from pipeline.findings.voices import ASKING
from pipeline.strategy.changes import differ

COLUMNS = ["attribute", "value", "base", "finding_id", "kind", "name", "respondents", "share",
           "share_low", "share_high", "share_elsewhere", "distinct"]  # fmt: skip
_PLACES = ("район", "округ", "district", "микрорайон")
_SHOWN = 10  # findings of one value


def place_attribute(attributes: list[str]) -> str:
    """The closed question that asks where people live; "" when none does."""
    return next((a for word in _PLACES for a in sorted(attributes) if word in a.casefold()), "")


def profile(findings: pd.DataFrame, answers: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """One row per value of `attribute` and recurring finding named there, most named first.

    `distinct` is True where the share differs from the rest beyond chance (z-test, 5 %) and both
    bases are at least 30; under that nothing is ranked.
    """
    rows = []
    for kind, part in findings[findings["recurring"]].groupby("kind", sort=True):
        base = _base(answers, str(kind), attribute)
        everyone = sum(base.values())
        for row in part.itertuples():
            counts = json.loads(row.attributes).get(attribute, {})
            total = sum(counts.values())
            for value, count in sorted(counts.items()):
                asked = max(base.get(value, 0), count)
                rest = max(0, everyone - asked)
                low, high = wilson(count, asked)
                enough = min(asked, rest) >= FEW
                rows.append([
                    attribute, value, asked, row.finding_id, kind, row.name, count, count / asked,
                    low, high, (total - count) / rest if rest else 0.0,
                    enough and differ([count, total - count], [asked, rest]),
                ])  # fmt: skip
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame = frame.sort_values(
        ["value", "distinct", "respondents", "finding_id"],
        ascending=[True, False, False, True],
        kind="stable",
    )
    return frame.groupby(["value", "kind"], sort=False).head(_SHOWN).reset_index(drop=True)


def _base(answers: pd.DataFrame, kind: str, attribute: str) -> dict[str, int]:
    """Value -> respondents who answered a question that asks for `kind`."""
    asked = answers[
        (answers["kind"] == "survey")
        & ~answers["status"].isin(("empty", "rejected"))
        & answers["question_role"].isin(ASKING[kind])
    ]
    people = attributes_of(answers, frozenset(asked["respondent"]))
    if attribute not in people.columns:
        return {}
    return by_value(zip(people[attribute], people.index, strict=True))
