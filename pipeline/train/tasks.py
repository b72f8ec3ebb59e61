"""What training of roles and of directions have in common, so that one search serves both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.evaluate.directions import load_directions, score_directions
from pipeline.evaluate.roles import load_roles, score_roles
from pipeline.evaluate.scored import Scored
from pipeline.statements import roles_features
from pipeline.statements.directions import DirectionsModel
from pipeline.statements.roles import RolesModel
from pipeline.train import directions, roles

Model = RolesModel | DirectionsModel


@dataclass(frozen=True)
class Task:
    """The functions of one task; `target` is its column in labelled data."""

    name: str
    target: str
    examples: Callable[[pd.DataFrame], Any]
    fit: Callable[..., Any]
    score: Callable[[pd.DataFrame, Any], Scored]
    load: Callable[[str, Path | None], Any]
    tensors: Callable[[Any], dict[str, np.ndarray]]
    contents: Callable[[Any], dict[str, object]]
    classes: Callable[[Any], tuple[str, ...]]
    labels: Callable[[Any], np.ndarray]
    matrix: Callable[[Any, Any], sparse.csr_matrix]
    scores: Callable[[Any, Any, sparse.csr_matrix | None], np.ndarray]
    widen: Callable[[Any, Any], Any]
    strength: float  # of training from nothing


def _roles_matrix(model: RolesModel, data: roles.Examples) -> sparse.csr_matrix:
    return model.matrix(data.units)


def _directions_matrix(model: DirectionsModel, data: directions.Examples) -> sparse.csr_matrix:
    return model.matrix(data.places)


def _roles_scores(
    model: RolesModel, data: roles.Examples, matrix: sparse.csr_matrix | None
) -> np.ndarray:
    return model.scores(data.units, matrix)


def _directions_scores(
    model: DirectionsModel, data: directions.Examples, matrix: sparse.csr_matrix | None
) -> np.ndarray:
    return model.scores(data.places, matrix)


def widen_roles(model: RolesModel, data: roles.Examples) -> RolesModel:
    """The model with terms of new data added to its vocabularies, weights of zero for them.

    A term is added when enough people or documents have it, as in training from nothing.
    """
    vocabularies, idf, blocks, start = dict(model.vocabularies), dict(model.idf), [], 0
    for block in roles_features.BLOCKS:
        known = vocabularies[block]
        own = model.weights[start : start + len(known)]
        start += len(known)
        terms, found = roles.vocabulary(data.units, data.groups, block)
        fresh = [term for term in terms if term not in known]
        vocabularies[block] = roles_features.Vocabulary([*known, *fresh])
        added = np.array([found[terms[term]] for term in fresh], dtype=np.float32)
        idf[block] = np.concatenate([idf[block], added])
        blocks += [own, np.zeros((len(fresh), own.shape[1]), dtype=own.dtype)]
    weights = np.vstack([*blocks, model.weights[start:]])
    return replace(model, vocabularies=vocabularies, idf=idf, weights=weights)


def _base_directions(version: str, root: Path | None) -> DirectionsModel:
    """A base to adapt: its chances by temperature alone, as those of what is made of it will be."""
    return replace(load_directions(version, root), logistic=None)


def _same(model: DirectionsModel, data: directions.Examples) -> DirectionsModel:
    """Directions keep their vocabulary: its words stand in two blocks, around and inside."""
    return model


ROLES = Task(
    "roles",
    "role",
    roles.examples,
    roles.fit,
    score_roles,
    load_roles,
    roles.tensors,
    roles.contents,
    lambda model: tuple(model.roles),
    lambda data: data.roles,
    _roles_matrix,
    _roles_scores,
    widen_roles,
    roles.STRENGTH,
)
DIRECTIONS = Task(
    "directions",
    "directions",
    directions.examples,
    directions.fit,
    score_directions,
    _base_directions,
    directions.tensors,
    directions.contents,
    lambda model: tuple(model.ids),
    lambda data: data.ids,
    _directions_matrix,
    _directions_scores,
    _same,
    directions.STRENGTH,
)
TASKS: Mapping[str, Task] = {task.name: task for task in (ROLES, DIRECTIONS)}
