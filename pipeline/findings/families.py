"""Findings of one matter, brought together above findings: «фонари не горят», «нет освещения».

A finding is what can be signed as one sentence; a matter is what a department answers for. Whole
groups are compared, not pairs of texts, so that what two texts have in common by chance is evened
out: the words and vectors of their middles, what they are about, their topics and directions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from pipeline.findings.concepts import MARK
from pipeline.findings.grouping import Space
from pipeline.findings.merging import Named
from pipeline.findings.middles import FAR, Middles
from pipeline.findings.units import Unit

_SEEDS = 1500  # groups of several people, the largest first, that matters are made of
_ENOUGH = 0.3  # kinship from which groups are of one matter; measured on appeals and the example
_SURELY = 0.6  # … from which small groups are one finding
_SEVERAL = 3  # people of a group that may join matters
_TWINS = 0.6  # kinship of two groups whose matters are joined
_HALF = 0.5  # share of a group's people that must agree for the group to be about something
_NEARLY = 0.75  # the same where only a word is shared, not a matter
_CHUNK = 2000


def gathered(
    named: Sequence[Named], space: Space, recurs: Callable[[Sequence[int]], bool]
) -> tuple[list[Named], list[list[int]]]:
    """The groups of `named` that stay as they are, and those made of small ones.

    «Пандус заварили решёткой», «с коляской никуда не попасть»: each in its own words, and yet one
    matter of several people. `recurs` tells of the indexes of a group whether enough people speak.
    """
    kept = [(name, group) for name, group in named if recurs(group)]
    rest = [(name, group) for name, group in named if not recurs(group)]
    together: dict[int, list[Named]] = defaultdict(list)
    labels = families([group for _, group in rest], space, _SURELY)
    for label, one in zip(labels, rest, strict=True):
        together[label].append(one)
    made = []
    for _, parts in sorted(together.items()):
        whole = sorted(index for _, group in parts for index in group)
        if len(parts) > 1 and recurs(whole) and _shared([space.items[index] for index in whole]):
            made.append(whole)
        else:
            kept += parts
    return kept, made


def families(groups: Sequence[Sequence[int]], space: Space, enough: float = _ENOUGH) -> list[int]:
    """A number for each of `groups` (indexes into `space.items`); equal for those of one matter.

    Groups of several people found the matters, by average linkage at a kinship of `enough`; every
    other one joins the matter that it is nearest to, or stays alone. Opposed claims are never of
    one matter.
    """
    if not groups:
        return []
    middle = Middles(groups, space)
    order = sorted(range(len(groups)), key=lambda g: (-middle.people[g], list(groups[g])))
    seeds = [g for g in order if middle.people[g] > 1][:_SEEDS]
    label = {g: number for number, g in enumerate(order)}
    if len(seeds) > 1:
        alike = middle.kinship(seeds, seeds)
        alike = (alike + alike.T) / 2
        distance = np.clip(FAR - alike, 0.0, None)
        np.fill_diagonal(distance, 0.0)
        tree = linkage(squareform(distance, checks=False), method="average")
        found = fcluster(tree, t=FAR - enough, criterion="distance")
        found = _closed(found, alike, [middle.people[g] for g in seeds], enough)
        label |= {g: len(groups) + int(one) for g, one in zip(seeds, found, strict=True)}
    if seeds:
        founding = set(seeds)
        _join(middle, [g for g in order if g not in founding], seeds, label, enough)
    return [label[g] for g in range(len(groups))]


def _closed(
    found: np.ndarray, alike: np.ndarray, people: Sequence[int], enough: float
) -> np.ndarray:
    """The labels `found` with matters joined that share a sure pair of groups of several people.

    Each of two twins may have drawn its own small kin first, whose average then keeps the twins
    apart. Weighed by people, the two matters must still be `enough` akin.
    """
    labels = np.asarray(found).copy()
    weights = np.array(people, dtype=np.float64)
    many = np.flatnonzero(weights >= _SEVERAL)
    pairs = alike[np.ix_(many, many)]
    rows, columns = np.nonzero(np.triu(pairs, 1) >= _TWINS)
    order = np.lexsort((columns, rows, -np.round(pairs[rows, columns], 5)))
    for one, other in zip(many[rows[order]], many[columns[order]], strict=True):
        if labels[one] == labels[other]:
            continue
        ours, theirs = labels == labels[one], labels == labels[other]
        mean = weights[ours] @ alike[np.ix_(ours, theirs)] @ weights[theirs]
        if mean >= enough * weights[ours].sum() * weights[theirs].sum():
            labels[theirs] = labels[one]
    return labels


def _join(
    middle: Middles, rest: Sequence[int], seeds: Sequence[int], label: dict[int, int], enough: float
) -> None:
    """Give each group of `rest` the label of the matter it is most akin to, if enough."""
    names = sorted({label[g] for g in seeds})
    column = {name: place for place, name in enumerate(names)}
    weight = np.zeros((len(seeds), len(names)), dtype=np.float32)
    for row, g in enumerate(seeds):
        weight[row, column[label[g]]] = middle.people[g]
    weight /= weight.sum(axis=0)
    for begin in range(0, len(rest), _CHUNK):
        some = rest[begin : begin + _CHUNK]
        near = middle.kinship(some, seeds) @ weight
        best = near.argmax(axis=1)
        for g, place, value in zip(some, best, near.max(axis=1), strict=True):
            if value >= enough:
                label[g] = names[int(place)]


def _shared(some: Sequence[Unit]) -> bool:
    """True when half of the people speak of one matter, or nearly all of one thing."""
    counts: Counter[str] = Counter()
    for unit in some:
        for lemma, weight in unit.bag.items():
            if weight > 1.0 or lemma.startswith(MARK):
                counts[lemma] += max(1, unit.people)
    total = sum(max(1, unit.people) for unit in some)
    return any(
        count >= (_HALF if lemma.startswith(MARK) else _NEARLY) * total
        for lemma, count in counts.items()
    )
