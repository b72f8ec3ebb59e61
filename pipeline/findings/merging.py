"""Groups that turned out to have one name are one finding, if what they say is alike as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.findings.grouping import Space
from pipeline.findings.matters import canonical
from pipeline.findings.units import any_opposed
from pipeline.naming.own_words import own_words
from pipeline.naming.words import Word, words
from pipeline.tables import fold

_LOOSER = 0.15  # one name makes up for so much likeness
_SKIPPED = frozenset({"PREP", "CONJ", "PRCL", ""})
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
        by_name[_key(name)].append((name, together))
    result: list[Named] = []
    for _, same in sorted(by_name.items()):
        kept: list[Named] = []
        for name, together in sorted(same, key=lambda item: (-len(item[1]), item[1])):
            home = next((k for k in kept if _joins(k[1], together, space, threshold)), None)
            if home is None:
                kept.append((name, list(together)))
            else:
                home[1].extend(together)
        result += _told_apart(kept, space)
    return [(name, sorted(together)) for name, together in result]


def _key(name: str) -> str:
    """A name without number, case and synonyms: «состояние дороги» is «состояние дорог»."""
    content = [word for word in words(name) if word.pos not in _SKIPPED]
    return " ".join(sorted({canonical(_singular(word)) for word in content})) or fold(name)


def _singular(word: Word) -> str:
    noun = word.find("NOUN")
    return noun.lemma if noun else word.lemma


def _joins(ours: Sequence[int], theirs: Sequence[int], space: Space, threshold: float) -> bool:
    ours, theirs = ours[:_SAMPLE], theirs[:_SAMPLE]
    items = space.items
    # Few traits and kinds are many units': what is compared is what differs.
    traits = [{items[index].traits for index in side} for side in (ours, theirs)]
    if any_opposed(*traits):
        return False
    heads = [{(items[i].head, items[i].kinds) for i in side} for side in (ours, theirs)]
    same = [(a, b) for head, a in heads[0] for other, b in heads[1] if head and head == other]
    if same:
        return not all(a and b and a.isdisjoint(b) for a, b in same)
    return float(space.likeness(ours, theirs).mean()) >= threshold - _LOOSER


def _told_apart(kept: Sequence[Named], space: Space) -> list[Named]:
    """The second group of one name takes its commonest own words instead."""
    taken = {fold(kept[0][0])}
    told = [kept[0]]
    for name, together in kept[1:]:
        units = sorted(
            (space.items[i] for i in together), key=lambda unit: (-unit.people, unit.key)
        )
        own = (own_words(unit.text) for unit in units)
        chosen = next((text for text in own if fold(text) not in taken), name)
        taken.add(fold(chosen))
        told.append((chosen, together))
    return told
