"""Validation on what the models have not met, and what stands around a labelled place."""

import pandas as pd
import pytest

from pipeline.train import roles, sources, validate, validate_directions

ROWS = [
    ("Нет {} у нас", "problem"),
    ("Разбиты {} совсем", "problem"),
    ("Построить {} срочно", "solution"),
    ("Прошу открыть {} рядом", "solution"),
]
THINGS = ["дороги", "школы", "парки", "мосты", "больницы", "бассейны", "дворы", "рынки", "клубы"]


@pytest.mark.parametrize(
    ("group", "real", "source"),
    [
        ("kursk-17", True, "kursk"),
        ("plan-3_part_0", False, "plan"),
        ("Какие проблемы?", True, "poll"),
        ("template-praise-2", False, "invented"),
    ],
)
def test_source_of_a_group(group, real, source):
    assert validate.source_of(group, real) == source


def test_every_part_is_measured_without_having_been_met():
    rows = [
        {"text": text.format(thing), "role": role, "group": f"{source}-{thing}", "real": real}
        for text, role in ROWS
        for thing in THINGS
        for source, real in (("kursk", True), ("troitsk", True), ("plan", False))
    ]
    found = validate.validate(roles.examples(pd.DataFrame(rows))).set_index("часть")
    assert found["единиц"].to_dict() == {
        "новые документы и вопросы": 72,
        "  kursk": 36,
        "  troitsk": 36,
        "планы: проблема или план": 36,
        "без kursk в обучении": 36,
        "без troitsk в обучении": 36,
    }
    assert (found["верно"] > 0.9).all()


def test_rows_of_the_labelled_file_are_told_apart():
    rows = [
        {"text": text.format(thing), "role": role, "group": f"kursk-{thing}", "gold": place < 5}
        for text, role in ROWS
        for place, thing in enumerate(THINGS)
    ]
    frame = pd.DataFrame(rows)
    found = validate.validate(roles.examples(frame), left_out=False).set_index("часть")
    assert found.loc[validate.GOLD, "единиц"] == frame["gold"].sum()
    assert found[validate.CALIBRATION].dropna().between(0, 0.5).all()


def test_directions_are_measured_with_and_without_what_stands_around():
    about = {"Дорога вся в ямах": "transport", "Врачей в больнице нет": "health"}
    rows = [
        {"text": text, "heading": head, "before": "", "directions": [about[head]], "gold": True}
        | {"group": f"kursk-{number}-{head}", "question": ""}
        for number in range(15)
        for head in about
        for text in (head.lower(), "Примите меры")
    ]
    found = validate_directions.validate(pd.DataFrame(rows)).set_index("часть")
    assert found.loc["все", "единиц"] == found.loc["kursk", "единиц"] == len(rows)
    near, alone = found.loc["все", list(validate_directions.WAYS)]
    assert near == 1
    assert 0.5 <= alone < 0.9


@pytest.mark.parametrize(
    ("text", "start", "before"),
    [
        ("Нет света. Темно. Там страшно", 18, "Темно."),
        ("<p>Добрый день.</p> Нет света", 20, "Добрый день."),
        ("Нет света", 0, ""),
    ],
)
def test_sentence_before_a_place(text, start, before):
    assert sources.sentence_before(text, start) == before
