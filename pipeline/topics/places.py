"""Where topics stand on the map: like topics near each other."""

from __future__ import annotations

import numpy as np
import pandas as pd

_SEED = 42


def places(topics: pd.DataFrame, statements: pd.DataFrame, vectors: np.ndarray) -> pd.DataFrame:
    """`topic_id`, `x`, `y` (0 to 1) of each topic: t-SNE of the mean vectors of their statements.

    Distances on the map are a picture, not a measure; nothing is computed from them.
    """
    ids = topics["topic_id"].tolist()
    means = np.array([_mean(vectors[(statements["topic_id"] == id_).to_numpy()]) for id_ in ids])
    flat = _flat(means) if len(ids) > 3 else np.column_stack([np.arange(len(ids))] * 2)
    low, high = (flat.min(axis=0), flat.max(axis=0)) if len(ids) else (0.0, 1.0)
    scaled = (flat - low) / np.where(np.equal(high, low), 1.0, np.subtract(high, low))
    return pd.DataFrame({"topic_id": ids, "x": scaled[:, 0], "y": scaled[:, 1]})


def _mean(rows: np.ndarray) -> np.ndarray:
    return rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], dtype=rows.dtype)


def _flat(means: np.ndarray) -> np.ndarray:
    from sklearn.manifold import TSNE

    perplexity = min(10.0, (len(means) - 1) / 3)
    found = TSNE(perplexity=perplexity, init="pca", random_state=_SEED, method="exact")
    return np.asarray(found.fit_transform(means.astype(np.float64)), dtype=np.float64)
