"""Groups that turned out to have one name are one finding, if what they say is alike as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.findings.grouping import Space
from pipeline.findings.units import opposed
from pipeline.tables import fold

_LOOSER = 0.15  # one name makes up for so much likeness
_SAMPLE = 60  # units of a group that are compared

Named = tuple[str, list[int]]


def merged(drafts: Sequence[Named], space: Space, threshold: float) -> list[Named]:
    """The named groups of indexes into `space.items`, those of one name joined.

    They stay apart when a pair of claims is opposed, or when they are about no common thing and
    less alike on the average than `threshold` allows: a name made of a common word («Открытие»)
    would join what has nothing else in common.
    """
    by_name: dict[str, list[Named]] = defaultdict(list)
    for name, together in drafts:
        by_name[fold(name)].append((name, together))
    result: list[Named] = []
    for _, same in sorted(by_name.items()):
        kept: list[Named] = []
        for name, together in sorted(same, key=lambda item: (-len(item[1]), item[1])):
            home = next((k for k in kept if _joins(k[1], together, space, threshold)), None)
            if home is None:
                kept.append((name, list(together)))
            else:
                home[1].extend(together)
        result += kept
    return [(name, sorted(together)) for name, together in result]


def _joins(ours: Sequence[int], theirs: Sequence[int], space: Space, threshold: float) -> bool:
    ours, theirs = ours[:_SAMPLE], theirs[:_SAMPLE]
    items = space.items
    if any(opposed(items[one], items[other]) for one in ours for other in theirs):
        return False
    heads = [{items[index].head for index in side} - {""} for side in (ours, theirs)]
    if heads[0] & heads[1]:
        return True
    return float(space.likeness(ours, theirs).mean()) >= threshold - _LOOSER
