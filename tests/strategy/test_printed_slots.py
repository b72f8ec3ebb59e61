"""What tables print of causes, doers and resources: whole, in the nominative, told once."""

import pytest

from pipeline.strategy.slots import causes, means, plain


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("Отсутствие воды", "в связи с тем", False),
        ("Отсутствие воды", "в связи с чем ребёнку", False),
        ("Отсутствие воды", "в связи с жарой - это", False),
        ("Отсутствие воды", "из-за отсутствия воды", False),
        ("Отсутствие воды", "из-за аварии на водоводе", True),
        ("Разбитый люк", "так как при наезде машины он разрушается", True),
        ("Мусор", "из-за свалки мусора", False),
        ("Мусор", "потому что не хватает контейнеров", True),
    ],
)
def test_a_cause_is_a_whole_thought_and_not_the_problem_again(name, said, kept):
    assert causes({"cause": [[said, 2]]}, name) == ((said,) if kept else ())


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("управляющей компанией", "Управляющая компания"),
        ("главного инженера", "Главный инженер"),
        ("администрации города Белова", "Администрация города Белова"),
        ("комитете здравоохранения", "Комитет здравоохранения"),
        ("управляющие компании, районы", "Управляющие компании, районы"),
        ("нашей ук", "УК"),
        ("ТСЖ", "ТСЖ"),
        ("нас", ""),
    ],
)
def test_a_doer_stands_in_the_nominative(said, shown):
    assert plain(said) == shown


def test_means_of_one_meaning_are_one_and_fares_are_none():
    slots = [
        {"responsible": [["управляющей компанией", 1], ["Управляющая компания", 1], ["мэр", 1]],
         "resource": [["28 рублей", 5], ["60 млн рублей", 1], ["областной бюджет", 1]]}
    ]  # fmt: skip
    assert means(slots, "responsible") == ("Управляющая компания", "Мэр")
    assert means(slots, "resource") == ("60 млн рублей", "областной бюджет")
