"""The models that come with the package, trained and scored again by one command.

python -m pipeline.train.shipped ../shared/data 1.8
python -m pipeline.train.shipped ../shared/data 1.8 roles    # one of the two alone
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import packs
from pipeline.errors import InputError, printed
from pipeline.evaluate.directions import evaluate_directions
from pipeline.evaluate.roles import evaluate_roles
from pipeline.statements import lexicon
from pipeline.statements.directions import DirectionsModel
from pipeline.statements.roles import RolesModel
from pipeline.train import cards, curve, directions, packing, roles, sources
from pipeline.train.places import LABELS
from pipeline.train.tasks import TASKS

_KEPT = ("rows", "f1_problem_solution", "macro_f1", "accuracy", "first_among_gold", "ece", "people")


def train(
    shared: Path, version: str, tasks: Sequence[str] = tuple(TASKS), root: Path | None = None
) -> list[Path]:
    """Train the packs of `tasks` on the data folder, score them on dev.jsonl, make them current.

    InputError when a task is unknown or has such a version already.
    """
    for task in tasks:
        if task not in TASKS:
            raise InputError(f"нет задачи «{task}»", remedy=f"Есть: {', '.join(TASKS)}")
        packs.require_new(task, version, root)
    frame = sources.training_frame(shared)
    return [_save(task, version, shared, _fitted(task, frame), root) for task in tasks]


def _fitted(task: str, frame: pd.DataFrame) -> RolesModel | DirectionsModel:
    if task == "roles":
        known = roles.examples(frame[frame["role"].notna()])
        return roles.fit(known, careful=roles.CAREFUL)
    about = directions.examples(sources.with_directions(frame))
    return directions.fit(about, careful=directions.CAREFUL)


def _save(
    task: str,
    version: str,
    shared: Path,
    model: RolesModel | DirectionsModel,
    root: Path | None,
) -> Path:
    dev = shared / "gold" / "dev.jsonl"
    known = TASKS[task]
    tensors, contents = known.tensors(model), known.contents(model)
    # What is scored is what will be loaded: weights are stored in fewer bits than they were found.
    stored = packs.Pack(task, version, {}, tensors, contents)
    if isinstance(model, RolesModel):
        scores = evaluate_roles(dev, model=RolesModel.from_pack(stored))
    else:
        scores = evaluate_directions(dev, model=DirectionsModel.from_pack(stored))
    made = {
        "task": task,
        "version": version,
        "parent": None,  # trained from nothing, whatever was current
        "data": data_hashes(shared, task),
        "command": f"python -m pipeline.train.shipped ../shared/data {version}",
        "scores": {"dev.jsonl": {key: scores[key] for key in _KEPT if scores.get(key)}},
        "card": card(task, version, scores, shared),
    }
    return packing.save(tensors, contents, made, root, make_current=True)


def data_hashes(shared: Path, task: str) -> dict[str, str]:
    """sha256 of every file that the model of a task learns from."""
    files = {f"gold/{name}": shared / "gold" / name for name in ("train.jsonl", "invented.jsonl")}
    files["plans/sentences.csv"] = shared / "plans" / "sentences.csv"
    unread = sources.DIRECTIONS_ALONE if task == "roles" else frozenset()
    named = sorted(path for path in LABELS.glob("*.[ct]*") if path.name not in unread)
    files |= {f"labels/{path.name}": path for path in named}
    files["lexicon.tsv"] = lexicon.FILE
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def card(task: str, version: str, scores: dict[str, Any], shared: Path) -> str:
    """The card of a pack: the text of labels/card-<task>.md with its figures filled in."""
    text = (LABELS / f"card-{task}.md").read_text(encoding="utf-8")
    lines = "\n".join(
        f"| {name} | {one['precision']:.2f} | {one['recall']:.2f} | {one['f1']['value']:.2f} "
        f"({one['f1']['low']:.2f}–{one['f1']['high']:.2f}) | {one['support']} |"
        for name, one in scores["classes"].items()
    )
    main = scores.get("f1_problem_solution") or scores["first_among_gold"]
    values = {"version": version, "classes": lines, "ece": f"{scores['ece']:.3f}"}
    values |= {f"main_{key}": f"{main[key]:.3f}" for key in ("value", "low", "high")}
    if "macro_f1" in scores:
        values["macro"] = f"{scores['macro_f1']['value']:.3f}"
    people = scores["people"] or {}
    values["people"] = f"{people.get('person_person_kappa', float('nan')):.2f}"
    values["model"] = f"{people.get('model_person_kappa', float('nan')):.2f}"
    gold = shared / "gold"
    points = curve.from_nothing(TASKS[task], gold / "train.jsonl", gold / "dev.jsonl")
    values |= {"curve_ru": cards.curve_line(points, 0), "curve_en": cards.curve_line(points, 1)}
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and print the folders; 0, or 1 with a message when something is at fault."""
    return printed(_step, sys.argv[1:] if arguments is None else arguments)


def _step(given: Sequence[str]) -> str:
    match given:
        case [shared, version, *tasks]:
            return "\n".join(map(str, train(Path(shared), version, tasks or tuple(TASKS))))
    raise InputError("нужны папка с данными и версия", remedy="Как писать, сказано в начале файла")


if __name__ == "__main__":
    sys.exit(main())
