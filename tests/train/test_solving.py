"""Linear machines of many classes: one process or two, folds that lack a class."""

import numpy as np
import pytest
from scipy import sparse

from pipeline.train import roles

ROWS = 60


@pytest.fixture
def given():
    """A matrix in which feature c tells class c of three, and noise beside; classes; weights."""
    chance = np.random.default_rng(3)
    target = np.arange(ROWS) % 3
    noise = sparse.random(ROWS, 40, density=0.2, random_state=3)
    matrix = sparse.hstack([sparse.csr_matrix(np.eye(3)[target]), 0.1 * noise]).tocsr()
    return matrix, target, chance.uniform(0.5, 1.0, ROWS)


def test_two_processes_give_the_bytes_of_one(given, monkeypatch):
    alone = roles.solve(*given, strength=0.2)
    monkeypatch.setattr(roles, "ALONE", 0)
    both = roles.solve(*given, strength=0.2)
    assert [one.tobytes() for one in alone] == [one.tobytes() for one in both]


def test_columns_stand_in_the_order_of_classes(given):
    matrix, target, weights = given
    found, bias = roles.solve(matrix, target * 10 + 5, weights, strength=0.2)
    assert found.shape == (43, 3) and bias.shape == (3,)
    assert ((matrix @ found + bias).argmax(axis=1) == target).all()


def test_two_classes_have_a_machine_each(given):
    matrix, target, weights = given
    found, bias = roles.solve(matrix, np.minimum(target, 1), weights, strength=0.2)
    scores = matrix @ found + bias
    assert scores[:, 0] == pytest.approx(-scores[:, 1], abs=0.1)
    assert ((scores[:, 1] > 0) == (target > 0)).all()


def test_a_class_that_the_other_folds_lack_scores_lowest(given):
    matrix, target, weights = given
    groups = np.array(["rare" if one == 2 else str(row) for row, one in enumerate(target)])
    rare = next(fold for fold, rows in enumerate(roles.folds(groups)) if 2 in rows)
    scored = {
        fold: score(matrix[held])
        for fold, held, score in roles.held_models(matrix, target, weights, groups, 3, 0.2)
    }
    assert (scored[rare][:, 2] == -20).all() and (scored[rare][:, :2] > -20).all()
    assert all((scores > -20).all() for fold, scores in scored.items() if fold != rare)


def test_folds_with_nothing_to_learn_from_are_left_out(given):
    matrix, target, weights = given
    one_group = np.array(["all"] * ROWS)
    assert not list(roles.held_models(matrix, target, weights, one_group, 3, 0.2))
    one_class = np.zeros(ROWS, dtype=int)
    apart = np.array([str(row) for row in range(ROWS)])
    assert not list(roles.held_models(matrix, one_class, weights, apart, 1, 0.2))
