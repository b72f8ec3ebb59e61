"""How good the shipped recipe is on documents, questions and sources that it has not met.

    python -m pipeline.train.validate ../shared/data

Roles of units that somebody wrote, by models that have not met their document or question; then
each source left out of training whole; then sentences of plans, problem against plan (macro F1 of
the two, best of the two where the model says another role).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.evaluate import metrics
from pipeline.statements.roles import lean_on_question, softmax
from pipeline.tables import ROLES
from pipeline.train import roles, sentence_net, sources

TEXT_SOURCES = ("comments", "kursk", "plan", "spb", "troitsk")
PAIR = ("problem", "solution")


def source_of(group: str, real: bool) -> str:
    """The source that a group of examples is of; a group of a poll is its question."""
    name = group.partition("-")[0]
    if name in TEXT_SOURCES:
        return name
    return "poll" if real else "invented"


def validate(data: roles.Examples, recipe: sentence_net.Recipe | None = None) -> pd.DataFrame:
    """A row of figures for each part: units, accuracy, F1 of the pair, macro F1 of all roles.

    With `recipe` networks are trained beside the linear model, as in the shipped one.
    """
    prepared = roles.prepare(data)
    scores, rows = roles.out_of_fold(data, prepared=prepared, recipe=recipe)
    found = np.array(ROLES, dtype=object)[scores.argmax(axis=1)]
    gold, real = data.roles[rows], data.real[rows]
    parts = np.array([source_of(data.groups[row], data.real[row]) for row in rows], dtype=object)
    table = [_row("новые документы и вопросы", list(gold[real]), list(found[real]))]
    table += [
        _row(f"  {name}", list(gold[here]), list(found[here]))
        for name in sorted(set(parts[real]))
        if (here := real & (parts == name)).any()
    ]
    weak = (parts == "plan") & ~real
    pair = [ROLES.index(name) for name in PAIR]
    chosen = np.array(PAIR, dtype=object)[scores[weak][:, pair].argmax(axis=1)]
    table.append(_row("планы: проблема или план", list(gold[weak]), list(chosen)))
    table += [_left_out(data, prepared, name, recipe) for name in sorted(set(parts[real]))]
    return pd.DataFrame(table)


def _left_out(
    data: roles.Examples,
    prepared: roles.Prepared,
    name: str,
    recipe: sentence_net.Recipe | None,
) -> dict[str, object]:
    """Figures of one source by a model that was trained without it."""
    parts = np.array(
        [source_of(group, real) for group, real in zip(data.groups, data.real, strict=True)]
    )
    held, kept = np.flatnonzero((parts == name) & data.real), np.flatnonzero(parts != name)
    present = [role for role in ROLES if role in set(data.roles[kept])]
    target = np.array([present.index(role) for role in data.roles[kept]])
    weights, bias = roles.solve(prepared.matrix[kept], target, data.weights[kept], roles.STRENGTH)
    scores = prepared.matrix[held] @ weights + bias
    if recipe:
        beside = roles.networks_of(data, prepared, present)
        scores = scores + sentence_net.held_scores(beside, recipe, kept, held)
    chances = softmax(scores)
    chances = lean_on_question(data.take(held).units, chances, present)
    found = np.array(present, dtype=object)[chances.argmax(axis=1)]
    return _row(f"без {name} в обучении", list(data.roles[held]), list(found))


def _row(name: str, gold: Sequence[str], found: Sequence[str]) -> dict[str, object]:
    present = [role for role in ROLES if role in set(gold)]
    f1 = metrics.scores(metrics.confusion(gold, found, ROLES))[2]
    score = {role: float(f1[ROLES.index(role)]) for role in present}
    both = [score[role] for role in PAIR if role in score]
    return {
        "часть": name,
        "единиц": len(gold),
        "верно": float(np.mean([one == other for one, other in zip(gold, found, strict=True)])),
        "F1 проблем и предложений": float(np.mean(both)) if both else float("nan"),
        "среднее F1": float(np.mean(list(score.values()))),
    }


def main() -> None:
    """Print the table."""
    frame = sources.training_frame(Path(sys.argv[1]))
    table = validate(roles.examples(frame[frame["role"].notna()]), roles.NETWORK)
    sys.stdout.write(table.to_string(index=False, float_format="{:.3f}".format) + "\n")


if __name__ == "__main__":
    main()
