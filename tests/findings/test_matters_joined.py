"""One matter said in other words is one finding; verdicts and pleas are none; pairs are exact."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tables_made import Made, settings

from pipeline import tables
from pipeline.findings import findings
from pipeline.findings.grouping import Space
from pipeline.findings.identity import carry
from pipeline.findings.units import units
from pipeline.findings.voices import voices


def frame(made: Made) -> pd.DataFrame:
    answers, statements, vectors = made.tables()
    return findings(answers, statements, tables.empty("topics"), vectors, settings()).findings


def homes(table: pd.DataFrame, made: Made) -> dict[str, str]:
    """Text of a statement -> the finding that holds it."""
    text = {row["statement_id"]: row["text"] for row in made.statements}
    return {
        text[s]: finding
        for finding, ids in zip(table["finding_id"], table["statement_ids"], strict=True)
        for s in ids
    }


def test_lack_and_breakdown_of_one_thing_are_one_finding():
    made = Made()
    texts = ["Нет уличного освещения", "Отсутствует освещение", "Не работает освещение",
             "Фонари не горят", "Много бродячих собак"]  # fmt: skip
    for person, text in enumerate([*texts, *texts]):
        made.say(("problem", text), person=str(person))
    home = homes(frame(made), made)
    assert len({home[text] for text in texts[:4]}) == 1
    assert home["Много бродячих собак"] != home["Фонари не горят"]


def test_lack_and_excess_of_one_thing_stay_apart():
    made = Made()
    for person in range(4):
        made.say(("problem", "Мало торговых центров"), person=f"a{person}")
        made.say(("problem", "Слишком много торговых центров"), person=f"b{person}")
    home = homes(frame(made), made)
    assert home["Мало торговых центров"] != home["Слишком много торговых центров"]


def test_a_verdict_on_a_thesis_is_no_part_of_a_finding():
    made = Made()
    made.say(("against", "Тезис 33 отклонить: не строить аквапарк"), group="спорт")
    made.say(("against", "Не строить аквапарк"), group="туризм")
    made.say(("against", "Тезис 8 отклонить"), group="наука")
    made.say(("solution", "Поддержать: новая линия трамвая"), group="транспорт")
    table = frame(made)
    assert sorted(table["kind"]) == ["against", "solution"]
    assert not table["name"].str.contains("Тезис|Поддержать|отклонить").any()
    assert table.loc[table["kind"] == "against", "statements"].item() == 2


def test_a_bare_plea_founds_no_finding():
    made = Made()
    for person in "abc":
        made.say(("solution", "Помогите нам, пожалуйста"), person=person)
        made.say(("solution", "Помогите с уборкой снега"), person=person)
    assert frame(made)["respondents"].tolist() == [3]


def test_sparse_neighbours_are_those_of_the_full_comparison():
    made = Made()
    things = ["парк", "сквер", "мост", "тротуар", "фонарь", "автобус", "школа"]
    for number, thing in enumerate(things):
        for other in things[number:]:
            made.say(("problem", f"Нет {thing} и {other} у дома"), person=f"{thing}{other}")
    answers, statements, vectors = made.tables()
    space = Space(units(voices(answers, statements).rows), vectors)
    everyone = range(len(space.items))
    full = space.likeness(everyone, everyone)
    sparse = space.neighbours(0.4).toarray()
    kept = sparse > 0
    assert kept.sum() > len(full)
    np.testing.assert_allclose(sparse[kept], full[kept], atol=1e-5)
    assert ((full >= 0.4 + 1e-5).sum(axis=1) <= 25).all()
    assert (full[~kept] < 0.4 + 1e-5).all()


def test_ids_are_carried_by_common_statements_or_name():
    columns = ["finding_id", "kind", "name", "statement_ids"]
    then = pd.DataFrame(
        [["t1", "problem", "Ямы", ["a", "b"]], ["t2", "problem", "Снег", ["c"]],
         ["t3", "solution", "Парк", ["d"]]], columns=columns)  # fmt: skip
    now = pd.DataFrame(
        [["n1", "problem", "Дороги", ["a", "b", "x"]], ["n2", "problem", "снег", ["y"]],
         ["n3", "problem", "Парк", ["d"]]], columns=columns)  # fmt: skip
    assert carry(now, then) == {"n1": "t1", "n2": "t2"}
