"""Topics as a pack: later waves go to the same topics; the stage uses it; what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from pipeline import packs, settings, tables
from pipeline.encode import encode
from pipeline.errors import InputError, PackError
from pipeline.settings import Settings
from pipeline.topics import Topics, topics
from pipeline.topics.model import encoder_print, load_model
from pipeline.train.topics import train_topics
from tests.topics.test_cluster import city


def chosen(**given: object) -> Settings:
    values = settings.defaults()
    values["topics"].update(given)
    return Settings(values)


def survey(texts: list[str], role: str = "problem") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers of one statement each, as the stages before topics make them."""
    from pipeline.encode.lemmas import content_lemmas

    ids = [f"a{n}" for n in range(len(texts))]
    answers = pd.DataFrame({"answer_id": ids, "kind": "survey", "text": texts})
    answers = answers.assign(respondent=ids, group="", status="used", duplicate_of="")
    said = pd.DataFrame(
        {
            "statement_id": [f"{id_}-0" for id_ in ids],
            "answer_id": ids,
            "start": 0,
            "end": [len(text) for text in texts],
            "text": texts,
            "lemmas": content_lemmas(texts),
            "role": role,
            "directions": [["roads"] for _ in texts],
        }
    )
    return _filled(answers, "answers"), _filled(said, "statements")


def _filled(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return tables.conform(frame, name)


def found(texts: list[str], **given: object) -> Topics:
    answers, said = survey(texts)
    made = chosen(**given)
    return topics(said, answers, encode(said, None, made), made)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packs of its own, with the shipped encoder in it."""
    root = tmp_path / "models"
    root.mkdir()
    (root / "encoder").symlink_to(packs.home() / "encoder")
    monkeypatch.setenv("VECHE_MODELS", str(root))
    return root


def test_every_topic_is_described_and_measured() -> None:
    made = found(city()[0])
    frame = made.topics
    assert 10 <= len(frame) <= 40
    assert frame["stability"].between(0, 1).all() and frame["specificity"].between(0, 1).all()
    assert frame["coherence"].between(-1, 1).all()
    assert (frame["name"] != "").all() and frame["keywords"].map(len).gt(0).all()
    assert frame["quotes"].map(len).between(1, 5).all() and frame["rim"].map(len).ge(1).all()
    assert set(frame["parent_id"].dropna()) <= set(frame["topic_id"])
    placed = made.statements["topic_id"].notna().sum()
    assert frame["statements"].sum() == placed


def test_the_stage_changes_none_of_its_inputs() -> None:
    answers, said = survey(city()[0][:60])
    before = answers.copy(deep=True), said.copy(deep=True)
    vectors = encode(said, None, chosen())
    kept = vectors.copy()
    topics(said, answers, vectors, chosen())
    pd.testing.assert_frame_equal(answers, before[0])
    pd.testing.assert_frame_equal(said, before[1])
    assert np.array_equal(vectors, kept)


def test_a_model_assigns_the_texts_it_was_made_of_as_they_were(home: Path) -> None:
    texts, _ = city()
    first = found(texts)
    first.model.save("wave1", {})
    again = found(texts, model="wave1")
    same = first.statements["topic_id"].fillna("") == again.statements["topic_id"].fillna("")
    assert same.mean() > 0.98
    assert set(again.topics["topic_id"]) <= set(first.topics["topic_id"])
    names = dict(zip(first.topics["topic_id"], first.topics["name"], strict=True))
    assert all(names[row.topic_id] == row.name_ for row in _named(again.topics))


@pytest.mark.parametrize("threads", [1, 2])
def test_assigning_depends_on_neither_threads_nor_order(home: Path, threads: int) -> None:
    texts, _ = city()
    found(texts).model.save("wave1", {})
    model = load_model("wave1", encoder_print(""))
    _, said = survey(texts)
    vectors, lemmas = encode(said, None, chosen()), said["lemmas"].tolist()
    labels, near = model.assign(vectors, lemmas)
    order = np.random.default_rng(3).permutation(len(texts))
    with threadpool_limits(limits=threads):
        again, nearer = model.assign(vectors[order], [lemmas[row] for row in order])
    assert np.array_equal(again, labels[order]) and np.array_equal(nearer, near[order])


def _named(frame: pd.DataFrame) -> list[object]:
    return list(frame.rename(columns={"name": "name_"}).itertuples())


def test_a_later_wave_of_three_texts_goes_to_known_topics(home: Path) -> None:
    first = found(city()[0])
    first.model.save("wave1", {})
    later = found(["Фонарь не горит третью ночь", "Где врач?", "xyz"], model="wave1")
    ids = later.statements["topic_id"].tolist()
    assert ids[0] in set(first.topics["topic_id"]) and ids[1] in set(first.topics["topic_id"])
    assert ids[0] != ids[1] and not isinstance(ids[2], str)


def test_a_model_of_another_encoder_is_refused(home: Path) -> None:
    found(city()[0][:40]).model.save("wave1", {})
    with pytest.raises(PackError, match="другим энкодером"):
        load_model("wave1", "onnx:другой")
    assert load_model("wave1", encoder_print("")).topics


def test_few_statements_make_a_model_too(home: Path) -> None:
    first = found(["Ямы на дорогах", "ямы на дороге", "Нет врачей"])
    assert len(first.topics) == 2
    first.model.save("small", {})
    assert (
        found(["яма на дороге"], model="small").statements["topic_id"][0]
        == (first.statements["topic_id"][0])
    )


def test_no_statements_have_no_topics() -> None:
    nothing = tables.empty("statements"), tables.empty("answers")
    made = topics(*nothing, np.zeros((0, 192), np.float32), chosen())
    assert made.topics.empty and made.statements.empty


def test_topics_of_a_run_become_a_pack(home: Path, tmp_path: Path) -> None:
    texts, _ = city()
    first = found(texts)
    folder = tmp_path / "run"
    folder.mkdir()
    first.topics.to_parquet(folder / "topics.parquet")
    first.statements.to_parquet(folder / "statements.parquet")
    made = json.dumps({"settings": chosen().plain()}, ensure_ascii=False)
    (folder / "run.json").write_text(made, encoding="utf-8")
    pack = train_topics(folder, "wave1")
    assert pack == home / "topics" / "wave1" and (pack / "card.md").is_file()
    again = found(texts, model="wave1")
    same = first.statements["topic_id"].fillna("") == again.statements["topic_id"].fillna("")
    assert same.mean() > 0.9


def test_a_dataset_that_was_never_run_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="прогон"):
        train_topics(tmp_path)
