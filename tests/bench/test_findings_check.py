"""The blind check of a run's findings by two coders."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline import run
from pipeline.errors import InputError
from pipeline.evaluate import findings_check
from pipeline.runs import Run
from tests import cities


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = cities.write(tmp_path_factory.mktemp("raw") / "город", cities.rows(120))
    return run(folder, out=tmp_path_factory.mktemp("out"))


def coder(pairs: pd.DataFrame, run_: Run, path: Path, wrong: int = 0) -> Path:
    """A coder who agrees with the run, except on every `wrong`-th pair."""
    members = {(row.finding_id, s) for row in run_.findings.itertuples() for s in row.statement_ids}
    said = []
    for number, pair in enumerate(pairs["pair"], 1):
        inside = tuple(pair.split(":", 1)) in members
        said.append("да" if inside != bool(wrong and number % wrong == 0) else "нет")
    pairs.assign(belongs=said).to_csv(path, index=False)
    return path


def test_the_sample_is_blind_and_repeats(finished: Run) -> None:
    pairs = findings_check.sample(finished, findings=10, each=2)
    assert list(pairs.columns) == list(findings_check.COLUMNS)
    assert (pairs["belongs"] == "").all() and pairs["pair"].is_unique
    pd.testing.assert_frame_equal(pairs, findings_check.sample(finished, findings=10, each=2))


def test_coders_and_the_run_are_measured(finished: Run, tmp_path: Path) -> None:
    pairs = findings_check.sample(finished, findings=12, each=3)
    one = coder(pairs, finished, tmp_path / "1.csv")
    other = coder(pairs, finished, tmp_path / "2.csv", wrong=4)
    result = findings_check.judge(finished, [one, other])
    assert result["pairs"] == len(pairs)
    first, second = (found["f1"] for found in result["model_person"])
    assert first["value"] == 1.0 and second["low"] < second["value"] < 1.0
    assert result["person_person"]["f1"]["value"] == second["value"]
    assert 0 < result["alpha"] < 1
    assert "Программа — человек 1: F1 1,000" in findings_check.summary(result)


def test_too_few_answers(finished: Run, tmp_path: Path) -> None:
    path = tmp_path / "мало.csv"
    path.write_text("pair,belongs\na:b,да\n", "utf-8")
    with pytest.raises(InputError, match="общих ответов 1"):
        findings_check.judge(finished, [path])
