"""Other ways of dividing the same vectors, for `--alternatives`: what was tried and what it gives.

EVoC and Leiden need packages that are no part of the product; where they are absent the way is left
out, with the reason on the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec

import numpy as np
from scipy import sparse

from pipeline.encode import embed
from pipeline.topics.cluster import NONE, divide, mean_rows
from pipeline.topics.space import fit_space
from pipeline.topics.units import units

SEED = 42
NEIGHBOURS = 15
Grouping = Callable[[Sequence[str], Sequence[Sequence[str]], int], np.ndarray]
Division = Callable[[np.ndarray], np.ndarray]

_NEEDS = {"EVoC": ("evoc",), "Leiden": ("igraph", "leidenalg")}


def alternatives(encoder: str = "") -> tuple[dict[str, Grouping], list[str]]:
    """Name → function of texts, lemmas and classes to labels; and which are left out, and why."""
    missing = [
        f"{name}: нет пакета {', '.join(absent)}"
        for name, needed in _NEEDS.items()
        if (absent := [package for package in needed if find_spec(package) is None])
    ]
    ways: dict[str, Division] = {
        **{f"Ward + k-means, тем {n}": partial(_ward, topics=n) for n in (20, 29, 40, 60, 80)},
        "k-means, тем 40": _kmeans,
        "средняя связь, тем 60": _average,
        "HDBSCAN": _hdbscan,
        "HDBSCAN, выпавшие к ближайшей": lambda rows: _reassigned(rows, _hdbscan(rows)),
    }
    if find_spec("evoc"):
        ways["EVoC"] = _evoc
        ways["EVoC, выпавшие к ближайшей"] = lambda rows: _reassigned(rows, _evoc(rows))
    if find_spec("igraph") and find_spec("leidenalg"):
        ways |= {f"Leiden, разрешение {r}": partial(_leiden, resolution=r) for r in (1, 2, 4)}
    return {name: partial(_on_ours, way, encoder) for name, way in ways.items()}, missing


def _on_ours(
    way: Division, encoder: str, texts: Sequence[str], lemmas: Sequence[Sequence[str]], classes: int
) -> np.ndarray:
    """The way on the space that our own topics are found in."""
    found = units(texts, lemmas, embed(texts, encoder))
    return way(fit_space(found.vectors, found.lemmas).place(found.vectors, found.lemmas))[
        found.of_row
    ]


def _ward(rows: np.ndarray, topics: int) -> np.ndarray:
    return divide(rows, min(topics, len(rows)))


def _kmeans(rows: np.ndarray) -> np.ndarray:
    from sklearn.cluster import KMeans

    fitted = KMeans(min(40, len(rows)), n_init=3, random_state=SEED)
    return np.asarray(fitted.fit_predict(rows))


def _average(rows: np.ndarray) -> np.ndarray:
    from sklearn.cluster import AgglomerativeClustering

    wanted = min(60, len(rows))
    return np.asarray(
        AgglomerativeClustering(wanted, linkage="average", metric="cosine").fit_predict(rows)
    )


def _hdbscan(rows: np.ndarray) -> np.ndarray:
    from sklearn.cluster import HDBSCAN

    found = HDBSCAN(min_cluster_size=10, min_samples=3, copy=True).fit_predict(rows)
    return np.asarray(found)


def _evoc(rows: np.ndarray) -> np.ndarray:
    import evoc

    model = evoc.EVoC(base_min_cluster_size=10, random_state=SEED)
    return np.asarray(model.fit_predict(np.ascontiguousarray(rows, dtype=np.float32)))


def _leiden(rows: np.ndarray, resolution: float) -> np.ndarray:
    import igraph
    import leidenalg

    alike = rows @ rows.T
    np.fill_diagonal(alike, -1)
    near = np.argpartition(-alike, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
    one, other = np.repeat(np.arange(len(rows)), NEIGHBOURS), near.ravel()
    weights = sparse.csr_matrix(
        (np.maximum(alike[one, other], 0), (one, other)), shape=(len(rows), len(rows))
    )
    joined = sparse.triu(weights.maximum(weights.T), 1).tocoo()
    graph = igraph.Graph(n=len(rows), edges=list(zip(joined.row, joined.col, strict=True)))
    found = leidenalg.find_partition(
        graph,
        leidenalg.RBConfigurationVertexPartition,
        weights=joined.data.tolist(),
        resolution_parameter=resolution,
        seed=SEED,
    )
    return np.array(found.membership)


def _reassigned(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Labels with every text that is in no group given to the nearest one."""
    if labels.max(initial=NONE) < 0:
        return labels
    return np.where(labels < 0, (rows @ mean_rows(rows, labels).T).argmax(axis=1), labels)
