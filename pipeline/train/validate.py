"""How good the shipped recipe is on documents, questions and sources that it has not met.

    python -m pipeline.train.validate ../shared/data            # everything
    python -m pipeline.train.validate ../shared/data folds      # without the sources left out

Roles of units that somebody wrote, by linear models that have not met their document or question,
and of those in gold/train.jsonl alone, with the calibration error of their chances; then the units
of gold/train.jsonl in the parts of which readers were trained apart, by the linear model alone and
as shipped, what it is unsure of read again, and both in the shares of sources that dev.jsonl has, a
plain baseline beside (`as_dev`); then sentences of plans, problem against plan (macro
F1 of the two, best of the two where the model says another role); then each source left out of
training whole. Directions: `validate_directions`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.errors import InputError, printed
from pipeline.evaluate import metrics
from pipeline.statements.careful import Careful
from pipeline.statements.roles import lean_on_question, softmax
from pipeline.tables import ROLES
from pipeline.train import roles, sources
from pipeline.train.as_dev import TITLE, AsDev
from pipeline.train.reader_held import held_log_chances

TEXT_SOURCES = ("comments", "kursk", "plan", "spb", "troitsk")
PAIR = ("problem", "solution")
GOLD = "из них gold/train.jsonl"
CALIBRATION = "ошибка калибровки"


def source_of(group: str, real: bool) -> str:
    """The source that a group of examples is of; a group of a poll is its question."""
    name = group.partition("-")[0]
    if name in TEXT_SOURCES:
        return name
    return "poll" if real else "invented"


def validate(
    data: roles.Examples,
    careful: Careful = roles.CAREFUL,
    left_out: bool = True,
    as_dev: AsDev | None = None,
) -> pd.DataFrame:
    """A row of figures for each part: units, accuracy, F1 of the pair, macro F1 of all roles.

    `data.origin` of the gold rows is their place in gold/train.jsonl. Sources are left out in turn
    where `left_out`; with `as_dev` the units that are read again are also counted as dev has them.
    """
    prepared = roles.prepare(data)
    scores, rows = roles.out_of_fold(data, prepared=prepared)
    told = data.take(rows)
    warmth = roles.temperature(scores[told.real], told.roles[told.real], told.weights[told.real])
    linear = softmax(scores / warmth)
    parts = np.array(
        [source_of(group, real) for group, real in zip(told.groups, told.real, strict=True)],
        dtype=object,
    )
    leaning = lean_on_question(told.units, linear, ROLES)
    table = []
    for title, chosen in (("новые документы и вопросы", told.real), (GOLD, told.gold)):
        table += _by_source(title, told, leaning, parts, chosen)
    if told.gold.any():
        table += _read_again(told, linear, parts, careful, as_dev)
    weak = (parts == "plan") & ~told.real
    if weak.any():
        pair = [ROLES.index(name) for name in PAIR]
        likelier = np.array(PAIR, dtype=object)[scores[weak][:, pair].argmax(axis=1)]
        table.append(_row("планы: проблема или план", told.roles[weak], likelier))
    if left_out:
        names = sorted(set(parts[told.real]))
        table += [_left_out(data, prepared, name) for name in names]
    return pd.DataFrame(table)


def _by_source(
    title: str,
    told: roles.Examples,
    chances: np.ndarray,
    parts: np.ndarray,
    chosen: np.ndarray,
) -> list[dict[str, object]]:
    """Rows of the units chosen, whole and by source."""
    found = _first(chances)
    table = []
    for name in ["", *sorted(set(parts[chosen]))] if chosen.any() else []:
        here = chosen & (parts == name) if name else chosen
        row = _row(f"  {name}" if name else title, told.roles[here], found[here])
        right = found[here] == told.roles[here]
        row[CALIBRATION] = metrics.calibration(chances[here].max(axis=1), right)[0]
        table.append(row)
    return table


def _read_again(
    told: roles.Examples,
    linear: np.ndarray,
    parts: np.ndarray,
    careful: Careful,
    as_dev: AsDev | None,
) -> list[dict[str, object]]:
    """Rows of the gold units that a reader has which did not meet them, without it and with it."""
    known = held_log_chances("roles", ROLES)
    met = told.gold & np.isin(told.origin, list(known))
    whole = lean_on_question(told.units, linear, ROLES)
    table = _by_source("в частях с внимательным чтением, до него", told, whole, parts, met)
    ways = {"одна линейная модель": _first(whole[met])}
    read = np.intersect1d(np.flatnonzero(met), careful.unsure(linear))
    if not len(read):
        return table
    again = careful.weight * np.array([known[place] for place in told.origin[read]])
    whole[read] = careful.weighed(linear[read], again)
    mixed = np.log(np.maximum(linear[read], 1e-12)) + again
    warmth = roles.temperature(mixed, told.roles[read], told.weights[read])
    title = f"после него: прочитано {len(read) / met.sum():.0%}, лучшая температура {warmth:.2f}"
    table += _by_source(title, told, whole, parts, met)
    if as_dev is None:
        return table
    places = told.origin[met]
    ways |= {"прочитано": _first(whole[met]), "TF-IDF": as_dev.baseline(places, "role")}
    weights = as_dev.weights(places)
    return table + [
        _row(f"{TITLE}, {name}", told.roles[met], found, weights) for name, found in ways.items()
    ]


def _first(chances: np.ndarray) -> np.ndarray:
    return np.array(ROLES, dtype=object)[chances.argmax(axis=1)]


def _left_out(data: roles.Examples, prepared: roles.Prepared, name: str) -> dict[str, object]:
    """Figures of one source by a linear model that was trained without it."""
    parts = np.array(
        [source_of(group, real) for group, real in zip(data.groups, data.real, strict=True)]
    )
    held, kept = np.flatnonzero((parts == name) & data.real), np.flatnonzero(parts != name)
    present = [role for role in ROLES if role in set(data.roles[kept])]
    target = np.array([present.index(role) for role in data.roles[kept]])
    weights, bias = roles.solve(prepared.matrix[kept], target, data.weights[kept], roles.STRENGTH)
    scores = prepared.matrix[held] @ weights + bias
    chances = lean_on_question(data.take(held).units, softmax(scores), present)
    found = np.array(present, dtype=object)[chances.argmax(axis=1)]
    return _row(f"без {name} в обучении", data.roles[held], found)


def _row(
    name: str, gold: np.ndarray, found: np.ndarray, weights: np.ndarray | None = None
) -> dict[str, object]:
    from sklearn.metrics import f1_score

    weights = np.ones(len(gold)) if weights is None else weights
    here = weights > 0
    present = [role for role in ROLES if role in set(gold[here])]
    given: dict[str, Any] = {"sample_weight": weights[here], "average": None, "zero_division": 0.0}
    f1 = f1_score(list(gold[here]), list(found[here]), labels=present, **given)
    score = dict(zip(present, f1, strict=True))
    both = [score[role] for role in PAIR if role in score]
    return {
        "часть": name,
        "единиц": int(here.sum()),
        "верно": float(np.average(gold == found, weights=weights)),
        "F1 проблем и предложений": float(np.mean(both)) if both else float("nan"),
        "среднее F1": float(np.mean(list(score.values()))),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0, or 1 with a message when something is at fault."""
    return printed(_step, sys.argv[1:] if arguments is None else arguments)


def _step(given: Sequence[str]) -> str:
    match given:
        case [named, *folds] if folds in ([], ["folds"]):
            shared = Path(named)
        case _:
            raise InputError(
                "нужна папка с данными", remedy="Слово folds после неё — без отложенных источников"
            )
    as_dev = AsDev.read(shared)
    frame = sources.training_frame(shared)
    data = roles.examples(frame[frame["role"].notna()])
    table = validate(data, left_out=not folds, as_dev=as_dev)
    return table.to_string(index=False, float_format="{:.3f}".format)


if __name__ == "__main__":
    sys.exit(main())
