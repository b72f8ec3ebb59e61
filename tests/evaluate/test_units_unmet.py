"""Roles and directions on invented documents whose authors no model has learnt from."""

from pathlib import Path

import pytest

from pipeline.evaluate.directions import evaluate_directions
from pipeline.evaluate.roles import evaluate_roles

UNMET = Path(__file__).parents[2] / "pipeline" / "evaluate" / "labels" / "units_unmet.csv"

pytestmark = pytest.mark.slow


def test_roles_of_units_of_authors_that_were_never_met():
    found = evaluate_roles(UNMET)
    assert found["f1_problem_solution"]["value"] >= 0.83
    assert found["macro_f1"]["value"] >= 0.72
    assert found["ece"] <= 0.05


def test_directions_of_units_of_authors_that_were_never_met():
    found = evaluate_directions(UNMET)
    assert found["first_among_gold"]["value"] >= 0.65
    assert found["ece"] <= 0.07  # calibrated on real texts, where it is 0.03
