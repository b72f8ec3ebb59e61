"""`label`: one row for each text, in order."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import labelling
from pipeline.statements.label import COLUMNS, label
from pipeline.tables import ROLES


def test_label_uses_the_question():
    found = label(["дороги", "дороги"], ["Какие проблемы волнуют?", "Что Вы предлагаете?"])
    assert found["role"].tolist() == ["problem", "solution"]


def test_label_missing_texts():
    found = label(["Нет парковок", None, float("nan"), ""])
    assert found["role"].tolist()[1:] == ["empty"] * 3
    assert found["directions"].tolist()[3] == ["other"]


def test_lemmas_keep_negation():
    assert label(["Нет нормальных дорог, автобус не ходит"])["lemmas"].iloc[0] == [
        "нет",
        "нормальный",
        "дорога",
        "автобус",
        "не",
        "ходить",
    ]


def test_label_nothing():
    assert label([]).columns.tolist() == list(COLUMNS)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_label_keeps_rows_and_order(texts):
    found = label(texts)
    assert found["text"].tolist() == texts
    assert set(found["role"]) <= set(ROLES)
    assert found["role_confidence"].between(0, 1).all()
    alone = [label([text])["role"].iloc[0] for text in texts]
    assert found["role"].tolist() == alone


def test_label_file_reads_equal_rows_once_and_keeps_them_all(tmp_path, monkeypatch):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,text\n1,Нет парковок\n2,Построить мост\n3,Нет парковок\n", "utf-8")
    seen: list[str] = []
    original = labelling._label

    def spy(pairs):
        seen.extend(text for text, _ in pairs)
        return original(pairs)

    monkeypatch.setattr(labelling, "_label", spy)
    assert labelling.label_file(source, target, "text", "", 1) == 3
    table = pd.read_csv(target, dtype=str)
    assert seen == ["Нет парковок", "Построить мост"]
    assert table["id"].tolist() == ["1", "2", "3"]
    assert table["role"].tolist() == ["problem", "solution", "problem"]
