"""Campaigns: the same long words from many people. They are shown, never dropped."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from pipeline import tables
from pipeline.clean.repeats import is_long, signature, template_groups


def mark_campaigns(answers: pd.DataFrame, people: int) -> list[str]:
    """The campaign id of each answer, "" for none; duplicates share their original's.

    A campaign is a group of copies (repeats.template_groups) of a long text from at least
    `people` respondents. Its members stay used: messages are the sum of `repeats`, people the
    number of distinct respondents.
    """
    survey = answers[(answers["kind"] == "survey") & answers["status"].isin(["used", "duplicate"])]
    signatures = {row.Index: signature(row.analysis) for row in survey.itertuples()}
    groups = template_groups(sorted(set(signatures.values())))
    voices: dict[str, set[str]] = defaultdict(set)
    for row in survey.itertuples():
        voices[groups[signatures[row.Index]]].add(row.respondent)
    campaigns = {
        first: tables.short_hash("campaign", first)
        for first, said_by in voices.items()
        if is_long(first) and len(said_by) >= people
    }
    marks = dict.fromkeys(answers.index, "")
    marks.update((row, campaigns.get(groups[words], "")) for row, words in signatures.items())
    return [marks[row] for row in answers.index]
