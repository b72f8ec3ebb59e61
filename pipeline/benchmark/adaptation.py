"""Three hundred labels of a survey that the model has never met: what retraining brings.

Each source in turn is taken out of everything that the roles model learns from; that model is the
base. Then 300 labelled units of the source adapt it, with settings chosen by cross-validation
inside them, and the rest of the source measures both.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

from pipeline import labelled
from pipeline.benchmark.page import Section, Table, interval
from pipeline.evaluate import scored
from pipeline.evaluate.metrics import Estimate
from pipeline.evaluate.roles import load_roles
from pipeline.statements.roles import RolesModel
from pipeline.train import crossval, roles, search, sources
from pipeline.train.tasks import ROLES

LABELS, DRAWS = 300, 2
SOURCES = ("poll", "plan", "spb")  # answers, plans, appeals: three registers
_GOLD = ("gold/train.jsonl", "gold/dev.jsonl")


def adaptation(shared: Path, names: tuple[str, ...] = SOURCES) -> Section:
    """One row for each held-out source: before, after, the gain with its interval, seconds."""
    training = sources.training_frame(shared)
    training = training[training["role"].notna()]
    rows = [_row(shared, training, name) for name in names]
    head = ["source", "base without it", f"after {LABELS} labels", "gain, points"]
    head += ["macro F1", "seconds of processor", "tested on"]
    notes = [
        f"Mean of {DRAWS} draws of {LABELS} labels by whole people and documents; the interval is "
        "of that mean. Repeats of a learnt text are not tested on. Seconds are of one "
        f"`veche train` with its cross-validation, features included.",
        "Measure: mean F1 of problem and solution.",
    ]
    data = "Units of `gold/train.jsonl` and `gold/dev.jsonl`, one source at a time held out."
    return Section("Retraining on a new survey", data, [Table(head, rows)], notes)


def _row(shared: Path, training: pd.DataFrame, name: str) -> list[str]:
    own = _of_source(shared, name)
    base = _base_without(training, name, shared)
    before, after, gains, macro, seconds = [], [], [], [], []
    tested = 0
    for seed in range(DRAWS):
        learn = own.iloc[crossval.learning_part(own, LABELS, seed)]
        test = _rest(own, learn)
        begun = process_time()
        best, _ = search.search(ROLES, learn, base, seed=seed)
        model = search.train(ROLES, learn, base, best.candidate)
        seconds.append(process_time() - begun)
        pair = scored.align(ROLES.score(test, model), ROLES.score(test, base))
        drawn = scored.weights(pair[0])
        one, other = (scored.measures(part, drawn) for part in pair)
        measure = scored.main_measure(pair[0])
        after.append(one[measure])
        before.append(other[measure])
        gains.append(one[measure] - other[measure])
        macro.append(one["macro_f1"][0] - other["macro_f1"][0])
        tested = len(test)
    gain = _mean(gains)
    points = f"{100 * gain.value:+.1f} ({100 * gain.low:+.1f}…{100 * gain.high:+.1f})"
    row = [name, interval(_mean(before)), interval(_mean(after)), points]
    return [*row, f"{100 * np.mean(macro):+.1f}", f"{np.mean(seconds):.0f}", f"{tested} units"]


def _mean(drawn: list[np.ndarray]) -> Estimate:
    values = np.mean(drawn, axis=0)
    return Estimate.of(values[0], values[1:])


def _of_source(shared: Path, name: str) -> pd.DataFrame:
    frames = [labelled.read(shared / path, "role") for path in _GOLD]
    whole = pd.concat(frames, ignore_index=True)
    return whole[whole["source"].str.startswith(name)].reset_index(drop=True)


def _rest(own: pd.DataFrame, learn: pd.DataFrame) -> pd.DataFrame:
    known = set(learn["text"].map(labelled.repeat_key))
    other = ~own["group"].isin(set(learn["group"]))
    return own[other & ~own["text"].map(labelled.repeat_key).isin(known)].reset_index(drop=True)


def _base_without(training: pd.DataFrame, name: str, shared: Path) -> RolesModel:
    gold = pd.concat([pd.read_json(shared / path, lines=True, dtype=False) for path in _GOLD])
    own = {sources.document(row) for row in gold.itertuples() if str(row.source).startswith(name)}
    groups = training["group"].astype(str)
    kept = training[~groups.isin(own) & ~groups.str.startswith(f"{name}-")]
    model = roles.fit(roles.examples(kept), calibrate=False)
    return replace(model, temperature=load_roles().temperature)
