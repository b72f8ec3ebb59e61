"""The lexicon: what words and phrases say by themselves, and how texts are read by it."""

import csv

import pandas as pd
import pytest

from pipeline.statements import lexicon as module
from pipeline.statements.directions_features import lexicon_features
from pipeline.statements.directions_taxonomy import shipped
from pipeline.statements.lexicon import NO_MEANING, TONES, Lexicon, lexicon
from pipeline.statements.roles import read_units
from pipeline.statements.roles_context import context_terms

LINES = [
    "сад\tenvironment\t",
    "детский сад\teducation\t",
    "охрана труд\tsafety\t",
    "снег дорога\ttransport\tbad",
    "отремонтировать\t\tdeed",
    "аптека\thealth,economy\t",
]


def meanings(text, known=None):
    one = read_units(pd.DataFrame({"text": [text]}))[0]
    return (known or Lexicon(LINES)).meanings(one.words.lemmas, one.words.tags)


def test_a_word_has_its_own_meaning():
    assert [one.directions for one in meanings("Аптека и сад")] == [
        ("health", "economy"),
        (),
        ("environment",),
    ]


def test_a_phrase_outweighs_its_words():
    found = meanings("В детском саду")
    assert [one.directions for one in found] == [(), ("education",), ("education",)]


def test_a_phrase_reaches_over_a_preposition_and_not_over_a_mark():
    assert [one.tone for one in meanings("Снег на дороге")] == ["bad", "", "bad"]
    assert all(one == NO_MEANING for one in meanings("Снег. Дороги"))


def test_a_name_of_a_person_means_nothing():
    assert lexicon().meanings(["сад"], ["N.nom.sg.name"]) == [NO_MEANING]


def test_sense_is_nought_for_nothing_and_differs_by_direction_and_tone():
    known = Lexicon(LINES)
    kinds = {known.sense(one) for one in meanings("детский сад, снег на дороге, отремонтировать")}
    assert known.sense(NO_MEANING) == 0
    assert len(kinds) == 4
    assert max(kinds) < known.senses


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
    assert found[1, :-1].sum() == 0
    assert found[:, -1].tolist() == [0, 1]


def test_tones_are_told_to_the_model_of_roles():
    units = read_units(pd.DataFrame({"text": ["Грязь и хамство", "Не отремонтировали"]}))
    assert "tone bad 2" in context_terms(units[0])
    assert "tone not deed 1" in context_terms(units[1])
