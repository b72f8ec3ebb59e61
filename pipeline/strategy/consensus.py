"""Who is for, who is against, and what that makes of a finding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.settings import Settings
from pipeline.strategy.subjects import Subjects, contrary, refuses

_OPPOSED = 0.5  # likeness of subjects from which an objection is about a proposal
_CITIZENS = "жители"


@dataclass(frozen=True)
class Opposition:
    """A proposal and the finding that stands against it."""

    finding_id: str
    against_id: str
    score: float


def oppositions(findings: pd.DataFrame, subjects: Subjects) -> list[Opposition]:
    """Pairs of a proposal and an objection (or a contrary proposal) about one thing."""
    kind = dict(zip(findings["finding_id"], findings["kind"], strict=True))
    found = []
    for one in findings["finding_id"]:
        if kind[one] not in ("solution", "against"):
            continue
        for other in subjects.near(subjects.words[one]):
            if (kind[one], kind[other]) == ("solution", "against"):
                opposed = refuses(subjects.traits[other], subjects.traits[one])
            elif (kind[one], kind[other]) == ("solution", "solution") and one < other:
                opposed = contrary(subjects.traits[one], subjects.traits[other])
            else:
                continue
            if not opposed:
                continue
            score = max(subjects.between(one, other), subjects.by_name(one, other))
            if score >= _OPPOSED:
                found.append(Opposition(one, other, round(score, 4)))
    return sorted(found, key=lambda pair: (-pair.score, pair.finding_id, pair.against_id))


def consensus(
    findings: pd.DataFrame, against: list[Opposition], settings: Settings
) -> dict[str, str]:
    """finding_id -> one of tables.CONSENSUS.

    конфликт: a proposal and its objection each have people or a group behind them; общее: people
    in recurring number and at least `strategy.groups` groups (all, where there are fewer);
    запрос жителей: people in recurring number; экспертное: at least two groups; особое мнение:
    the rest.
    """
    people = settings.findings.people
    present = {name for text in findings["groups"] for name in json.loads(text)}
    enough = max(1, min(settings.strategy.groups, len(present)))
    verdicts = {}
    for row in findings.itertuples():
        groups = len(json.loads(row.groups))
        if row.respondents >= people and present and groups >= enough:
            verdicts[row.finding_id] = "общее"
        elif row.respondents >= people:
            verdicts[row.finding_id] = "запрос жителей"
        elif groups >= 2:
            verdicts[row.finding_id] = "экспертное"
        else:
            verdicts[row.finding_id] = "особое мнение"
    strong = set(findings.loc[findings["recurring"], "finding_id"]) | {
        row.finding_id for row in findings.itertuples() if json.loads(row.groups)
    }
    for pair in against:
        if pair.finding_id in strong and pair.against_id in strong:
            verdicts[pair.finding_id] = verdicts[pair.against_id] = "конфликт"
    return verdicts


def matrix(findings: pd.DataFrame, against: list[Opposition]) -> pd.DataFrame:
    """Findings × (citizens and groups), each cell «за», «против», «за и против» or "".

    Columns: finding_id, kind, name, consensus, `жители`, then the groups by name, and `opposed`
    (ids of the findings on the other side). One row per finding that recurs or has a group.
    """
    voices = _voices(findings)
    names = sorted({name for held in voices.values() for name in held} - {_CITIZENS})
    others: dict[str, list[str]] = {}
    for pair in against:
        others.setdefault(pair.finding_id, []).append(pair.against_id)
        others.setdefault(pair.against_id, []).append(pair.finding_id)
    rows = []
    for row in findings.itertuples():
        if not row.recurring and not json.loads(row.groups):
            continue
        side = others.get(row.finding_id, [])
        opposed = {name: n for other in side for name, n in voices[other].items()}
        cells = {
            name: _cell(voices[row.finding_id].get(name, 0), opposed.get(name, 0))
            for name in [_CITIZENS, *names]
        }
        rows.append({"finding_id": row.finding_id, "kind": row.kind, "name": row.name,
                     "consensus": row.consensus, **cells, "opposed": sorted(side)})  # fmt: skip
    columns = ["finding_id", "kind", "name", "consensus", _CITIZENS, *names, "opposed"]
    return pd.DataFrame(rows, columns=columns)


def _voices(findings: pd.DataFrame) -> Mapping[str, dict[str, int]]:
    return {
        row.finding_id: {
            name: count
            for name, count in {_CITIZENS: row.respondents, **json.loads(row.groups)}.items()
            if count
        }
        for row in findings.itertuples()
    }


def _cell(support: int, opposition: int) -> str:
    if support and opposition:
        return "за и против"
    return "за" if support else "против" if opposition else ""
