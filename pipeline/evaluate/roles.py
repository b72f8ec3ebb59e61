"""How good the roles model is on labelled units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import labelled, packs
from pipeline.evaluate.report import report
from pipeline.evaluate.scored import Scored, onehot
from pipeline.statements import roles
from pipeline.tables import ROLES


def evaluate_roles(
    data: Path, version: str = "", model: roles.RolesModel | None = None
) -> dict[str, Any]:
    """Everything `veche evaluate roles` tells of one model; `model` outweighs `version`."""
    frame = labelled.read(data, "role")
    scored = score_roles(frame, model or load_roles(version))
    return report(frame, scored, data.name, version or "current")


def load_roles(version: str = "", root: Path | None = None) -> roles.RolesModel:
    """The roles model of a version, read anew: `current` may have moved in the meantime."""
    return roles.RolesModel.from_pack(packs.load("roles", version or None, root))


def score_roles(frame: pd.DataFrame, model: roles.RolesModel) -> Scored:
    """What the model says of the rows of a labelled frame."""
    chances = model.probabilities(roles.read_units(frame), roles.read_around(frame))
    found = [model.roles[place] for place in chances.argmax(axis=1)]
    gold = frame["role"].tolist()
    classes = tuple(role for role in ROLES if role in {*gold, *found})
    return Scored(
        "roles",
        classes,
        onehot([[name] for name in gold], classes),
        onehot([[name] for name in found], classes),
        tuple(found),
        chances.max(axis=1),
        frame["group"].to_numpy(dtype=object),
    )
