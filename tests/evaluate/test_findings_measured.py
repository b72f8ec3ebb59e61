"""Scores of findings against known themes: purity, the best fit, what is understated."""

from __future__ import annotations

import pytest

from pipeline.evaluate.findings import Group, main, rows_of, score, themes_of


def group(name: str, voices: str, kind: str = "problem") -> Group:
    return Group(name, kind, frozenset(voices))


def test_an_exact_finding_is_pure_and_complete():
    scores = score([group("свет", "abcde")], [], [group("Освещение", "abcde")])
    assert (scores.purity, scores.f1, scores.found, scores.missed) == (1.0, 1.0, 1.0, ())


def test_a_part_is_pure_but_understates_and_its_matter_makes_up_for_it():
    theme = group("Освещение", "abcdefghij")
    scores = score([group("фонари", "abcde")], [group("и близкое", "abcdefghij")], [theme])
    assert scores.purity == 1.0
    assert scores.found == pytest.approx(0.5) and scores.f1 == pytest.approx(2 / 3)
    assert scores.matter_found == scores.matter_f1 == 1.0


def test_a_finding_of_another_kind_does_not_count():
    scores = score([group("свет", "abcde", "solution")], [], [group("Освещение", "abcde")])
    assert scores.f1 == 0.0 and scores.missed == ("Освещение",) and scores.findings == 0


def test_a_mixed_finding_has_its_greatest_theme_as_purity():
    themes = [group("А", "abcde"), group("Б", "vwxyz")]
    assert score([group("всё", "abcvx")], [], themes).purity == pytest.approx(0.6)


def test_themes_of_labels_leave_out_what_has_none():
    assert [(t.name, len(t.voices)) for t in themes_of({1: "А", 2: "А", 3: ""})] == [("А", 2)]


def test_nothing_to_measure_is_said(tmp_path, capsys):
    gone = str(tmp_path / "gone")
    assert main([str(tmp_path), "--example", gone, "--facts", gone]) == 1
    assert "нечего мерить" in capsys.readouterr().err


def test_rows_come_from_locators_of_one_source():
    import pandas as pd

    answers = pd.DataFrame({
        "answer_id": ["a", "b", "c"], "source": ["x.csv", "y.csv", "x.csv"],
        "locator": ["row 3", "row 1", "пункт 2"],
    })  # fmt: skip
    assert rows_of(answers, "x.csv") == {"a": 3} and rows_of(answers) == {"a": 3, "b": 1}
