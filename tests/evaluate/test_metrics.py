"""Measures against numbers worked out by hand or by scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, precision_recall_fscore_support

from pipeline.evaluate import metrics

GOLD = ["a", "a", "b", "b", "b", "c"]
FOUND = ["a", "b", "b", "b", "a", "b"]


def test_scores_agree_with_scikit_learn():
    table = metrics.confusion(GOLD, FOUND, ["a", "b", "c"])
    expected = precision_recall_fscore_support(GOLD, FOUND, labels=["a", "b", "c"], zero_division=0)
    for ours, theirs in zip(metrics.scores(table), expected, strict=False):
        assert ours == pytest.approx(theirs)


def test_kappa_agrees_with_scikit_learn():
    assert metrics.kappa(GOLD, FOUND) == pytest.approx(cohen_kappa_score(GOLD, FOUND))


def test_bootstrap_holds_the_value_and_repeats():
    right = np.array([1.0] * 80 + [0.0] * 20)
    one = metrics.bootstrap(100, lambda rows: float(right[rows].mean()))
    assert one.value == pytest.approx(0.8)
    assert one.low < 0.8 < one.high
    assert one == metrics.bootstrap(100, lambda rows: float(right[rows].mean()))


def test_calibration_of_an_overconfident_model():
    error, bins = metrics.calibration(np.full(10, 0.95), np.array([True] * 5 + [False] * 5))
    assert error == pytest.approx(0.45)
    assert bins[0]["count"] == 10


def test_rows_of_one_document_are_drawn_together():
    drawn = metrics.resampled([f"d{n // 2}" for n in range(60)], samples=50)
    assert drawn.shape == (50, 60)
    assert (drawn[:, ::2] == drawn[:, 1::2]).all()
    assert (drawn.sum(axis=1) == 60).all()
    few = metrics.resampled(["a"] * 30 + ["b"] * 30, samples=50)
    assert not (few[:, :30] == few[:, :1]).all()
