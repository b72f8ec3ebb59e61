"""How good the directions model is on labelled units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import labelled, packs
from pipeline.evaluate.report import report
from pipeline.evaluate.scored import Scored, onehot
from pipeline.statements import directions
from pipeline.statements.directions_features import read_places
from pipeline.statements.directions_taxonomy import OTHER, shipped


def evaluate_directions(
    data: Path, version: str = "", model: directions.DirectionsModel | None = None
) -> dict[str, Any]:
    """Everything `veche evaluate directions` tells of one model; `model` outweighs `version`."""
    frame = labelled.read(data, "directions")
    scored = score_directions(frame, model or load_directions(version))
    return report(frame, scored, data.name, version or "current")


def load_directions(version: str = "", root: Path | None = None) -> directions.DirectionsModel:
    """The directions model of a version, read anew: `current` may have moved in the meantime."""
    return directions.DirectionsModel.from_pack(packs.load("directions", version or None, root))


def score_directions(frame: pd.DataFrame, model: directions.DirectionsModel) -> Scored:
    """What the model says of the rows of a labelled frame; no direction counts as `other`."""
    chances, ids = directions.probabilities(read_places(frame), shipped(), model)
    chosen = [directions.chosen(row, ids) or [OTHER] for row in chances]
    return Scored(
        "directions",
        tuple(ids),
        onehot([list(names) or [OTHER] for names in frame["directions"]], ids),
        onehot(chosen, ids),
        tuple(ids[place] for place in chances.argmax(axis=1)),
        chances.max(axis=1),
        frame["group"].to_numpy(dtype=object),
    )
