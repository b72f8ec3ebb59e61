"""Directions of statements: a trained model for those it knows, seeds for those it does not.

A direction that the user added, or whose words the user changed, is judged by its words alone:
one word gives it an even chance, two or more make it likely. The chances of the others shrink
by what it takes; a direction that was taken out leaves its share to the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline import packs
from pipeline.statements.careful import Careful
from pipeline.statements.directions_features import FIRST_SCALES, Place, design, read_places
from pipeline.statements.directions_taxonomy import OTHER, Taxonomy, seed_scores, shipped, taxonomy
from pipeline.statements.roles import softmax
from pipeline.statements.roles_features import Vocabulary

TASK = "directions"
_BY_SEED = 0.7  # chance of a direction of the user's own: 1 − exp(−0.7 × score)
_SECOND_AT = 0.3  # chance of a second direction, and at least half of the first one's
_MOST = 2
_BATCH = 2000


@dataclass(frozen=True)
class DirectionsModel:
    """A linear model over `directions_features`, and what reads again where it is unsure.

    `weights` is (features, ids), `other` included.

    With `logistic`, a slope and an offset, as in version 1.2, a chance is
    σ(slope · score + offset) over their sum.
    """

    ids: tuple[str, ...]
    vocabularies: Mapping[str, Vocabulary]
    idf: Mapping[str, np.ndarray]
    scales: Mapping[str, float]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float
    logistic: tuple[float, float] | None = None
    careful: Careful | None = None

    @classmethod
    def from_pack(cls, pack: packs.Pack) -> DirectionsModel:
        """The model held in a pack of task `directions`."""
        data, tensors = pack.data, pack.tensors
        return cls(
            tuple(data["model"]["ids"]),
            {block: Vocabulary(terms) for block, terms in data["vocabulary"].items()},
            {block: tensors[f"idf_{block}"] for block in data["vocabulary"]},
            data["model"].get("scales", FIRST_SCALES),
            tensors["weights"].astype(np.float32) * tensors["weight_scales"][:, None],
            tensors["bias"],
            float(data["model"]["temperature"]),
            tuple(data["model"]["logistic"]) if "logistic" in data["model"] else None,
            Careful.from_pack(data["model"]),
        )

    def matrix(self, places: Sequence[Place]) -> sparse.csr_matrix:
        """(places, features) float32: all blocks side by side."""
        return design(places, self.vocabularies, self.idf, shipped(), self.scales)

    def probabilities(self, places: Sequence[Place], most: int | None = None) -> np.ndarray:
        """(places, ids) float64; the rows sum to one. At most `most` of them are read again."""
        found = self.scores(places)
        chances = (
            logistic(found, *self.logistic) if self.logistic else softmax(found / self.temperature)
        )
        if not self.careful:
            return chances
        rows = self.careful.unsure(chances, most)
        own, near = [places[row].unit for row in rows], [places[row].around for row in rows]
        chances[rows] = self.careful.read_again(TASK, self.ids, chances[rows], own, near)
        return chances

    def scores(
        self, places: Sequence[Place], matrix: sparse.csr_matrix | None = None
    ) -> np.ndarray:
        """(places, ids) float64 before calibration; `matrix` spares making it again."""
        parts = [np.zeros((0, len(self.ids)))]
        for start in range(0, len(places), _BATCH):
            part = slice(start, start + _BATCH)
            features = self.matrix(places[part]) if matrix is None else matrix[part]
            parts.append(np.asarray(features @ self.weights, dtype=np.float64) + self.bias)
        return np.concatenate(parts)


def logistic(scores: np.ndarray, slope: float, offset: float) -> np.ndarray:
    """Rows of scores as probabilities, each class by itself (Zadrozny & Elkan 2002)."""
    chances = 1 / (1 + np.exp(-np.clip(slope * scores + offset, -60, 60)))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))


def load(version: str = "") -> DirectionsModel:
    """The model of a version, `current` by default; PackError when there is none."""
    return _loaded(version, packs.fingerprint(TASK, version))


@lru_cache(maxsize=4)
def _loaded(version: str, fingerprint: str) -> DirectionsModel:
    """`load`, kept by what the pack holds: two folders may have versions of one name."""
    return DirectionsModel.from_pack(packs.load(TASK, version or None))


def classify(
    units: pd.DataFrame, known: Taxonomy | None = None, version: str = ""
) -> list[list[str]]:
    """The directions of each statement, surest first; an empty list: none.

    `units` has `text` and, where known, `question`, `heading` and `before`, the sentence before.
    """
    return classify_places(read_places(units), known or taxonomy(), version)


def classify_places(
    places: Sequence[Place], known: Taxonomy, version: str = "", most: int | None = None
) -> list[list[str]]:
    """`classify` for statements whose words are looked up already; `most` are read again."""
    chances, ids = probabilities(places, known, load(version), most)
    return [chosen(row, ids) for row in chances]


def probabilities(
    places: Sequence[Place],
    known: Taxonomy,
    model: DirectionsModel,
    most: int | None = None,
) -> tuple[np.ndarray, list[str]]:
    """(places, directions + 1) chances and the ids of the columns, `other` last."""
    trained = model.probabilities(places, most)
    ids = [*known.ids, OTHER]
    chances = np.zeros((len(places), len(ids)))
    for column, name in enumerate(ids):
        own = column < len(known.directions) and not known.directions[column].shipped
        if name in model.ids and not own:
            chances[:, column] = trained[:, model.ids.index(name)]
    chances /= np.maximum(chances.sum(axis=1, keepdims=True), 1e-12)
    fresh = [place for place, direction in enumerate(known.directions) if not direction.shipped]
    if fresh:
        added = Taxonomy(tuple(known.directions[place] for place in fresh))
        scores = np.array([seed_scores(place.unit.words.lemmas, added) for place in places])
        taken = 1 - np.exp(-_BY_SEED * scores.reshape(len(places), len(fresh)))
        left = 1 - taken.max(axis=1, keepdims=True, initial=0.0)
        chances = chances * left
        chances[:, fresh] = taken
        chances /= np.maximum(chances.sum(axis=1, keepdims=True), 1e-12)
    return chances, ids


def chosen(row: np.ndarray, ids: Sequence[str]) -> list[str]:
    """The ids that a row of chances speaks for: none, one or two."""
    order = np.argsort(-row, kind="stable")
    if ids[order[0]] == OTHER:
        return []
    least = max(_SECOND_AT, row[order[0]] / 2)
    second = [ids[place] for place in order[1:_MOST] if row[place] >= least and ids[place] != OTHER]
    return [ids[order[0]], *second]
