"""The researcher's round: the commands of docs/retraining.md, in order, on a small invented city."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline import packs
from tests import cities

PAGE = Path(__file__).parents[2] / "docs" / "retraining.md"
TABLES = ("answers", "statements", "topics", "findings", "links")
COUNTS = {"300": "40", "200": "16", "40": "8"}


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def gold(text: str) -> str:
    """What a person would say of the invented answers."""
    asked = re.search(r"Отремонт|Постро|Убирать|Пустить|Поставить", text)
    return "against" if "Не надо" in text else "solution" if asked else "problem"


def fill(path: Path, slip: int = 0) -> None:
    """Label a batch as its annotator would; every `slip`-th row otherwise."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame["role"] = [gold(text) for text in frame["text"]]
    if slip:
        frame.loc[frame.index % slip == 0, "role"] = "fact"
    frame["directions"] = "transport"
    frame.to_csv(path, index=False)


def decide(path: Path) -> None:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame.assign(role=[gold(text) for text in frame["text"]]).to_csv(path, index=False)


def latest(folder: Path) -> Path:
    place = folder / "data" / "processed" / "example"
    return place / (place / "latest").read_text("utf-8").strip()


@pytest.mark.slow
def test_the_whole_round(tmp_path: Path) -> None:
    """Export, label, train, evaluate, promote, rerun, compare, roll back, the first tables again."""
    rows = [
        (name, district, f"{problem} {int(name) % 9}", proposal)
        for name, district, problem, proposal in cities.rows(160)
    ]
    cities.write(tmp_path / "data" / "raw" / "example", rows)
    environment = {**os.environ, "VECHE_MODELS": str(tmp_path / "models")}
    said: dict[str, str] = {}
    runs: list[Path] = []

    def veche(line: str) -> None:
        line = re.sub(r"(?<=--count )\d+", lambda found: COUNTS[found[0]], line)
        arguments = [
            part.replace("FIRST", runs[0].name if runs else "") for part in shlex.split(line)[1:]
        ]
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        said[line] = done.stdout

    for line in commands():
        veche(line)
        if line.startswith("veche run"):
            runs.append(latest(tmp_path))
        if "batch.csv" in line:
            fill(tmp_path / "batch.a.csv")
            fill(tmp_path / "batch.b.csv", slip=5)
        if "labels.csv" in line and "--adjudicated" not in line and "import" in line:
            decide(tmp_path / "labels.disputed.csv")
        if "check.csv" in line and "export" in line:
            fill(tmp_path / "check.csv")

    text = "\n".join(said.values())
    assert "альфа Криппендорфа" in text and "текущая версия wave-1, была" in text
    taught = set(pd.read_csv(tmp_path / "labels.csv", encoding="utf-8-sig")["group"])
    asked = set(pd.read_csv(tmp_path / "check.csv", encoding="utf-8-sig")["group"])
    assert asked and not taught & asked
    veche("veche run data/raw/example --out again")
    again = tmp_path / "again" / "example"
    fresh = again / (again / "latest").read_text("utf-8").strip()
    for name in TABLES:
        one, back, anew = (
            (folder / f"{name}.parquet").read_bytes() for folder in (*runs[::2], fresh)
        )
        assert one == back == anew, name
    changed, before = ((run / "statements.parquet").read_bytes() for run in (runs[1], runs[0]))
    assert changed != before
    assert packs.current("roles", tmp_path / "models") == packs.current("roles", packs.shipped())


def test_the_page_names_only_options_that_exist() -> None:
    import typer.main

    from pipeline.cli import app

    group = typer.main.get_command(app)
    for line in commands():
        words = shlex.split(line)[1:]
        command = group
        while getattr(command, "commands", None):
            command = command.commands[words.pop(0)]
        known = {option for one in command.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, line
