"""One voice's repeats: one message stays and counts them, the others are set aside."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from pipeline.clean.repeats import is_long, near_groups, signature
from pipeline.clean.status import GROUP_REPEAT, OWN_REPEAT


def mark_duplicates(answers: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """With `status`, `reason`, `duplicate_of` and `repeats` of repeated answers set.

    A repeat is the same text, or a near copy of a long one, by the same respondent to the same
    question, or by the same group in the same session. The same short text in another session
    is said anew. The longest message stays; among equals the one that comes first in its paper,
    then by id. Theses of a draft never repeat: each has its own number.
    """
    answers = answers.assign(duplicate_of="", repeats=1)
    used = answers[(answers["status"] == "used") & (answers["kind"] != "draft")]
    signatures = {row.Index: signature(row.analysis) for row in used.itertuples()}
    groups = near_groups(sorted(set(signatures.values())), threshold)
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in used.itertuples():
        words = signatures[row.Index]
        voice = (row.kind, row.source, row.respondent, row.group, row.question)
        when = "" if row.kind == "survey" and is_long(words) else row.session
        where = "" if row.kind == "survey" or is_long(words) else row.heading
        same[(*voice, when, where, groups[words])].append(row.Index)
    for rows in same.values():
        if len(rows) > 1:
            _collapse(answers, rows)
    return answers


def _collapse(answers: pd.DataFrame, rows: list[int]) -> None:
    """Keep the best of `rows` with the count of all; the others become its duplicates."""
    first, *others = sorted(
        rows,
        key=lambda row: (
            -len(answers.at[row, "text"]),
            answers.at[row, "position"] if answers.at[row, "kind"] != "survey" else 0,
            answers.at[row, "answer_id"],
        ),
    )
    answers.at[first, "repeats"] = len(rows)
    reason = OWN_REPEAT if answers.at[first, "kind"] == "survey" else GROUP_REPEAT
    answers.loc[others, "status"] = "duplicate"
    answers.loc[others, "reason"] = reason
    answers.loc[others, "duplicate_of"] = answers.at[first, "answer_id"]
