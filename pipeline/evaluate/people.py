"""The model beside people: «модель–человек» next to «человек–человек»."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.evaluate import metrics
from pipeline.evaluate.metrics import Estimate
from pipeline.evaluate.scored import Scored, main_measure, measures, onehot, weights
from pipeline.statements.directions_taxonomy import OTHER


def people(frame: pd.DataFrame, scored: Scored) -> dict[str, Any] | None:
    """Agreement of two annotators, and of the model with each of them; None without two.

    Kappa is Cohen's, of the first label; the main measure takes one annotator's labels as the
    truth for the other's, and for the model the mean over both annotators.
    """
    if "a" not in frame or "b" not in frame:
        return None
    field = "role" if scored.task == "roles" else "directions"
    one, other = ([_labels(said, field) for said in frame[name]] for name in ("a", "b"))
    first = [[labels[0] for labels in opinions] for opinions in (one, other)]
    pair = _against(scored, one, other)
    model = [_against(scored, opinions, None) for opinions in (one, other)]
    name = main_measure(pair)
    drawn = weights(pair)
    person = measures(pair, drawn)[name]
    both = np.mean([measures(part, drawn).get(name, person) for part in model], axis=0)
    said = list(scored.first)
    return {
        "person_person_kappa": round(metrics.kappa(*first), 4),
        "model_person_kappa": round(
            (metrics.kappa(first[0], said) + metrics.kappa(first[1], said)) / 2, 4
        ),
        "measure": name,
        "person_person": Estimate.of(person[0], person[1:]).plain(),
        "model_person": Estimate.of(both[0], both[1:]).plain(),
    }


def _labels(opinion: dict[str, Any], field: str) -> list[str]:
    said = opinion.get(field) or OTHER
    labels = said if isinstance(said, list) else [str(said)]
    return [label for label in labels if label] or [OTHER]


def _against(scored: Scored, truth: list[list[str]], said: list[list[str]] | None) -> Scored:
    """`said` (or the model) measured as if `truth` were the gold labels."""
    extra = {name for labels in (*truth, *(said or [])) for name in labels}
    classes = (*scored.classes, *sorted(extra - set(scored.classes)))
    wide = np.zeros((len(truth), len(classes)), dtype=np.float32)
    wide[:, : len(scored.classes)] = scored.said
    return Scored(
        scored.task,
        classes,
        onehot(truth, classes),
        onehot(said, classes) if said is not None else wide,
        tuple(labels[0] for labels in said) if said is not None else scored.first,
        scored.confidence,
        scored.groups,
    )
