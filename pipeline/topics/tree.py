"""Coarser levels: topics that belong together stand under the largest of them."""

from __future__ import annotations

import numpy as np

LEAST_TOPICS = 8  # so few topics need no coarser level
TOPICS_A_BRANCH = 4


def parents(centers: np.ndarray, sizes: np.ndarray) -> list[int | None]:
    """The parent of each topic, or None for the head of a branch: the largest topic in it.

    Ward's agglomeration of the centres, about four topics a branch.
    """
    from sklearn.cluster import AgglomerativeClustering

    count = len(centers)
    if count < LEAST_TOPICS:
        return [None] * count
    branches = AgglomerativeClustering(round(count / TOPICS_A_BRANCH)).fit_predict(centers)
    heads = {
        int(branch): min(np.flatnonzero(branches == branch), key=lambda t: (-sizes[t], t))
        for branch in np.unique(branches)
    }
    found = [int(heads[int(branch)]) for branch in branches]
    return [head if head != topic else None for topic, head in enumerate(found)]
