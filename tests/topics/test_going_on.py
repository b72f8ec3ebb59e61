"""Topics that go on from the run before when answers have come or gone."""

from __future__ import annotations

import numpy as np

from pipeline.encode.static import unit
from pipeline.topics.cluster import NONE, SMALL, fit
from pipeline.topics.identity import former_labels, text_hash

DIMENSIONS = 16


def clouds(counts: list[int], seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Unit rows around axes, `counts[n]` near axis n, and the axis of each."""
    chance = np.random.default_rng(seed)
    axis = np.repeat(np.arange(len(counts)), counts)
    noise = chance.normal(0, 0.12, (len(axis), DIMENSIONS))
    return unit((np.eye(DIMENSIONS)[axis] + noise).astype(np.float32)), axis


def keys(count: int) -> list[str]:
    return [f"т{number:05d}" for number in range(count)]


def test_known_topics_are_kept_and_new_texts_join_them() -> None:
    rows, axis = clouds([120, 110, 100, 90])
    start = axis.copy()
    start[::10] = NONE  # a tenth is new
    part = fit(rows, keys(len(rows)), start=start)
    assert len(part.centers) == 4
    for topic in range(4):
        assert len(set(part.labels[axis == topic])) == 1


def test_a_division_that_was_chosen_is_not_made_anew() -> None:
    rows, axis = clouds([200, 200])
    halves = np.where(axis == 0, np.arange(len(axis)) % 2, 2)  # a person split the first topic
    part = fit(rows, keys(len(rows)), start=halves)
    assert len(part.centers) == 3


def test_a_new_theme_makes_a_topic_of_its_own() -> None:
    rows, axis = clouds([150, 150, 120])
    start = np.where(axis == 2, NONE, axis)
    part = fit(rows, keys(len(rows)), start=start)
    own = np.bincount(part.labels[(axis == 2) & (part.labels >= 0)]).argmax()
    assert np.mean(part.labels[axis == 2] == own) > 0.9
    assert own not in part.labels[axis != 2]


def test_mostly_new_texts_are_divided_anew() -> None:
    rows, axis = clouds([200, 200])
    start = np.full(len(rows), NONE)
    start[:20] = 0
    anew, cold = (fit(rows, keys(len(rows)), 2, start=s) for s in (start, None))
    assert np.array_equal(anew.labels, cold.labels) and len(rows) > SMALL


def test_former_labels_by_text() -> None:
    before = {text_hash("ямы"): "t2", text_hash("снег"): "t1"}
    assert former_labels(["снег", "лужи", "ямы"], before).tolist() == [0, -1, 1]
    assert former_labels(["снег"], {}).tolist() == [-1]
