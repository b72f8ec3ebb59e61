"""Ids of findings: made of what a finding says, and carried over from a former run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    pairs = sorted(
        (-score, str(now["finding_id"]), str(then["finding_id"]))
        for _, now in current.iterrows()
        for _, then in previous.iterrows()
        if now["kind"] == then["kind"] and (score := _likeness(now, then)) >= _SAME
    )
    carried: dict[str, str] = {}
    taken: set[str] = set()
    for _, now_id, then_id in pairs:
        if now_id not in carried and then_id not in taken:
            carried[now_id] = then_id
            taken.add(then_id)
    return carried


def _likeness(now: pd.Series, then: pd.Series) -> float:
    ours, theirs = set(now["statement_ids"]), set(then["statement_ids"])
    common = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    return max(common, 0.75 if fold(now["name"]) == fold(then["name"]) else 0.0)


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
