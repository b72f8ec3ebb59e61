"""Which texts make topics, and which topic an answer of several statements has."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.topics.answers import of_answers
from pipeline.topics.founding import founding, spoken_by
from pipeline.topics.matters import has_matter
from pipeline.topics.units import Units, units
from tests.topics.test_cluster import city
from tests.topics.test_model import survey


@pytest.mark.parametrize(
    ("text", "lemmas", "expected"),
    [
        ("Откройте", ["открыть"], False),
        ("Прошу принять меры", ["просить", "принять", "мера"], False),
        ("дом 8, 15 этаж", ["дом", "этаж"], False),
        ("дом", ["дом"], True),
        ("дороги", ["дорога"], True),
        ("тихий", ["тихий"], True),
        ("яма у дома 8", ["яма", "дом"], True),
        ("???", [], True),
    ],
)
def test_a_matter_is_more_than_a_deed_a_plea_or_an_address(
    text: str, lemmas: list[str], expected: bool
) -> None:
    assert has_matter(lemmas, text) is expected


def found_in(texts: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, Units]:
    answers, said = survey(texts)
    vectors = np.ones((len(texts), 3), np.float32)
    return answers, said, units(texts, said["lemmas"].tolist(), vectors)


def test_bare_deeds_found_no_topics_among_many_texts_but_do_among_few() -> None:
    many = [*city()[0], "Откройте", "Примите меры"]
    answers, said, found = found_in(many)
    kept = {found.keys[unit] for unit in founding(said, answers, found)}
    assert "откройте" not in kept and "примите меры" not in kept and len(kept) > 300
    answers, said, found = found_in(["Откройте", "дороги"])
    assert len(founding(said, answers, found)) == 2


def test_long_letters_count_once() -> None:
    texts = ["дороги", "снег", "вода", "мост"]
    _, said, found = found_in(texts)
    letters = said.assign(answer_id=["a0", "a0", "a0", "a1"])
    assert spoken_by(letters, found, np.arange(4)) == 2
    assert spoken_by(said, found, np.arange(4)) == 4


def said_of(lengths: list[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    ends = np.cumsum(lengths)
    said = pd.DataFrame({"answer_id": "a", "start": ends - lengths, "end": ends})
    answers = pd.DataFrame({"answer_id": ["a", "b", "c"], "duplicate_of": ["", "a", ""]})
    return said, answers


def test_a_topic_of_more_than_half_the_text_is_the_answers() -> None:
    said, answers = said_of([60, 40])
    alike = np.array([[0.3, 0.1], [0.2, 0.9]], np.float32)
    assert of_answers(said, answers, np.array([0, 1]), alike) == [0, 0, -1]


def test_without_a_majority_all_sentences_are_heard() -> None:
    said, answers = said_of([40, 30, 30])
    alike = np.array([[0.3, 0.2, 0.2], [0.0, 0.6, 0.4], [0.0, 0.4, 0.5]], np.float32)
    assert of_answers(said, answers, np.array([0, 1, 2]), alike)[0] == 1


def test_sentences_without_topic_give_none() -> None:
    said, answers = said_of([10])
    assert of_answers(said, answers, np.array([-1]), np.zeros((1, 0), np.float32)) == [-1, -1, -1]
