"""A run as the desk reads it: what was said, thoughts, cards (topics and findings), theses."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from pipeline.decisions.lines import places
from pipeline.errors import InputError
from pipeline.findings.voices import ASKING
from pipeline.runs import Run

_LIMITS = {"people": 3, "groups": 2, "agree": 2}  # as in defaults.toml
TOPIC = "topic"  # the kind of a card that is a topic; the others are tables.FINDING_KINDS


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that somebody said: a survey cell, an item of a paper, a thesis."""

    id: str
    kind: str
    source: str
    locator: str
    question: str
    question_role: str
    respondent: str
    group: str
    session: str
    attributes: Mapping[str, str]
    text: str
    status: str
    reason: str
    thesis: str
    heading: str


@dataclass(frozen=True, slots=True)
class Thought:
    """One thought of an answer, as the models labelled it."""

    id: str
    answer_id: str
    start: int
    end: int
    text: str
    lemmas: tuple[str, ...]
    role: str
    second_role: str
    confidence: float
    directions: tuple[str, ...]
    topic_id: str
    flags: tuple[str, ...]
    slots: str


@dataclass(frozen=True, slots=True)
class Group:
    """A topic or a finding of the run: statements that belong together, and what was said of it."""

    id: str
    kind: str
    name: str
    direction: str
    topic_id: str
    members: tuple[str, ...]
    quotes: tuple[str, ...]
    consensus: str
    in_draft: str
    recurring: bool
    marks: tuple[str, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thesis:
    """A thesis of the draft: `id` is its answer, `findings` those that speak of it."""

    id: str
    number: str
    text: str
    direction: str
    verdict: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Base:
    """A run, read once; nothing here changes. `name` is the folder of the run."""

    name: str
    title: str
    answers: Mapping[str, Said]
    statements: Mapping[str, Thought]
    groups: Mapping[str, Group]
    theses: Mapping[str, Thesis]
    links: tuple[tuple[str, str, float], ...] = ()
    limits: Mapping[str, int] = field(default_factory=lambda: dict(_LIMITS))
    settled: frozenset[int] = frozenset()  # decisions that the run itself has taken in
    vectors: np.ndarray | None = None  # a row per statement, in the order of `statements`
    lines: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # see lines.places

    @cached_property
    def home(self) -> dict[str, tuple[str, ...]]:
        """statement_id -> cards that hold it."""
        found: dict[str, list[str]] = defaultdict(list)
        for group in self.groups.values():
            for sid in group.members:
                found[sid].append(group.id)
        return {sid: tuple(ids) for sid, ids in found.items()}

    @cached_property
    def row(self) -> dict[str, int]:
        """statement_id -> its row in `vectors`."""
        return {sid: place for place, sid in enumerate(self.statements)}

    @cached_property
    def of_answer(self) -> dict[str, tuple[str, ...]]:
        """answer_id -> its statements."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.statements.values():
            found[one.answer_id].append(one.id)
        return {aid: tuple(ids) for aid, ids in found.items()}

    @cached_property
    def asked(self) -> dict[str, frozenset[str]]:
        """Question -> respondents who answered it; «не знаю» is an answer, an empty cell is not."""
        found: dict[str, set[str]] = defaultdict(set)
        for said in self.answers.values():
            if said.kind == "survey" and said.status not in ("empty", "rejected"):
                found[said.question].add(said.respondent)
        return {question: frozenset(people - {""}) for question, people in found.items()}

    @cached_property
    def question_roles(self) -> dict[str, str]:
        """Question of the survey -> what it asks for."""
        return {s.question: s.question_role for s in self.answers.values() if s.kind == "survey"}

    @cached_property
    def working_groups(self) -> tuple[str, ...]:
        """The working groups whose papers stand in the run."""
        return tuple(sorted({s.group for s in self.answers.values()} - {""}))

    @cached_property
    def sessions(self) -> tuple[str, ...]:
        """Sessions in order."""
        return tuple(sorted({s.session for s in self.answers.values()} - {""}))

    def base_of(self, kind: str, questions: frozenset[str]) -> int:
        """How many people were asked for a kind of finding."""
        if kind not in ASKING:
            return len(frozenset().union(*self.asked.values())) if self.asked else 0
        return self._base_of(kind, questions)

    def _base_of(self, kind: str, questions: frozenset[str]) -> int:
        roles = ASKING[kind]
        known = self._bases.get((kind, questions))
        if known is None:
            people: set[str] = set()
            for question, respondents in self.asked.items():
                if self.question_roles[question] in roles or question in questions:
                    people |= respondents
            known = self._bases[kind, questions] = len(people)
        return known

    @cached_property
    def _bases(self) -> dict[tuple[str, frozenset[str]], int]:
        return {}


def read(run: Run) -> Base:
    """The run as the desk shows it."""
    info = run.info
    chosen = info.get("settings", {})
    limits = {**_LIMITS, **chosen.get("findings", {})}
    agree = chosen.get("strategy", {}).get("groups", _LIMITS["agree"])
    try:
        vectors: np.ndarray | None = run.vectors
    except OSError:
        vectors = None
    statements = _statements(run.statements)
    return Base(
        name=run.path.resolve().name,
        title=str(info.get("title", "")),
        answers=_answers(run.answers),
        statements=statements,
        groups={**_topics(run.topics, statements), **_findings(run.findings)},
        theses=_theses(_coverage(run)),
        links=tuple(
            (row.problem_id, row.solution_id, float(row.score)) for row in run.links.itertuples()
        ),
        limits={"people": limits["people"], "groups": limits["groups"], "agree": agree},
        settled=frozenset(info.get("settled", ())),
        vectors=vectors if vectors is not None and len(vectors) == len(statements) else None,
        lines=places(run.answers, run.statements),
    )


def from_frames(
    name: str, title: str, frames: Mapping[str, Any], limits: Mapping[str, int] = _LIMITS
) -> Base:
    """The same from tables in memory; `frames` has answers, statements, topics, findings, …"""
    statements = _statements(frames["statements"])
    links = frames["links"].itertuples()
    return Base(
        name=name,
        title=title,
        answers=_answers(frames["answers"]),
        statements=statements,
        groups={**_topics(frames["topics"], statements), **_findings(frames["findings"])},
        theses=_theses(frames["coverage"]),
        links=tuple((row.problem_id, row.solution_id, float(row.score)) for row in links),
        limits=limits,
        vectors=frames.get("vectors"),
        lines=places(frames["answers"], frames["statements"]),
    )


def _coverage(run: Run) -> pd.DataFrame:
    from pipeline import tables

    try:
        return run.table("coverage")
    except InputError:
        return tables.empty("coverage")


def _answers(frame: pd.DataFrame) -> dict[str, Said]:
    seen: dict[str, Mapping[str, str]] = {}
    found = {}
    for row in frame.itertuples():
        attributes = seen.get(row.attributes)
        if attributes is None:
            attributes = seen[row.attributes] = _attributes(row.attributes)
        found[row.answer_id] = Said(
            row.answer_id, row.kind, row.source or "", row.locator or "", row.question or "",
            row.question_role or "open", row.respondent or "", row.group or "", row.session or "",
            attributes, row.text or "", row.status, row.reason or "", row.thesis or "",
            row.heading or "",
        )  # fmt: skip
    return found


def _attributes(text: str | None) -> dict[str, str]:
    parsed = json.loads(text) if text else {}
    return {str(k): str(v) for k, v in parsed.items() if v not in ("", None)}


def _statements(frame: pd.DataFrame) -> dict[str, Thought]:
    return {
        row.statement_id: Thought(
            row.statement_id, row.answer_id, int(row.start), int(row.end), row.text,
            tuple(row.lemmas or ()), row.role or "", row.second_role or "",
            _number(row.role_confidence), tuple(row.directions or ()), row.topic_id or "",
            tuple(row.flags or ()), row.slots or "{}",
        )
        for row in frame.itertuples()
    }  # fmt: skip


def _number(value: Any) -> float:
    return 0.0 if value is None or value != value else float(value)


def _topics(frame: pd.DataFrame, statements: Mapping[str, Thought]) -> dict[str, Group]:
    members: dict[str, list[str]] = defaultdict(list)
    for one in statements.values():
        members[one.topic_id].append(one.id)
    return {
        row.topic_id: Group(
            row.topic_id, TOPIC, row.name, (list(row.directions or ()) or [""])[0], "",
            tuple(members[row.topic_id]), tuple(row.quotes or ()), "", "", True,
            tuple(row.marks or ()), tuple(row.keywords or ()),
        )
        for row in frame.itertuples()
    }  # fmt: skip


def _findings(frame: pd.DataFrame) -> dict[str, Group]:
    return {
        row.finding_id: Group(
            row.finding_id, row.kind, row.name, row.direction or "", row.topic_id or "",
            tuple(row.statement_ids), tuple(row.quotes or ()), row.consensus or "",
            row.in_draft or "", bool(row.recurring), tuple(row.marks or ()),
        )
        for row in frame.itertuples()
    }  # fmt: skip


def _theses(frame: pd.DataFrame) -> dict[str, Thesis]:
    return {
        row.answer_id: Thesis(
            row.answer_id, row.thesis or "", row.text, row.direction or "", row.verdict or "",
            tuple(row.finding_ids or ()),
        )
        for row in frame.itertuples()
        if row.document == "draft" and row.answer_id
    }  # fmt: skip
