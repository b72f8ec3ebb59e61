"""Ids of findings: made of what a finding says, and carried over from a former run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.tables import fold, short_hash

_SAME = 0.5  # share of the smaller finding's statements that makes two findings one
_LENGTH = 10


def finding_ids(kinds: Sequence[str], names: Sequence[str], cores: Sequence[str]) -> list[str]:
    """An id for each finding from its kind and name; `cores` tell apart those of one name."""
    ids: list[str] = []
    seen: set[str] = set()
    for kind, name, core in zip(kinds, names, cores, strict=True):
        made = short_hash(kind, fold(name), length=_LENGTH)
        if made in seen:
            made = short_hash(kind, fold(name), core, length=_LENGTH)
        while made in seen:
            made = short_hash(made, length=_LENGTH)
        seen.add(made)
        ids.append(made)
    return ids


def carry(current: pd.DataFrame, previous: pd.DataFrame) -> dict[str, str]:
    """Former id of each current finding that is the same one: current id -> previous id.

    The same kind, and either most statements of the smaller one in common (ids of statements are
    made of their content, so the same answers keep them) or the same name. Best pairs first; each
    former id is given once.
    """
    then_with: dict[tuple[str, str], list[int]] = defaultdict(list)
    before = list(previous.itertuples(index=False))
    for index, then in enumerate(before):
        for mark in _marks(then):
            then_with[mark].append(index)
    pairs = []
    for now in current.itertuples(index=False):
        for index in sorted({i for mark in _marks(now) for i in then_with.get(mark, ())}):
            score = _likeness(now, before[index])
            if now.kind == before[index].kind and score >= _SAME:
                pairs.append((-score, str(now.finding_id), str(before[index].finding_id)))
    pairs.sort()
    carried: dict[str, str] = {}
    taken: set[str] = set()
    for _, now_id, then_id in pairs:
        if now_id not in carried and then_id not in taken:
            carried[now_id] = then_id
            taken.add(then_id)
    return carried


def _marks(finding: Any) -> set[tuple[str, str]]:
    """What two findings must have one of in common to be the same: a statement or the name."""
    said = {("said", str(statement)) for statement in finding.statement_ids}
    return said | {("name", fold(finding.name))}


def _likeness(now: Any, then: Any) -> float:
    ours, theirs = set(now.statement_ids), set(then.statement_ids)
    common = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    return max(common, 0.75 if fold(now.name) == fold(then.name) else 0.0)


def renamed(frame: pd.DataFrame, ids: Mapping[str, str], columns: Sequence[str]) -> pd.DataFrame:
    """`frame` with the ids in `columns` replaced by what `ids` maps them to.

    An id that a stranger would take over by the replacement is hashed once more.
    """
    targets = set(ids.values())
    changed = frame.copy()
    for column in columns:
        changed[column] = [
            ids.get(value, short_hash(value, length=_LENGTH) if value in targets else value)
            for value in frame[column]
        ]
    return changed
