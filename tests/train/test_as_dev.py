"""Units counted in the shares of sources of dev.jsonl, and the plain baseline beside."""

import json

import numpy as np
import pandas as pd
import pytest

from pipeline.evaluate.statement_baselines import tfidf
from pipeline.train import roles, validate, validate_directions
from pipeline.train.as_dev import TITLE, AsDev

THINGS = ["дороги", "школы", "парки", "мосты", "больницы", "дворы", "рынки", "клубы", "бассейны"]


def unit(number, source, role, direction, question=""):
    said = {"problem": "Разбиты {} совсем", "solution": "Прошу построить {} срочно"}[role]
    thing = THINGS[number % len(THINGS)]
    place = number if source == "kursk" else f"p{number}"
    return {
        "id": f"{source}-{place}-1",
        "source": source,
        "question": question,
        "title": "",
        "before": "",
        "text": said.format(thing),
        "role": role,
        "role2": None,
        "directions": [direction] if direction else [],
    }


@pytest.fixture
def shared(tmp_path):
    learnt = [
        unit(number, source, role, "transport" if role == "problem" else "")
        for number in range(20)
        for source in ("kursk", "spb", "pollx")
        for role in ("problem", "solution")
    ]
    dev = [unit(90 + number, "kursk", "problem", "transport") for number in range(3)]
    dev.append(unit(99, "spb", "solution", ""))
    (tmp_path / "gold").mkdir()
    for name, rows in (("train", learnt), ("dev", dev)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / "gold" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_source_weighs_as_in_dev_whatever_its_rows(shared):
    known = AsDev.read(shared)
    places = known.units.index[known.units["source"] != "spb"][:30].tolist()
    places += known.units.index[known.units["source"] == "spb"][:4].tolist()
    weights = pd.Series(known.weights(places))
    found = weights.groupby(known.units["source"].iloc[places].to_numpy()).sum()
    assert found.to_dict() == pytest.approx({"kursk": 0.75, "spb": 0.25, "pollx": 0.0})


def test_the_baseline_learns_from_other_folds(shared, monkeypatch):
    known = AsDev.read(shared)
    fold = np.empty(len(known.units), int)
    for number, held in enumerate(roles.folds(known.units["group"])):
        fold[held] = number
    met = []

    def spied(learn, test, target):
        met.append((set(fold[learn.index]), set(fold[test.index])))
        return tfidf(learn, test, target)

    monkeypatch.setattr("pipeline.train.as_dev.tfidf", spied)
    places = np.arange(0, len(known.units), 2)
    said = known.baseline(places, "role")
    assert (said == known.units["role"].iloc[places]).all()
    assert len(met) > 1
    assert all(len(asked) == 1 and not asked & learnt for learnt, asked in met)


def test_directions_of_the_baseline_are_the_first_or_other(shared):
    known = AsDev.read(shared)
    assert set(known.units["direction"]) == {"transport", "other"}
    assert set(known.baseline([0, 1, 2, 3], "direction")) <= {"transport", "other"}


def test_figures_of_a_row_are_weighed():
    gold = np.array(["problem", "problem", "solution", "fact"], dtype=object)
    said = np.array(["problem", "solution", "solution", "fact"], dtype=object)
    row = validate._row("x", gold, said, np.array([3.0, 1.0, 1.0, 0.0]))
    assert row["единиц"] == 3
    assert row["верно"] == pytest.approx(4 / 5)
    # problem: 3 right of 3 said and of 4; solution: 1 right of 2 said and of 1
    both = [2 * 3 / (3 + 4), 2 * 1 / (2 + 1)]
    assert row["F1 проблем и предложений"] == pytest.approx(np.mean(both))
    assert row["среднее F1"] == pytest.approx(np.mean(both))
    plain = validate._row("x", gold, said)
    assert plain["единиц"] == 4
    assert plain["верно"] == 0.75


def test_directions_are_counted_as_dev_has_them():
    right = pd.DataFrame({"way": [True, False, True]})
    table = validate_directions._table(
        right, pd.Series(["kursk-1", "spb-1", "spb-2"]), np.array([0.5, 0.5, 0.0])
    ).set_index("часть")
    assert table.loc[TITLE, "way"] == 0.5
    assert table.loc[TITLE, "единиц"] == 2
    assert table.loc["все", "way"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("command", [validate, validate_directions])
def test_a_wrong_folder_is_told(command, tmp_path, capsys):
    assert command.main([]) == 1
    assert "нужна папка с данными" in capsys.readouterr().err
    assert command.main([str(tmp_path)]) == 1
    assert "train.jsonl" in capsys.readouterr().err
