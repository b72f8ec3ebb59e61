"""What the run of the example finds is what was planted in it (tests/example_facts.toml)."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline import run
from pipeline.runs import Run

ROOT = Path(__file__).parents[1]
APRIL = "answers-2018-04.csv"
LEAST = 8  # people of a planted theme that few reports may miss
# Themes whose people say a different thing each («негде погулять», «каток тает») are no one
# sentence, so no finding: seven of the example's 46 (of small business one asks for privileges, one
# for a single window, one for development; a group «Создание производств» held two of them by chance).
MISSED = 0.16

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    return tomllib.loads((ROOT / "tests/example_facts.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(ROOT / "data/raw/example", out=tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def number_of(finished: Run) -> dict[str, int]:
    """Answer id -> «Номер анкеты», of the first wave alone."""
    with (ROOT / "data/raw/example" / APRIL).open(encoding="cp1251", newline="") as file:
        numbers = [int(row["Номер анкеты"]) for row in csv.DictReader(file, delimiter=";")]
    april = finished.answers[finished.answers["source"] == APRIL]
    rows = april["locator"].str.extract(r"row (\d+)")[0].astype(int)
    return {id_: numbers[row - 1] for id_, row in zip(april["answer_id"], rows, strict=True)}


@pytest.fixture(scope="module")
def heard(finished: Run, number_of: dict[str, int]) -> list[tuple[str, set[int]]]:
    """Kind and questionnaires of each recurring finding."""
    answer_of = dict(
        zip(finished.statements["statement_id"], finished.statements["answer_id"], strict=True)
    )
    recurring = finished.findings[finished.findings["recurring"]]
    return [
        (
            row.kind,
            {number_of[answer_of[s]] for s in row.statement_ids if answer_of[s] in number_of},
        )
        for row in recurring.itertuples()
    ]


def test_every_large_theme_is_a_finding_of_its_own_people(
    facts: dict[str, Any], heard: list[tuple[str, set[int]]]
) -> None:
    missed = [
        theme["name"]
        for theme in facts["theme"]
        if len(planted := set(theme["april"])) >= LEAST
        and not any(
            kind == theme["kind"] and len(people & planted) >= max(2, len(people) / 2)
            for kind, people in heard
        )
    ]
    large = [theme for theme in facts["theme"] if len(theme["april"]) >= LEAST]
    assert len(missed) <= len(large) * MISSED, missed


def test_findings_mix_no_themes(facts: dict[str, Any], heard: list[tuple[str, set[int]]]) -> None:
    """Of the people behind a finding most belong to one planted theme of its kind.

    Facts list who says a thing plainly; others may say it in passing, so all of them is too much.
    """
    shares = []
    for kind, people in heard:
        themes = [set(theme["april"]) for theme in facts["theme"] if theme["kind"] == kind]
        if len(people) >= 5 and themes:
            shares.append(max(len(people & planted) / len(people) for planted in themes))
    assert len(shares) >= 20
    assert sum(shares) / len(shares) >= 0.75


def test_the_campaign_is_seen_and_counted_once_a_person(
    facts: dict[str, Any], finished: Run, number_of: dict[str, int]
) -> None:
    campaign = finished.answers[finished.answers["campaign"] != ""]
    people = {number_of[id_] for id_ in campaign["answer_id"] if id_ in number_of}
    assert set(facts["traps"]["campaign"]) <= people


def test_who_said_nothing_is_in_no_finding(
    facts: dict[str, Any], heard: list[tuple[str, set[int]]]
) -> None:
    silent = set(facts["traps"]["nothing_said"])
    spoke = {n for kind, people in heard if kind != "vision" for n in people & silent}
    assert len(spoke) <= 1, spoke


def test_planted_personal_data_is_nowhere_in_the_tables(finished: Run) -> None:
    text = "\n".join(finished.answers["text"])
    for value in ("111-222-333", "@", "кв. ", "8-9", "+7"):
        assert value not in text, value
