"""Roles with the shipped model."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.statements import roles
from pipeline.tables import ROLES

PAIRS = Path(__file__).with_name("minimal_pairs.tsv")


def classify(*texts: str, question: str = "", question_role: str = "") -> pd.DataFrame:
    units = pd.DataFrame({"text": texts, "question": question, "question_role": question_role})
    return roles.classify(units)


def test_minimal_pairs():
    pairs = pd.read_csv(PAIRS, sep="\t", dtype=str, keep_default_na=False)
    found = roles.classify(pairs)
    right = found["role"].to_numpy() == pairs["role"].to_numpy()
    assert len(pairs) >= 500
    assert set(pairs["role"]) == set(ROLES)
    assert right.mean() >= 0.85, pairs[~right].to_string()


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("Какие проблемы города требуют решения?", "problem"),
        ("Что бы Вы предложили для города?", "solution"),
        ("Чем Вы гордитесь?", "praise"),
    ],
)
def test_bare_noun_takes_its_role_from_the_question(question, role):
    assert classify("Дороги", question=question)["role"].tolist() == [role]


def test_given_question_role_outweighs_the_wording():
    found = classify("Дороги", question="Вопрос 3", question_role="problem")
    assert found["role"].tolist() == ["problem"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Нет освещения на улице Мира", "problem"),
        ("Дороги разбиты", "problem"),
        ("Построить мост", "solution"),
        ("Прошу принять меры", "solution"),
        ("Не надо строить ТЦ", "against"),
        ("Хватит вырубать деревья", "against"),
        ("Когда будет сдана школа?", "question"),
        ("Мне 67 лет, пенсионерка", "personal"),
        ("С уважением", "empty"),
        ("-", "empty"),
        ("", "empty"),
    ],
)
def test_codebook_examples(text, role):
    assert classify(text)["role"].tolist() == [role]


def test_flags_and_rules():
    found = classify("Надо было строить мост двадцать лет назад")
    assert found["flags"].iloc[0] == ["past_modal"]
    assert "N02" in found["rules"].iloc[0]


def test_order_and_index_do_not_matter():
    units = pd.DataFrame({"text": ["Нет дорог", "Спасибо!", "Нет дорог"]}, index=[7, 3, 5])
    found = roles.classify(units)
    assert found.index.tolist() == [7, 3, 5]
    turned = roles.classify(units.iloc[::-1]).iloc[::-1]
    pd.testing.assert_frame_equal(found, turned)


def test_no_units():
    assert roles.classify(pd.DataFrame({"text": []})).columns.tolist() == list(roles.COLUMNS)


def test_confidences_are_probabilities():
    model = roles.load()
    chances = model.probabilities(roles.read_units(pd.DataFrame({"text": ["Нет воды", "?"]})))
    assert chances.sum(axis=1) == pytest.approx(1)


def test_why_names_rules_and_words_in_russian():
    lines = roles.why("Прошу отремонтировать дорогу", role="solution")
    assert any("правило S09" in line for line in lines)
    assert all("," in line for line in lines)


@pytest.mark.parametrize("text", ["квантовая логистика", "Ввод реакторов", "брлмх"])
def test_bare_words_never_met_lean_on_the_question(text):
    problem = classify(text, question="Какие проблемы мешают работе?")
    solution = classify(text, question="Что нужно сделать в первую очередь?")
    assert problem["role"].tolist() + solution["role"].tolist() == ["problem", "solution"]
