"""Evaluation of roles and directions: figures, page, rules table."""

import json

import pytest

from pipeline.evaluate.directions import evaluate_directions
from pipeline.evaluate.page import evaluation_html
from pipeline.evaluate.roles import evaluate_roles
from pipeline.evaluate.rules import rules_table

UNITS = [
    ("Нет дорог", "problem", ["transport"]),
    ("Построить школу", "solution", ["education"]),
    ("Не надо строить завод", "against", ["economy"]),
    ("С уважением", "empty", ["other"]),
    ("Спасибо за <b>парк</b>!", "praise", ["environment"]),
]


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "gold.jsonl"
    lines = [
        json.dumps(
            {"text": text, "role": role, "directions": ids}
            | {"a": {"role": role, "directions": ids}, "b": {"role": "problem", "directions": ids}}
        )
        for text, role, ids in UNITS
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_evaluate_roles(data):
    result = evaluate_roles(data)
    assert result["rows"] == 5
    assert sum(map(sum, result["confusion"]["table"])) == 5
    assert result["people"]["person_person_kappa"] < 1
    assert json.loads(json.dumps(result)) == result


@pytest.mark.parametrize("evaluate", [evaluate_roles, evaluate_directions])
def test_page_is_russian_and_escaped(data, evaluate):
    page = evaluation_html(evaluate(data))
    assert "оценка модели" in page
    assert "<b>парк</b>" not in page
    assert "http" not in page


def test_evaluate_directions(data):
    result = evaluate_directions(data)
    assert 0 <= result["first_among_gold"]["value"] <= 1
    assert result["classes"]["transport"]["support"] == 1


def test_rules_table(data):
    table = rules_table(data).set_index("rule")
    assert table.loc["A01", "fires"] == 1
    assert table.loc["A01", "precision"] == 1
    assert table.loc["S05", "coverage"] == pytest.approx(0.2)


@pytest.mark.slow
def test_dev_figures(shared):
    result = evaluate_roles(shared / "gold" / "dev.jsonl")
    assert result["f1_problem_solution"]["value"] > 0.86
    assert result["ece"] < 0.05
    found = evaluate_directions(shared / "gold" / "dev.jsonl")
    assert found["first_among_gold"]["value"] > 0.68
