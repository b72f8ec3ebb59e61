"""The measure of non-answers: on made rows, and the promised figures on the labelled polls."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.evaluate import nonanswers


def test_counts_precision_recall_and_what_stays() -> None:
    rows = pd.DataFrame(
        {
            "question": ["a", "a", "b", "b"],
            "answer": ["нет", "дороги", "не знаю", "свет"],
            "nothing": [True, False, True, False],
            "found": [True, False, False, True],
            "half": [1, 1, 2, 2],
        }
    )
    score = nonanswers.score(rows)
    assert (score.answers, score.non_answers) == (2, 2)
    assert (score.precision.value, score.recall.value, score.kept.value) == (0.5, 0.5, 0.5)
    assert list(nonanswers.table(rows).index) == ["первая половина", "вторая половина", "все"]


def test_other_data_are_refused_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nonanswers.main([str(tmp_path)]) == 1
    (tmp_path / "polls").mkdir()
    table = tmp_path / nonanswers.ANSWERS
    table.write_text("question_id,question,answer,count\n" + "1,Что?,свет,1\n" * 20_000, "utf-8")
    assert nonanswers.main([str(tmp_path)]) == 1
    assert "не те, что размечены" in capsys.readouterr().err


def test_promised_figures_on_answers_that_no_model_learns_from() -> None:
    unmet = nonanswers.written(nonanswers.UNMET)
    score = nonanswers.score(nonanswers.judged(unmet))
    assert score.non_answers >= 200 and score.answers >= 400
    assert score.recall.value >= 0.95
    assert score.precision.value >= 0.99
    assert score.kept.value >= 0.99


@pytest.mark.slow
def test_promised_figures_on_real_short_answers(shared: Path) -> None:
    rows = nonanswers.judged(nonanswers.labelled(shared))
    score = nonanswers.score(rows)
    assert rows["question"].nunique() >= 200 and score.answers >= 800
    assert score.precision.value >= 0.98
    assert score.recall.value >= 0.95
    assert score.kept.value >= 0.99
    later = nonanswers.judged(nonanswers.fresh(shared))
    assert len(later) >= 14_000
    assert nonanswers.score(later).kept.value >= 0.999
    unmet = nonanswers.judged(nonanswers.written(nonanswers.UNMET))
    assert "не отложены" in nonanswers.told(rows, later, unmet)
