"""What is said of a thing tells problems apart; groups that say the same of it are one finding."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from tables_made import Made, settings

from pipeline import tables
from pipeline.findings import findings
from pipeline.findings.grouping import Space
from pipeline.findings.predicates import predicates
from pipeline.findings.twins import twinned
from pipeline.findings.units import units
from pipeline.findings.voices import voices

FILE = Path(__file__).parents[2] / "pipeline/findings/predicates.toml"


@pytest.mark.parametrize(
    ("lemmas", "said"),
    [
        ("дорога не нет", {"lack"}),
        ("без дорога остаться", {"lack"}),
        ("разбить дорога", {"worn"}),
        ("отсутствие ремонт дорога", {"worn"}),
        ("без ремонт дом", {"worn"}),
        ("дорога не чистить снег", {"dirty"}),
        ("нет уборка двор", {"dirty"}),
        ("лифт не работать", {"broken"}),
        ("не разбитый дорога", set()),
        ("дорога", set()),
        ("не работать лифт и грязный подъезд", {"broken", "dirty"}),
    ],
)
def test_predicates_are_read_with_their_negation(lemmas, said):
    assert predicates(lemmas.split()) == said


def test_what_does_not_work_is_lacking_where_it_is_a_supply():
    assert predicates(["не", "гореть", "фонарь"], frozenset({"#освещение"})) == {"lack"}
    assert predicates(["не", "работать", "лифт"], frozenset({"#подъезд"})) == {"broken"}


def test_a_word_says_one_thing():
    lines = tomllib.loads(FILE.read_text(encoding="utf-8"))
    plain = [name for name in lines if name not in ("works", "care", "mends", "gives")]
    counts = Counter(word for name in plain for word in set(lines[name].split()))
    assert not [word for word, count in counts.items() if count > 1]
    assert all(word == word.lower() and "ё" not in word for word in counts)


def homes(made: Made) -> dict[str, str]:
    """Text of a statement -> the finding that holds it."""
    answers, statements, vectors = made.tables()
    table = findings(answers, statements, tables.empty("topics"), vectors, settings()).findings
    text = {row["statement_id"]: row["text"] for row in made.statements}
    return {
        text[s]: finding
        for finding, ids in zip(table["finding_id"], table["statement_ids"], strict=True)
        for s in ids
    }


def test_a_missing_a_broken_and_an_uncleared_road_are_three_problems():
    made = Made()
    texts = {
        "lack": ["Дороги нет", "Нет дороги к дому", "Отсутствует дорога"],
        "worn": ["Дорога разбита", "Разбитая дорога", "Дорога разбита у школы"],
        "dirty": ["Дорогу не чистят", "Не чистят дорогу", "Дорога не чистится"],
    }
    for name, some in texts.items():
        for person, text in enumerate(some):
            made.say(("problem", text), person=f"{name}{person}")
    home = homes(made)
    founded = [{home[text] for text in some} for some in texts.values()]
    assert all(len(one) == 1 for one in founded) and len(set.union(*founded)) == 3


def test_twins_are_joined_and_other_predicates_are_not():
    made = Made()
    for number, text in enumerate(
        ["Люк разбит", "Разбит люк у дома", "Люка нет", "Нет люка у дома"]
    ):
        for person in range(3):
            made.say(("problem", text), person=f"{number}-{person}")
    answers, statements, vectors = made.tables()
    heard = voices(answers, statements)
    some = units(heard.rows)
    place = {unit.text: index for index, unit in enumerate(some)}
    order = {sid: row for row, sid in enumerate(statements["statement_id"])}
    rows = [order[sid] for sid in heard.said["statement_id"]]
    space = Space(some, vectors[rows])
    groups = [[place["Люк разбит"], place["Разбит люк у дома"]], [place["Люка нет"]],
              [place["Нет люка у дома"]]]  # fmt: skip
    wanted = sorted([sorted(groups[0]), sorted([*groups[1], *groups[2]])])
    joined = twinned([sorted(group) for group in groups], space)
    assert joined == twinned([sorted(group) for group in reversed(groups)], space)
    assert joined == wanted


def test_no_groups_are_no_twins():
    assert twinned([], Space([], np.zeros((0, 3)))) == []
