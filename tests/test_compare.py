"""What `veche compare` says of two runs with planted changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from pipeline import runs, tables
from pipeline.cli import app
from pipeline.comparing import compare, open_either
from pipeline.comparing.compare import CHANGES, COLUMNS
from pipeline.comparing.page import page
from pipeline.comparing.view import as_json, figures, lines
from pipeline.errors import InputError
from pipeline.findings.support import wilson
from pipeline.runs import Run

WORDS = {
    "Нехватка врачей": "нет врачей",
    "Ямы на дорогах": "ямы",
    "Пробки": "пробки",
    "Свалки": "свалка",
    "Уборка снега": "снег",
    "Дороги и тротуары": "дорога",
}


def said(name: str, number: int) -> str:
    return f"{WORDS.get(name, name)} {number}"


def made(
    folder: Path,
    asked: int,
    groups: Mapping[str, range],
    encoder: str = "0.1",
    title: str = "Город",
) -> Run:
    """A run of `asked` people; each topic, a finding of its own too, is said by a range of texts."""
    folder.mkdir(parents=True)
    answers, statements, topics, findings = [], [], [], []
    for person in range(asked):
        answers.append({"answer_id": f"a{person}", "kind": "survey", "status": "used", "group": "",
                        "respondent": f"{folder.name} {person}", "text": "", "question": "?"})  # fmt: skip
    row = 0
    for name, numbers in groups.items():
        ids = []
        for number in numbers:
            ids.append(f"{folder.name}-{row}")
            statements.append({"statement_id": ids[-1], "answer_id": f"a{row % asked}", "start": 0,
                               "end": 1, "text": said(name, number), "lemmas": [], "role": "problem",
                               "topic_id": name})  # fmt: skip
            row += 1
        people = len(ids)
        low, high = wilson(people, asked)
        topics.append({"topic_id": name, "name": name, "respondents": people, "groups": "{}",
                       "statements": people, "quotes": ids[:2]})  # fmt: skip
        findings.append({"finding_id": f"f {name}", "kind": "problem", "name": name, "base": asked,
                         "respondents": people, "share": people / asked, "share_low": low,
                         "share_high": high, "groups": "{}", "statement_ids": ids,
                         "quotes": ids[:2], "recurring": people >= 3})  # fmt: skip
    for table, rows in (("answers", answers), ("statements", statements), ("topics", topics),
                        ("findings", findings), ("links", [])):  # fmt: skip
        frame = tables.conform(pd.DataFrame(rows), table)
        name_, content = runs.serialize(table, frame)
        (folder / name_).write_bytes(content)
    np.save(folder / "vectors.npy", np.zeros((row, 4), np.float32))
    info = {"title": title, "dataset": title, "models": {"encoder": {"version": encoder}}}
    (folder / "run.json").write_text(json.dumps(info), encoding="utf-8")
    return Run(folder)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Run, Run]:
    """100 people, then 200: doctors are named thrice as often, holes as before, and so on."""
    old = made(tmp_path / "город" / "old", 100, {
        "Нехватка врачей": range(10), "Ямы на дорогах": range(20), "Пробки": range(30),
        "Свалки": range(8), "Тротуары": range(6), "Дороги и тротуары": range(40),
    })  # fmt: skip
    new = made(tmp_path / "город" / "new", 200, {
        "Нехватка врачей": range(60), "Ямы на дорогах": range(40), "Пробки": range(25),
        "Уборка снега": range(15), "Дороги и тротуары": range(25),
    })  # fmt: skip
    return old, new


def change_of(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[frame["name"] == name].iloc[0]


@pytest.mark.parametrize("table", ["topics", "findings"])
def test_planted_changes(two: tuple[Run, Run], table: str) -> None:
    frame = getattr(compare(*two), table)
    changes = dict(zip(frame["name"], frame["change"], strict=True))
    assert changes == {
        "Нехватка врачей": "grown",
        "Ямы на дорогах": "same",
        "Пробки": "shrunk",
        "Свалки": "gone",
        "Тротуары": "gone",
        "Уборка снега": "new",
        "Дороги и тротуары": "shrunk",
    }
    assert list(frame.columns) == list(COLUMNS)


def test_shares_are_compared_and_not_counts(two: tuple[Run, Run]) -> None:
    row = change_of(compare(*two).topics, "Ямы на дорогах")
    assert (row["before"], row["after"]) == (20, 40)
    assert row["share_before"] == row["share_after"] == 0.2
    assert not row["significant"]
    row = change_of(compare(*two).topics, "Нехватка врачей")
    assert row["significant"] and row["low_before"] < 0.1 < row["high_before"]


def test_a_chance_change_is_called_so(tmp_path: Path) -> None:
    old = made(tmp_path / "a", 40, {"Пробки": range(4)})
    new = made(tmp_path / "b", 40, {"Пробки": range(7)})
    row = compare(old, new).topics.iloc[0]
    assert row["change"] == "grown" and not row["significant"]
    assert "в пределах случайного" in "\n".join(lines(compare(old, new)))


def test_merged_and_split(tmp_path: Path) -> None:
    old = made(tmp_path / "a", 100, {"Ямы": range(12), "Колеи": range(12, 18)})
    # The same texts under one name: what was said of ruts is now part of the holes.
    new = made(tmp_path / "b", 100, {"Ямы и колеи": range(18)})
    for run in (old, new):
        statements = run.statements
        statements["text"] = [f"дорога {i}" for i in range(len(statements))]
        name, content = runs.serialize("statements", statements)
        (run.path / name).write_bytes(content)
    old, new = Run(old.path), Run(new.path)
    there = compare(old, new).topics
    assert dict(zip(there["name"], there["change"], strict=True)) == {
        "Ямы и колеи": "grown", "Колеи": "merged"}  # fmt: skip
    assert change_of(there, "Ямы и колеи")["previous_name"] == "Ямы"
    assert change_of(there, "Колеи")["related"] == ["Ямы и колеи"]
    back = compare(new, old).topics
    assert change_of(back, "Колеи")["change"] == "split"
    text = "\n".join(lines(compare(old, new)))
    assert "вошло в: Ямы и колеи" in text and "раньше называлось: Ямы" in text


def test_a_run_against_itself(two: tuple[Run, Run]) -> None:
    for frame in (compare(two[0], two[0]).topics, compare(two[0], two[0]).findings):
        assert set(frame["change"]) == {"same"} and not frame["significant"].any()


def test_rare_voices_alone_are_no_lines(tmp_path: Path) -> None:
    old = made(tmp_path / "a", 50, {"Пробки": range(2), "Ямы": range(1)})
    new = made(tmp_path / "b", 50, {"Пробки": range(9), "Лужи": range(2)})
    frame = compare(old, new).findings
    assert frame["name"].tolist() == ["Пробки"] and frame["change"].tolist() == ["grown"]


def test_other_encoders_are_said(tmp_path: Path) -> None:
    old = made(tmp_path / "a", 50, {"Пробки": range(5)}, encoder="0.1")
    new = made(tmp_path / "b", 50, {"Пробки": range(5)}, encoder="0.2")
    assert any("модел" in note for note in compare(old, new).notes)


def test_every_writing_says_the_same(two: tuple[Run, Run]) -> None:
    compared = compare(*two)
    text, html, data = "\n".join(lines(compared)), page(compared), json.loads(as_json(compared))
    for row in compared.topics.to_dict("records"):
        assert row["name"] in text or row["change"] == "same"
        assert row["name"] in html
        assert figures(row).split("; ")[1] in html
    assert {row["change"] for row in data["topics"]} <= set(CHANGES)
    assert "было 10 из 100, 10,0\u00a0% (5,5–17,4\u00a0%)" in text


def test_peoples_words_are_escaped(tmp_path: Path) -> None:
    old = made(tmp_path / "a", 50, {"<script>alert(1)</script>": range(5)})
    html = page(compare(old, made(tmp_path / "b", 50, {"Ямы": range(5)})))
    assert "<script" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize("suffix", [".html", ".json", ".txt"])
def test_the_command(two: tuple[Run, Run], tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"перемены{suffix}"
    done = CliRunner().invoke(app, ["compare", *(str(r.path) for r in two), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "Стали называть чаще (1)" in done.output and "«нет врачей 0»" in done.output
    assert "Нехватка врачей" in out.read_text("utf-8")


def test_faults_are_said_plainly(two: tuple[Run, Run], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="нет такого прогона"):
        open_either("нет такого", out=tmp_path)
    with pytest.raises(InputError):
        open_either("город", out=tmp_path)  # no run is finished there: nothing is the newest
    (tmp_path / "город" / "latest").write_text("new\n", encoding="utf-8")
    assert open_either("город", out=tmp_path).path == two[1].path
    assert open_either("город/old", out=tmp_path).path == two[0].path
    done = CliRunner().invoke(app, ["compare", *(str(r.path) for r in two), "--out", "a.xls"])
    assert isinstance(done.exception, InputError)
