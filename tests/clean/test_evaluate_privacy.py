"""The measure of masked names: on a small made file, and the promised figures on factRuEval."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.evaluate import privacy


def test_counts_persons_eponyms_and_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Приехал Сергей Петров. Улица Гагарина в Новокузнецке закрыта."
    entities = [
        [text.index("Сергей"), text.index(". У"), "Person"],
        [text.index("Улица"), text.index(" в Н"), "Location"],
        [text.index("Гагарина"), text.index(" в Н"), "Person"],
        [text.index("Новокузнецке"), text.index(" закрыта"), "Location"],
    ]
    (tmp_path / "made.jsonl").write_text(
        json.dumps({"text": text, "entities": entities}, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
    score = privacy.evaluate(tmp_path / "made.jsonl")
    assert (score.persons, score.masked, score.eponyms, score.eponyms_masked) == (1, 1, 1, 0)
    assert (score.places, score.places_touched) == (2, 0)
    assert privacy.main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "полнота" in printed and "не скрыты нет" in printed


def test_a_folder_without_data_is_said_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert privacy.main([str(tmp_path)]) == 1
    assert "jsonl" in capsys.readouterr().err


@pytest.mark.slow
def test_promised_figures_on_factrueval(shared: Path) -> None:
    score = privacy.evaluate(shared / "entities" / "factrueval2016_devset.jsonl")
    assert score.masked / score.persons >= 0.93
    assert score.places_touched / score.places <= 0.03
