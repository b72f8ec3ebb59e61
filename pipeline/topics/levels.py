"""Levels above and below topics: a dozen branches of them, and the parts of large ones.

Both are worked out from the topics and statements as they stand at the end, so that what people
merged or moved at the desk has branches and parts too. Nothing here is drawn by chance, and the
order of rows moves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline import tables
from pipeline.naming.readable import readable
from pipeline.settings import Settings
from pipeline.topics.coverage import corpus_of
from pipeline.topics.keywords import class_tfidf, keywords
from pipeline.topics.model import centers_of
from pipeline.topics.naming import name_topics
from pipeline.topics.parts import parts_of
from pipeline.topics.space import fit_space
from pipeline.topics.table import said_by
from pipeline.topics.tree import branches
from pipeline.topics.units import Units, in_context, respondents_of, units

BRANCH, SUBTOPIC = "branch", "subtopic"


@dataclass(frozen=True)
class Levels:
    """`topics` with `branch_id`, `statements` with `subtopic_id`, and the table of levels."""

    topics: pd.DataFrame
    statements: pd.DataFrame
    levels: pd.DataFrame


@dataclass(frozen=True)
class _Ground:
    """What levels are made of: statements with a topic, their units and rows of the space."""

    said: pd.DataFrame
    found: Units
    rows: np.ndarray  # (units, d)
    topic: np.ndarray  # (units,) place in the list of topics
    centers: np.ndarray  # (topics, d)
    voices: np.ndarray  # (statements,)


def levels(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    answers: pd.DataFrame,
    vectors: np.ndarray,
    settings: Settings,
) -> Levels:
    """Branches of the topics and parts of the large ones; `vectors` are the statements'."""
    ids = topics["topic_id"].tolist()
    placed = statements["topic_id"].isin(ids).to_numpy()
    if not placed.any():
        return _made(topics, statements, [], [None] * len(topics), {})
    ground = _ground(ids, statements, answers, vectors, placed, bool(settings.topics.adapt))
    above, branch_of = _branches(ids, ground)
    below, part_of = _subtopics(topics, ground)
    return _made(topics, statements, above + below, branch_of, part_of)


def _made(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    rows: list[dict[str, object]],
    branch_of: list[str | None],
    part_of: dict[str, str],
) -> Levels:
    parts = [part_of.get(id_) for id_ in statements["statement_id"]]
    frame = pd.DataFrame(rows) if rows else tables.empty("levels")
    return Levels(
        tables.conform(topics.assign(branch_id=pd.Series(branch_of, dtype=object)), "topics"),
        tables.conform(statements.assign(subtopic_id=pd.Series(parts, dtype=object)), "statements"),
        tables.conform(frame, "levels"),
    )


def _ground(
    ids: list[str],
    statements: pd.DataFrame,
    answers: pd.DataFrame,
    vectors: np.ndarray,
    placed: np.ndarray,
    adapt: bool,
) -> _Ground:
    drawn = in_context(vectors, statements["answer_id"].tolist())[placed]
    said = statements[placed].reset_index(drop=True)
    found = units(said["text"].tolist(), said["lemmas"].tolist(), drawn)
    rows = fit_space(found.vectors, found.lemmas, adapt).place(found.vectors, found.lemmas)
    order = np.argsort(said["statement_id"].to_numpy(dtype=str), kind="stable")
    _, first = np.unique(found.of_row[order], return_index=True)
    named = said["topic_id"].to_numpy()[order[first]]
    place = {id_: number for number, id_ in enumerate(ids)}
    topic = np.array([place[id_] for id_ in named], dtype=np.int64)
    centers = np.round(centers_of(rows, named.tolist(), ids), 5)
    return _Ground(said, found, rows, topic, centers, respondents_of(said, answers))


def _branches(ids: list[str], ground: _Ground) -> tuple[list[dict[str, object]], list[str | None]]:
    order = np.argsort(ids, kind="stable")
    labels = np.empty(len(ids), dtype=np.int64)
    labels[order] = branches(ground.centers[order])
    if labels.max(initial=-1) < 0:
        return [], [None] * len(ids)
    rows, level = _named(ground, labels[ground.topic], BRANCH, [None] * (labels.max() + 1))
    return rows, [level.get(int(label)) for label in labels]


def _subtopics(
    topics: pd.DataFrame, ground: _Ground
) -> tuple[list[dict[str, object]], dict[str, str]]:
    """Rows of the parts of topics, and the part of each statement that stands in one."""
    labels = np.full(len(ground.rows), -1)
    of: list[str] = []
    steady: list[float] = []
    for number in np.argsort(topics["topic_id"].tolist(), kind="stable"):
        members = np.flatnonzero(ground.topic == number)
        parts, stability = parts_of(ground.rows[members])
        labels[members[parts >= 0]] = parts[parts >= 0] + len(of)
        of += [topics["topic_id"].iat[number]] * len(stability)
        steady += stability
    names = topics["name"].tolist()
    rows, level = _named(ground, labels, SUBTOPIC, of, steady, names)
    here = ground.said["topic_id"].to_numpy()
    part = labels[ground.found.of_row]
    kept = [p >= 0 and of[p] == topic for p, topic in zip(part, here, strict=True)]
    ids = ground.said["statement_id"]
    return rows, {id_: level[int(p)] for id_, p, k in zip(ids, part, kept, strict=True) if k}


def _named(
    ground: _Ground,
    labels: np.ndarray,
    level: str,
    parents: Sequence[str | None],
    steady: Sequence[float] = (),
    taken: Sequence[str] = (),
) -> tuple[list[dict[str, object]], dict[int, str]]:
    """Rows of tables.LEVELS of groups of units 0 … n − 1, and the id of each group."""
    count = len(parents)
    if not count:
        return [], {}
    centers = _means(ground.rows, labels, count)
    near = np.zeros(len(labels), np.float32)
    inside = labels >= 0
    near[inside] = np.einsum("ij,ij->i", ground.rows[inside], centers[labels[inside]])
    corpus = corpus_of(ground.said, ground.found, labels, near)
    names = name_topics(corpus, count, taken)
    words = keywords(*class_tfidf(ground.found.lemmas, labels, count))
    ids = {n: tables.short_hash(level, tables.fold(named.name)) for n, named in enumerate(names)}
    of_row, sure = labels[ground.found.of_row], near[ground.found.of_row]
    made: list[dict[str, object]] = []
    for number, named in enumerate(names):
        members = np.flatnonzero(of_row == number)
        made.append(
            {
                "node_id": ids[number],
                "level": level,
                "parent_id": parents[number],
                "name": named.name,
                "alternatives": list(named.alternatives),
                "keywords": readable(words[number], ground.said["text"].iloc[members].tolist()),
                "stability": steady[number] if steady else None,
                **said_by(ground.said, members, sure, ground.voices),
            }
        )
    return made, ids


def _means(rows: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    names = [str(label) if label >= 0 else None for label in labels]
    return centers_of(rows, names, [str(number) for number in range(count)])
