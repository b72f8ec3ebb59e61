import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline import runs, tables
from pipeline.errors import InputError


def frame() -> pd.DataFrame:
    return tables.conform(
        pd.DataFrame({"source": ["a"], "kind": ["телефон"], "count": [2]}), "journal"
    )


def test_a_stage_is_found_again_under_its_key_only(tmp_path: Path) -> None:
    with runs.workplace("город", tmp_path) as place:
        made = {"journal": frame(), "vectors": np.eye(2, dtype=np.float32), "notes": ["раз"]}
        place.keep_stage("answers", "key", made)
        again = place.stage("answers", "key")
        assert again is not None
        pd.testing.assert_frame_equal(again["journal"], made["journal"])
        assert np.array_equal(again["vectors"], made["vectors"])
        assert again["notes"] == ["раз"]
        assert place.stage("answers", "other") is None


def test_a_damaged_stage_counts_as_none(tmp_path: Path) -> None:
    with runs.workplace("город", tmp_path) as place:
        place.keep_stage("answers", "key", {"journal": frame()})
        path = next(tmp_path.rglob("journal.parquet"))
        path.write_bytes(path.read_bytes()[:-1])
        assert place.stage("answers", "key") is None


def test_old_results_of_a_stage_are_forgotten(tmp_path: Path) -> None:
    with runs.workplace("город", tmp_path) as place:
        for number in range(runs.KEPT_STAGES + 3):
            place.keep_stage("answers", str(number), {"notes": [str(number)]})
    assert len(list(tmp_path.rglob("manifest.json"))) == runs.KEPT_STAGES


def test_a_run_that_fails_leaves_the_latest_one_alone(tmp_path: Path) -> None:
    with runs.workplace("город", tmp_path) as place:
        with place.new_run("good") as folder:
            (folder / "run.json").write_text("{}", "utf-8")
        with pytest.raises(RuntimeError), place.new_run("bad"):
            raise RuntimeError
        assert place.finished("bad") is None
    found = runs.latest("город", tmp_path)
    assert found is not None and found.path.name.endswith("-good")
    assert runs.open_run(tmp_path / "город" / "latest").path == found.path


def test_scraps_of_a_killed_run_are_thrown_away(tmp_path: Path) -> None:
    scrap = tmp_path / "город" / f"{runs._ASIDE}2018-04-19-key"
    scrap.mkdir(parents=True)
    (scrap / "answers.parquet").write_bytes(b"half")
    with runs.workplace("город", tmp_path):
        assert not scrap.exists()


def test_equal_tables_have_equal_bytes() -> None:
    assert runs.serialize("journal", frame()) == runs.serialize("journal", frame())


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="не папка готового прогона"):
        runs.open_run(tmp_path)


def test_a_damaged_table_of_a_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({}), "utf-8")
    (tmp_path / "answers.parquet").write_bytes(b"not parquet")
    with pytest.raises(InputError, match="answers.parquet"):
        _ = runs.open_run(tmp_path).answers
