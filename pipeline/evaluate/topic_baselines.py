"""What topics are compared with, run in the same process on the same lemmas."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse

from pipeline.encode.static import unit
from pipeline.statements.navec import SIZE, vectors

SEED = 42
AXES = 100
LEAST_BERTOPIC = 15  # UMAP looks at fifteen neighbours
Baseline = Callable[[Sequence[str], Sequence[Sequence[str]], int], np.ndarray]


def baselines() -> dict[str, Baseline]:
    """Name → function of texts, their lemmas and the true number of classes to labels."""
    return {
        "TF-IDF + NMF, верное число": _nmf,
        "TF-IDF + SVD + k-means, верное число": _svd_kmeans,
        "BERTopic, средний Navec": _bertopic_navec,
        "BERTopic, TF-IDF + SVD": _bertopic_svd,
        "BERTopic, TF-IDF + SVD, выпавшие к ближайшей": _bertopic_reassigned,
    }


def _nmf(texts: Sequence[str], lemmas: Sequence[Sequence[str]], classes: int) -> np.ndarray:
    from sklearn.decomposition import NMF

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where it has not converged
        found = NMF(classes, init="nndsvd", random_state=SEED).fit_transform(_tfidf(lemmas))
    return np.asarray(found.argmax(axis=1))


def _svd_kmeans(texts: Sequence[str], lemmas: Sequence[Sequence[str]], classes: int) -> np.ndarray:
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(classes, n_init=3, random_state=SEED).fit_predict(_svd(lemmas)))


def _bertopic_navec(
    texts: Sequence[str], lemmas: Sequence[Sequence[str]], classes: int
) -> np.ndarray:
    return _bertopic(texts, averaged_navec(lemmas))


def _bertopic_svd(
    texts: Sequence[str], lemmas: Sequence[Sequence[str]], classes: int
) -> np.ndarray:
    return _bertopic(texts, _svd(lemmas))


def _bertopic_reassigned(
    texts: Sequence[str], lemmas: Sequence[Sequence[str]], classes: int
) -> np.ndarray:
    rows = _svd(lemmas)
    labels = _bertopic(texts, rows)
    if labels.max() < 0:
        return labels
    centers = unit(np.stack([rows[labels == t].mean(axis=0) for t in range(labels.max() + 1)]))
    return np.where(labels < 0, (rows @ centers.T).argmax(axis=1), labels)


def _bertopic(texts: Sequence[str], rows: np.ndarray) -> np.ndarray:
    """BERTopic with its defaults on given vectors; too few texts are all outliers."""
    if len(texts) < LEAST_BERTOPIC:
        return np.full(len(texts), -1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of umap, numba and hdbscan
        from bertopic import BERTopic
        from umap import UMAP

        # BERTopic's own defaults with a seed, so that the baseline can be repeated
        reduced = UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED
        )
        model = BERTopic(language="multilingual", umap_model=reduced)
        try:
            return np.asarray(model.fit_transform(list(texts), rows)[0])
        except (ValueError, TypeError, IndexError, KeyError):  # its known faults on few texts
            return np.full(len(texts), -1)


def averaged_navec(lemmas: Sequence[Sequence[str]]) -> np.ndarray:
    """Unit means of the Navec vectors of lemmas, float32 (n, 300); zeros where it knows none."""
    known = vectors()
    rows = np.zeros((len(lemmas), SIZE), np.float32)
    for row, text in enumerate(lemmas):
        found = [vector for word in text if (vector := known.get(word, word)) is not None]
        if found:
            rows[row] = np.mean(found, axis=0)
    return unit(rows)


def _tfidf(lemmas: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    from sklearn.feature_extraction.text import TfidfVectorizer

    least = 2 if len(lemmas) > 200 else 1
    weights = TfidfVectorizer(analyzer=list, min_df=least, sublinear_tf=True)
    return weights.fit_transform([list(text) or ["∅"] for text in lemmas])


def _svd(lemmas: Sequence[Sequence[str]]) -> np.ndarray:
    from sklearn.decomposition import TruncatedSVD

    weighted = _tfidf(lemmas)
    axes = max(2, min(AXES, min(weighted.shape) - 1))
    return unit(TruncatedSVD(axes, random_state=SEED).fit_transform(weighted))
