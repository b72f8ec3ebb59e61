"""Splits, settings and adapting: groups whole, repeats on one side, the same bytes, a real gain."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from pipeline import labelled, packs
from pipeline.errors import InputError
from pipeline.train import adapt, crossval, curve, packing, search
from pipeline.train.tasks import DIRECTIONS, ROLES


def frame(rows: int = 60) -> pd.DataFrame:
    things = ["дороги", "школы", "парки", "мосты", "больницы", "дворы"]
    said = [("Нет {} тут", "problem"), ("Хочу {} себе", "solution"), ("Плохо {} там", "problem")]
    return pd.DataFrame(
        [
            {
                "text": said[n % 3][0].format(things[n % 6]) + (f" {n}" if n % 2 else ""),
                "question": "",
                "question_role": "",
                "heading": "",
                "before": "",
                "role": said[n % 3][1],
                "directions": ["transport"] if n % 3 else [],
                "group": f"p{n // 3}",
            }
            for n in range(rows)
        ]
    )


def test_groups_are_whole_and_repeats_on_one_side() -> None:
    data = frame()
    held_rows = []
    for kept, held in crossval.splits(data):
        assert not set(data["group"].iloc[kept]) & set(data["group"].iloc[held])
        keys = data["text"].map(labelled.repeat_key)
        assert not set(keys.iloc[kept]) & set(keys.iloc[held])
        held_rows += list(held)
    assert sorted(held_rows) == list(range(len(data)))


def test_the_order_of_rows_does_not_move_folds() -> None:
    data = frame().assign(mark=range(60))
    shuffled = data.sample(frac=1, random_state=1).reset_index(drop=True)

    def held(one: pd.DataFrame) -> list[list[int]]:
        return [sorted(one["mark"].iloc[rows]) for _, rows in crossval.splits(one)]

    assert held(data) == held(shuffled)


def test_adapting_finds_the_least_loss_both_ways(monkeypatch) -> None:
    chance = np.random.default_rng(0)
    matrix = sparse.csr_matrix(chance.normal(size=(40, 60)))
    target = chance.integers(0, 3, 40)
    given = (matrix, np.zeros((40, 3)), target, np.ones(40), 0.5, 1.0)
    few = adapt.shift(*given)
    monkeypatch.setattr(adapt, "MOST_ROWS", 10)
    many = adapt.shift(*given)
    assert np.allclose(few.weights, many.weights, atol=2e-3)
    assert ((matrix @ few.weights + few.bias).argmax(axis=1) == target).mean() > 0.9


def test_weak_strength_stays_at_the_base() -> None:
    matrix = sparse.csr_matrix(np.eye(4))
    found = adapt.shift(matrix, np.zeros((4, 2)), np.array([0, 1, 0, 1]), np.ones(4), 1e-6, 1.0)
    assert np.abs(found.weights).max() < 1e-4


@pytest.mark.parametrize("task", [ROLES, DIRECTIONS], ids=["roles", "directions"])
def test_the_base_is_adapted_to_new_labels(task) -> None:
    """Labels that contradict the shipped model are learnt; the model keeps its other knowledge."""
    data = frame()
    if task is ROLES:
        data["role"] = data["role"].map({"problem": "fact", "solution": "solution"})
    base = task.load("", None)
    best, tried = search.search(task, data, base, budget=5)
    model = search.train(task, data, base, best.candidate)
    before, after = (
        search.Tried(best.candidate, task.score(data, one), 1.0).value for one in (base, model)
    )
    assert after > before
    assert tried[0].candidate == search.Candidate(True, 0.3)
    assert task.classes(model) == task.classes(base)


def test_the_budget_is_counted_and_not_timed() -> None:
    few = search.candidates(ROLES, 300, object(), 10.0)
    many = search.candidates(ROLES, 300, object(), 60.0)
    assert few == many[: len(few)] and 1 <= len(few) < len(many)
    large = search.candidates(ROLES, 4000, object(), 1000.0)
    assert {one.adapted for one in large} == {True, False}
    assert not any(one.adapted for one in search.candidates(ROLES, 300, None, 60.0))


def digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_adapted_packs_have_the_same_bytes(tmp_path: Path) -> None:
    data = frame(30).drop(columns="directions")
    folders = []
    for name, rows in (("a", data), ("b", data), ("reversed", data.iloc[::-1])):
        path = tmp_path / name / "метки.csv"
        path.parent.mkdir()
        rows.to_csv(path, index=False)
        choices = packing.Choices(name="v", budget=1)
        folders.append(packing.train("roles", [path], choices, tmp_path / name / "models"))
    assert digest(folders[0]) == digest(folders[1])
    weights = {digest(folder)["weights.safetensors"] for folder in folders}
    assert len(weights) == 1
    pack = packs.load("roles", "v", tmp_path / "a" / "models")
    assert pack.meta["parent"] == packs.current("roles")
    assert pack.meta["settings"]["way"] == "adapted"
    assert {"labels", "lengths", "questions"} == set(pack.meta["profile"])
    assert pack.meta["scores"]["cross-validation"]["over_base"]["mcnemar"]
    card = packs.read_card("roles", "v", tmp_path / "a" / "models")
    assert "Роли высказываний" in card and "Roles of statements" in card


def test_batches_and_decisions_are_learnt_together(tmp_path: Path) -> None:
    data = frame(30).drop(columns="directions")
    data.iloc[:20].to_csv(tmp_path / "партия.csv", index=False)
    data.iloc[20:].to_csv(tmp_path / "решения.csv", index=False)
    paths = [tmp_path / "партия.csv", tmp_path / "решения.csv"]
    folder = packing.train("roles", paths, packing.Choices(budget=1), tmp_path / "models")
    meta = packs.read_meta("roles", folder.name, tmp_path / "models")
    assert set(meta["data"]) == {"партия.csv", "решения.csv"}


def test_one_person_is_too_few(tmp_path: Path) -> None:
    path = tmp_path / "метки.csv"
    frame(30).drop(columns="directions").assign(group="p").to_csv(path, index=False)
    with pytest.raises(InputError, match="людей или документов 1"):
        packing.train("roles", [path], root=tmp_path)


def test_an_unknown_base_is_named(tmp_path: Path) -> None:
    path = tmp_path / "метки.csv"
    frame(30).drop(columns="directions").to_csv(path, index=False)
    with pytest.raises(InputError, match="нет версии «9.9»"):
        packing.train("roles", [path], packing.Choices(base="9.9"), tmp_path)


def test_the_curve_grows_with_labels() -> None:
    data = frame(120)
    found = curve.curve(ROLES, data, None, (20, 40))
    assert found is not None
    sizes = [point["labels"] for point in found["points"]]
    assert sizes == sorted(sizes) and len(sizes) >= 2
    assert found["points"][-1]["main"]["value"] >= found["points"][0]["main"]["value"] - 0.05
    assert curve.curve(ROLES, data.head(10), None) is None
