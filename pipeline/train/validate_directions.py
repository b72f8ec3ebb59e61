"""How often the shipped recipe names a right direction first, on documents and questions unmet.

    python -m pipeline.train.validate_directions ../shared/data      # five parts
    python -m pipeline.train.validate_directions ../shared/data 2    # the first two of them

Units of gold/train.jsonl, each twice: with the heading and the sentence before, and with its text
and question alone, as `veche label` has it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.statements.directions import told_of
from pipeline.statements.directions_features import Place, design, read_places
from pipeline.statements.directions_taxonomy import OTHER, shipped
from pipeline.statements.sentence_net import SentenceNet
from pipeline.train import directions, roles, sentence_net, sources
from pipeline.train.validate import source_of

WAYS = ("с соседним текстом", "текст и вопрос")


def validate(
    frame: pd.DataFrame, recipe: sentence_net.Recipe | None = None, most: int = roles.FOLDS
) -> pd.DataFrame:
    """A row for all units and for each source: how many, and the share of right ones each way.

    `frame` is what `directions.examples` takes, and `gold` tells the rows that are measured; only
    those of the first `most` folds are.
    """
    data = directions.examples(frame)
    prepared = directions.prepare(data)
    beside = directions.networks_of(data, prepared) if recipe else None
    gold = frame[frame["gold"]].reset_index(drop=True)
    ways = [read_places(gold), read_places(gold.assign(heading="", before=""))]
    matrices = [_matrix(places, prepared) for places in ways]
    right = np.full((len(gold), len(ways)), np.nan)
    measured = roles.folds(gold["group"])
    for fold, held in list(enumerate(roles.folds(data.groups)))[:most]:
        kept, rows = np.setdiff1d(np.arange(len(data.ids)), held), measured[fold]
        weights, bias = roles.solve(
            prepared.matrix[kept], prepared.target[kept], data.weights[kept], directions.STRENGTH
        )
        network = sentence_net.fit(beside, recipe, kept) if beside and recipe else None
        for way, (places, matrix) in enumerate(zip(ways, matrices, strict=True)):
            scores = matrix[rows] @ weights + bias
            if network:
                scores += _added(network, [places[row] for row in rows], matrix[rows], prepared)
            right[rows, way] = _right(scores, gold["directions"].iloc[rows], prepared.ids)
    return _table(gold, right)


def _matrix(places: list[Place], prepared: directions.Prepared) -> sparse.csr_matrix:
    return design(places, prepared.vocabularies, prepared.idf, shipped(), directions.SCALES)


def _added(
    network: SentenceNet,
    places: list[Place],
    matrix: sparse.csr_matrix,
    prepared: directions.Prepared,
) -> np.ndarray:
    """What the networks add to the scores of these places."""
    own, around = [place.unit for place in places], [place.around for place in places]
    told = told_of(matrix, prepared.vocabularies, directions.SCALES)
    return network.scores(own, around, told)


def _right(scores: np.ndarray, gold: pd.Series, ids: Sequence[str]) -> list[bool]:
    """Whether the first direction of each row is among its gold ones."""
    first = [ids[place] for place in scores.argmax(axis=1)]
    return [one in (known or [OTHER]) for one, known in zip(first, gold, strict=True)]


def _table(gold: pd.DataFrame, right: np.ndarray) -> pd.DataFrame:
    parts = np.array([source_of(group, True) for group in gold["group"]], dtype=object)
    met = ~np.isnan(right[:, 0])
    rows = []
    for name in ("все", *sorted(set(parts[met]))):
        here = met if name == "все" else met & (parts == name)
        shares = dict(zip(WAYS, right[here].mean(axis=0).tolist(), strict=True))
        rows.append({"часть": name, "единиц": int(here.sum()), **shares})
    return pd.DataFrame(rows)


def main() -> None:
    """Print the table."""
    frame = sources.with_directions(sources.training_frame(Path(sys.argv[1])))
    most = int(sys.argv[2]) if len(sys.argv) > 2 else roles.FOLDS
    table = validate(frame, directions.NETWORK, most)
    sys.stdout.write(table.to_string(index=False, float_format="{:.3f}".format) + "\n")


if __name__ == "__main__":
    main()
