"""Ids of topics and findings that last: carried over from the run before, where it is the same.

The ids that topics and findings come with are made of their names. The run before, when there is
one, is an input: run.json names it, and its tables' hashes are part of the stage's key.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.encode.static import unit
from pipeline.runs import Run
from pipeline.settings import Settings
from pipeline.topics.identity import Group, match, renamed, text_hash
from pipeline.topics.units import key_of

TOPIC = "topic"  # the kind of a group that is a topic
TABLES = ("topics", "statements", "answers", "findings", "links")


@dataclass(frozen=True)
class Carried:
    """The tables with lasting ids, and how many topics and findings kept theirs."""

    tables: Mapping[str, pd.DataFrame]
    topics: int
    findings: int


def fingerprint(previous: Run | None) -> str:
    """What of a former run the ids depend on, as a hash; "" without one."""
    if previous is None:
        return ""
    hashed = hashlib.sha256()
    for name in ("topics", "statements", "findings", "levels"):
        path = previous.path / f"{name}.parquet"
        hashed.update(path.read_bytes() if path.is_file() else b"")
    return hashed.hexdigest()


def topics_before(
    statements: pd.DataFrame, settings: Settings, previous: Run | None
) -> dict[str, str]:
    """Text -> the topic that it had in the former run, for new answers to be added to.

    Nothing is remembered where no text has come or gone (other settings alone find topics anew, so
    that the same answers give the same topics wherever they are run), where another number of
    topics is asked for, or where a model of topics is given.
    """
    if previous is None or settings.topics.model:
        return {}
    if previous.info.get("settings", {}).get("topics", {}).get("size") != settings.topics.size:
        return {}
    then = previous.statements
    keys = [key_of(text) for text in then["text"]]
    if set(keys) == {key_of(text) for text in statements["text"]}:
        return {}
    pairs = sorted((text_hash(k), t) for k, t in zip(keys, then["topic_id"], strict=True) if t)
    return dict(pairs)


def carry(
    tables: Mapping[str, pd.DataFrame],
    vectors: np.ndarray,
    previous: Run | None,
    same_vectors: bool = True,
    topics_given: bool = False,
) -> Carried:
    """Give topics and findings the ids that they had in `previous`.

    `tables` are those of TABLES; `vectors` the unit rows of its statements. `same_vectors` says
    that the former run's vectors come from the same encoder and may be compared with these,
    `topics_given` that the topics and their ids come from a topic model and stay as they are.
    """
    if previous is None:
        return Carried({name: tables[name] for name in TABLES}, 0, 0)
    ours = vectors if same_vectors else None
    theirs = previous.vectors if same_vectors else None
    topics = {id_: id_ for id_ in tables["topics"]["topic_id"]}
    if not topics_given:
        topics = match(
            topic_groups(tables["topics"], tables["statements"], ours),
            topic_groups(previous.topics, previous.statements, theirs),
        )
    findings = match(
        finding_groups(tables["findings"], tables["statements"], ours),
        finding_groups(previous.findings, previous.statements, theirs),
    )
    return Carried(
        _with_ids(
            tables,
            renamed(tables["topics"]["topic_id"], topics),
            renamed(tables["findings"]["finding_id"], findings),
        ),
        len(topics),
        len(findings),
    )


def carry_levels(
    made: Mapping[str, pd.DataFrame],
    vectors: np.ndarray,
    previous: Run | None,
    same_vectors: bool = True,
) -> dict[str, pd.DataFrame]:
    """`topics`, `statements` and `levels` with the ids that branches and parts had in `previous`.

    A run that was made before there were levels gives none.
    """
    if previous is None or not (previous.path / "levels.parquet").is_file():
        return dict(made)
    ours = level_groups(made, vectors if same_vectors else None)
    then = {name: previous.table(name) for name in ("topics", "statements", "levels")}
    theirs = level_groups(then, previous.vectors if same_vectors else None)
    ids = renamed(made["levels"]["node_id"], match(ours, theirs))
    done = {name: frame.copy() for name, frame in made.items()}
    for name, column in (
        ("levels", "node_id"), ("topics", "branch_id"), ("statements", "subtopic_id"),
    ):  # fmt: skip
        carried = [ids.get(value, value) for value in done[name][column]]
        done[name][column] = pd.Series(carried, dtype=object, index=done[name].index)
    return done


def level_groups(made: Mapping[str, pd.DataFrame], vectors: np.ndarray | None) -> list[Group]:
    """Branches and parts of topics as groups of the texts that stand in them."""
    branch_of = dict(zip(made["topics"]["topic_id"], made["topics"]["branch_id"], strict=True))
    rows_of: dict[str, list[int]] = defaultdict(list)
    said = made["statements"]
    for row, (topic, part) in enumerate(zip(said["topic_id"], said["subtopic_id"], strict=True)):
        for node in (branch_of.get(topic), part):
            if node:
                rows_of[node].append(row)
    keys = [key_of(text) for text in said["text"]]
    return [
        _group(id_, level, name, rows_of[id_], keys, vectors)
        for id_, level, name in zip(
            made["levels"]["node_id"], made["levels"]["level"], made["levels"]["name"], strict=True
        )
    ]


def topic_groups(
    topics: pd.DataFrame, statements: pd.DataFrame, vectors: np.ndarray | None
) -> list[Group]:
    """Topics as groups of the texts that stand in them; those of topics below do not count."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, topic in enumerate(statements["topic_id"]):
        if topic:
            rows_of[topic].append(row)
    keys = [key_of(text) for text in statements["text"]]
    return [
        _group(row.topic_id, TOPIC, row.name_, rows_of[row.topic_id], keys, vectors)
        for row in topics.rename(columns={"name": "name_"}).itertuples()
    ]


def finding_groups(
    findings: pd.DataFrame, statements: pd.DataFrame, vectors: np.ndarray | None
) -> list[Group]:
    """Findings as groups of texts."""
    place = {id_: row for row, id_ in enumerate(statements["statement_id"])}
    keys = [key_of(text) for text in statements["text"]]
    return [
        _group(id_, kind, name, [place[s] for s in ids if s in place], keys, vectors)
        for id_, kind, name, ids in zip(
            findings["finding_id"], findings["kind"], findings["name"], findings["statement_ids"],
            strict=True,
        )
    ]  # fmt: skip


def _group(
    id_: str,
    kind: str,
    name: str,
    rows: Sequence[int],
    keys: Sequence[str],
    vectors: np.ndarray | None,
) -> Group:
    center = None
    if vectors is not None:
        total = vectors[list(rows)].sum(axis=0, dtype=np.float64)
        center = unit(total[None, :].astype(np.float32))[0]
    return Group(id_, kind, name, frozenset(keys[row] for row in rows), center)


def _with_ids(
    tables: Mapping[str, pd.DataFrame], topics: Mapping[str, str], findings: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    """The tables with every id of a topic or a finding replaced."""

    def of_topic(value: str | None) -> str | None:
        return topics.get(value, value) if value else value

    done = {name: tables[name].copy() for name in TABLES}
    for name, column in (
        ("topics", "topic_id"), ("topics", "parent_id"), ("statements", "topic_id"),
        ("answers", "topic_id"), ("findings", "topic_id"),
    ):  # fmt: skip
        done[name][column] = pd.Series(
            [of_topic(value) for value in done[name][column]], dtype=object
        )
    done["topics"]["overlap"] = [_overlap(text, topics) for text in done["topics"]["overlap"]]
    for name, column in (
        ("findings", "finding_id"), ("links", "problem_id"), ("links", "solution_id"),
    ):  # fmt: skip
        done[name][column] = [findings.get(value, value) for value in done[name][column]]
    return done


def _overlap(text: str | None, topics: Mapping[str, str]) -> str | None:
    if not text:
        return text
    values = {topics.get(id_, id_): value for id_, value in json.loads(text).items()}
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
