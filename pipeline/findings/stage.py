"""The findings stage: from statements with roles, topics and vectors to findings and links."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from pipeline import tables
from pipeline.findings import support
from pipeline.findings.families import families, gathered
from pipeline.findings.grouping import Space, group
from pipeline.findings.identity import finding_ids
from pipeline.findings.kin import related
from pipeline.findings.links import links
from pipeline.findings.matters import claims
from pipeline.findings.merging import merged
from pipeline.findings.quotes import quotes
from pipeline.findings.settling import Settling
from pipeline.findings.titles import Titles
from pipeline.findings.twins import twinned
from pipeline.findings.units import Unit, units
from pipeline.findings.voices import Voices, voices
from pipeline.findings.weights import Weights
from pipeline.settings import Settings
from pipeline.tables import short_hash

_SLOTS = ("place", "cause", "effect", "addressee", "resource", "deadline", "indicator",
          "benchmark", "responsible")  # fmt: skip


@dataclass(frozen=True)
class Findings:
    """What the stage found: the tables `findings` and `links` of the contract."""

    findings: pd.DataFrame
    links: pd.DataFrame


@dataclass(frozen=True)
class Draft:
    """A group of units on its way to a finding."""

    kind: str
    name: str
    units: tuple[Unit, ...]
    rows: tuple[int, ...]  # positions in Voices.said
    matter: str  # equal for drafts of one kind about one matter
    agrees: bool  # False where its people say no one thing that a name could say
    said: frozenset[int]  # those of `rows` that say the name in so many words


def findings(
    answers: pd.DataFrame,
    statements: pd.DataFrame,
    topics: pd.DataFrame,
    vectors: np.ndarray,
    settings: Settings,
) -> Findings:
    """Group statements of one kind that say the same, name, count and link the groups.

    `vectors` are unit rows, (len(statements), d), in the order of `statements`. A finding recurs
    at `settings.findings.people` people or `settings.findings.groups` groups who say one thing;
    the rest are kept as rare voices (`recurring` False).
    """
    heard = voices(answers, statements)
    aligned = _aligned(heard, statements, vectors)
    drafts: list[Draft] = []
    every = units(heard.rows, _claiming(heard))
    for kind in tables.FINDING_KINDS:
        some = [unit for unit in every if unit.kind == kind]
        drafts += _drafts(kind, some, aligned, settings.findings, heard.rows)
    ids = finding_ids(
        [draft.kind for draft in drafts],
        [draft.name for draft in drafts],
        [min(unit.key for unit in draft.units) for draft in drafts],
    )
    counter = _Counter(heard, answers, settings)
    rows = [
        counter.row(finding_id, draft, aligned)
        for finding_id, draft in zip(ids, drafts, strict=True)
    ]
    frame = tables.conform(pd.DataFrame(rows, columns=tables.FINDINGS.names), "findings")
    frame = _in_order(frame)
    return Findings(frame, links(frame, heard, aligned))


def _aligned(heard: Voices, statements: pd.DataFrame, vectors: np.ndarray) -> np.ndarray:
    """The vectors of `heard.said`, row by row."""
    position = {sid: i for i, sid in enumerate(statements["statement_id"])}
    rows = [position[sid] for sid in heard.said["statement_id"]]
    return np.asarray(vectors, dtype=np.float32)[rows]


def _drafts(
    kind: str, some: Sequence[Unit], vectors: np.ndarray, limits: Any, said: Sequence[Any]
) -> list[Draft]:
    """The findings of one kind to be; `limits` are the settings of findings."""
    space, threshold = Space(some, vectors), limits.likeness
    titles = Titles(some, kind)

    def recurs(members: Sequence[int]) -> bool:
        return _recurs([said[row] for index in members for row in some[index].rows], limits)

    named = [
        (titles.plain(members), members)
        for members in twinned(related(group(space, threshold), space, threshold), space)
    ]
    found = merged(named, space, threshold)
    kept, made = gathered(found, space, recurs)
    found = [*kept, *((titles.plain(whole), whole) for whole in made)]
    agreed, loose = Settling(some, titles, recurs).settled(found)
    groups = [*(one.members for one in agreed), *(one.members for one in loose)]
    labels = families(groups, space)
    keys: dict[int, str] = {}
    for label, together in zip(labels, groups, strict=True):
        key = min(some[index].key for index in together)
        keys[label] = min(key, keys.get(label, key))
    matters = [short_hash(kind, keys[label]) for label in labels]
    drafts = [
        _draft(kind, one.name, {n: some[n] for n in one.members}, matter, one.saying)
        for one, matter in zip(agreed, matters, strict=False)
    ]
    for one, matter in zip(loose, matters[len(agreed) :], strict=True):
        parts = [one.members] if one.together else [[n] for n in one.members]
        drafts += [
            _draft(kind, titles.plain(part), {n: some[n] for n in part}, matter, None)
            for part in parts
        ]
    return drafts


def _recurs(said: Sequence[Any], limits: Any) -> bool:
    groups = support.by_group(said)
    return len(support.people(said)) >= limits.people or len(groups) >= limits.groups


def _draft(
    kind: str, name: str, together: Mapping[int, Unit], matter: str, saying: frozenset[int] | None
) -> Draft:
    rows = tuple(sorted(row for unit in together.values() for row in unit.rows))
    said = {row for index, unit in together.items() for row in unit.rows if index in (saying or ())}
    return Draft(kind, name, tuple(together.values()), rows, matter, saying is not None,
                 frozenset(said))  # fmt: skip


def _claiming(heard: Voices) -> list[bool]:
    texts = heard.answers_of["text"].to_dict()
    return [claims(row, texts[row.answer_id]) for row in heard.rows]


class _Counter:
    """Counts the support of findings; bases are computed once."""

    def __init__(self, heard: Voices, answers: pd.DataFrame, settings: Settings) -> None:
        self.heard, self.limits = heard, settings.findings
        self.weights = Weights(answers, settings.findings.weights)
        self._base = lru_cache(maxsize=256)(heard.base)

    def row(self, finding_id: str, draft: Draft, vectors: np.ndarray) -> dict[str, Any]:
        """One row of the findings table."""
        rows = list(draft.rows)
        said = [self.heard.rows[row] for row in rows]
        persons = support.people(said)
        asked = self._base(draft.kind, frozenset(row.question for row in said)) | persons
        groups = support.by_group(said)
        low, high = support.wilson(len(persons), len(asked))
        limits = self.limits
        return {
            "finding_id": finding_id,
            "kind": draft.kind,
            "name": draft.name,
            "direction": _commonest(d for row in said for d in (row.directions or [])[:1]),
            "topic_id": _commonest(row.topic_id for row in said) or None,
            "statements": len(said),
            "respondents": len(persons),
            "base": len(asked),
            "share": len(persons) / len(asked) if asked else 0.0,
            "share_low": low,
            "share_high": high,
            "groups": _json(groups),
            "sessions": _json(support.by_session(said)),
            "attributes": _json(support.by_attribute(said)),
            "statement_ids": [row.statement_id for row in said],
            "quotes": quotes(
                said, vectors[rows], limits.quotes, draft.name, [row in draft.said for row in rows]
            ),
            "consensus": None,
            "in_draft": None,
            "questions": _json(support.by_question(said)),
            "slots": _json(slots(said)),
            "recurring": draft.agrees and _recurs(said, limits),
            "messages": _messages(said),
            "campaign_respondents": len(_campaign(said)),
            "weighted_share": self.weights.share(persons, asked),
            "marks": _marks(said, len(asked), len(persons)),
            "matter_id": draft.matter,
        }


def _messages(said: Sequence[Any]) -> int:
    """Messages behind the statements, repeats included."""
    repeats = {row.answer_id: row.repeats for row in said}
    return sum(max(1, int(count)) if count == count else 1 for count in repeats.values())


def _campaign(said: Sequence[Any]) -> frozenset[str]:
    """Respondents whose message is part of a campaign."""
    return support.people(row for row in said if row.campaign)


def _marks(said: Sequence[Any], base: int, persons: int) -> list[str]:
    """What a reader must know beside the figure."""
    marks = []
    if 0 < base < support.FEW:
        marks.append("few_answers")
    if persons and len(_campaign(said)) > persons / 2:
        marks.append("campaign")
    if sum(row.role_confidence or 0.0 for row in said) < 0.5 * len(said):
        marks.append("unsure")
    return marks


def slots(said: Sequence[Any]) -> dict[str, list[list[Any]]]:
    """Slot -> [[value, voices], …], the most named first; at most ten values of a slot."""
    counts: dict[str, set[tuple[str, str]]] = {}
    written: dict[str, Counter[str]] = {}
    for row in said:
        for name, value in (json.loads(row.slots) if row.slots else {}).items():
            for item in value if isinstance(value, list) else [value]:
                shown = str(item.get("text", "") if isinstance(item, Mapping) else item).strip()
                if name not in _SLOTS or not shown:
                    continue
                key = tables.fold(shown)
                counts.setdefault(name, set()).add((key, row.respondent or row.group))
                written.setdefault(f"{name} {key}", Counter())[shown] += 1
    table: dict[str, list[list[Any]]] = {}
    for name, pairs in sorted(counts.items()):
        tally = Counter(key for key, _ in pairs)
        best = sorted(tally.items(), key=lambda item: (-item[1], item[0]))[:10]
        table[name] = [[_first(written[f"{name} {key}"]), count] for key, count in best]
    return table


def _first(counts: Counter[str]) -> str:
    return min(counts, key=lambda value: (-counts[value], value))


def _commonest(values: Any) -> str:
    counts = Counter(value for value in values if isinstance(value, str) and value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else ""


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Kinds as the vocabulary has them, most supported first, then by id."""
    kinds = [tables.FINDING_KINDS.index(kind) for kind in frame["kind"]]
    groups = [len(json.loads(value)) for value in frame["groups"]]
    keys = pd.DataFrame(
        {"kind": kinds, "people": -frame["respondents"], "groups": [-g for g in groups],
         "statements": -frame["statements"], "id": frame["finding_id"]}
    )  # fmt: skip
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return frame.loc[order].reset_index(drop=True)
