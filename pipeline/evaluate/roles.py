"""How good the roles model is on labelled units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline import labelled
from pipeline.evaluate import metrics
from pipeline.statements import roles
from pipeline.tables import ROLES

WORST = 20
MAIN = ("problem", "solution")


def evaluate_roles(
    data: Path, version: str = "", model: roles.RolesModel | None = None
) -> dict[str, Any]:
    """Everything `veche evaluate roles` tells, ready for JSON; `model` outweighs `version`."""
    frame = labelled.read(data, "role")
    model = model or roles.load(version)
    chances = model.probabilities(roles.read_units(frame))
    found = [model.roles[place] for place in chances.argmax(axis=1)]
    return {
        "task": "roles",
        "data": data.name,
        "model": version or "current",
        **score(frame["role"].tolist(), found, chances.max(axis=1)),
        "people": _people(frame, found),
        "by_question": _slices(frame.assign(found=found)),
        "worst": _worst(frame, found, chances.max(axis=1)),
    }


def score(gold: list[str], found: list[str], confidence: np.ndarray) -> dict[str, Any]:
    """Overall and per-class figures with intervals, the confusion table and calibration."""
    classes = [role for role in ROLES if role in set(gold) | set(found)]
    present = [role for role in classes if role in set(gold)]
    places = np.array([[classes.index(a), classes.index(b)] for a, b in zip(gold, found)])  # noqa: B905

    def table(rows: np.ndarray) -> np.ndarray:
        made = np.zeros((len(classes), len(classes)), dtype=int)
        np.add.at(made, (places[rows, 0], places[rows, 1]), 1)
        return made

    def mean_f1(names: list[str]) -> metrics.Estimate:
        columns = [classes.index(name) for name in names]
        return metrics.bootstrap(
            len(gold), lambda rows: float(metrics.scores(table(rows))[2][columns].mean())
        )

    whole = table(np.arange(len(gold)))
    precision, recall, f1 = metrics.scores(whole)
    right = places[:, 0] == places[:, 1]
    error, bins = metrics.calibration(confidence, right)
    return {
        "rows": len(gold),
        "f1_problem_solution": mean_f1([name for name in MAIN if name in present]).plain()
        if set(MAIN) & set(present)
        else None,
        "macro_f1": mean_f1(present).plain(),
        "accuracy": metrics.bootstrap(len(gold), lambda rows: float(right[rows].mean())).plain(),
        "ece": round(error, 4),
        "classes": {
            name: {
                "precision": round(float(precision[place]), 4),
                "recall": round(float(recall[place]), 4),
                "f1": mean_f1([name]).plain(),
                "support": int(whole[place].sum()),
            }
            for place, name in enumerate(classes)
        },
        "confusion": {"classes": classes, "table": whole.tolist()},
        "calibration": bins,
    }


def _people(frame: pd.DataFrame, found: list[str]) -> dict[str, float] | None:
    """Agreement of two annotators beside the model's agreement with each of them."""
    if "a" not in frame or "b" not in frame:
        return None
    one = [opinion["role"] for opinion in frame["a"]]
    other = [opinion["role"] for opinion in frame["b"]]
    return {
        "person_person_kappa": round(metrics.kappa(one, other), 4),
        "model_person_kappa": round(
            (metrics.kappa(one, found) + metrics.kappa(other, found)) / 2, 4
        ),
    }


def _slices(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Accuracy by what was asked and by source, where known."""
    out: list[dict[str, Any]] = []
    column = "source" if "source" in frame else "question"
    for name, part in frame.groupby(column):
        right = float((part["role"] == part["found"]).mean())
        out.append({"slice": str(name) or "без вопроса", "rows": len(part), "accuracy": right})
    return sorted(out, key=lambda row: (-row["rows"], row["slice"]))[:30]


def _worst(frame: pd.DataFrame, found: list[str], confidence: np.ndarray) -> list[dict[str, Any]]:
    wrong = [
        {"text": text, "question": question, "gold": gold, "found": name, "confidence": float(sure)}
        for text, question, gold, name, sure in zip(
            frame["text"], frame["question"], frame["role"], found, confidence, strict=True
        )
        if gold != name
    ]
    return sorted(wrong, key=lambda row: (-row["confidence"], row["text"]))[:WORST]
