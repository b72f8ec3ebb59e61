"""Roles and directions on invented documents whose authors no model has learnt from."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.evaluate.directions import evaluate_directions
from pipeline.evaluate.roles import evaluate_roles
from pipeline.train.sources import INVENTED, invented_documents, own_invented

LABELS = Path(__file__).parents[2] / "pipeline" / "evaluate" / "labels"
UNMET, POLLS = LABELS / "units_unmet.csv", LABELS / "polls_unmet.csv"


def test_no_answer_of_the_polls_is_learnt_from():
    learnt = [own_invented(), *map(invented_documents, INVENTED)]
    texts = set(pd.concat(learnt)["text"].str.lower())
    asked = set(pd.concat(learnt[1:])["question"])
    polls = pd.read_csv(POLLS, dtype=str, keep_default_na=False)
    assert len(polls) > 400
    assert not texts & set(polls["text"].str.lower())
    assert not asked & set(polls["question"])


@pytest.mark.slow
def test_roles_of_units_of_authors_that_were_never_met():
    found = evaluate_roles(UNMET)
    assert found["f1_problem_solution"]["value"] >= 0.83
    assert found["macro_f1"]["value"] >= 0.72
    assert found["ece"] <= 0.05


@pytest.mark.slow
def test_directions_of_units_of_authors_that_were_never_met():
    found = evaluate_directions(UNMET)
    assert found["first_among_gold"]["value"] >= 0.65
    assert found["ece"] <= 0.07  # calibrated on real texts, where it is 0.04; here it is 0.056


@pytest.mark.slow
def test_answers_inside_organisations_of_an_author_that_was_never_met():
    found = evaluate_roles(POLLS)
    assert found["f1_problem_solution"]["value"] >= 0.93
    assert evaluate_directions(POLLS)["first_among_gold"]["value"] >= 0.65
