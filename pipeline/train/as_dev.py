"""Units of gold/train.jsonl in the shares of sources that gold/dev.jsonl has.

Sources are unequally hard, and gold/train.jsonl holds them in other shares than dev does and one
more, answers under odd questions of the same polls. So weighted, figures on unmet documents and
questions compare with those on dev; the baseline beside says how hard the unmet ones are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.evaluate.statement_baselines import tfidf
from pipeline.statements.directions_taxonomy import OTHER
from pipeline.train import roles, sources

TITLE = "в долях dev.jsonl"


@dataclass(frozen=True)
class AsDev:
    """`units` are the rows of gold/train.jsonl in order, `wanted` the share of a source in dev."""

    units: pd.DataFrame
    wanted: pd.Series

    @classmethod
    def read(cls, shared: Path) -> AsDev:
        """From the data folder; InputError when a file is not there."""
        names = (sources.GOLD, sources.DEV)
        sources.require(shared, names)
        units, dev = (pd.read_json(shared / name, lines=True, dtype=False) for name in names)
        units["group"] = [sources.document(row) for row in units.itertuples()]
        units["direction"] = [(said or [OTHER])[0] for said in units["directions"]]
        return cls(units, dev["source"].value_counts(normalize=True))

    def weights(self, places: Sequence[int] | np.ndarray) -> np.ndarray:
        """(places,) float64, what each row weighs; 0 for sources that dev lacks."""
        here = self.units["source"].iloc[list(places)]
        share = here.map(self.wanted).fillna(0.0) / here.map(here.value_counts())
        return share.to_numpy(dtype=float)

    def baseline(self, places: Sequence[int] | np.ndarray, target: str) -> np.ndarray:
        """(places,) `role` or `direction` by TF-IDF, learnt from the other folds' units alone."""
        said = np.full(len(self.units), "", dtype=object)
        wanted = np.zeros(len(self.units), dtype=bool)
        wanted[list(places)] = True
        for held in roles.folds(self.units["group"]):
            asked = held[wanted[held]]
            if len(asked):
                learn = self.units.drop(index=self.units.index[held])
                said[asked] = tfidf(learn, self.units.iloc[asked], learn[target])
        return said[list(places)]
