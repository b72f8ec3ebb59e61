"""From labelled data to a new version of a roles or directions pack; `current` stays as it is."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import labelled, packs
from pipeline.errors import InputError
from pipeline.evaluate import scored
from pipeline.evaluate.drift import profile
from pipeline.statements import reader
from pipeline.train import cards, curve, search
from pipeline.train.tasks import TASKS, Task

LEAST = 20  # labelled rows, and two classes, below which there is nothing to learn
CURRENT, NOTHING = "current", "none"
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "pymorphy3", "navec")


@dataclass(frozen=True)
class Choices:
    """How to train: the name of the new version, what it starts from, the budget, the seed.

    `base` is a version, `current`, or `none` to train from nothing.
    """

    name: str = ""
    base: str = CURRENT
    budget: float = search.BUDGET
    seed: int = 0


def train(
    task_name: str,
    data: Sequence[Path],
    choices: Choices = Choices(),  # noqa: B008 - frozen
    root: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Train `roles` or `directions` on labelled files; the folder of the new pack.

    The name, when none is given, is made of the data, the base and the settings, so that the same
    training has the same name. The scores in pack.json are of rows held out by person or document.
    """
    task = TASKS[task_name]
    frame = _checked(labelled.read_all(data, task.target), task.target, data)
    parent = _parent(task, choices, root)
    whole = task.load(parent, _place(task, parent, root)) if parent else None
    # The reader is not trained here and would change all candidates alike: they are compared, and
    # their temperature is found, without it.
    base = replace(whole, careful=None) if whole is not None else None
    best, tried = search.search(task, frame, base, choices.budget, choices.seed, progress)
    model = search.train(task, frame, base, best.candidate)
    careful = whole.careful if whole is not None else None
    model = replace(model, temperature=best.temperature, careful=careful)
    before = task.score(frame, base) if base is not None else None
    points = curve.curve(task, frame, base, seed=choices.seed, candidate=best.candidate)
    made = _made_of(task, data, choices, parent, frame, best, tried, before, points)
    return save(task.tensors(model), task.contents(model), made, root)


def train_roles(data: Path, name: str = "", root: Path | None = None) -> Path:
    """Train from nothing on a labelled file (`text`, optional `question`, `role`)."""
    return train("roles", [data], Choices(name=name, base=NOTHING), root)


def train_directions(data: Path, name: str = "", root: Path | None = None) -> Path:
    """Train from nothing on a labelled file (`text`, optional `question`, `directions`)."""
    return train("directions", [data], Choices(name=name, base=NOTHING), root)


def _checked(frame: pd.DataFrame, target: str, data: Sequence[Path]) -> pd.DataFrame:
    kinds = frame[target].map(str).nunique()
    if len(frame) < LEAST or kinds < 2 or frame["group"].nunique() < 2:
        raise InputError(
            f"мало данных для обучения: строк {len(frame)}, разных значений {kinds}, "
            f"людей или документов {frame['group'].nunique()}",
            file=data[0] if len(data) == 1 else None,
            column=target,
            remedy=f"Нужно не меньше {LEAST} строк, два значения и два человека или документа",
        )
    keys = ["text", "question", "group", target]
    order = frame[keys].map(str).sort_values(keys, kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _parent(task: Task, choices: Choices, root: Path | None) -> str:
    """The version that training starts from; "" for nothing."""
    if choices.base == NOTHING:
        return ""
    if choices.base == CURRENT:
        return packs.current(task.name, root) or packs.current(task.name) or ""
    packs.read_meta(task.name, choices.base, _place(task, choices.base, root))
    return choices.base


def _place(task: Task, version: str, root: Path | None) -> Path | None:
    """Where a base is: beside the packs that training writes, else where packs usually are."""
    return root if version in packs.versions(task.name, root) else None


def _made_of(
    task: Task,
    data: Sequence[Path],
    choices: Choices,
    parent: str,
    frame: pd.DataFrame,
    best: search.Tried,
    tried: Sequence[search.Tried],
    before: scored.Scored | None,
    points: dict[str, Any] | None,
) -> dict[str, Any]:
    hashes = labelled.hashes(data)
    settings = {"base": parent or NOTHING, "budget": choices.budget, "seed": choices.seed}
    recipe = json.dumps([sorted(hashes.values()), settings], sort_keys=True)
    version = choices.name or f"d{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    command = f"veche train {task.name} {' '.join(path.name for path in data)}"
    command += f" --base {settings['base']} --budget {choices.budget:g} --seed {choices.seed}"
    estimates = scored.estimates(scored.measures(best.scored))
    scores: dict[str, Any] = {name: one.plain() for name, one in estimates.items()}
    scores |= {"rows": len(frame), "groups": int(frame["group"].nunique())}
    if before is not None:
        aligned = scored.align(best.scored, before)
        scores["over_base"] = scored.difference(*aligned)
    made = {
        "task": task.name,
        "version": version,
        "parent": parent or None,
        "data": hashes,
        "command": command + (f" --name {choices.name}" if choices.name else ""),
        "settings": settings | best.candidate.plain(),
        "tried": [one.candidate.plain() | {"value": round(one.value, 4)} for one in tried],
        "scores": {"cross-validation": scores},
        "curve": points,
        "profile": profile(frame, task.target),
    }
    return made | {"card": cards.card(task.name, made, scored.classes(best.scored))}


def summary(meta: Mapping[str, Any]) -> str:
    """What came out, in two or three plain lines."""
    scores = meta["scores"]["cross-validation"]
    name = next(name for name in cards.MEASURES if name in scores)
    lines = [
        f"Строк {scores['rows']}, людей или документов {scores['groups']}. Перекрёстная проверка: "
        f"{cards.MEASURES[name][0]} {cards.interval(scores[name])}."
    ]
    if "over_base" in scores:
        gain = scores["over_base"][name]
        lines.append(
            f"К версии {meta['parent']} на тех же строках: {gain['value']:+.3f} "
            f"({gain['low']:+.3f}…{gain['high']:+.3f})."
        )
    return "\n".join(lines)


def libraries() -> dict[str, str]:
    """Versions of what the weights depend on."""
    return {"python": platform.python_version(), **{name: installed(name) for name in _LIBRARIES}}


def save(
    tensors: Mapping[str, Any],
    contents: Mapping[str, Any],
    made: Mapping[str, Any],
    root: Path | None = None,
    make_current: bool = False,
) -> Path:
    """Write a pack; `made` holds task, version, card and whatever pack.json should tell."""
    meta = {key: value for key, value in made.items() if key not in ("task", "version", "card")}
    if "careful" in contents["model"]:
        meta["needs"] = {reader.TASK: contents["model"]["careful"]["reader"]}
    return packs.save(
        made["task"],
        made["version"],
        tensors=tensors,
        data=contents,
        meta={**meta, "code": installed("veche"), "libraries": libraries()},
        card=made["card"],
        root=root,
        make_current=make_current,
    )
