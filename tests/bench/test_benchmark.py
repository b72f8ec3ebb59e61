"""The benchmark page: intervals, tables, peers with sources, what is missing is named."""

import json
import re
from pathlib import Path

import pytest

from pipeline.benchmark import machine, peers
from pipeline.benchmark.__main__ import main
from pipeline.benchmark.page import Section, Table, markdown, share, table
from pipeline.benchmark.run import benchmark
from pipeline.errors import InputError
from pipeline.evaluate import findings_check


def test_wilson() -> None:
    one = share(8, 10)
    assert (one.value, round(one.low, 3), round(one.high, 3)) == (0.8, 0.490, 0.943)
    assert share(0, 50).low == 0.0


def test_every_published_figure_has_its_source() -> None:
    listed = peers.peers()
    assert len(listed.rows) >= 10
    assert all(all(cell.strip() for cell in row) for row in listed.rows)


def test_the_page_is_markdown() -> None:
    section = Section("A", "data", [Table(["a", "b"], [["1|2", "x\ny"]])], ["a note"])
    page = markdown([section], peers.peers(), machine.facts(), "python -m pipeline.benchmark DATA")
    assert "| 1\\|2 | x y |" in page
    assert "\n- a note" in page
    assert table(Table(["a"], [])) == "| a |\n| --- |"


def test_facts_name_no_computer() -> None:
    import getpass
    import platform

    facts = machine.facts()
    assert {"Date", "Commit", "Machine", "Models"} <= set(facts)
    told = json.dumps(facts)
    assert platform.node() not in told and getpass.getuser() not in told.split()


def test_a_folder_without_data(tmp_path: Path, capsys) -> None:
    with pytest.raises(InputError, match="нет данных"):
        benchmark(tmp_path, ["lemmas"])
    with pytest.raises(InputError, match="нет раздела «rolls».*roles"):
        benchmark(tmp_path, ["rolls"])
    assert main([str(tmp_path), "--only", "privacy"]) == 1
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.slow
def test_personal_data_and_lemmas_are_measured(shared: Path, tmp_path: Path) -> None:
    target = tmp_path / "benchmark.md"
    assert main([str(shared), "--out", str(target), "--only", "lemmas"]) == 0
    page = target.read_text("utf-8")
    assert str(shared) not in page
    row = next(line for line in page.splitlines() if line.startswith("| social media together"))
    figures = [float(x) for x in re.findall(r"(0\.\d+) \(", row)]
    assert figures[2] > figures[0] > 0.9


def test_answers_of_coders_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "ответы.csv"
    path.write_text("pair,belongs\na:b,может быть\n", "utf-8")
    with pytest.raises(InputError, match="строка 1.*belongs.*«может быть»"):
        findings_check.judge(None, [path])


def test_a_stopped_benchmark_leaves_its_page(tmp_path: Path, monkeypatch) -> None:
    from pipeline.benchmark import run

    def stopped(shared: Path) -> Section:
        raise KeyboardInterrupt

    done = Section("First", "data", [Table(["a"], [["1"]])])
    monkeypatch.setattr(run, "SECTIONS", {"first": lambda shared: done, "second": stopped})
    pages: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        run.benchmark(tmp_path, so_far=pages.append)
    assert "## First" in pages[-1] and "- second: not yet" in pages[-1]
