"""Consensus, draft coverage, the region's strategy, districts and sessions, on made tables."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from tables_made import Made, settings

from pipeline import tables
from pipeline.errors import SettingsError
from pipeline.findings import findings
from pipeline.strategy import Strategy, changes, read_region, strategy
from pipeline.strategy.changes import between_sessions


def laid_out(made: Made, region: str = "") -> Strategy:
    """The strategy of what `made` holds."""
    answers, statements, vectors = made.tables()
    chosen = settings()
    topics, frequencies = tables.empty("topics"), tables.empty("frequencies")
    found = findings(answers, statements, topics, vectors, chosen)
    return strategy(
        answers, statements, topics, found.findings, found.links, frequencies, chosen,
        read_region(region) if region else None,
    )  # fmt: skip


def verdicts(laid: Strategy) -> dict[str, str]:
    return dict(zip(laid.findings["name"], laid.findings["consensus"], strict=True))


def many(made: Made, role: str, text: str, count: int = 4, **where: Any) -> None:
    for number in range(count):
        made.say((role, text), person=f"{role} {text} {number}", **where)


def test_consensus_of_people_and_groups():
    made = Made()
    many(made, "problem", "Нет бассейна")
    for group in ("наука", "бизнес"):
        made.say(("problem", "Нет бассейна"), group=group)
        made.say(("problem", "Износ теплосетей"), group=group)
    many(made, "problem", "Бродячие собаки")
    many(made, "problem", "Нет кинотеатра", 1)
    assert verdicts(laid_out(made)) == {
        "Отсутствие бассейна": "общее",
        "Износ теплосетей": "экспертное",
        "Бродячие собаки": "запрос жителей",
        "Отсутствие кинотеатра": "особое мнение",
    }


def test_for_and_against_are_a_conflict_and_stand_side_by_side():
    made = Made()
    many(made, "solution", "Построить торговый центр")
    many(made, "against", "Не строить торговый центр")
    made.say(("against", "Не строить торговый центр"), group="наука")
    laid = laid_out(made)
    assert set(verdicts(laid).values()) == {"конфликт"}
    assert len(laid.oppositions) == 1
    row = laid.matrix[laid.matrix["kind"] == "solution"].iloc[0]
    assert (row["жители"], row["наука"]) == ("за и против", "против")
    assert row["opposed"] == [laid.oppositions[0].against_id]


def test_the_draft_is_supported_amended_contradicted_or_unasked():
    made = Made()
    for thesis, text in (
        ("Т-1", "дефицит врачей в поликлиниках"),
        ("Т-2", "строительство аквапарка"),
        ("Т-3", "строительство крематория"),
        ("Т-4", "проведение фестиваля ледовых фигур"),
    ):
        role = "problem" if "дефицит" in text else "solution"
        made.say((role, text), kind="draft", thesis=thesis)
    many(made, "solution", "Увеличить число врачей в поликлиниках")
    many(made, "solution", "Построить аквапарк")
    many(made, "against", "Не строить крематорий")
    many(made, "problem", "Бродячие собаки")
    laid = laid_out(made)
    drafts = laid.coverage.set_index("thesis")
    assert drafts["verdict"].to_dict() == {
        "Т-1": "supported", "Т-2": "supported", "Т-3": "contradicted", "Т-4": "unasked",
    }  # fmt: skip
    assert drafts.loc["Т-2", "respondents"] == 4
    assert list(laid.unasked_theses) == [drafts.loc["Т-4", "answer_id"]]
    names = laid.findings.set_index("finding_id")["name"]
    assert [names[fid] for fid in laid.demanded_not_in_draft] == ["Бродячие собаки"]


def test_a_copied_thesis_supports_nothing_and_a_reworded_one_amends():
    made = Made()
    made.say(("solution", "благоустройство 40 дворов в год"), kind="draft", thesis="22")
    made.say(("solution", "закупка 60 автобусов большой вместимости"), kind="draft", thesis="23")
    made.say(("solution", "Благоустройство 40 дворов в год"), group="наука")
    made.say(("solution", "закупка 90 автобусов большой вместимости с пандусом"), group="наука")
    drafts = laid_out(made).coverage.set_index("thesis")
    assert drafts["verdict"].to_dict() == {"22": "unasked", "23": "amended"}
    assert drafts.loc["22", "groups"] == "{}"


def test_problems_without_solutions_and_solutions_without_problems_are_listed():
    made = Made()
    many(made, "problem", "Гололёд")
    many(made, "solution", "Построить планетарий")
    laid = laid_out(made)
    names = laid.findings.set_index("finding_id")["name"]
    assert [names[fid] for fid in laid.problems_without_solution] == ["Гололёд"]
    assert len(laid.solutions_without_problem) == 1


def test_single_voices_are_kept_as_rare():
    made = Made()
    many(made, "problem", "Гололёд")
    made.say(("problem", "Нет планетария"), person="single")
    laid = laid_out(made)
    names = laid.findings.set_index("finding_id")["name"]
    assert [names[fid] for fid in laid.rare] == ["Отсутствие планетария"]


def test_the_region_is_compared_item_by_item():
    made = Made()
    many(made, "solution", "Построить аквапарк")
    region = """
    title = "Стратегия края"
    [[item]]
    id = "1"
    title = "Строительство аквапарков"
    [[item]]
    id = "2"
    title = "Развитие космодрома"
    [[item]]
    id = "3"
    title = "Снижение нагрузки промышленных предприятий на окружающую природную среду"
    words = ["выброс", "аквапарк"]
    """
    laid = laid_out(made, region)
    assert laid.coverage.set_index("thesis")["verdict"].to_dict() == {
        "1": "supported", "2": "unasked", "3": "amended",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = ", "ошибка в записи"),
        ('[[item]]\nid = "1"', "нет title"),
        ('[[item]]\ntitle = "А"\nwords = "б"', "не список"),
        ('tilte = "А"', "неизвестный ключ"),
    ],
)
def test_a_wrong_region_file_is_told_in_words(text, told):
    with pytest.raises(SettingsError, match=told) as caught:
        read_region(text)
    assert "region.toml" in str(caught.value)


def test_a_district_differs_only_beyond_chance():
    made = Made()
    for number in range(120):
        place = "Заречный" if number < 40 else "Горный"
        text = "Дым от комбината" if number < 20 else "Гололёд"
        made.say(("problem", text), person=f"p{number}", attributes={"Район": place})
    table = laid_out(made).districts
    smoke = table[table["name"].str.contains("Дым")].set_index("value")
    assert smoke.loc["Заречный", ["base", "respondents"]].tolist() == [40, 20]
    assert smoke.loc["Заречный", "distinct"]


def table_of(rows: list[tuple[str, dict[str, int]]]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"finding_id": name, "kind": "problem", "name": name, "recurring": True,
          "sessions": json.dumps(voices)} for name, voices in rows]
    )  # fmt: skip


def test_sessions_are_compared_by_shares_of_those_who_were_asked():
    table = table_of(
        [("as ever", {"1": 25, "3": 5}), ("grown", {"1": 25, "3": 20}), ("new", {"3": 6}),
         ("gone", {"1": 60}), ("too few to say", {"1": 3})]
    )  # fmt: skip
    found = between_sessions(table, ["1", "2", "3"], {"1": 600, "3": 120})
    assert dict(zip(found["name"], found["change"], strict=True)) == {
        "as ever": "same", "grown": "grown", "new": "new", "gone": "gone", "too few to say": "same",
    }  # fmt: skip


def test_what_changed_between_two_runs():
    def wave(counts: dict[str, int]) -> pd.DataFrame:
        made = Made()
        for text, count in counts.items():
            many(made, "problem", text, count)
        return laid_out(made).findings

    before = wave({"Гололёд": 4, "Нет бассейна": 4, "Дым": 4})
    after = wave({"Гололёд": 9, "Нет бассейна": 4, "Бродячие собаки": 4})
    found = changes(before, after)
    assert dict(zip(found["name"], found["change"], strict=True)) == {
        "Гололёд": "grown", "Отсутствие бассейна": "same", "Дым": "gone", "Бродячие собаки": "new",
    }  # fmt: skip


def test_an_objection_to_one_action_is_no_objection_to_another():
    made = Made()
    many(made, "solution", "Обновить трамвай")
    many(made, "solution", "Закрыть трамвай")
    many(made, "against", "Не закрывать трамвай")
    laid = laid_out(made)
    told = verdicts(laid)
    assert told["Закрытие трамвая"] == "конфликт"
    assert told["Обновление трамвая"] == "запрос жителей"


def test_a_proposal_with_its_reasons_still_meets_its_objection():
    made = Made()
    many(made, "solution", "Построить торговый центр у вокзала: это рабочие места, аренда, "
         "налоги и удобство соседей", 1, group="бизнес")  # fmt: skip
    many(made, "against", "Не строить торговый центр в сквере")
    assert len(laid_out(made).oppositions) == 1
    other = Made()
    many(other, "solution", "Построить детский сад: матери смогут работать", 1, group="бизнес")
    many(other, "against", "Не строить детскую площадку")
    assert not laid_out(other).oppositions


def test_whole_sentences_stand_for_the_vision():
    made = Made()
    for text in ("Для детей", "Зелёный город, где детям есть где гулять",
                 "зелёный город где детям есть где гулять!"):  # fmt: skip
        many(made, "vision", text)
    laid = laid_out(made)
    answers, statements, _ = made.tables()
    texts = statements.set_index("statement_id")["text"]
    assert len(laid.vision.sentences) == 1
    assert texts[laid.vision.sentences[0]].casefold().startswith("зелёный город")


def test_an_objection_to_the_whole_is_one_to_its_part():
    made = Made()
    made.say(("solution", "Построить крематорий в промышленной зоне"), group="бизнес")
    many(made, "against", "Не строить крематорий")
    assert set(verdicts(laid_out(made)).values()) == {"конфликт"}


def test_a_problem_is_in_the_draft_when_its_solution_is():
    made = Made()
    made.say(("solution", "ремонт дорог местного значения"), kind="draft", thesis="Т-3")
    made.say(("solution", "Т-3"), kind="draft", thesis="Т-4")
    for number in range(4):
        made.say(("problem", "Разбитые дороги"), ("solution", "Ремонт дорог"), person=f"p{number}")
    many(made, "problem", "Бродячие собаки")
    laid = laid_out(made)
    found = dict(zip(laid.findings["name"], laid.findings["in_draft"], strict=True))
    assert found.pop("Бродячие собаки") == "missing"
    assert set(found.values()) == {"covered"}
    assert list(laid.coverage["thesis"]) == ["Т-3"]


@pytest.mark.parametrize(
    ("wish", "mark"), [("Закрыть разрезы", "запрос жителей"), ("Расширить разрезы", "конфликт")]
)
def test_to_object_to_a_thing_is_to_want_it_closed(wish, mark):
    made = Made()
    many(made, "solution", wish)
    many(made, "against", "Не надо разрезов")
    assert set(verdicts(laid_out(made)).values()) == {mark}
