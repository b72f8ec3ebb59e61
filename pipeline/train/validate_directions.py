"""How often the shipped recipe names a right direction first, on documents and questions unmet.

    python -m pipeline.train.validate_directions ../shared/data

Units of gold/train.jsonl in the parts of which readers were trained apart, each twice: with the
heading and the sentence before, and with its text and question alone, as `veche label` has it; by
the linear model alone and as shipped, what it is unsure of read again.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.errors import InputError, printed
from pipeline.statements.careful import Careful
from pipeline.statements.directions_features import design, read_places
from pipeline.statements.directions_taxonomy import OTHER, shipped
from pipeline.statements.roles import softmax
from pipeline.train import directions, roles, sources
from pipeline.train.as_dev import TITLE, AsDev
from pipeline.train.reader_held import held_log_chances
from pipeline.train.validate import source_of

WAYS = ("с соседним текстом", "текст и вопрос")
READ = ", прочитано"


def validate(
    frame: pd.DataFrame, careful: Careful = directions.CAREFUL, as_dev: AsDev | None = None
) -> pd.DataFrame:
    """A row for all units and for each source: how many, and the share of right ones each way.

    `frame` is what `directions.examples` takes; `gold` tells the rows that are measured, which
    are those of gold/train.jsonl in its order. With `as_dev` a row counts them as dev has them,
    and a column has the plain baseline.
    """
    data = directions.examples(frame)
    prepared = directions.prepare(data)
    gold = frame[frame["gold"]].reset_index(drop=True)
    heard = [held_log_chances("directions", prepared.ids, bare) for bare in (False, True)]
    ways = [read_places(gold), read_places(gold.assign(heading="", before=""))]
    matrices = [
        design(places, prepared.vocabularies, prepared.idf, shipped(), directions.SCALES)
        for places in ways
    ]
    met = np.isin(np.arange(len(gold)), list(heard[0]))
    linear = _linear(data, prepared, matrices, roles.folds(gold["group"]))
    parts = {}
    for name, chances, told in zip(WAYS, linear, heard, strict=True):
        parts[name] = _right(chances, gold["directions"], prepared.ids)
        read = np.intersect1d(np.flatnonzero(met), careful.unsure(chances))
        if not len(read):
            parts[name + READ] = parts[name]
            continue
        again = careful.weight * np.array([told[place] for place in read])
        chances[read] = careful.weighed(chances[read], again)
        parts[name + READ] = _right(chances, gold["directions"], prepared.ids)
    right = pd.DataFrame(parts)[met]
    if as_dev is None:
        return _table(right, gold["group"][met])
    places = np.flatnonzero(met)
    said = as_dev.baseline(places, "direction")
    right["TF-IDF"] = _among(said, gold["directions"][met])
    return _table(right, gold["group"][met], as_dev.weights(places))


def _linear(
    data: directions.Examples,
    prepared: directions.Prepared,
    matrices: Sequence[sparse.csr_matrix],
    measured: Sequence[np.ndarray],
) -> list[np.ndarray]:
    """Chances of the rows of each matrix by models of the other folds; `measured` are their folds.

    One temperature serves all, found on the examples that the same models have not met.
    """
    own, rows = [], []
    found = [np.zeros((matrix.shape[0], len(prepared.ids))) for matrix in matrices]
    for fold, held, score in roles.held_models(
        prepared.matrix,
        prepared.target,
        data.weights,
        data.groups,
        len(prepared.ids),
        directions.STRENGTH,
    ):
        own.append(score(prepared.matrix[held]))
        rows.append(held)
        for scores, matrix in zip(found, matrices, strict=True):
            scores[measured[fold]] = score(matrix[measured[fold]])
    warmth = directions.warmth(data, prepared.ids, np.concatenate(own), np.concatenate(rows))
    return [softmax(scores / warmth) for scores in found]


def _right(chances: np.ndarray, gold: pd.Series, ids: Sequence[str]) -> np.ndarray:
    """Whether the first direction of each row is among its gold ones."""
    return _among([ids[place] for place in chances.argmax(axis=1)], gold)


def _among(first: Sequence[str] | np.ndarray, gold: pd.Series) -> np.ndarray:
    return np.array([one in (known or [OTHER]) for one, known in zip(first, gold, strict=True)])


def _table(
    right: pd.DataFrame, groups: pd.Series, weights: np.ndarray | None = None
) -> pd.DataFrame:
    parts = np.array([source_of(group, True) for group in groups], dtype=object)
    rows = []
    for name in ("все", *sorted(set(parts))):
        here = right if name == "все" else right[parts == name]
        rows.append({"часть": name, "единиц": len(here), **here.mean().to_dict()})
    if weights is not None:
        means = {name: float(np.average(right[name], weights=weights)) for name in right}
        rows.append({"часть": TITLE, "единиц": int((weights > 0).sum()), **means})
    return pd.DataFrame(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0, or 1 with a message when something is at fault."""
    return printed(_step, sys.argv[1:] if arguments is None else arguments)


def _step(given: Sequence[str]) -> str:
    if len(given) != 1:
        raise InputError("нужна папка с данными", remedy="Назовите папку, где есть gold/")
    shared = Path(given[0])
    as_dev = AsDev.read(shared)
    frame = sources.with_directions(sources.training_frame(shared))
    return validate(frame, as_dev=as_dev).to_string(index=False, float_format="{:.3f}".format)


if __name__ == "__main__":
    sys.exit(main())
