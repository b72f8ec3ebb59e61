"""Directions with the shipped model, and a user's own taxonomy without retraining."""

import numpy as np
import pandas as pd
import pytest

from pipeline import packs
from pipeline.errors import SettingsError
from pipeline.statements import directions
from pipeline.statements.directions import DirectionsModel
from pipeline.statements.directions_features import design, read_places
from pipeline.statements.directions_taxonomy import seed_scores, shipped, taxonomy
from pipeline.statements.lexicon import lexicon
from pipeline.statements.rules.words import words
from pipeline.train.tasks import DIRECTIONS


def classify(text: str, changes: dict | None = None) -> list[str]:
    return directions.classify(pd.DataFrame({"text": [text]}), taxonomy(changes))[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Разбитая дорога и пробки на мосту", "transport"),
        ("Нет отопления, управляющая компания не отвечает", "zhkh"),
        ("Не записаться к врачу в поликлинике", "health"),
        ("Не хватает мест в детских садах и школах", "education"),
        ("Стаи бродячих собак", "safety"),
        ("Вредные выбросы завода, дышать нечем", "ecology"),
        ("Построить бассейн и лыжную базу", "sport"),
    ],
)
def test_first_direction(text, name):
    assert classify(text)[0] == name


def test_nothing_to_say():
    assert classify("С уважением") == []


def test_fifteen():
    assert len(shipped().ids) == 15


def test_new_direction_without_retraining():
    changes = {"tourism": {"title": "Туризм", "seeds": ["турист", "гостиница"]}}
    assert classify("Построить гостиницу для туристов", changes)[0] == "tourism"
    assert classify("Разбитая дорога", changes)[0] == "transport"


def test_removed_direction_never_appears():
    assert "sport" not in classify("Построить бассейн и лыжную базу", {"sport": False})


def test_renamed_direction_keeps_what_it_finds():
    changed = taxonomy({"sport": {"title": "Спорт и молодёжь"}})
    assert next(one for one in changed.directions if one.id == "sport").title == "Спорт и молодёжь"
    assert classify("Построить стадион", {"sport": {"title": "Спорт"}})[0] == "sport"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sprot": False}, "нет направления «sprot»"),
        ({"new": {"title": "Новое"}}, "нет слов"),
        ({"sport": {"tilte": "Спорт"}}, "незнакомое поле «tilte»"),
        ({"sport": "да"}, "должно быть описание"),
        ({"new": {"seeds": "слово"}}, "должно быть списком"),
    ],
)
def test_wrong_taxonomy_is_named(changes, said):
    with pytest.raises(SettingsError, match=said):
        taxonomy(changes)


def test_phrases_and_cancelled_hits():
    scores = seed_scores(words("промышленный парк").lemmas, shipped())
    found = dict(zip(shipped().ids, scores, strict=True))
    assert found["environment"] < 1


def test_chances_of_a_curve_sum_to_one_and_keep_the_order():
    scores = np.array([[2.0, -1.0, 0.5], [-900.0, 900.0, 0.0]])
    found = directions.logistic(scores, 5.0, 0.6)
    assert found.sum(axis=1) == pytest.approx(1)
    assert found.argmax(axis=1).tolist() == [0, 1]


def test_a_base_to_adapt_has_a_temperature_and_no_curve(tmp_path):
    pack = packs.load("directions")
    data = dict(pack.data) | {"model": pack.data["model"] | {"logistic": [5.0, 0.6]}}
    packs.save(
        "directions", "old", tensors=pack.tensors, data=data, meta={}, card="", root=tmp_path
    )
    old = DirectionsModel.from_pack(packs.load("directions", "old", tmp_path))
    assert old.logistic == (5.0, 0.6)
    assert DIRECTIONS.load("old", tmp_path).logistic is None


def test_a_pack_without_the_lexicon_has_no_columns_of_it():
    places = read_places(pd.DataFrame({"text": ["лыжная трасса"]}))
    model = directions.load()
    old = {name: scale for name, scale in model.scales.items() if "lexicon" not in name}
    whole, part = (
        design(places, model.vocabularies, model.idf, shipped(), scales)
        for scales in (model.scales, old)
    )
    columns = 3 * len(lexicon().directions) + 1
    assert whole.shape[1] - part.shape[1] == 2 * columns
