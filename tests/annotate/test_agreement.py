"""Krippendorff's alpha against the worked example of its author, and by hand."""

import math

import pytest

from pipeline.annotate.agreement import alpha, table

# Krippendorff 2011, «Computing Krippendorff's Alpha-Reliability», example C: four observers.
OBSERVERS = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]


def test_the_published_example():
    rows = [[None if value == "." else value for value in line.split()] for line in OBSERVERS]
    assert alpha(list(zip(*rows, strict=True))) == pytest.approx(0.743, abs=0.001)


def test_two_observers_binary():
    one = "0 1 0 0 0 0 0 0 1 0".split()
    other = "1 1 1 0 0 1 0 0 0 0".split()
    assert alpha(list(zip(one, other, strict=True))) == pytest.approx(0.095, abs=0.001)


def test_edges():
    assert alpha([["a", "a"], ["a", "a"]]) == 1.0
    assert math.isnan(alpha([["a", None], [None, "b"]]))
    assert alpha([["a", "b"], ["b", "a"]]) < 0


def test_each_class_has_its_own_alpha():
    a, b, c = frozenset("a"), frozenset("b"), frozenset("c")
    found = table([[a, a], [a, a], [b, c], [c, b], [b, b], [c, c]]).set_index("class")
    assert found.loc["a", "alpha"] == 1.0
    assert found.loc["b", "alpha"] < found.loc["", "alpha"] < 1
    assert found.loc["a", "labels"] == 4
