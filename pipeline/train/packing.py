"""From labelled data to a new version of a roles or directions pack; `current` stays as it is."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import labelled, packs
from pipeline.errors import InputError
from pipeline.train import directions, roles

LEAST = 20  # labelled rows, and two classes, below which there is nothing to learn
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "pymorphy3", "navec")


def train_roles(data: Path, name: str = "", root: Path | None = None) -> Path:
    """Train on a labelled file (`text`, optional `question`, `role`); the folder of the new pack.

    The name, when none is given, is made of the data's hash, so the same data has the same name.
    """
    frame = _labelled(data, "role")
    model = roles.fit(roles.examples(frame))
    return save(roles.tensors(model), roles.contents(model), _made_of("roles", data, name), root)


def train_directions(data: Path, name: str = "", root: Path | None = None) -> Path:
    """Train on a labelled file (`text`, optional `question`, `directions` joined by «;»)."""
    frame = _labelled(data, "directions")
    model = directions.fit(directions.examples(frame))
    made = _made_of("directions", data, name)
    return save(directions.tensors(model), directions.contents(model), made, root)


def _labelled(data: Path, target: str) -> pd.DataFrame:
    frame = labelled.read(data, target)
    kinds = frame[target].map(str).nunique()
    if len(frame) < LEAST or kinds < 2:
        raise InputError(
            f"мало данных для обучения: строк {len(frame)}, разных значений {kinds}",
            file=data,
            column=target,
            remedy=f"Нужно не меньше {LEAST} строк и два разных значения",
        )
    return frame


def _made_of(task: str, data: Path, name: str) -> dict[str, Any]:
    digest = hashlib.sha256(data.read_bytes()).hexdigest()
    version = name or f"d{digest[:12]}"
    command = f"veche train {task} {data.name}" + (f" --name {name}" if name else "")
    return {
        "task": task,
        "version": version,
        "parent": packs.current(task),
        "data": {data.name: digest},
        "command": command,
        "card": f"# Модель «{task}», версия {version}\n\n"
        f"Обучена на файле {data.name}: `{command}`.\n\n"
        f"# Model `{task}`, version {version}\n\nTrained on {data.name}.\n",
    }


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
    return packs.save(
        made["task"],
        made["version"],
        tensors=tensors,
        data=contents,
        meta={**meta, "libraries": libraries()},
        card=made["card"],
        root=root,
        make_current=make_current,
    )
