"""Statements to claims in the house style, and groups of statements to one name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.naming import Member, best_name, claim
from pipeline.naming.names import quoted, unsayable
from pipeline.naming.words import words

CLAIMS = [
    ("problem", "Нет освещения", "Отсутствие освещения"),
    ("problem", "мест в яслях нет", "Отсутствие мест в яслях"),
    ("problem", "Не хватает мест в детских садах", "Нехватка мест в детских садах"),
    ("problem", "Дороги разбиты", "Неудовлетворительное состояние дорог"),
    ("problem", "слабый напор воды", "Слабый напор воды"),
    ("problem", "во дворе очень слабое освещение", "Слабое освещение"),
    ("problem", "Тарифы очень высокие", "Высокие тарифы"),
    ("problem", "зарплаты маленькие", "Маленькие зарплаты"),
    ("problem", "Дом большой, а лифт не работает", "Неработающий лифт"),
    ("problem", "взрывы", "Проблемы со взрывами"),
    ("problem", "большие лужи", "Большие лужи"),
    ("problem", "во дворе много детей", "Во дворе много детей"),
    ("problem", "в парке нет мусора", "В парке нет мусора"),
    ("problem", "дороги разбиты", "Неудовлетворительное состояние дорог"),
    ("problem", "дороги снег", "Дороги снег"),
    ("problem", "Тропинки к школе натаптываем сами", "Тропинки к школе натаптываем сами"),
    ("problem", "Плохая вода", "Неудовлетворительное качество воды"),
    ("problem", "Не горят фонари", "Неработающие фонари"),
    ("problem", "Не чистят снег", "Отсутствие очистки снега"),
    ("problem", "Перегорела лампа в парадной", "Перегоревшая лампа"),
    ("problem", "столб упал", "Упавший столб"),
    ("problem", "Молодёжь уезжает", "Отток молодёжи"),
    ("problem", "Бродячие собаки", "Бродячие собаки"),
    ("problem", "Снег", "Проблемы со снегом"),
    ("solution", "Построить мост", "Строительство моста"),
    ("solution", "прошу отремонтировать дорогу", "Ремонт дороги"),
    ("solution", "ОТКРЫТЬ ПЕРЕЕЗД", "Открытие переезда"),
    ("solution", "больше детских площадок", "Увеличение количества детских площадок"),
    ("solution", "Строительство объездной дороги", "Строительство объездной дороги"),
    ("against", "Не закрывайте трамвай", "Против закрытия трамвая"),
    ("vision", "Вижу город зелёным и чистым", "Зелёный и чистый город"),
    ("vision", "тихим", "Тихий город"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "name"), CLAIMS)
def test_statement_to_claim(kind: str, text: str, name: str) -> None:
    found = claim(text, kind)
    assert found is not None and found.name() == name


@pytest.mark.parametrize(
    "text",
    ["Мало того, что раскопали поле", "Ужасное состояние", "Прошёл год", "Автобус перестал ходить",
     "Прошу [имя] ответить", "У нас ед. система"],
)  # fmt: skip
def test_no_house_style_is_laid_over_what_claims_nothing(text: str) -> None:
    found = claim(text, "problem")
    assert found is not None
    name = found.name()
    assert not name.startswith(("Нехватка того", "Неудовлетворительное состояние состояния"))
    assert "прошедший" not in name.lower() and "переставший" not in name.lower()
    assert "имя" not in name.lower() and "Отсутствие ед" not in name


def members(*texts: str) -> list[Member]:
    return [
        Member(text, frozenset(w.lemma for w in words(text) if w.readings), 1.0) for text in texts
    ]


GROUPS = [
    ("problem", ["Яма", "ямы", "Ямы на дороге", "яма у дома", "кругом ямы"], "Ямы"),
    ("problem", ["нет освещения", "Отсутствует освещение", "освещения нет"], "Отсутствие освещения"),
    ("problem", ["Нет люков на Ленина", "нет люка", "отсутствуют люки"], "Отсутствие люков"),
    ("solution", ["Построить бассейн на Мира", "бассейн построить", "Построить бассейн"], "Строительство бассейна"),
    ("solution", ["создать рабочие места", "Рабочие места", "рабочих мест больше"], "Создание рабочих мест"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "texts", "name"), GROUPS)
def test_group_to_name(kind: str, texts: list[str], name: str) -> None:
    found = best_name(members(*texts), kind)
    assert found is not None and found.name == name


def test_a_place_that_one_names_is_left_out_and_one_that_all_name_stays() -> None:
    one = best_name(members("Нет парка", "нет парка", "Нет парка в Ильинке"), "problem")
    every = best_name(members(*(f"Нет парка в Ильинке{mark}" for mark in ".!?")), "problem")
    assert one is not None and one.name == "Отсутствие парка"
    assert every is not None and "Ильинке" in every.name


TEXTS = st.lists(
    st.sampled_from(
        "не нет дороги снег плохие убирают построить мост воды ЖКХ МЕРЫ ул. № 5 и в на [имя] , ! "
        "перегорела лампа упал тихий город отсутствует большое количество того".split()
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


@given(st.sampled_from(["problem", "solution", "against", "vision"]), st.lists(TEXTS, max_size=5))
@settings(max_examples=50, deadline=None)
def test_what_holds_of_every_name(kind: str, texts: list[str]) -> None:
    found = best_name(members(*texts), kind)
    for name in (found.name, *found.alternatives) if found else ():
        assert name and name == name.strip() and "  " not in name and "[" not in name
        assert not name[0].islower()


def test_a_lead_of_one_voice_names_no_group() -> None:
    texts = ["Детская площадка не убрана", "Нет фонарей на детской площадке", "Детская площадка",
             "Детская площадка сломана", "Мусор на детской площадке", "Грязь на детской площадке",
             "Лужа на детской площадке", "Собаки на детской площадке", "Нет детской площадки"]  # fmt: skip
    found = best_name(members(*texts), "problem")
    assert found is not None and not found.name.startswith("Отсутствие")


def test_what_cannot_be_said_in_style_is_quoted_whole_and_without_masks() -> None:
    group = members("Подросткам некуда пойти", "некуда пойти подросткам [имя]", "пойти некуда")
    found = best_name(group, "problem")
    assert found is not None and unsayable(found, "problem")
    assert quoted(group) == "«Подросткам некуда пойти»"


def test_a_vision_of_one_bare_noun_is_quoted() -> None:
    group = members("Работа", "где есть работа", "с работой")
    found = best_name(group, "vision")
    assert found is not None and unsayable(found, "vision")
    assert quoted(group) == "«Где есть работа»"


def test_a_garden_of_complaints_is_a_kindergarten() -> None:
    found = best_name(members("построить сад", "Построить детский сад", "новые сады"), "solution")
    assert found is not None and "детск" in found.name.lower()
