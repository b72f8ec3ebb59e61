"""What an evaluation tells of one model, ready for JSON: figures, slices, calibration, mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.evaluate import metrics, scored
from pipeline.evaluate.people import people
from pipeline.evaluate.scored import Scored
from pipeline.evaluate.slices import slices

WORST = 20


def report(frame: pd.DataFrame, found: Scored, data: str, model: str) -> dict[str, Any]:
    """Overall and per-class figures with intervals, people, slices, calibration, mistakes."""
    error, bins = metrics.calibration(found.confidence, found.right)
    overall = scored.estimates(scored.measures(found))
    return {
        "task": found.task,
        "data": data,
        "model": model,
        "rows": len(frame),
        "groups": len(set(found.groups)),
        "main": scored.main_measure(found),
        **{
            name: overall[name].plain() if name in overall else None
            for name in scored.OVERALL[found.task]
        },
        "ece": round(error, 4),
        "classes": scored.classes(found),
        "confusion": _confusion(found),
        "calibration": bins,
        "people": people(frame, found),
        "slices": slices(frame, found),
        "worst": _worst(frame, found),
    }


def _confusion(found: Scored) -> dict[str, Any]:
    """Rows are gold (each of a row's labels), columns the surest class."""
    places = [found.classes.index(name) for name in found.first]
    surest = np.zeros_like(found.truth)
    surest[np.arange(len(places)), places] = 1
    table = (found.truth.T @ surest).astype(int)
    return {"classes": list(found.classes), "table": table.tolist()}


def _worst(frame: pd.DataFrame, found: Scored) -> list[dict[str, Any]]:
    """The surest of the wrong answers."""
    wrong: list[dict[str, Any]] = [
        {
            "text": str(frame["text"].iloc[row]),
            "question": str(frame["question"].iloc[row]),
            "gold": ";".join(
                name for name, true in zip(found.classes, found.truth[row], strict=True) if true
            ),
            "found": found.first[row],
            "confidence": round(float(found.confidence[row]), 4),
        }
        for row in np.flatnonzero(~found.right)
    ]
    order = sorted(
        (-float(row["confidence"]), str(row["text"]), place) for place, row in enumerate(wrong)
    )
    return [wrong[place] for _, _, place in order[:WORST]]
