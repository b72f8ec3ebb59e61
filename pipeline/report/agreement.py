"""Who agrees with whom, and theses of the draft, in the order in which they are worth reading."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd

from pipeline.report.result import Result
from pipeline.vocabulary import GROUP_VERDICT_TITLES

_ORDER = ("конфликт", "общее", "экспертное", "запрос жителей", "особое мнение")


def telling(result: Result) -> pd.DataFrame:
    """The consensus matrix: conflicts and what is shared first, then by people."""
    matrix = result.strategy.matrix
    people = [-result.finding[fid].respondents for fid in matrix["finding_id"]]
    rank = [_ORDER.index(verdict) for verdict in matrix["consensus"]]
    keys = pd.DataFrame({"rank": rank, "people": people, "id": matrix["finding_id"].to_list()})
    return matrix.iloc[keys.sort_values(["rank", "people", "id"]).index]


def theses(result: Result, document: str) -> list[Any]:
    """Rows of coverage of a document, by the numbers of their theses."""
    rows = result.coverage[result.coverage["document"] == document].itertuples(index=False)
    return sorted(rows, key=lambda row: (_number(row.thesis), row.thesis or "", row.text))


def said_of(result: Result, row: Any, most: int = 3) -> list[Any]:
    """Findings about a thesis as they are worth reading: objections, then the most supported.

    Images of the city and single voices stand only where nobody else speaks of the thesis.
    """
    found = [result.finding[fid] for fid in row.finding_ids]
    weighty = [f for f in found if f.kind != "vision" and (f.recurring or f.groups != "{}")]
    chosen = weighty or found
    chosen.sort(key=lambda f: (f.kind != "against", -f.respondents, f.finding_id))
    return chosen[:most]


def group_verdicts(row: Any) -> list[str]:
    """What groups decided of a thesis at the desk: «бизнес: изменить — новая редакция (почему)»."""
    said = []
    for group, held in json.loads(row.decisions or "{}").items():
        text = f" — {held['text']}" if held["text"] else ""
        why = f" ({held['why']})" if held["why"] else ""
        said.append(f"{group}: {GROUP_VERDICT_TITLES[held['verdict']]}{text}{why}")
    return said


def _number(thesis: str | None) -> int:
    found = re.search(r"\d+", thesis or "")
    return int(found[0]) if found else 10**6
