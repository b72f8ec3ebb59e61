"""How the results came about, in words."""

from dataclasses import replace

import pytest

from pipeline.report.method import accuracy, ledger_rows, model_rows


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (
            {"f1": 0.86, "low": 0.83, "high": 0.89},
            "86\u00a0% (от 83\u00a0% до 89\u00a0%): согласие",
        ),
        ({"macro_f1": {"value": 0.7, "low": 0.6, "high": 0.8}}, "70\u00a0% (от 60\u00a0% до"),
        ({"ami": 0.5}, "50\u00a0%: согласие тем"),
        (
            {
                "dev": {
                    "f1_problem_solution": {"value": 0.88, "low": 0.86, "high": 0.91},
                    "rows": 716,
                }
            },
            "88\u00a0% (от 86\u00a0% до 91\u00a0%): проблемы и предложения",
        ),
    ],
)
def test_accuracy_is_said_with_its_interval(scores, said):
    assert accuracy(scores).startswith(said)


@pytest.mark.parametrize("scores", [{}, {"f1": None}])
def test_a_model_without_a_score_says_none(scores):
    assert accuracy(scores) == ""


def test_the_ledger_balances(city):
    statuses, rows = ledger_rows(city)
    assert rows[-1][0] == "Всего"
    for row in rows:
        assert row[1] == sum(row[2:])
    assert rows[-1][1] == len(city.answers)
    for at, status in enumerate(statuses, start=2):
        assert rows[-1][at] == (city.answers["status"] == status).sum()


def test_scores_of_another_shape_are_left_out(city):
    models = {"roles": {"version": "1", "scores": [{"f1": 0.9}]}, "topics": {"version": "2"}}
    assert model_rows(replace(city, run={**city.run, "models": models})) == []
