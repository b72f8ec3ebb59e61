"""Stability, coherence, specificity, overlap, marks: figures that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.topics.cluster import Partition, fit
from pipeline.topics.quality import npmi, overlaps, quality, stability


def clouds(spread: float, count: int = 400, groups: int = 4) -> np.ndarray:
    chance = np.random.default_rng(5)
    rows = np.eye(20)[np.arange(count) % groups] + spread * chance.normal(size=(count, 20))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_clear_groups_are_stable_and_a_fog_is_not() -> None:
    clear, fog = clouds(0.03), clouds(2.0)
    keys = [str(n) for n in range(len(clear))]
    clear_part, fog_part = fit(clear, keys, 4), fit(fog, keys, 12)
    assert stability(clear, keys, clear_part, by_number=True).min() > 0.95
    assert stability(fog, keys, fog_part, by_number=True).mean() < 0.5


def test_stability_repeats_itself() -> None:
    rows = clouds(0.5)
    keys = [str(n) for n in range(len(rows))]
    part = fit(rows, keys, 6)
    assert np.array_equal(stability(rows, keys, part), stability(rows, keys, part))


def test_npmi_of_words_that_always_and_never_meet() -> None:
    assert npmi(np.array([[10.0, 10], [10, 10]]), np.array([10.0, 10]), 100) == pytest.approx(1)
    assert npmi(np.array([[50.0, 0], [0, 50]]), np.array([50.0, 50]), 100) == -1
    assert npmi(np.array([[2.0, 0], [0, 2]]), np.array([2.0, 2]), 100) == 0
    independent = np.array([[50.0, 25], [25, 50]])
    assert npmi(independent, np.array([50.0, 50]), 100) == pytest.approx(0, abs=1e-9)


def test_two_topics_about_one_thing_are_named_to_each_other() -> None:
    centers = np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1]], dtype=np.float32)
    assert overlaps(centers) == [{1: 0.8}, {0: 0.8}, {}]


def test_marks_tell_what_to_be_wary_of() -> None:
    rows = clouds(0.03, groups=2)
    labels = np.arange(len(rows)) % 2
    labels[:320] = np.random.default_rng(0).integers(0, 2, 320)  # most labels by chance
    centers = np.stack([rows[labels == t].mean(axis=0) for t in (0, 1)]).astype(np.float32)
    centers /= np.linalg.norm(centers, axis=1, keepdims=True)
    part = Partition(labels, centers, np.einsum("ij,ij->i", rows, centers[labels]))
    lemmas = [["дорога", "яма"] if label else ["врач", "запись"] for label in labels]
    keys = [str(n) for n in range(len(rows))]
    words = [["врач", "запись"], ["дорога", "яма"]]
    found = quality(rows, keys, lemmas, part, words, by_number=True, nameless=[False, True])
    assert found.specificity.tolist() == [1, 1] and (found.coherence > 0.9).all()
    assert "catch_all" in found.marks[1] and "catch_all" not in found.marks[0]
    assert all("overlaps" in marks for marks in found.marks)


def test_no_topics_have_no_figures() -> None:
    nothing = np.zeros((0, 4), np.float32)
    part = Partition(np.zeros(0, int), nothing, np.zeros(0))
    assert quality(nothing, [], [], part, []).marks == []
