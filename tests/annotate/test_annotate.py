"""A batch out of a run, labels back: CSV and Label Studio, one and two annotators."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from pipeline import labelled, labelstudio, run
from pipeline.annotate import batch, collecting, files
from pipeline.errors import InputError
from pipeline.runs import Run
from tests import cities


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = cities.write(tmp_path_factory.mktemp("raw") / "город", cities.rows(40))
    return run(folder, out=tmp_path_factory.mktemp("out"))


def test_a_batch_is_distinct_stratified_and_repeats(finished: Run) -> None:
    chosen = batch.batch(finished, 12, random=0.25)
    assert list(chosen.columns) == list(batch.COLUMNS)
    assert len(chosen) == 12
    assert not chosen.duplicated(["text", "question"]).any()
    assert set(chosen["question"]) == set(cities.QUESTIONS)
    assert (chosen["why"] == "наугад").sum() == 3
    assert "role" not in chosen and "role_confidence" not in chosen
    pd.testing.assert_frame_equal(chosen, batch.batch(finished, 12, random=0.25))


def test_uncertain_ones_come_first(finished: Run) -> None:
    sure = finished.statements.set_index("statement_id")["role_confidence"]
    chosen = batch.batch(finished, 8, random=0.0)
    rest = [name for name in sure.index if name not in set(chosen["statement_id"])]
    assert sure[chosen["statement_id"]].mean() < sure[rest].mean()


def test_places_are_shared_by_the_root_of_size() -> None:
    shared = batch.quota({("q", "a"): 100, ("q", "b"): 25, ("q", "c"): 1}, 16)
    assert shared == {("q", "a"): 10, ("q", "b"): 5, ("q", "c"): 1}
    assert sum(batch.quota({("q", "a"): 3}, 50).values()) == 3


def labelled_copy(path: Path, roles: list[str]) -> None:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame = frame.sort_values("statement_id").reset_index(drop=True)
    frame["role"], frame["directions"] = (roles * len(frame))[: len(frame)], "transport"
    frame.to_csv(path, index=False)


def test_two_annotators_are_compared_and_adjudicated(finished: Run, tmp_path: Path) -> None:
    chosen = batch.batch(finished, 10)
    one, other = files.write(chosen, tmp_path / "партия.csv", annotators=2)
    labelled_copy(one, ["problem", "solution"])
    labelled_copy(other, ["problem", "solution", "problem", "problem", "fact"])
    collected = collecting.collect([one, other])
    written = files.write_collected(collected, tmp_path / "метки.csv")
    assert [path.name for path in written] == [
        "метки.csv",
        "метки.disputed.csv",
        "метки.agreement.csv",
    ]
    assert len(collected.labels) + len(collected.disputed) == 10
    assert set(collected.disputed["dispute"]) == {"role"}
    whole = collected.agreement[collected.agreement["class"] == ""].set_index("field")["alpha"]
    assert whole["directions"] == 1.0 and whole["role"] < 0.5
    assert "разногласий" in collecting.summary(collected).lower()
    decided = pd.read_csv(written[1], dtype=str, keep_default_na=False, encoding="utf-8-sig")
    decided.assign(role="solution").to_csv(written[1], index=False)
    whole_again = collecting.collect([one, other], written[1])
    assert len(whole_again.labels) == 10 and whole_again.disputed.empty
    files.write_collected(whole_again, tmp_path / "метки.csv")
    read = labelled.read(tmp_path / "метки.csv", "role")
    assert len(read) == 10 and {"a", "b"} <= set(read.columns)
    assert read["group"].nunique() > 1


def test_label_studio_there_and_back(finished: Run, tmp_path: Path) -> None:
    chosen = batch.batch(finished, 6)
    tasks, config = files.write(chosen, tmp_path / "партия.json")
    root = ElementTree.fromstring(config.read_text("utf-8"))
    named = {(one.get("name"), one.get("toName")) for one in root.iter("Choices")}
    assert named == {("role", "text"), ("directions", "text")}
    assert len({one.get("alias") for one in root.iter("Choice")}) == 9 + 16
    listed = json.loads(tasks.read_text("utf-8"))
    for number, task in enumerate(listed):
        task["id"] = number + 1
        task["annotations"] = [
            annotation(1, "problem", ["transport"]),
            annotation({"id": 2, "email": "x@example.org"}, "проблема", ["ecology"]),
            {"was_cancelled": True, "completed_by": 3, "result": []},
        ]
    exported = tmp_path / "выгрузка.json"
    exported.write_text(json.dumps(listed), "utf-8")
    rows = labelstudio.read(exported)
    assert len(rows) == 12 and {row["role"] for row in rows} == {"problem"}
    assert "example.org" not in json.dumps(rows)
    collected = collecting.collect([exported])
    assert set(collected.disputed["dispute"]) == {"directions"}
    assert len(labelled.read(exported, "role")) == 12


def annotation(who, role: str, directions: list[str]) -> dict:
    results = [("role", [role]), ("directions", directions)]
    return {
        "completed_by": who,
        "result": [
            {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": chosen}}
            for name, chosen in results
        ],
    }


def test_json_min_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "min.json"
    row = {"text": "Нет дорог", "question": "", "role": "problem", "annotator": 1}
    many = {"choices": ["transport", "zhkh"]}
    path.write_text(json.dumps([{**row, "directions": many}]), "utf-8")
    assert labelled.read(path, "directions")["directions"].tolist() == [["transport", "zhkh"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,role,directions\nа,проблемма,\n", "строка 1.*проблемма"),
        ("text,role,directions\nа,,\n", "нет ни одной метки"),
        ("role,directions\nproblem,\n", "столбец «text»"),
        ("text,role,directions\nа,problem,дороги\n", "неизвестное направление «дороги»"),
    ],
)
def test_wrong_labels_are_named(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "партия.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=said):
        collecting.collect([path])


def test_no_export_of_label_studio(tmp_path: Path) -> None:
    path = tmp_path / "чужое.json"
    path.write_text('{"a": 1}', "utf-8")
    with pytest.raises(InputError, match="Label Studio"):
        labelled.read(path, "role")


def test_decisions_of_moderators_are_labels(tmp_path: Path) -> None:
    decisions = tmp_path / "решения.csv"
    decisions.write_text(
        "text,question,role,directions\n"
        "Нет дорог,Что плохо?,problem,transport\nПостроить мост,,solution,\nДвор,,,environment\n",
        "utf-8",
    )
    assert labelled.read(decisions, "role")["role"].tolist() == ["problem", "solution"]
    found = labelled.read(decisions, "directions")
    assert found["directions"].tolist() == [["transport"], [], ["environment"]]
    batch_ = tmp_path / "партия.csv"
    batch_.write_text("text,question,role\nНет дорог,Что плохо?,fact\nСнег,,problem\n", "utf-8")
    merged = labelled.read_all([batch_, decisions], "role")
    assert merged["role"].tolist() == ["problem", "problem", "solution"]


def test_a_formula_does_not_reach_a_spreadsheet(tmp_path: Path) -> None:
    frame = pd.DataFrame({"statement_id": ["1"], "text": ["=HYPERLINK(1)"]})
    (path,) = files.write(frame, tmp_path / "партия.csv")
    assert "'=HYPERLINK" in path.read_text("utf-8-sig")
