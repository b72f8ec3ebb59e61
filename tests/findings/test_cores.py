"""A finding is one sentence: its people say its name, others go on alone."""

from __future__ import annotations

import pandas as pd
import pytest
from tables_made import Made, settings

from pipeline import tables
from pipeline.findings import findings
from pipeline.findings.senses import sense_of
from pipeline.naming.telling import told


def found(*said: tuple[str, str], each: int = 1) -> pd.DataFrame:
    """The findings of texts of a kind, each said by `each` people of its own."""
    made = Made()
    for number, (kind, text) in enumerate(said):
        for person in range(each):
            made.say((kind, text), person=f"{number}-{person}")
    answers, statements, vectors = made.tables()
    table = findings(answers, statements, tables.empty("topics"), vectors, settings()).findings
    texts = {row["statement_id"]: row["text"] for row in made.statements}
    table["texts"] = [{texts[sid] for sid in ids} for ids in table["statement_ids"]]
    table["quoted"] = [[texts[sid] for sid in ids] for ids in table["quotes"]]
    return table


def recurring(table: pd.DataFrame) -> dict[str, set[str]]:
    some = table[table["recurring"]]
    return dict(zip(some["name"], some["texts"], strict=True))


def test_a_thing_of_which_two_things_are_said_is_two_findings():
    table = found(
        ("problem", "Сухое дерево у школы"), ("problem", "Засохшее дерево во дворе"),
        ("problem", "Стоит сухое дерево"), ("problem", "Упало дерево у школы"),
        ("problem", "Дерево упало во дворе"), ("problem", "Упавшее дерево"),
    )  # fmt: skip
    names = recurring(table)
    assert set(names) == {"Сухие деревья", "Падение деревьев"} or len(names) == 2
    for name, texts in names.items():
        assert len({"упа" in text.lower() for text in texts}) == 1, (name, texts)


def test_different_complaints_of_one_thing_are_no_finding():
    table = found(
        ("problem", "Маршрутка паркуется на газоне"), ("problem", "В маршрутке играет музыка"),
        ("problem", "Водитель маршрутки курит"), ("problem", "Номер маршрутки не видно"),
    )  # fmt: skip
    assert recurring(table) == {}
    assert table["respondents"].sum() == 4, "their voices are kept"


def test_no_complaints_of_a_thing_are_no_lack_of_it():
    table = found(
        ("problem", "Нет отопления"), ("problem", "Отопления нет вторую неделю"),
        ("problem", "Отсутствует отопление"), ("problem", "К системе отопления вопросов нет"),
    )  # fmt: skip
    assert all("К системе отопления вопросов нет" not in said for said in recurring(table).values())
    assert recurring(table)


def test_a_name_has_what_most_say_and_leaves_out_what_few_say():
    table = found(
        ("problem", "Нет детской площадки"), ("problem", "Отсутствует детская площадка"),
        ("problem", "Во дворе нет детской площадки"), ("problem", "Нет детской площадки с горкой"),
    )  # fmt: skip
    assert set(recurring(table)) == {"Отсутствие детской площадки"}


def test_what_says_the_name_comes_home_from_another_group():
    table = found(
        ("problem", "Не работает светофор"), ("problem", "Светофор не работает второй день"),
        ("problem", "Неработающий светофор"),
        ("problem", "На рынке шумно, торгуют до ночи, а рядом с рынком не работает светофор"),
    )  # fmt: skip
    names = recurring(table)
    assert len(names) == 1
    assert all("светофор" in text.lower() for text in next(iter(names.values())))


def test_every_claim_is_in_one_finding_or_alone():
    texts = ["Нет фонарей", "Мало фонарей", "Много фонарей", "Фонарь не горит", "Фонарей избыток",
             "Переизбыток фонарей", "Фонарь стоит криво", "Темно", "Во дворе темно"]  # fmt: skip
    table = found(*[("problem", text) for text in texts], each=3)
    ids = [sid for ids in table["statement_ids"] for sid in ids]
    assert len(ids) == len(set(ids)) == table["statements"].sum()
    assert {text for some in table["texts"] for text in some} >= set(texts) - {"Темно"}


def test_quotes_say_the_name():
    table = found(
        ("problem", "дороги"), ("problem", "Дороги"), ("problem", "Дорога"),
        ("problem", "Дороги разбиты по всему району"), ("problem", "Разбитая дорога к школе"),
    )  # fmt: skip
    row = table[table["recurring"]].iloc[0]
    assert row["name"] == "Неудовлетворительное состояние дорог"
    assert {"разбит" in text.lower() for text in row["quoted"][:2]} == {True}


@pytest.mark.parametrize(
    "text", ["Прошу принять меры", "Разобраться с этим", "Не писать отписки", "Дать ответ"]
)
def test_replies_and_pleas_are_no_proposals(text):
    assert recurring(found(("solution", text), each=4)) == {}


def test_no_two_findings_have_one_name():
    table = found(
        *[("problem", f"Очередь {where}") for where in ("в поликлинике", "в детский сад")],
        *[("problem", text) for text in ("Очереди", "очередь", "Стоим в очереди")],
        each=3,
    )
    names = list(table.loc[table["recurring"], "name"])
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("Нет освещения во дворе", ("lack", "освещение")),
        ("Фонарь не горит", ("lack", "освещение")),
        ("Дороги разбиты", ("state", "дорога")),
        ("Не чистят снег", ("clean", "снег")),
        ("Автобусы ходят редко", ("slow", "автобус")),
        ("Аварийная служба", None),
    ],
)
def test_senses(text, sense):
    senses = {sense_of(one) for one in told(text, "problem")} - {None}
    assert (sense in senses) if sense else not senses
