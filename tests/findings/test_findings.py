"""Support, kinds, quotes and bases of findings, on tables made by hand."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from tables_made import Made, settings

from pipeline import tables
from pipeline.errors import SettingsError
from pipeline.findings import Findings, carry, findings
from pipeline.findings.matters import specific
from pipeline.findings.support import wilson
from pipeline.findings.weights import rake


def found(made: Made, **limits) -> Findings:  # type: ignore[no-untyped-def]
    answers, statements, vectors = made.tables()
    return findings(answers, statements, tables.empty("topics"), vectors, settings(**limits))


def one(result: Findings, kind: str, word: str) -> pd.Series:
    rows = result.findings[
        (result.findings["kind"] == kind) & result.findings["name"].str.contains(word, case=False)
    ]
    assert len(rows) == 1, list(result.findings["name"])
    return rows.iloc[0]


def test_people_are_counted_once_and_groups_are_no_people():
    made = Made()
    for person in ("a", "a", "b", "c"):
        made.say(("problem", "Нет мест в яслях"), person=person, question="Что мешает?")
    made.say(("problem", "Нет мест в яслях"), group="наука")
    made.say(("problem", "Гололёд"), person="d", question="Что мешает?")
    row = one(found(made), "problem", "яслях")
    assert (row["respondents"], row["base"], row["statements"]) == (3, 4, 5)
    assert json.loads(row["groups"]) == {"наука": 1}
    assert row["recurring"]
    assert (row["share_low"], row["share_high"]) == pytest.approx(wilson(3, 4))


def test_recurring_is_three_people_or_two_groups_and_can_be_set():
    made = Made()
    for person in ("a", "b"):
        made.say(("problem", "Нет бассейна"), person=person)
    for group in ("наука", "бизнес"):
        made.say(("problem", "Износ теплосетей"), group=group)
    table = found(made).findings
    recurring = dict(zip(table["name"], table["recurring"], strict=True))
    assert recurring == {"Отсутствие бассейна": False, "Износ теплосетей": True}
    assert found(made, people=2).findings["recurring"].all()


def test_for_and_against_and_problem_and_solution_never_mix():
    made = Made()
    for number in range(5):
        made.say(("solution", "Построить торговый центр"), person=f"for {number}")
        made.say(("against", "Не строить торговый центр"), person=f"against {number}")
        made.say(("problem", "Нет торгового центра"), person=f"lack {number}")
        made.say(("solution", "Снести торговый центр"), person=f"down {number}")
    result = found(made)
    role = made.tables()[1].set_index("statement_id")["role"]
    for row in result.findings.itertuples():
        assert {role[s] for s in row.statement_ids} == {row.kind}
    texts = made.tables()[1].set_index("statement_id")["text"]
    for row in result.findings.itertuples():
        assert len({texts[s] for s in row.statement_ids}) == 1
    assert len(result.findings) == 4


def test_raise_and_lower_never_mix():
    made = Made()
    for number in range(3):
        made.say(("solution", "Повысить тарифы"), person=f"a {number}")
        made.say(("solution", "Снизить тарифы"), person=f"b {number}")
    assert len(found(made).findings) == 2


def test_shared_verbs_places_and_heads_do_not_join():
    made = Made()
    for text in ("Вернуть баню", "Вернуть большие автобусы", "дворников вернуть"):
        made.say(("solution", text), person=text)
    for text in ("Построить родильный дом", "Построить дом культуры"):
        made.say(("solution", text), person=text)
    result = found(made)
    assert (result.findings["respondents"] == 1).all()


def test_greetings_addresses_and_open_actions_are_no_findings():
    made = Made()
    for person in "abc":
        made.say(("problem", "Добрый день"), person=person)
        made.say(("problem", "ул. Ленина, 5"), person=person)
        made.say(("solution", "Открыть"), person=person)
        made.say(("solution", "Примите меры"), person=person)
    assert found(made).findings.empty
    assert specific(["негде", "парковаться"], "негде парковаться", "problem")


def test_the_story_around_a_claim_is_no_support():
    made = Made()
    long = "Мы живём здесь с восьмидесятого года, дети выросли и разъехались, остались старики, "
    long += "а раньше тут был большой завод, и по утрам на смену шли люди со всего посёлка."
    for person in "abcd":
        made.say(("fact", long), ("problem", "рядом стоит столб"), person=person)
        made.say(("fact", long), ("problem", "Фонари не работают"), person=person, rules=["P09"])
    names = list(found(made).findings["name"])
    assert len(names) == 1 and "фонар" in names[0].lower()


def test_a_copied_thesis_is_no_support():
    made = Made()
    made.say(("problem", "Недостаточная обеспеченность местами в детских садах"), kind="draft")
    for group in ("наука", "бизнес"):
        made.say(("problem", "Недостаточная обеспеченность местами в детских садах"), group=group)
    made.say(("problem", "Нехватка мест в яслях"), group="администрация")
    result = found(made)
    assert [json.loads(g) for g in result.findings["groups"]] == [{"администрация": 1}]


def test_quotes_are_exact_spans_of_answers_of_different_people():
    made = Made()
    for number in range(6):
        made.say(("problem", f"На улице {number} не чистят снег"), person=f"p{number // 2}")
    answers, statements, _ = made.tables()
    row = found(made).findings.iloc[0]
    said = statements.set_index("statement_id")
    text = answers.set_index("answer_id")["text"]
    person = answers.set_index("answer_id")["respondent"]
    assert set(row["quotes"]) <= set(row["statement_ids"])
    for quote in row["quotes"]:
        at = said.loc[quote]
        assert text[at["answer_id"]][at["start"] : at["end"]] == at["text"]
    people = [person[said.loc[quote, "answer_id"]] for quote in row["quotes"]]
    assert len(people) == len(set(people))


def test_few_answers_are_marked():
    made = Made()
    for person in "abc":
        made.say(("problem", "Нет бассейна"), person=person)
    assert "few_answers" in found(made).findings.iloc[0]["marks"]


def test_the_order_of_rows_changes_nothing():
    made = Made()
    for number, text in enumerate(["Нет яслей", "нет яслей!", "Плохие дороги", "дороги"] * 3):
        made.say(("problem", text), person=f"p{number}")
    answers, statements, vectors = made.tables()
    order = np.random.default_rng(0).permutation(len(statements))
    first = findings(answers, statements, tables.empty("topics"), vectors, settings())
    again = findings(
        answers.sample(frac=1, random_state=1).reset_index(drop=True),
        statements.iloc[order].reset_index(drop=True),
        tables.empty("topics"),
        vectors[order],
        settings(),
    )
    pd.testing.assert_frame_equal(first.findings, again.findings)


def test_wilson_agrees_with_the_published_example():
    # Newcombe (1998), Statistics in Medicine 17, 857: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_raking_brings_the_margins_to_the_known_shares():
    people = pd.DataFrame(
        {"Пол": ["ж"] * 70 + ["м"] * 30, "Возраст": (["до 30"] * 2 + ["30+"] * 3) * 20}
    )
    weights = rake(people, {"Пол": {"ж": 0.5, "м": 0.5}, "Возраст": {"до 30": 0.5, "30+": 0.5}})
    for column in people:
        shares = weights.groupby(people[column]).sum() / weights.sum()
        assert shares.to_numpy() == pytest.approx([0.5, 0.5], abs=1e-4)


def test_weighted_and_plain_shares_stand_side_by_side():
    made = Made()
    for number in range(40):
        text = "Нет бассейна" if number < 10 else "Нет катка"
        place = "А" if number < 10 else "Б"
        made.say(("problem", text), person=f"p{number}", attributes={"Район": place})
    row = one(found(made, weights=["Район: А = 50", "Район: Б = 50"]), "problem", "бассейн")
    assert row["share"] == pytest.approx(0.25)
    assert row["weighted_share"] == pytest.approx(0.5, abs=0.01)


def test_a_weight_for_an_unknown_question_is_refused():
    made = Made()
    made.say(("problem", "Нет катка"), person="p", attributes={"Район": "А"})
    with pytest.raises(SettingsError, match="Рйон"):
        found(made, weights=["Рйон: А = 50"])


def test_a_former_run_lends_its_ids():
    made = Made()
    for person in "abc":
        made.say(("problem", "Нет бассейна"), person=person)
    first = found(made).findings
    made.say(("problem", "нет бассейна"), person="d")
    second = found(made).findings.assign(finding_id=["other"])
    assert carry(second, first) == {"other": first["finding_id"].iloc[0]}
