"""What changed by finding: between sessions of one run, or between two runs (waves)."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.findings.identity import carry

COLUMNS = ["finding_id", "previous_id", "kind", "name", "change", "before", "after",
           "share_before", "share_after", "significant"]  # fmt: skip
Homes = dict[tuple[str, str], list[int]]
_GROWTH = 0.25  # a change of fewer people than this share, or than two, is «unchanged»


def changes(previous: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    """One row per finding of either run that recurs in one of them.

    `change` is new, gone, grown, shrunk, same, merged (its statements are now part of a larger
    finding) or split (it came out of a larger one); `significant` says whether the two shares
    differ more than chance (two-proportion z-test, 5 %) would make them.
    """
    carried = carry(current, previous)
    was = previous.set_index("finding_id", drop=False)
    now = current.set_index("finding_id", drop=False)
    stood, stands = _homes(previous), _homes(current)
    kept = set(carried.values())
    rows = []
    for finding_id, row in now.iterrows():
        before = was.loc[carried[finding_id]] if finding_id in carried else None
        if row["recurring"] or (before is not None and before["recurring"]):
            kind = _change(before, row) if before is not None else _origin(row, stood)
            rows.append(_row(str(finding_id), before, row, kind))
    for finding_id, row in was.iterrows():
        if finding_id not in kept and row["recurring"]:
            rows.append(_row("", row, None, _fate(row, stands)))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["order"] = [-max(b, a) for b, a in zip(frame["before"], frame["after"], strict=True)]
    frame = frame.sort_values(["order", "finding_id", "previous_id"], kind="stable")
    return frame.drop(columns="order").reset_index(drop=True)


def between_sessions(
    findings: pd.DataFrame, sessions: Sequence[str], asked: Mapping[str, int]
) -> pd.DataFrame:
    """Voices of each recurring finding by session, and what the last session changed.

    `asked` tells how many voices, people and groups, each session heard, where people were asked.
    Such a session is compared with the last one before it in which they were, by shares: 5 of
    600 and 1 of 120 are the same; a session of working groups alone is compared with the session
    before it, by voices.
    Columns: finding_id, kind, name, one per session, change (new, gone, grown, shrunk, same).
    """
    rows = []
    earlier = _compared(sessions, asked)
    for row in findings[findings["recurring"]].itertuples():
        counts = json.loads(row.sessions)
        voices = [int(counts.get(session, 0)) for session in sessions]
        change = "same"
        if earlier:
            before, after = (int(counts.get(name, 0)) for name in (earlier, sessions[-1]))
            bases = [asked.get(earlier, 0), asked.get(sessions[-1], 0)]
            first = not any(counts.get(name) for name in sessions[:-1])
            change = _between(before, after, bases, first)
        rows.append([row.finding_id, row.kind, row.name, *voices, change])
    return pd.DataFrame(rows, columns=["finding_id", "kind", "name", *sessions, "change"])


def _compared(sessions: Sequence[str], asked: Mapping[str, int]) -> str:
    """The session that the last one is compared with; "" when there is none."""
    if len(sessions) < 2:
        return ""
    if not asked.get(sessions[-1]):
        return sessions[-2]
    return next((name for name in reversed(sessions[:-1]) if asked.get(name)), sessions[-2])


def _between(before: int, after: int, bases: Sequence[int], first: bool) -> str:
    if first and after:
        return "new"
    if not all(bases):
        return _direction(before, after)
    if before and not after and differ([before, after], bases):
        return "gone"
    if not differ([before, after], bases):
        return "same"
    return "grown" if after / bases[1] > before / bases[0] else "shrunk"


def _direction(before: int, after: int) -> str:
    if before == 0 and after == 0:
        return "same"
    if before == 0:
        return "new"
    if after == 0:
        return "gone"
    if abs(after - before) < max(2, _GROWTH * before):
        return "same"
    return "grown" if after > before else "shrunk"


def _change(before: pd.Series, after: pd.Series) -> str:
    return _direction(int(before["respondents"]), int(after["respondents"]))


def _homes(findings: pd.DataFrame) -> Homes:
    """(kind, statement) -> the findings, by number, that hold it."""
    homes: Homes = defaultdict(list)
    for number, (kind, ids) in enumerate(
        zip(findings["kind"], findings["statement_ids"], strict=True)
    ):
        for statement in set(ids):
            homes[kind, statement].append(number)
    return homes


def _origin(row: pd.Series, stood: Homes) -> str:
    """Split when most of its statements were in a larger finding of the kind, else new."""
    return "split" if _inside(row, stood) else "new"


def _fate(row: pd.Series, stands: Homes) -> str:
    """Merged when most of its statements are in a larger finding now, else gone."""
    return "merged" if _inside(row, stands) else "gone"


def _inside(row: pd.Series, homes: Homes) -> bool:
    mine = set(row["statement_ids"])
    held = Counter(number for sid in mine for number in homes.get((row["kind"], sid), ()))
    return any(count > len(mine) / 2 for count in held.values())


def _row(finding_id: str, before: pd.Series | None, after: pd.Series | None, change: str) -> list:
    shown = after if after is not None else before
    assert shown is not None
    counts = [int(r["respondents"]) if r is not None else 0 for r in (before, after)]
    shares = [float(r["share"]) if r is not None else None for r in (before, after)]
    bases = [int(r["base"]) if r is not None else 0 for r in (before, after)]
    return [finding_id, str(before["finding_id"]) if before is not None else "", shown["kind"],
            shown["name"], change, *counts, *shares, differ(counts, bases)]  # fmt: skip


def differ(counts: Sequence[int], bases: Sequence[int]) -> bool:
    """Two-proportion z-test at 5 %; False where a base is empty."""
    (a, b), (n, m) = counts, bases
    if not n or not m:
        return False
    pooled = (a + b) / (n + m)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return spread > 0 and abs(a / n - b / m) / spread > 1.96
