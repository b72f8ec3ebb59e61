"""Whatever system exported a survey and in whatever file, the answers are the same."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from pathlib import Path

import made_surveys as made
import pytest

from pipeline import settings
from pipeline.engines import InProcess
from pipeline.ingest import read_dataset

FAST = [
    ("yandex", "xlsx"),
    ("google", "csv_utf8"),
    ("limesurvey", "csv_bom"),
    ("surveymonkey", "csv_cp1251"),
    ("bitrix", "html_xls"),
    ("decidim", "json"),
    ("handmade", "ods"),
    ("qualtrics", "csv_utf16"),
]
ALL = list(itertools.product(made.PROFILES, made.CONTAINERS))


def check(folder: Path, profile: str, container: str) -> None:
    group = made.people()
    made.write(folder, profile, container, group)
    dataset, chosen = settings.load(folder)
    read = read_dataset(dataset, chosen, InProcess())
    items = read.items
    said = [
        (question.split(". ", 1)[1] if question[:1].isdigit() else question, text)
        for question, text in zip(items["question"], items["text"], strict=True)
    ]
    assert said == made.truth(group, container), read.notes
    assert list(items["question_role"][:3]) == ["problem", "solution", "vision"]
    attributes = [json.loads(text) for text in items["attributes"][::3]]
    assert [a["Ваш район"] for a in attributes] == [p.district for p in group]
    assert [a["Ваш возраст"] for a in attributes] == [p.age for p in group]
    assert items["respondent"].nunique() == len(group)
    assert list(items["locator"][::3]) == [f"row {n}" for n in range(1, len(group) + 1)]
    everything = items.to_json(force_ascii=False)
    assert not any(word in everything for word in ("10.0.0.", "Mozilla", "@mail.ru", "09:07:07"))
    check_frequencies(read.frequencies, group)
    [entry] = read.ledger
    assert (entry.file_rows, entry.rows) == (len(group), 3 * len(group))


def check_frequencies(frequencies, group: list[made.Person]) -> None:
    multi = frequencies[frequencies["type"] == "multi"]
    chosen = dict(zip(multi["answer"], multi["count"], strict=True))
    assert chosen == {
        option: sum(option in person.chosen for person in group) for option in made.OPTIONS
    }
    assert set(multi["base"]) == {len(group)}
    matrix = frequencies[frequencies["type"] == "matrix"]
    for at, sphere in enumerate(made.SPHERES):
        counts = matrix[matrix["question"].str.contains(sphere)]
        assert dict(zip(counts["answer"], counts["count"], strict=True)) == Counter(
            person.levels[at] for person in group
        )
    scale = frequencies[frequencies["type"] == "scale"]
    assert dict(zip(scale["answer"], scale["count"], strict=True)) == {
        str(mark): sum(person.mark == mark for person in group) for mark in range(1, 6)
    }


@pytest.mark.parametrize(("profile", "container"), FAST)
def test_some_exports_give_the_same_answers(tmp_path: Path, profile: str, container: str):
    check(tmp_path, profile, container)


@pytest.mark.slow
@pytest.mark.parametrize(("profile", "container"), ALL)
def test_all_exports_give_the_same_answers(tmp_path: Path, profile: str, container: str):
    check(tmp_path, profile, container)
