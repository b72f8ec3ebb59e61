"""Spellings of one word are counted together in what is found, and quotes stay as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import run


@pytest.mark.slow
def test_misspelt_answers_count_with_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    spellings = ("плохая поликлиника", "плохая поликлинника", "Разбитые дароги", "разбитые дороги")
    rows = [f"{n};{spellings[n % 4]}" for n in range(24)]
    text = "\n".join(["ID;Какие проблемы города требуют решения?", *rows])
    (folder / "ответы.csv").write_text(text, encoding="utf-8")
    done = run(folder, out=tmp_path / "out")
    assert sorted(done.findings["respondents"]) == [12, 12]
    assert set(done.statements["text"]) == set(spellings)
