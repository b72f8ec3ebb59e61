"""The example dataset carries what tests/example_facts.toml says is planted in it."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROPOSAL = "Что бы Вы предложили сделать в первую очередь?"


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    return tomllib.loads((ROOT / "tests/example_facts.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    path = ROOT / "data/raw/example/answers-2018-04.csv"
    with path.open(encoding="cp1251", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_as_many_rows_and_people_as_told(facts: dict[str, Any], rows: list[dict[str, str]]) -> None:
    assert len(rows) == facts["files"]["april_rows"]
    assert len({row["Номер анкеты"] for row in rows}) == facts["files"]["april_people"]
    assert len({row["Район"] for row in rows}) == 6


def test_every_number_in_the_facts_is_a_questionnaire(
    facts: dict[str, Any], rows: list[dict[str, str]]
) -> None:
    known = {int(row["Номер анкеты"]) for row in rows}
    told = {number for theme in facts["theme"] for number in theme["april"]}
    told |= {
        number for name in ("campaign", "personal", "irony") for number in facts["traps"][name]
    }
    assert told and told <= known


def test_the_campaign_is_one_text_of_fourteen_people(
    facts: dict[str, Any], rows: list[dict[str, str]]
) -> None:
    campaign = set(facts["traps"]["campaign"])
    texts = [row[PROPOSAL] for row in rows if int(row["Номер анкеты"]) in campaign]
    assert len(campaign) == len(texts) == 14
    assert all("торгового центра" in text.casefold() for text in texts)


def test_one_person_sends_the_form_three_times(
    facts: dict[str, Any], rows: list[dict[str, str]]
) -> None:
    sent = [row for row in rows if row["Номер анкеты"] == str(facts["traps"]["sent_three_times"])]
    assert len(sent) == 3
    assert len({row["IP-адрес"] for row in sent}) == 1


def test_copies_are_word_for_word(facts: dict[str, Any], rows: list[dict[str, str]]) -> None:
    said = {int(row["Номер анкеты"]): row[PROPOSAL] for row in rows}
    for first, second in facts["traps"]["copies"]:
        assert said[first] == said[second] != ""
