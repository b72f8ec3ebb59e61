"""Topics and findings of two runs side by side: new, gone, grown, shrunk, merged, split.

Bases differ between sessions and waves, so shares are compared, never counts; whether a change is
beyond chance is said apart from whether there is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.findings.support import FEW, wilson
from pipeline.identity import finding_groups, topic_groups
from pipeline.runs import Run
from pipeline.strategy.changes import differ
from pipeline.topics.identity import Group, match

CHANGES = ("new", "gone", "grown", "shrunk", "merged", "split", "same")
COLUMNS = ("change", "kind", "id", "previous_id", "name", "previous_name", "related",
           "before", "base_before", "share_before", "low_before", "high_before", "groups_before",
           "after", "base_after", "share_after", "low_after", "high_after", "groups_after",
           "significant", "quotes")  # fmt: skip
_GROWTH = 0.25  # a change of fewer people than this share, or than two, is «same»
_MOST = 0.5  # share of a group's common texts that lie in another for a merger or a split
_COMMON = 3  # … and how many there must be
_QUOTES = 2
_CHANCE = 0.05  # fewer common pseudonyms than this are people who happen to be numbered alike


@dataclass(frozen=True)
class Comparison:
    """Two tables with the columns of COLUMNS, what was compared, and what a reader must know.

    `related` names the ids that a group was merged into or split from; `quotes` are people's own
    words, from the later run where the group is still there.
    """

    old: str
    new: str
    topics: pd.DataFrame
    findings: pd.DataFrame
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Side:
    """A group's figures in one run."""

    people: int
    base: int
    groups: int
    name: str
    quotes: tuple[str, ...]
    counted: bool = True  # False: a rare voice, which alone is no line of a comparison


@dataclass(frozen=True)
class _Half:
    """One run's groups of one sort with their figures."""

    groups: Sequence[Group]
    sides: Mapping[str, _Side]

    def nobody(self, kind: str) -> _Side:
        """The figures of what nobody said here, of all who were asked about its kind."""
        bases = [self.sides[group.id].base for group in self.groups if group.kind == kind]
        return _Side(people=0, base=max(bases, default=0), groups=0, name="", quotes=())


def compare(old: Run, new: Run) -> Comparison:
    """Compare two finished runs; the runs may be of one dataset or of two."""
    same_encoder = old.info.get("models", {}).get("encoder") == new.info.get("models", {}).get(
        "encoder"
    )
    vectors = [run.vectors if same_encoder else None for run in (old, new)]
    topics = [_topics(run, some) for run, some in zip((old, new), vectors, strict=True)]
    findings = [_findings(run, some) for run, some in zip((old, new), vectors, strict=True)]
    return Comparison(
        old=_title(old),
        new=_title(new),
        topics=_compared(*topics),
        findings=_compared(*findings),
        notes=tuple(_notes(old, new, same_encoder)),
    )


def _title(run: Run) -> str:
    return f"{run.info.get('title') or run.info.get('dataset', '')} ({run.path.name})"


def _notes(old: Run, new: Run, same_encoder: bool) -> Iterable[str]:
    if not same_encoder:
        yield ("Прогоны сделаны с разными моделями векторов: темы и выводы сопоставлены только "
               "по общим ответам и названиям.")  # fmt: skip
    if any(_asked(run) < FEW for run in (old, new)):
        yield f"В одном из прогонов меньше {FEW} ответивших: доли мало о чём говорят."
    people = [set(_respondents(run)) for run in (old, new)]
    known = people[0] & people[1]
    if len(known) > _CHANCE * min(len(some) for some in people):
        yield (
            f"В обоих прогонах есть ответы одних и тех же людей ({len(known)}): случайность "
            "посчитана так, как если бы люди были разные, то есть осторожно."
        )


def _respondents(run: Run) -> pd.Series:
    answers = run.answers
    spoken = (answers["kind"] == "survey") & answers["status"].isin(("used", "duplicate"))
    return answers["respondent"][spoken & (answers["respondent"] != "")].dropna().unique()


def _asked(run: Run) -> int:
    return len(_respondents(run))


def _topics(run: Run, vectors: np.ndarray | None) -> _Half:
    base, texts = _asked(run), _texts(run)
    sides = {
        row["topic_id"]: _Side(
            people=int(row["respondents"]),
            base=base,
            groups=_count(row["groups"]),
            name=row["name"],
            quotes=_quotes(row["quotes"], texts),
        )
        for row in run.topics.to_dict("records")
    }
    return _Half(topic_groups(run.topics, run.statements, vectors), sides)


def _findings(run: Run, vectors: np.ndarray | None) -> _Half:
    texts = _texts(run)
    sides = {
        row["finding_id"]: _Side(
            people=int(row["respondents"]),
            base=int(row["base"]),
            groups=_count(row["groups"]),
            name=row["name"],
            quotes=_quotes(row["quotes"], texts),
            counted=bool(row["recurring"]),
        )
        for row in run.findings.to_dict("records")
    }
    return _Half(finding_groups(run.findings, run.statements, vectors), sides)


def _texts(run: Run) -> dict[str, str]:
    statements = run.statements
    return dict(zip(statements["statement_id"], statements["text"], strict=True))


def _quotes(ids: Iterable[str] | None, texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(texts[id_] for id_ in ids or () if id_ in texts)[:_QUOTES]


def _count(groups: str | None) -> int:
    return len(json.loads(groups)) if groups else 0


def _compared(old: _Half, new: _Half) -> pd.DataFrame:
    """One row per group of either run, the most talked of first."""
    pairs = _pairs(old, new)
    inside_old = _Containment(new.groups, old.groups)
    inside_new = _Containment(old.groups, new.groups)
    rows = []
    for group in new.groups:
        before = old.sides.get(pairs.get(group.id, ""))
        after = new.sides[group.id]
        if not (after.counted or (before and before.counted)):
            continue
        home = None if before else inside_old.home(group.id)
        change = _direction(before, after) if before else "split" if home else "new"
        before = before or old.nobody(group.kind)
        rows.append(_row(change, group, group.id, pairs.get(group.id, ""), home, before, after))
    matched = set(pairs.values())
    for group in old.groups:
        before = old.sides[group.id]
        if group.id in matched or not before.counted:
            continue
        home = inside_new.home(group.id)
        change = "merged" if home else "gone"
        rows.append(_row(change, group, "", group.id, home, before, new.nobody(group.kind)))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    size = frame[["share_before", "share_after"]].fillna(0.0).max(axis=1)
    voices = frame["groups_before"] + frame["groups_after"]
    order = pd.DataFrame({"size": -size, "voices": -voices, "id": frame["id"],
                          "old": frame["previous_id"]})  # fmt: skip
    return frame.loc[order.sort_values(list(order), kind="stable").index].reset_index(drop=True)


def _pairs(old: _Half, new: _Half) -> dict[str, str]:
    """New id -> old id: those that carry one id already, then those that are alike."""
    kinds = {group.id: group.kind for group in old.groups}
    pairs = {group.id: group.id for group in new.groups if kinds.get(group.id) == group.kind}
    rest = [group for group in new.groups if group.id not in pairs]
    free = [group for group in old.groups if group.id not in pairs]
    return pairs | match(rest, free)


class _Containment:
    """Which group of the other run holds most of a group's texts that both runs have."""

    def __init__(self, groups: Sequence[Group], others: Sequence[Group]) -> None:
        self._groups = {group.id: group for group in groups}
        self._kinds = {group.id: group.kind for group in others}
        self._holders: dict[str, list[str]] = {}
        for other in others:
            for key in other.members:
                self._holders.setdefault(key, []).append(other.id)

    def home(self, id_: str) -> str | None:
        """Id of the group of the same kind that holds most of its texts, or None."""
        group = self._groups[id_]
        counts: dict[str, int] = {}
        common = 0
        for key in group.members:
            holders = self._holders.get(key, ())
            common += bool(holders)
            for holder in holders:
                if self._kinds[holder] == group.kind:
                    counts[holder] = counts.get(holder, 0) + 1
        if common < _COMMON or not counts:
            return None
        best = min(counts, key=lambda holder: (-counts[holder], holder))
        return best if counts[best] > _MOST * common else None


def _direction(before: _Side, after: _Side) -> str:
    """Grown, shrunk or same, by shares; by groups where no residents were asked."""
    if not before.base or not after.base:
        change, was = float(after.groups - before.groups), float(before.groups)
    else:
        # The change in people, as if as many had been asked before as after.
        was = before.people / before.base * after.base
        change = after.people - was
    if abs(change) < max(2.0 if before.base and after.base else 1.0, _GROWTH * was):
        return "same"
    return "grown" if change > 0 else "shrunk"


def _row(
    change: str,
    group: Group,
    id_: str,
    previous_id: str,
    home: str | None,
    before: _Side,
    after: _Side,
) -> list[Any]:
    shown = after if after.name else before
    significant = differ([before.people, after.people], [before.base, after.base])
    return [
        change, group.kind, id_, previous_id, shown.name, before.name,
        [home] if home else [], *_figures(before), *_figures(after), significant,
        list(shown.quotes),
    ]  # fmt: skip


def _figures(side: _Side) -> list[Any]:
    if not side.base:
        return [side.people, 0, None, None, None, side.groups]
    low, high = wilson(side.people, side.base)
    return [side.people, side.base, side.people / side.base, low, high, side.groups]
