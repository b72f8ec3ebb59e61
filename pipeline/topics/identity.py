"""Which topic or finding of one run is which of another: by what it holds, where it lies, its name.

Texts that both runs have decide first: two groups are one as far as they share them (Jaccard).
Where few texts are common (a new session, another wave) the cosine of the centres and the name
decide. Among rival pairs the assignment with the greatest total likeness is taken (Kuhn 1955),
so a topic that split leaves its id to the part that is most like it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import connected_components

from pipeline.tables import fold, short_hash

SAME = 0.3  # likeness from which two groups are one
_TRUST = 5.0  # common texts at which they weigh as much as centres and names
_NEAR = 0.6  # cosine of centres under which they say nothing
_SAME_NAME = 0.75  # likeness of two groups of one name without vectors
_CHUNK = 1000  # rows of centres compared at once


@dataclass(frozen=True)
class Group:
    """A topic or a finding: its kind, its name, the keys of its texts and its centre, if known."""

    id: str
    kind: str
    name: str
    members: frozenset[str]
    center: np.ndarray | None = None


def match(now: Sequence[Group], then: Sequence[Group], least: float = SAME) -> dict[str, str]:
    """Id of each group of `now` -> id of the group of `then` that it is; each is given once.

    Only groups of one kind are matched, and only pairs at least `least` alike.
    """
    pairs = likeness(now, then)
    kept = pairs.multiply(pairs >= least).tocsr()
    kept.eliminate_zeros()
    found: dict[str, str] = {}
    for rows, columns in _parts(kept):
        costs = -kept[rows][:, columns].toarray()
        for row, column in zip(*linear_sum_assignment(costs), strict=True):
            if costs[row, column] < 0:
                found[now[rows[row]].id] = then[columns[column]].id
    return found


def likeness(now: Sequence[Group], then: Sequence[Group]) -> sparse.csr_matrix:
    """Likeness, 0 to 1, of the pairs that have anything in common; sparse (len(now), len(then))."""
    shared, ours, theirs = _shared(now, then)
    cosines = _cosines(now, then)
    names = _same_names(now, then)
    rows, columns = (shared + cosines + names).nonzero()
    if not len(rows):
        return sparse.csr_matrix((len(now), len(then)))
    common = _at(shared, rows, columns)
    union = ours[rows] + theirs[columns] - common
    overlap = common / np.maximum(union, 1.0)
    near = np.maximum(_at(cosines, rows, columns), _SAME_NAME * _at(names, rows, columns))
    trust = union / (union + _TRUST)
    score = trust * overlap + (1 - trust) * near
    same_kind = np.array([now[i].kind == then[j].kind for i, j in zip(rows, columns, strict=True)])
    values = np.round(np.where(same_kind, score, 0.0), 6)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(now), len(then)))


def renamed(ids: Iterable[str], carried: Mapping[str, str]) -> dict[str, str]:
    """The id that each of `ids` gets: the one carried over, or its own, never one twice."""
    taken = set(carried.values())
    names: dict[str, str] = {}
    for id_ in ids:
        name = carried.get(id_, id_)
        while id_ not in carried and name in taken:
            name = short_hash(name, length=len(id_))
        taken.add(name)
        names[id_] = name
    return names


def text_hash(key: str) -> str:
    """What a text is remembered by from run to run (`key`: see units.key_of)."""
    return short_hash("text", key)


def former_labels(keys: Sequence[str], before: Mapping[str, str]) -> np.ndarray:
    """A number (n,) of the topic that each text had before; −1 where it had none or is new."""
    number = {topic: place for place, topic in enumerate(sorted(set(before.values())))}
    return np.array(
        [number.get(before.get(text_hash(key), ""), -1) for key in keys], dtype=np.int64
    )


def _parts(kept: sparse.csr_matrix) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rows and columns of each connected part, so that rivals are weighed together and no others.

    A part of one row and one column is the common case; large ones are rare.
    """
    height, width = kept.shape
    square = sparse.bmat([[None, kept], [kept.T, None]]) if kept.nnz else None
    if square is None:
        return []
    _, labels = connected_components(square, directed=False)
    rows_of, columns_of = defaultdict(list), defaultdict(list)
    for row in range(height):
        rows_of[labels[row]].append(row)
    for column in range(width):
        columns_of[labels[height + column]].append(column)
    return [
        (np.array(rows_of[label]), np.array(columns_of[label]))
        for label in sorted(rows_of)
        if columns_of[label]
    ]


def _at(matrix: sparse.csr_matrix, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    return np.asarray(matrix[rows, columns]).ravel()


def _shared(
    now: Sequence[Group], then: Sequence[Group]
) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Texts in common of each pair, and how many of each group's texts are in both runs at all."""
    both = set().union(*(g.members for g in now)) & set().union(*(g.members for g in then))
    place = {key: number for number, key in enumerate(sorted(both))}
    ours, theirs = (_membership(groups, place) for groups in (now, then))
    sizes = [np.asarray(m.sum(axis=1)).ravel() for m in (ours, theirs)]
    return sparse.csr_matrix(ours @ theirs.T), sizes[0], sizes[1]


def _membership(groups: Sequence[Group], place: Mapping[str, int]) -> sparse.csr_matrix:
    cells = [(row, place[key]) for row, g in enumerate(groups) for key in g.members if key in place]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    shape = (len(groups), max(1, len(place)))
    return sparse.csr_matrix((np.ones(len(cells)), (rows, columns)), shape=shape)


def _cosines(now: Sequence[Group], then: Sequence[Group]) -> sparse.csr_matrix:
    """Nearness of centres, 0 to 1, of the pairs that are near at all."""
    empty = sparse.csr_matrix((len(now), len(then)))
    lists = [[g.center for g in groups if g.center is not None] for groups in (now, then)]
    if not now or not then or [len(centers) for centers in lists] != [len(now), len(then)]:
        return empty
    ours, theirs = (np.stack(centers) for centers in lists)
    if ours.shape[1] != theirs.shape[1]:
        return empty
    parts = []
    for start in range(0, len(ours), _CHUNK):
        near = (ours[start : start + _CHUNK] @ theirs.T - _NEAR) / (1 - _NEAR)
        parts.append(sparse.csr_matrix(np.clip(np.round(near, 5), 0.0, 1.0)))
    return sparse.vstack(parts).tocsr()


def _same_names(now: Sequence[Group], then: Sequence[Group]) -> sparse.csr_matrix:
    named: dict[tuple[str, str], list[int]] = defaultdict(list)
    for column, group in enumerate(then):
        named[group.kind, fold(group.name)].append(column)
    cells = [(r, c) for r, g in enumerate(now) for c in named.get((g.kind, fold(g.name)), ())]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return sparse.csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(now), len(then)))
