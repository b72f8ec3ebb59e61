"""The whole flow on small invented cities."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest

from pipeline import cli, run
from pipeline.errors import InputError
from pipeline.runs import Run, open_run
from tests import cities

TABLES = ("answers", "statements", "topics", "findings", "links", "coverage")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cities.write(tmp_path_factory.mktemp("raw") / "город", cities.rows(60))


@pytest.fixture(scope="module")
def finished(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(city, out=tmp_path_factory.mktemp("out"))


def same_tables(one: Run, other: Run, without: tuple[str, ...] = ()) -> None:
    for name in TABLES:
        left, right = (found.table(name) for found in (one, other))
        drop = [column for column in without if column in left]
        pd.testing.assert_frame_equal(left.drop(columns=drop), right.drop(columns=drop))


def test_a_run_has_everything_that_the_contract_names(finished: Run) -> None:
    names = {path.name for path in finished.path.iterdir()}
    assert {f"{name}.parquet" for name in TABLES[:5]} <= names
    assert {"run.json", "settings.toml", "log.jsonl", "report.html"} <= names
    assert {"strategy.docx", "strategy.xlsx", "strategy.json"} <= names
    assert len(finished.statements) and len(finished.topics) and len(finished.findings)


def test_the_ledger_balances(finished: Run) -> None:
    ledger = finished.info["ledger"]["answers.csv"]
    assert ledger["file_rows"] == 60
    assert ledger["rows"] == sum(ledger["status"].values()) == len(finished.answers) == 120


def test_what_many_say_is_found_with_its_people(finished: Run) -> None:
    findings = finished.findings
    roads = findings[(findings["kind"] == "problem") & findings["name"].str.contains("дорог")]
    said = {row[0] for row in cities.rows(60) if row[2] in {"Дороги разбиты", "Плохие дороги"}}
    assert roads["respondents"].max() >= len(said) * 0.8


def test_the_same_rows_in_another_order_give_the_same_tables(finished: Run, tmp_path: Path) -> None:
    table = cities.rows(60)
    random.Random(1).shuffle(table)
    shuffled = run(cities.write(tmp_path / "raw" / "город", table), out=tmp_path / "out")
    same_tables(finished, shuffled, without=("locator",))


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "jobs"), [("0", 1), ("42", 2)])
def test_hash_seed_and_processes_change_nothing(
    finished: Run, city: Path, tmp_path: Path, seed: str, jobs: int
) -> None:
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "run", str(city), "--out", str(tmp_path)]
        + ["--jobs", str(jobs)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
    )
    again = open_run(tmp_path / "город")
    for name in TABLES:
        file = f"{name}.parquet"
        assert (again.path / file).read_bytes() == (finished.path / file).read_bytes(), name


def test_nothing_changed_takes_the_finished_run(city: Path, finished: Run) -> None:
    again = run(city, out=finished.path.parents[1])
    assert again.path == finished.path


def test_a_changed_setting_reuses_the_stages_before_it(city: Path, finished: Run) -> None:
    other = run(city, out=finished.path.parents[1], overrides=["findings.people=5"])
    reused = {stage["stage"]: stage["reused"] for stage in other.info["stages"]}
    assert reused["topics"] and reused["statements"] and not reused["findings"]
    assert other.findings["recurring"].sum() <= finished.findings["recurring"].sum()


@pytest.mark.slow
def test_a_killed_run_goes_on_by_itself(city: Path, finished: Run, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "run", str(city), "--out", str(tmp_path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    assert process.stderr is not None
    process.stderr.readline()  # the first stage is done
    process.kill()
    process.wait()
    process.stderr.close()
    again = run(city, out=tmp_path)
    assert again.info["stages"][0]["reused"]
    same_tables(finished, again)


CONTENTS = {
    "different": lambda number: cities.rows(60, seed=7)[number],
    "the same": lambda number: (str(number), "Центральный", "Дороги", "Ремонт дорог"),
    "all no": lambda number: (str(number), "Центральный", "нет", "нет"),
}


FEW = [
    pytest.param(people, content, marks=[] if people in fast else [pytest.mark.slow])
    for content, fast in {"different": (0, 3), "the same": (1,), "all no": (2,)}.items()
    for people in (0, 1, 2, 3, 10, 30)
]


@pytest.mark.parametrize(("people", "content"), FEW)
def test_few_answers_make_a_valid_report(people: int, content: str, tmp_path: Path) -> None:
    table = [CONTENTS[content](number) for number in range(people)]
    folder = cities.write(tmp_path / "raw" / "город", table)
    try:
        done = run(folder, out=tmp_path / "out")
    except InputError as error:
        assert people == 0
        assert "answers.csv" in str(error)
    else:
        assert (done.path / "report.html").stat().st_size > 1000
        assert len(done.answers) == 2 * people


def command(*arguments: str) -> tuple[int, str]:
    """The exit code of `veche` and what it wrote to the error stream, called in this process."""
    said = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["veche", *arguments]),
        contextlib.redirect_stderr(said),
        pytest.raises(SystemExit) as left,
    ):
        cli.main()
    return int(left.value.code or 0), said.getvalue()


def missing_folder(folder: Path) -> list[str]:
    return ["run", str(folder / "нет такой")]


def wrong_column(folder: Path) -> list[str]:
    cities.write(folder / "город", cities.rows(5))
    path = folder / "город" / "dataset.toml"
    path.write_text(path.read_text("utf-8").replace('["Район"]', '["Раен"]'), "utf-8")
    return ["run", str(folder / "город")]


def broken_xlsx(folder: Path) -> list[str]:
    (folder / "город").mkdir()
    (folder / "город" / "ответы.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    return ["run", str(folder / "город")]


def unknown_setting(folder: Path) -> list[str]:
    cities.write(folder / "город", cities.rows(5))
    return ["run", str(folder / "город"), "--set", "topics.sead=1"]


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (missing_folder, ("нет такой", "Проверьте")),
        (wrong_column, ("answers.csv", "Раен", "Район")),
        (broken_xlsx, ("ответы.xlsx",)),
        (unknown_setting, ("sead", "seed")),
    ],
)
def test_a_fault_of_the_input_is_one_message(prepare, words, tmp_path: Path) -> None:
    arguments = prepare(tmp_path)
    code, said = command(*arguments, "--out", str(tmp_path / "out"))
    assert code == 1, said
    assert "Traceback" not in said
    assert all(word in said for word in words), said


def test_wrong_usage_is_exit_code_two() -> None:
    assert command("run")[0] == 2
    assert command("sing")[0] == 2


def test_the_log_holds_counts_and_no_text(finished: Run) -> None:
    lines = (finished.path / "log.jsonl").read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["event"] for event in events][0] == "run"
    assert all("Дороги" not in line for line in lines)
