"""Branches above topics and parts below: their tree, their order, their lasting ids."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pipeline import identity, runs, tables
from pipeline.encode import encode
from pipeline.topics import topics
from pipeline.topics.levels import Levels, levels
from pipeline.topics.parts import parts_of
from pipeline.topics.tree import branches
from tests.topics.test_cluster import city
from tests.topics.test_model import chosen, survey


def levelled(texts: list[str], order: np.ndarray | None = None) -> Levels:
    answers, said = survey(texts)
    if order is not None:
        answers = answers.iloc[order].reset_index(drop=True)
        said = said.iloc[order].reset_index(drop=True)
    vectors = encode(said, None, chosen())
    made = topics(said, answers, vectors, chosen())
    return levels(made.topics, made.statements, made.answers, vectors, chosen())


@pytest.fixture(scope="module")
def made() -> Levels:
    return levelled(city()[0])


def test_every_node_stands_in_the_tree(made: Levels) -> None:
    nodes = made.levels.set_index("node_id")
    assert set(nodes["level"]) == {"branch", "subtopic"} and nodes.index.is_unique
    above = nodes[nodes["level"] == "branch"]
    assert 2 <= len(above) <= 12 and set(made.topics["branch_id"]) == set(above.index)
    below = nodes[nodes["level"] == "subtopic"]
    assert set(below["parent_id"]) <= set(made.topics["topic_id"])
    inside = made.statements[made.statements["subtopic_id"].notna()]
    parent = below["parent_id"].reindex(inside["subtopic_id"]).to_numpy()
    assert (parent == inside["topic_id"].to_numpy()).all()
    assert inside["subtopic_id"].value_counts().to_dict() == below["statements"].to_dict()


def test_names_are_nobody_elses(made: Levels) -> None:
    below = made.levels[made.levels["level"] == "subtopic"]["name"]
    assert below.is_unique and not set(below) & set(made.topics["name"])


def test_the_order_of_rows_moves_nothing(made: Levels) -> None:
    texts = city()[0]
    order = np.random.default_rng(5).permutation(len(texts))
    again = levelled(texts, order)
    pd.testing.assert_frame_equal(
        again.levels.sort_values("node_id", ignore_index=True),
        made.levels.sort_values("node_id", ignore_index=True),
    )
    key = ["statement_id", "topic_id", "subtopic_id"]
    one, other = (x.statements[key].sort_values("statement_id") for x in (again, made))
    assert one.to_numpy().tolist() == other.to_numpy().tolist()


def test_nothing_said_has_no_levels() -> None:
    answers, said = survey(["дороги"])
    none = levels(tables.empty("topics"), said, answers, np.ones((1, 3), np.float32), chosen())
    assert none.levels.empty and none.statements["subtopic_id"].isna().all()


def test_ids_of_nodes_are_carried_over(made: Levels, tmp_path: Path) -> None:
    then = {"topics": made.topics, "statements": made.statements, "levels": made.levels}
    old = {id_: f"old-{number}" for number, id_ in enumerate(made.levels["node_id"])}
    for name, column in (
        ("levels", "node_id"),
        ("topics", "branch_id"),
        ("statements", "subtopic_id"),
    ):
        frame = then[name].copy()
        frame[column] = [old.get(id_, id_) for id_ in frame[column]]
        file, content = runs.serialize(name, frame)
        (tmp_path / file).write_bytes(content)
    now = {"topics": made.topics, "statements": made.statements, "levels": made.levels}
    carried = identity.carry_levels(now, np.zeros((0, 0)), runs.Run(tmp_path), same_vectors=False)
    assert carried["levels"]["node_id"].tolist() == list(old.values())
    assert set(carried["topics"]["branch_id"]) <= set(old.values())


def test_a_run_from_before_there_were_levels_gives_no_ids(made: Levels, tmp_path: Path) -> None:
    now = {"topics": made.topics, "statements": made.statements, "levels": made.levels}
    earlier = SimpleNamespace(path=tmp_path)
    assert identity.carry_levels(now, np.zeros((0, 0)), earlier)["levels"] is made.levels


def test_few_topics_have_no_branches() -> None:
    assert branches(np.eye(5, dtype=np.float32)).tolist() == [-1] * 5


def test_two_matters_in_a_topic_are_two_parts_and_one_is_none() -> None:
    chance = np.random.default_rng(0)
    base = np.zeros((60, 8), np.float32)
    base[:, 0] = 1
    base[:30, 1], base[30:, 2] = 0.8, 0.8
    rows = base + chance.normal(0, 0.02, base.shape).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    labels, held = parts_of(rows)
    assert len(held) >= 2 and min(held) > 0.6
    assert not set(labels[:30][labels[:30] >= 0]) & set(labels[30:][labels[30:] >= 0])
    assert parts_of(rows[:10])[1] == []
