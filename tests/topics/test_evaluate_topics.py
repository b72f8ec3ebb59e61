"""`evaluate topics` and `evaluate encoder`: measures, files of users, what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.encode.lemmas import content_lemmas
from pipeline.errors import InputError
from pipeline.evaluate import topic_alternatives
from pipeline.evaluate.encoder import evaluate_encoder
from pipeline.evaluate.partitions import against_labels, bcubed, of_words, sizes
from pipeline.evaluate.topic_baselines import baselines
from pipeline.evaluate.topic_sets import read_sets
from pipeline.evaluate.topics import evaluate_topics
from tests.topics.test_cluster import city


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    texts, matters = city()
    path = tmp_path / "город.csv"
    pd.DataFrame({"text": texts, "topic": matters}).to_csv(path, index=False)
    return path


def test_bcubed_of_a_case_worked_by_hand() -> None:
    precision, recall, f1 = bcubed(["a", "a", "b"], [0, 0, 0])
    assert (precision, recall) == (pytest.approx(5 / 9), 1)
    assert f1 == pytest.approx(2 * 5 / 9 / (1 + 5 / 9))


def test_a_perfect_partition_has_ones() -> None:
    assert set(against_labels(["a", "a", "b", "c"], [3, 3, 0, 1]).values()) == {1.0}


def test_texts_without_topic_are_one_class() -> None:
    assert sizes(np.array([0, -1, -1, 1])) == {"topics": 2, "none": 0.5}
    assert against_labels(["a", "b", "c"], [-1, -1, -1])["bcubed_precision"] == pytest.approx(
        1 / 3, abs=1e-3
    )


def test_words_of_topics_are_measured() -> None:
    lemmas = [["дорога", "яма"], ["врач", "запись"]] * 20
    assert of_words(lemmas, np.array([0, 1] * 20)) == {"npmi": 1.0, "diversity": 1.0}
    assert of_words(lemmas, np.full(40, -1)) == {"npmi": 0.0, "diversity": 0.0}


def test_a_file_with_topics_is_measured(labelled: Path) -> None:
    report = evaluate_topics(labelled, repeats=2)
    one = report.plain()["sets"][0]
    assert one["texts"] == len(city()[0]) and one["classes"] == 5
    assert one["methods"]["veche"]["ami"] > 0.5
    assert one["stability"]["ari_median"] == 1.0 and one["stability"]["resampled"] > 0.3
    assert "veche" in "\n".join(report.lines()) and "AMI" in report.page()


def test_questions_are_grouped_apart(tmp_path: Path) -> None:
    path = tmp_path / "polls.csv"
    rows = [(f"вопрос {q}", f"ответ {n % 5}", str(n % 5)) for q in range(2) for n in range(25)]
    pd.DataFrame(rows, columns=["question", "text", "cluster"]).to_csv(path, index=False)
    (one,) = read_sets(path)
    assert [len(part.texts) for part in one.parts] == [25, 25]


@pytest.mark.parametrize(
    ("content", "told"), [("text\nямы\n", "topic"), ("topic\nдороги\n", "text"), ("", "читается")]
)
def test_what_a_file_lacks_is_named(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        evaluate_topics(path)


def test_an_encoder_is_measured_on_pairs_and_on_topics(labelled: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "text_a;text_b\nНе горят фонари;Нет освещения\nЯмы;Разбитая дорога\nНет врачей;Поликлиника",
        encoding="utf-8",
    )
    found = evaluate_encoder(pairs).plain()["methods"]["current"]
    assert found["first"]["value"] == 1 and found["reciprocal"]["value"] == 1
    near = evaluate_encoder(labelled).methods["current"]["same_topic"]
    assert near["low"] <= near["value"] <= near["high"] and near["value"] > 0.7


@pytest.mark.parametrize("name", [name for name in baselines() if not name.startswith("BERTopic")])
def test_baselines_run_on_the_same_lemmas(name: str) -> None:
    from pipeline.encode.lemmas import content_lemmas

    texts, matters = city()
    found = baselines()[name](texts, content_lemmas(texts), 5)
    assert against_labels(matters, found.tolist())["ami"] > 0.3


@pytest.mark.slow
def test_figures_on_polls_that_the_encoder_has_not_met(shared: Path) -> None:
    polls = pd.read_csv(shared / "polls/answers_labeled.csv", keep_default_na=False)
    parts = [part for _, part in polls.groupby("question_id") if len(part) >= 20]
    from pipeline.topics.texts import topics_of_texts

    found = [
        against_labels(part["cluster"].tolist(), topics_of_texts(part["answer"].tolist())[0])
        for part in parts
    ]
    assert np.mean([one["ami"] for one in found]) >= 0.40
    assert np.mean([one["bcubed_f1"] for one in found]) >= 0.83


@pytest.mark.slow
def test_few_appeals_are_left_without_topic(shared: Path) -> None:
    from pipeline.topics.texts import topics_of_texts

    texts = pd.read_csv(shared / "kursk/appeals.csv")["text"].tolist()
    assert float(np.mean(topics_of_texts(texts)[0] < 0)) < 0.15


def test_other_ways_divide_the_same_texts_and_absent_packages_are_told(
    labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_alternatives, "find_spec", lambda package: None)
    ways, missing = topic_alternatives.alternatives()
    assert [note.split(":")[0] for note in missing] == ["EVoC", "Leiden"]
    assert not any(name.startswith(("EVoC", "Leiden")) for name in ways)
    texts, matters = city()
    lemmas = content_lemmas(texts)
    for name in ("Ward + k-means, тем 20", "HDBSCAN, выпавшие к ближайшей"):
        labels = ways[name](texts, lemmas, 5)
        assert len(labels) == len(texts) and labels.min() >= 0
        assert against_labels(matters, labels.tolist())["ami"] > 0.3, name
