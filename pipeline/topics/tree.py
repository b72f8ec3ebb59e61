"""Coarser levels: topics that belong together stand under the largest of them."""

from __future__ import annotations

import numpy as np

LEAST_TOPICS = 8  # so few topics need no coarser level
TOPICS_A_BRANCH = 4


MOST_BRANCHES = 12


def branches(centers: np.ndarray) -> np.ndarray:
    """The branch (topics,) of each topic, by Ward's agglomeration of the centres.

    About four topics a branch, twelve branches at most; −1 for all where topics are few.
    """
    from sklearn.cluster import AgglomerativeClustering

    count = len(centers)
    if count < LEAST_TOPICS:
        return np.full(count, -1)
    wanted = min(MOST_BRANCHES, round(count / TOPICS_A_BRANCH))
    return np.asarray(AgglomerativeClustering(wanted).fit_predict(centers))


def parents(centers: np.ndarray, sizes: np.ndarray) -> list[int | None]:
    """The parent of each topic, or None for the head of a branch: the largest topic in it."""
    labels = branches(centers)
    heads = {
        int(branch): min(np.flatnonzero(labels == branch), key=lambda t: (-sizes[t], t))
        for branch in np.unique(labels)
        if branch >= 0
    }
    found = [
        int(heads[int(branch)]) if branch >= 0 else topic for topic, branch in enumerate(labels)
    ]
    return [head if head != topic else None for topic, head in enumerate(found)]
