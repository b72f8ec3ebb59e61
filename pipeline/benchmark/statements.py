"""Roles and directions: the current models, baselines, people, learning curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline import labelled
from pipeline.benchmark.page import Section, Table, interval, signed
from pipeline.evaluate import scored
from pipeline.evaluate.directions import load_directions, score_directions
from pipeline.evaluate.people import people
from pipeline.evaluate.roles import load_roles, score_roles
from pipeline.evaluate.scored import Scored, onehot
from pipeline.evaluate.statement_baselines import tfidf
from pipeline.statements.directions_taxonomy import OTHER, seed_scores, shipped
from pipeline.statements.roles import read_units
from pipeline.tables import ROLES as ALL_ROLES
from pipeline.train import curve
from pipeline.train.tasks import TASKS

SIZES = (250, 500, 1000, 2000, 4400)
DEV, TRAIN = "gold/dev.jsonl", "gold/train.jsonl"


def roles(shared: Path) -> Section:
    """Roles on gold/dev.jsonl beside three baselines."""
    frame, learn = (labelled.read(shared / name, "role") for name in (DEV, TRAIN))
    gold = frame["role"].tolist()
    ours = score_roles(frame, load_roles())
    most = learn["role"].value_counts().index[0]
    found = {
        "veche, current model": ours,
        "TF-IDF of words and characters, logistic regression": _plain(
            "roles", frame, tfidf(learn, frame, learn["role"]), [[name] for name in gold]
        ),
        "rules, then the question": _plain(
            "roles", frame, _by_rules(frame), [[name] for name in gold]
        ),
        "the most frequent role": _plain(
            "roles", frame, [most] * len(frame), [[name] for name in gold]
        ),
    }
    return _section("Roles of statements", "roles", shared, frame, learn, found)


def directions(shared: Path) -> Section:
    """Directions on gold/dev.jsonl beside three baselines."""
    frame, learn = (labelled.read(shared / name, "directions") for name in (DEV, TRAIN))
    gold = [ids or [OTHER] for ids in frame["directions"]]
    first = learn["directions"].map(lambda ids: (ids or [OTHER])[0])
    found = {
        "veche, current model": score_directions(frame, load_directions()),
        "TF-IDF of words and characters, logistic regression": _plain(
            "directions", frame, tfidf(learn, frame, first), gold
        ),
        "words of the taxonomy alone": _plain("directions", frame, _by_seeds(frame), gold),
        "the most frequent direction": _plain(
            "directions", frame, [first.value_counts().index[0]] * len(frame), gold
        ),
    }
    return _section("Directions of statements", "directions", shared, frame, learn, found)


def _section(
    title: str,
    task: str,
    shared: Path,
    frame: pd.DataFrame,
    learn: pd.DataFrame,
    found: dict[str, Scored],
) -> Section:
    names = scored.OVERALL[task]
    ours = next(iter(found.values()))
    rows = []
    for name, one in found.items():
        figures = scored.estimates(scored.measures(one))
        gain = ""
        if one is not ours:
            pair = scored.align(ours, one)
            gain = signed(scored.difference(*pair)[scored.MAIN[task]])
        rows.append([name, *(interval(figures[measure]) for measure in names), gain])
    head = ["", *names, f"veche ahead in {scored.MAIN[task]}, points"]
    classes = [
        [name, interval(one["f1"]), f"{one['precision']:.2f}", f"{one['recall']:.2f}"]
        + [str(one["support"])]
        for name, one in scored.classes(ours).items()
    ]
    beside = people(frame, ours)
    tables = [
        Table(head, rows),
        Table(["class", "F1", "precision", "recall", "rows"], classes, "Each class"),
        _curve(task, shared, frame),
    ]
    if beside:
        tables.insert(1, _people(beside))
    groups = set(frame["group"])
    met = len(groups & set(learn["group"]))
    data = (
        f"{len(frame)} units of `{DEV}` from {len(groups)} documents and polls, of which {met} "
        f"have other units in `{TRAIN}`, that we and the baselines learn from; docs/roles.md has "
        "the figures on documents not met."
    )
    return Section(title, data, tables)


def _people(beside: dict[str, Any]) -> Table:
    rows = [
        [
            "person–person",
            interval(beside["person_person"]),
            f"{beside['person_person_kappa']:.3f}",
        ],
        ["model–person", interval(beside["model_person"]), f"{beside['model_person_kappa']:.3f}"],
    ]
    title = "Beside the annotators (both are language models, so people agree less)"
    return Table(["", beside["measure"], "Cohen's kappa"], rows, title)


def _curve(task: str, shared: Path, test: pd.DataFrame) -> Table:
    """Training from nothing on more and more of train.jsonl."""
    kind = TASKS[task]
    learn = labelled.read(shared / TRAIN, kind.target)
    found = curve.curve(kind, learn, None, SIZES, test=test) or {"points": [], "measure": ""}
    rows = [[str(one["labels"]), interval(one["main"])] for one in found["points"]]
    return Table(["labels", found["measure"]], rows, "Learning curve, trained from nothing")


def _plain(
    task: str, frame: pd.DataFrame, said: Sequence[str], gold: Sequence[Sequence[str]]
) -> Scored:
    every = (*ALL_ROLES,) if task == "roles" else (*shipped().ids, OTHER)
    known = {name for labels in gold for name in labels} | set(said)
    classes = tuple(name for name in every if name in known)
    groups = frame["group"].to_numpy(dtype=object)
    table = onehot([[name] for name in said], classes)
    sure = np.ones(len(said))
    return Scored(task, classes, onehot(gold, classes), table, tuple(said), sure, groups)


def _by_rules(frame: pd.DataFrame) -> list[str]:
    """The first rule with a role, else what the question asks for, else a problem."""
    said = []
    for unit in read_units(frame):
        rule = next((rule.role for rule in unit.rules if rule.role), "")
        asked = unit.kind if unit.kind in ALL_ROLES else "problem"
        said.append(rule or asked)
    return said


def _by_seeds(frame: pd.DataFrame) -> list[str]:
    known = shipped()
    said = []
    for unit in read_units(frame[["text"]], with_rules=False):
        scores = seed_scores(unit.words.lemmas, known)
        best = int(np.argmax(scores))
        said.append(known.ids[best] if scores[best] > 0 else OTHER)
    return said
