"""Ids of topics and findings that last from run to run."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import run
from pipeline.runs import Run
from pipeline.topics.identity import Group, match, renamed
from tests import cities


def group(
    id_: str, texts: str, name: str = "", kind: str = "topic", center: object = None
) -> Group:
    """A group of texts named by letters."""
    found = None if center is None else np.asarray(center, dtype=np.float32)
    return Group(id_, kind, name or id_, frozenset(texts), found)


def test_common_texts_decide() -> None:
    then = [group("дороги", "abcdefghij"), group("снег", "klmnopqrst")]
    now = [group("1", "klmnopqrsu"), group("2", "abcdefghvw")]
    assert match(now, then) == {"1": "снег", "2": "дороги"}


def test_a_topic_that_split_leaves_its_id_to_the_larger_part() -> None:
    then = [group("дороги", "abcdefghij")]
    now = [group("1", "abc"), group("2", "defghij")]
    assert match(now, then) == {"2": "дороги"}


def test_without_common_texts_the_centres_decide() -> None:
    then = [group("дороги", "abc", center=[1, 0, 0]), group("снег", "def", center=[0, 1, 0])]
    now = [group("1", "xyz", center=[0.05, 0.99, 0]), group("2", "uvw", center=[0, 0, 1])]
    assert match(now, then) == {"1": "снег"}


def test_without_vectors_a_common_name_decides() -> None:
    then = [group("a1", "abc", "Нехватка врачей"), group("a2", "def", "Ямы")]
    now = [group("b1", "xyz", "нехватка врачей"), group("b2", "uvw", "Пробки")]
    assert match(now, then) == {"b1": "a1"}


def test_kinds_are_never_mixed() -> None:
    then = [group("a", "abcdef", "Парковки", kind="problem")]
    assert match([group("b", "abcdef", "Парковки", kind="solution")], then) == {}


def test_rivals_are_weighed_together() -> None:
    # Alone «1» would take «x», but then «2» would be left with nothing.
    then = [group("x", "abcdefghij"), group("y", "klmno")]
    now = [group("1", "abcdeklmno"), group("2", "fghij")]
    assert match(now, then) == {"1": "y", "2": "x"}


def test_nothing_to_match() -> None:
    assert match([], [group("a", "abc")]) == match([group("a", "abc")], []) == {}


@given(st.lists(st.sets(st.sampled_from("abcdefghijklmnop"), min_size=1), max_size=8), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_same_groups_keep_their_ids_in_any_order(
    texts: list[set[str]], chance: random.Random
) -> None:
    distinct = sorted({frozenset(some) for some in texts}, key=sorted)
    then = [group(f"t{n}", "".join(sorted(some))) for n, some in enumerate(distinct)]
    now = [Group(f"n{g.id}", g.kind, g.name, g.members) for g in then]
    chance.shuffle(now)
    assert match(now, then) == {f"n{g.id}": g.id for g in then}


def test_an_id_is_given_once() -> None:
    names = renamed(["a", "b", "c"], {"a": "b"})
    assert names["a"] == "b" and names["c"] == "c"
    assert len(set(names.values())) == 3


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    """One city asked twice: a tenth of the answers are gone and as many are new."""
    place = tmp_path_factory.mktemp("город")
    rows = cities.rows(120)
    first = run(cities.write(place / "raw" / "город", rows[:108]), out=place / "out")
    second = run(cities.write(place / "raw" / "город", rows[12:]), out=place / "out")
    return first, second


@pytest.mark.slow
def test_a_tenth_of_the_answers_is_new(two_runs: tuple[Run, Run]) -> None:
    first, second = two_runs
    assert second.info["previous"] == first.path.name and first.info["previous"] == ""
    for table, column in (("topics", "topic_id"), ("findings", "finding_id")):
        before, after = (set(done.table(table)[column]) for done in two_runs)
        assert len(before & after) >= 0.9 * min(len(before), len(after)), table


@pytest.mark.slow
def test_a_fresh_place_gives_ids_of_its_own(two_runs: tuple[Run, Run], tmp_path: Path) -> None:
    """The run before is an input: without it the same answers make the same topics."""
    _, second = two_runs
    folder = cities.write(tmp_path / "raw" / "город", cities.rows(120)[12:])
    fresh = run(folder, out=tmp_path / "out")
    named = run(folder, out=tmp_path / "out", overrides=["topics.previous=none"])
    assert fresh.info["previous"] == named.info["previous"] == ""
    assert sorted(fresh.topics["name"]) == sorted(second.topics["name"])
    assert fresh.topics.equals(named.topics) and fresh.findings.equals(named.findings)
