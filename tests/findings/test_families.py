"""Matters above findings: who stands behind one thing in many words, opposed claims apart."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pandas as pd
from tables_made import Made, settings

from pipeline import tables
from pipeline.findings import findings
from pipeline.findings.concepts import concepts
from pipeline.findings.matters import concept
from pipeline.strategy import strategy

FILE = Path(__file__).parents[2] / "pipeline/findings/concepts.toml"


def frame(made: Made) -> pd.DataFrame:
    answers, statements, vectors = made.tables()
    return findings(answers, statements, tables.empty("topics"), vectors, settings()).findings


def matters(made: Made) -> dict[str, str]:
    """Text of a statement -> the matter of its finding."""
    text = {row["statement_id"]: row["text"] for row in made.statements}
    table = frame(made)
    return {
        text[s]: matter
        for matter, ids in zip(table["matter_id"], table["statement_ids"], strict=True)
        for s in ids
    }


def test_findings_about_one_thing_are_of_one_matter_and_opposed_claims_are_not():
    made = Made()
    for person in "abc":
        made.say(("problem", "Нет контейнеров для мусора"), person=person)
        made.say(("problem", "Мусор у контейнеров не вывозят"), person=f"{person}2")
        made.say(("problem", "Много торговых центров"), person=f"{person}3")
        made.say(("problem", "Мало торговых центров"), person=f"{person}4")
    matter = matters(made)
    assert matter["Нет контейнеров для мусора"] == matter["Мусор у контейнеров не вывозят"]
    assert matter["Много торговых центров"] != matter["Мало торговых центров"]
    assert matter["Мало торговых центров"] != matter["Нет контейнеров для мусора"]


def test_single_voices_that_say_one_thing_of_one_matter_become_a_finding():
    made = Made()
    texts = ["Пандус у аптеки сломан", "Сломанный пандус", "Нет пандуса у почты", "Пандус сломали"]
    for person, text in enumerate(texts):
        made.say(("problem", text), person=str(person))
    for person in "xyz":
        made.say(("problem", "Бродячие собаки у школы"), person=person)
    table = frame(made)
    of_people = dict(zip(table["name"], table["respondents"], strict=True))
    assert sorted(table.loc[table["recurring"], "respondents"]) == [3, 3]
    assert of_people["Поломка пандуса"] == 3, "«нет» is another sense of the same thing"


def test_a_matter_counts_each_person_once():
    made = Made()
    for person in "abc":
        made.say(("problem", "Нет фонарей"), ("problem", "Темно на улицах"), person=person)
    made.say(("problem", "Одна лампочка на весь квартал"), person="d")
    answers, statements, vectors = made.tables()
    found = findings(answers, statements, tables.empty("topics"), vectors, settings())
    told = strategy(
        answers, statements, tables.empty("topics"), found.findings, found.links,
        tables.empty("frequencies"), settings(),
    ).findings  # fmt: skip
    text = {row["statement_id"]: row["answer_id"] for row in made.statements}
    person_of = {row["answer_id"]: row["respondent"] for row in made.answers}
    for matter, rows in told.groupby("matter_id"):
        people = {person_of[text[s]] for ids in rows["statement_ids"] for s in ids}
        assert set(rows["matter_respondents"]) == {len(people)}, matter


def test_a_word_stands_in_one_line():
    lines = tomllib.loads(FILE.read_text(encoding="utf-8"))["concepts"]
    counts = Counter(word for words in lines.values() for word in words.split())
    assert not [word for word, count in counts.items() if count > 1]
    assert all(word == word.lower() and "ё" not in word for word in counts)
    assert concept("фонарь") == concept("лампочка") != concept("автобус") and concepts()
    assert concept("слон") == ""
