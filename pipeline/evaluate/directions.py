"""How good the directions model is on labelled units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pipeline import labelled
from pipeline.evaluate import metrics
from pipeline.statements import directions
from pipeline.statements.directions_features import read_places
from pipeline.statements.directions_taxonomy import OTHER, shipped

WORST = 20


def evaluate_directions(
    data: Path, version: str = "", model: directions.DirectionsModel | None = None
) -> dict[str, Any]:
    """Everything `veche evaluate directions` tells, ready for JSON; `model` outweighs `version`."""
    frame = labelled.read(data, "directions")
    gold = [ids or [OTHER] for ids in frame["directions"]]
    model = model or directions.load(version)
    chances, ids = directions.probabilities(read_places(frame), shipped(), model)
    found = [ids[place] for place in chances.argmax(axis=1)]
    right = np.array([name in known for name, known in zip(found, gold, strict=True)])
    error, bins = metrics.calibration(chances.max(axis=1), right)
    chosen = [directions.chosen(row, ids) for row in chances]
    return {
        "task": "directions",
        "data": data.name,
        "model": version or "current",
        "rows": len(frame),
        "first_among_gold": metrics.bootstrap(
            len(frame), lambda rows: float(right[rows].mean())
        ).plain(),
        "ece": round(error, 4),
        "classes": {name: _class(name, gold, [row or [OTHER] for row in chosen]) for name in ids},
        "calibration": bins,
        "people": _people(frame, found),
        "worst": _worst(frame, gold, found, chances.max(axis=1)),
    }


def _class(name: str, gold: list[list[str]], found: list[list[str]]) -> dict[str, Any]:
    truth = np.array([name in ids for ids in gold])
    said = np.array([name in ids for ids in found])

    def f1(rows: np.ndarray) -> float:
        both = (truth[rows] & said[rows]).sum()
        return float(2 * both / max(truth[rows].sum() + said[rows].sum(), 1))

    both = int((truth & said).sum())
    return {
        "precision": round(both / max(int(said.sum()), 1), 4),
        "recall": round(both / max(int(truth.sum()), 1), 4),
        "f1": metrics.bootstrap(len(gold), f1).plain(),
        "support": int(truth.sum()),
    }


def _people(frame: Any, found: list[str]) -> dict[str, float] | None:
    """Agreement of two annotators on the first direction, and of the model with each."""
    if "a" not in frame or "b" not in frame:
        return None
    one = [(opinion.get("directions") or [OTHER])[0] for opinion in frame["a"]]
    other = [(opinion.get("directions") or [OTHER])[0] for opinion in frame["b"]]
    model = (metrics.kappa(one, found) + metrics.kappa(other, found)) / 2
    return {
        "person_person_kappa": round(metrics.kappa(one, other), 4),
        "model_person_kappa": round(model, 4),
    }


def _worst(
    frame: Any, gold: list[list[str]], found: list[str], confidence: np.ndarray
) -> list[dict[str, Any]]:
    wrong = [
        {"text": text, "question": question, "gold": ";".join(known), "found": name}
        | {"confidence": float(sure)}
        for text, question, known, name, sure in zip(
            frame["text"], frame["question"], gold, found, confidence, strict=True
        )
        if name not in known
    ]
    return sorted(wrong, key=lambda row: (-row["confidence"], row["text"]))[:WORST]
