"""The lexicon: what words and phrases say by themselves, and how texts are read by it."""

import csv

import pandas as pd
import pytest

from pipeline.statements import lexicon as module
from pipeline.statements.directions_features import lexicon_features
from pipeline.statements.directions_taxonomy import shipped
from pipeline.statements.lexicon import TONES, Lexicon, Meaning, lexicon
from pipeline.statements.roles import read_units
from pipeline.statements.roles_context import context_terms

LINES = [
    "сад\tenvironment\t",
    "детский сад\teducation\t",
    "охрана труд\tsafety\t",
    "снег дорога\ttransport\tbad",
    "отремонтировать\t\tdeed",
    "аптека\thealth,economy\t",
    "аварийный жилищный фонд\thousing\tbad",
    "жилищный фонд\tzhkh\t",
]


def said(text):
    """Each known word or phrase of a text, and what it means."""
    one = read_units(pd.DataFrame({"text": [text]}))[0].words
    return [
        (" ".join(one.forms[place] for place in places), meaning)
        for places, meaning in Lexicon(LINES).said(one.lemmas, one.tags)
    ]


def test_a_word_has_its_own_meaning():
    found = said("Аптека и сад")
    assert found == [
        ("аптека", Meaning(("health", "economy"), "")),
        ("сад", Meaning(("environment",), "")),
    ]


def test_a_phrase_outweighs_its_words():
    assert said("В детском саду") == [("детском саду", Meaning(("education",), ""))]


def test_the_longest_phrase_is_taken_and_none_begins_inside_it():
    assert [text for text, _ in said("аварийный жилищный фонд")] == ["аварийный жилищный фонд"]
    assert [text for text, _ in said("жилищный фонд")] == ["жилищный фонд"]


def test_a_phrase_reaches_over_a_preposition_and_not_over_a_mark():
    assert [text for text, _ in said("Снег на дороге")] == ["снег дороге"]
    assert said("Снег. Дороги") == []


def test_a_name_of_a_person_means_nothing():
    known = Lexicon(LINES)
    assert known.said(["сад"], ["N.nom.sg.name"]) == []
    assert known.said(["детский", "сад"], ["A", "N.nom.sg.name"]) == []


def test_tokens_of_a_phrase_have_its_meaning():
    one = read_units(pd.DataFrame({"text": ["Рядом детский сад"]}))[0]
    assert [meaning.directions[:1] for meaning in one.meanings][1:] == [("education",)] * 2


@pytest.fixture(scope="module")
def rows():
    with module.FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_line_says_something_known(rows):
    known = set(shipped().ids)
    assert len(rows) == len(lexicon()) > 10_000
    for said, directions, tone in rows:
        ids = directions.split(",") if directions else []
        assert len(said.split()) <= 3, said
        assert set(ids) <= known, said
        assert tone in ("", *TONES), said
        assert ids or tone, said


def test_lines_stand_once_in_order(rows):
    said = [row[0] for row in rows]
    assert said == sorted(set(said))


def test_features_count_directions():
    units = read_units(pd.DataFrame({"text": ["лыжная трасса и поликлиника", "да"]}))
    found = lexicon_features(units)
    places = {name: place for place, name in enumerate(lexicon().directions)}
    assert found.shape == (2, 3 * len(places) + 1)
    assert found[0, places["health"]] >= 1
    assert found[0, places["sport"]] >= 1
    assert found[1, :-1].sum() == 0
    assert found[:, -1].tolist() == [0, 1]


@pytest.mark.parametrize(
    "text, term",
    [
        ("Грязь и хамство", "tone bad 2"),
        ("Не отремонтировали", "tone not deed 1"),
        ("Нет воды", "tone bad 1"),  # a phrase of the lexicon, with its own negation
        ("Не навели порядок", "tone not wish 1"),
    ],
)
def test_tones_are_told_to_the_model_of_roles(text, term):
    terms = context_terms(read_units(pd.DataFrame({"text": [text]}))[0])
    told = [one for one in terms if one.startswith("tone ") and "first" not in one]
    assert told == [term]
