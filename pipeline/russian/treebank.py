"""Gold tokens of treebanks: a tab-separated table that lemmas are measured and fitted on."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from pipeline.russian.readings import fold

CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "ADV"))


def read(path: Path) -> pd.DataFrame:
    """source, genre, sent_id, form, lemma, upos, feats, and `gold`: lower case, ё folded."""
    tokens = pd.read_csv(
        path, sep="\t", dtype=str, quoting=csv.QUOTE_NONE, keep_default_na=False, encoding="utf-8"
    )
    tokens["gold"] = [fold(lemma.lower()) for lemma in tokens["lemma"]]
    return tokens


def sentences(tokens: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows of each sentence, in reading order."""
    return [part for _, part in tokens.groupby(["source", "genre", "sent_id"], sort=False)]
