"""Topics as a tree: branches, their topics with evidence, the parts of large topics."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.report.result import Result

_CENTRAL, _RIM = 3, 2  # quotes shown of a topic: at its centre and at its rim
APART = "Остальные темы"


@dataclass(frozen=True)
class Part:
    """A part of a topic: its name, its people and thoughts, what its centre says."""

    name: str
    people: int
    statements: int
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class TopicNode:
    """A topic of the tree with its evidence; `near` are topics about nearly the same."""

    topic_id: str
    name: str
    people: int
    statements: int
    stability: float | None
    marks: tuple[str, ...]
    alternatives: tuple[str, ...]
    near: tuple[tuple[str, float], ...]
    central: tuple[str, ...]
    rim: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Branch:
    """A branch of topics; its figures are None where it gathers what has none above it."""

    node_id: str
    name: str
    people: int | None
    statements: int | None
    topics: tuple[TopicNode, ...]


def tree(result: Result) -> list[Branch]:
    """Branches by falling size, topics that belong to none behind them; [] without topics.

    The public edition has no quotes and no parts of topics.
    """
    above = {row.node_id: row for row in result.levels.itertuples() if row.level == "branch"}
    members: dict[str, list[TopicNode]] = {}
    for topic in result.topics.itertuples(index=False):
        home = topic.branch_id if topic.branch_id in above else ""
        members.setdefault(home, []).append(topic_node(result, topic))
    made = [
        Branch(id_, row.name, int(row.respondents), int(row.statements), _ranked(members[id_]))
        for id_, row in above.items()
        if id_ in members
    ]
    made.sort(key=lambda b: (-(b.people or 0), -(b.statements or 0), b.node_id))
    if "" in members:
        made.append(Branch("", APART, None, None, _ranked(members[""])))
    return made


def topic_node(result: Result, topic: Any) -> TopicNode:
    """A topic with the words of people at its centre and rim, and the names of its neighbours."""
    near = json.loads(topic.overlap or "{}")
    return TopicNode(
        topic.topic_id,
        topic.name,
        int(topic.respondents),
        int(topic.statements),
        None if topic.stability != topic.stability else float(topic.stability),
        tuple(topic.marks or ()),
        tuple(topic.alternatives or ()),
        tuple(
            (result.topic[id_].name, alike) for id_, alike in near.items() if id_ in result.topic
        ),
        _quotes(result, topic.quotes, _CENTRAL),
        _quotes(result, topic.rim, _RIM),
        tuple(_parts(result, topic.topic_id)),
    )


def _parts(result: Result, topic_id: str) -> list[Part]:
    rows = [row for row in result.levels.itertuples() if row.parent_id == topic_id]
    rows.sort(key=lambda row: (-row.respondents, -row.statements, row.node_id))
    return [
        Part(row.name, int(row.respondents), int(row.statements), _quotes(result, row.quotes, 2))
        for row in rows
    ]


def _quotes(result: Result, ids: Sequence[str] | None, most: int) -> tuple[str, ...]:
    """Distinct texts, at most `most`; () in the public edition."""
    if result.public:
        return ()
    texts = [result.statement[id_].text for id_ in ids or () if id_ in result.statement]
    return tuple(dict.fromkeys(texts))[:most]


def _ranked(nodes: list[TopicNode]) -> tuple[TopicNode, ...]:
    return tuple(sorted(nodes, key=lambda n: (-n.people, -n.statements, n.topic_id)))
