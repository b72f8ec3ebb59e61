"""Names of groups that agree, their spelling, and names in people's own words."""

from __future__ import annotations

import pytest

from pipeline.naming import Member
from pipeline.naming.common_words import common_words
from pipeline.naming.majority import majority_name
from pipeline.naming.spelling import Spelling, abbreviated, plausible
from pipeline.naming.words import readings, words


def members(*texts: str) -> list[Member]:
    return [Member(text, frozenset(w.lemma for w in words(text)), 1.0) for text in texts]


def named(kind: str, *texts: str) -> str:
    found = majority_name(members(*texts), kind, lambda one: bool(one.lead) and one.frame != "bare")
    return found.name() if found else ""


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("Нет детской площадки", "Нет детских площадок", "Нет площадки у дома"),
         "Отсутствие детских площадок"),
        (("Нет пешеходного перехода", "Нет перехода", "Нет перехода", "Нет перехода у рынка"),
         "Отсутствие перехода"),
        (("Не проводится уборка", "Уборка не проводится"), "Отсутствие уборки"),
    ],
)  # fmt: skip
def test_words_of_most_stand_and_words_of_few_do_not(texts, name):
    assert named("problem", *texts) == name


def test_what_lies_about_is_heaped_where_no_more_is_said():
    texts = ("Мусор", "Кругом мусор", "мусор!")
    found = majority_name(members(*texts), "problem", lambda one: one.frame == "nominal")
    assert found is not None
    assert found.name() == "Скопление мусора"


def test_names_are_spelt_as_people_write():
    spelling = Spelling([("Наша УК молчит", 2), ("Вывозит УК", 1), ("Платим Квадре, Квадра молчит", 2),
                         ("А Квадра не слышит", 2)])  # fmt: skip
    assert spelling.spelt("Бездействие ук") == "Бездействие УК"
    assert spelling.spelt("Бездействие квадра") == "Бездействие Квадра"
    assert spelling.spelt("нехватка эоск") == "Нехватка эоск" or abbreviated("эоск")


def test_what_people_count_is_told_from_what_they_do_not():
    spelling = Spelling([("Открытые люки", 3), ("Открытый люк", 5), ("Вода и мусор", 9)])
    люк, мусор = (next(r for r in readings(w) if r.pos == "NOUN") for w in ("люк", "мусор"))
    assert spelling.in_plural(люк)
    assert not spelling.in_plural(мусор)


@pytest.mark.parametrize(("word", "good"), [("тратуара", False), ("тротуара", True), ("ул", False)])
def test_plausible_words(word, good):
    assert plausible(words(f"нет {word}")[1]) is good


@pytest.mark.parametrize(
    ("kind", "texts", "name"),
    [
        ("problem", ("Темно на улицах", "Темно на улице", "темно"), "«Темно на улице»"),
        ("problem", ("Это позор", "Позор"), ""),
        ("vision", ("с парками", "с парками и водой", "парки"), "Город с парками"),
        ("vision", ("тихий", "тихим", "тихий"), "Тихий город"),
        ("vision", ("воздух", "воздух"), ""),
        ("solution", ("Произвести отлов", "Произвести отлов"), "Отлов"),
    ],
)
def test_own_words_stand_only_where_many_say_them(kind, texts, name):
    assert common_words(members(*texts), kind) == name
