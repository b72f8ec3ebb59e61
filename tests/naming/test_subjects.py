"""Noun phrases gathered from texts and put into the form that a name needs."""

from __future__ import annotations

import pytest

from pipeline.naming.subjects import Gathered, listed
from pipeline.naming.words import readings, words

FORMS = [
    # texts, key, nominative, genitive
    (["Нет мест в детских садах", "В детский сад не попасть"], "детский сад", "детские сады", "детских садов"),
    (["Не убирают снег", "снега по колено", "уборка снега"], "снег", "снег", "снега"),
    (["Бездомные собаки", "собака укусила", "стаи собак"], "собака", "собаки", "собак"),
    (["уборка снега во дворах", "Уборки снега нет"], "уборка снег", "уборка снега", "уборки снега"),
    (["Учителей нет", "учителя уходят"], "учитель", "учителя", "учителей"),
    (["договоры не соблюдают", "договоров нет"], "договор", "договоры", "договоров"),
    (["Врачей не хватает", "нет врача"], "врач", "врачи", "врачей"),
    (["Нет горячей воды", "горячая вода ржавая"], "горячий вода", "горячая вода", "горячей воды"),
    (["Ямы на дорогах", "яма у дома", "дорога в ямах"], "яма", "ямы", "ям"),
    (["Тарифы ЖКХ", "тарифов ЖКХ"], "жкх", "ЖКХ", "ЖКХ"),
    (["пробки в Новоильинском районе"], "новоильинский район", "Новоильинский район", "Новоильинского района"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "key", "nominative", "genitive"), FORMS)
def test_forms(texts: list[str], key: str, nominative: str, genitive: str) -> None:
    gathered = Gathered(texts)
    subject = gathered.subject(tuple(key.split()))
    assert (subject.form("nomn"), subject.form("gent")) == (nominative, genitive)


@pytest.mark.parametrize(
    "text",
    [
        "Прошу принять меры",
        "ул. Ленина, д. 5",
        "В Новоильинский район",
        "Плохо",
        "1",
        "",
        "Нельзя",
        "НЕ ДЛЯ НАС",
    ],
)
def test_what_names_nothing_gives_no_fragments(text: str) -> None:
    for key in Gathered([text]).counts:
        assert all(len(word) > 2 and not word.isdigit() for word in key)


def test_evaluations_are_no_part_of_a_subject() -> None:
    keys = set(Gathered(["Плохие дороги", "новые дороги", "объездные дороги"]).counts)
    assert ("дорога",) in keys and ("объездной", "дорога") in keys
    assert not {("плохой", "дорога"), ("новый", "дорога")} & keys


def test_shouting_is_lowered_and_abbreviations_are_kept() -> None:
    assert [word.text for word in words("Примите МЕРЫ, нет ФОК и МКД")][1] == "меры"
    assert [w.text for w in words("Примите МЕРЫ, нет ФОК и МКД")][4:] == ["ФОК", "и", "МКД"]
    assert [w.text for w in words("УБЕРИТЕ СНЕГ У МКД")] == ["уберите", "снег", "У", "МКД"]


@pytest.mark.parametrize(
    ("forms", "text"),
    [(["ямы"], "ямы"), (["ямы", "лужи"], "ямы и лужи"), (["а", "б", "в"], "а, б и в")],
)
def test_lists(forms: list[str], text: str) -> None:
    assert listed(forms) == text


def test_readings_of_no_word() -> None:
    assert readings("123") == readings("abc") == ()
