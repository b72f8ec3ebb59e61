"""The figures that the bench promises, on real texts where they are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline import labelled
from pipeline.evaluate import evaluation, page, scored
from pipeline.train import crossval, search
from pipeline.train.tasks import ROLES

FROM_NOTHING = search.Candidate(adapted=False, strength=ROLES.strength)


@pytest.mark.slow
@pytest.mark.parametrize("task", ["roles", "directions"])
def test_seven_hundred_units_are_evaluated_in_twenty_seconds(shared: Path, task: str) -> None:
    begun = time.process_time()
    result = evaluation.evaluate(task, shared / "gold" / "dev.jsonl").result
    shown = page.evaluation_html(result)
    assert time.process_time() - begun < 20
    assert result["rows"] > 700
    assert result["people"]["person_person"]["low"] > result["people"]["model_person"]["value"]
    assert {"question", "source", "length", "direction"} <= {one["by"] for one in result["slices"]}
    assert "человек–человек" in shown


@pytest.mark.slow
@pytest.mark.parametrize("source", ["poll", "plan"])
def test_three_hundred_labels_of_a_new_source_help(shared: Path, source: str) -> None:
    """The base has never met the source; three points of F1 are gained on people not learnt from."""
    whole = labelled.read(shared / "gold" / "train.jsonl", "role")
    own = whole[whole["source"].str.startswith(source)].reset_index(drop=True)
    other = whole[~whole["source"].str.startswith(source)].reset_index(drop=True)
    base = search.train(ROLES, other, None, FROM_NOTHING)
    learn = own.iloc[crossval.learning_part(own, 300)]
    test = own[~own["group"].isin(set(learn["group"]))].reset_index(drop=True)
    begun = time.process_time()
    best, _ = search.search(ROLES, learn, base)
    model = search.train(ROLES, learn, base, best.candidate)
    assert time.process_time() - begun < 120
    pair = scored.align(ROLES.score(test, model), ROLES.score(test, base))
    assert scored.difference(*pair)["f1_problem_solution"]["value"] > 0.03
