"""Training of the directions model: a linear support vector machine, calibrated by temperature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.statements.careful import Careful
from pipeline.statements.directions import DirectionsModel
from pipeline.statements.directions_features import Place, design, read_places
from pipeline.statements.directions_taxonomy import OTHER, shipped
from pipeline.statements.roles_features import Vocabulary
from pipeline.train import roles as roles_training

# Measured by cross-validation over documents: «around» at 0.6 gave 0.645 of first directions
# right, at 1.0 it gives 0.661.
SCALES = {
    "words": 1.0,
    "chars": 1.0,
    "dense": 1.0,
    "seeds": 0.3,
    "lexicon": 1.5,
    "around": 1.0,
    "around_dense": 1.0,
    "around_lexicon": 1.5,
}
STRENGTH = 0.1
BLOCKS = ("words", "chars")
CALIBRATED_ON = 2  # folds, tens of thousands of rows for one number; five gave 0.295 too
# Chosen on the three folds of `validate_directions` with readers 1.0; later readers have no folds.
CAREFUL = Careful("1.2", below=0.8, weight=0.7, temperature=1.5)


@dataclass(frozen=True)
class Examples:
    """One row for each direction of a statement, with its share of the statement's weight."""

    places: list[Place]
    ids: np.ndarray
    groups: np.ndarray
    weights: np.ndarray
    real: np.ndarray

    def take(self, rows: np.ndarray) -> Examples:
        """The examples of these rows."""
        return Examples(
            [self.places[row] for row in rows],
            self.ids[rows],
            self.groups[rows],
            self.weights[rows],
            self.real[rows],
        )


def examples(frame: pd.DataFrame) -> Examples:
    """Examples out of `text`, `directions` (lists of ids; empty: other) and, where known,
    `question`, `heading`, `before`, `group`, `weight`, `real`.

    A statement with something around it is also shown without, at half the weight each, since
    `veche label` has the text alone.
    """
    frame = frame.copy()
    for name, value in (("question", ""), ("heading", ""), ("before", ""), ("weight", 1.0)):
        frame[name] = frame[name].fillna(value) if name in frame else value
    frame["real"] = frame["real"].astype(bool) if "real" in frame else True
    frame["group"] = frame["group"] if "group" in frame else frame["text"]
    bare = frame[(frame["heading"] != "") | (frame["before"] != "")].assign(heading="", before="")
    frame["weight"] = frame["weight"] * np.where(frame.index.isin(bare.index), 0.5, 1.0)
    bare = bare.assign(weight=bare["weight"] * 0.5)
    frame = pd.concat([frame, bare], ignore_index=True)
    frame["directions"] = [list(ids) or [OTHER] for ids in frame["directions"]]
    frame["weight"] = frame["weight"] / frame["directions"].map(len)
    frame = frame.explode("directions", ignore_index=True)
    keys = ["text", "question", "heading", "before", "directions", "group", "weight"]
    frame = frame.sort_values(keys, kind="stable").reset_index(drop=True)
    return Examples(
        read_places(frame),
        frame["directions"].to_numpy(dtype=object),
        frame["group"].to_numpy(dtype=object),
        frame["weight"].to_numpy(dtype=float),
        frame["real"].to_numpy(dtype=bool),
    )


def fit(
    data: Examples,
    strength: float = STRENGTH,
    calibrate: bool = True,
    careful: Careful | None = None,
) -> DirectionsModel:
    """Train on all examples; the temperature comes from grouped cross-validation."""
    prepared = prepare(data)
    weights, bias = roles_training.solve(prepared.matrix, prepared.target, data.weights, strength)
    calibrated = _calibrated(data, prepared, strength) if calibrate else 1.0
    return DirectionsModel(
        tuple(prepared.ids),
        prepared.vocabularies,
        prepared.idf,
        SCALES,
        weights.astype(np.float32),
        bias,
        calibrated,
        careful=careful,
    )


@dataclass(frozen=True)
class Prepared:
    """Vocabularies, idf and the design matrix of all examples; `target` holds places in `ids`."""

    vocabularies: Mapping[str, Vocabulary]
    idf: Mapping[str, np.ndarray]
    matrix: sparse.csr_matrix
    ids: list[str]
    target: np.ndarray


def prepare(data: Examples) -> Prepared:
    """The features and classes of the examples."""
    own = [place.unit for place in data.places]
    built = {block: roles_training.vocabulary(own, data.groups, block) for block in BLOCKS}
    vocabularies = {block: terms for block, (terms, _) in built.items()}
    idf = {block: weights for block, (_, weights) in built.items()}
    matrix = design(data.places, vocabularies, idf, shipped(), SCALES).astype(np.float64)
    order = [*shipped().ids, OTHER]
    known = set(data.ids)
    ids = [name for name in order if name in known] + sorted(known - set(order))
    return Prepared(vocabularies, idf, matrix, ids, np.array([ids.index(one) for one in data.ids]))


def warmth(data: Examples, ids: Sequence[str], scores: np.ndarray, rows: np.ndarray) -> float:
    """The temperature of scores of rows held out, by what somebody wrote; 1 where there is none."""
    real = data.real[rows]
    if not real.any():
        return 1.0
    labels, share = data.ids[rows][real], data.weights[rows][real]
    return roles_training.temperature(scores[real], labels, share, ids)


def _calibrated(data: Examples, prepared: Prepared, strength: float) -> float:
    classes = len(prepared.ids)
    models = roles_training.held_models(
        prepared.matrix,
        prepared.target,
        data.weights,
        data.groups,
        classes,
        strength,
        CALIBRATED_ON,
    )
    scores, rows = roles_training.held_scores(prepared.matrix, classes, models)
    return warmth(data, prepared.ids, scores, rows)


def tensors(model: DirectionsModel) -> dict[str, np.ndarray]:
    """The model's arrays for a pack."""
    return roles_training.packed(model.weights, model.bias, model.idf)


def contents(model: DirectionsModel) -> dict[str, object]:
    """The model's JSON files for a pack."""
    return {
        "vocabulary": {block: list(terms) for block, terms in model.vocabularies.items()},
        "model": {
            "ids": list(model.ids),
            "scales": dict(model.scales),
            "temperature": model.temperature,
            **({"careful": model.careful.contents()} if model.careful else {}),
        },
    }
