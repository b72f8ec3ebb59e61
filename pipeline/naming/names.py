"""The name of a group of statements: the claim that most of them share, said briefly.

Every candidate is made of one member's own words; what is scored is how much of it the others say
too. So a street that one person names never gets into the name, and one that most name does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.naming.claims import Claim, claim
from pipeline.naming.own_words import LONGEST
from pipeline.naming.words import fold, words

_MEMBERS = 80  # members that candidates are made of; all members vote
_SHARED = 0.5  # share of the people's weight that must say a dependent for it to stay


@dataclass(frozen=True)
class Member:
    """One distinct text of a group: its content lemmas and how many people said it."""

    text: str
    lemmas: frozenset[str]
    weight: float


@dataclass(frozen=True)
class Named:
    """A name, other good ones, and the claim it was made from."""

    name: str
    alternatives: tuple[str, ...]
    claim: Claim


def best_name(members: Sequence[Member], kind: str) -> Named | None:
    """The best name of `members` in the style of `kind`, with up to three alternatives."""
    ordered = sorted(members, key=lambda m: (-m.weight, len(m.text), m.text))[:_MEMBERS]
    claims = [(member, found) for member in ordered if (found := claim(member.text, kind))]
    if not claims:
        return None
    leads: Counter[str] = Counter()
    for member, found in claims:
        leads[_family(found)] += int(100 * member.weight * found.style)
    total = sum(leads.values()) or 1
    scored: dict[str, tuple[float, Claim]] = {}
    for _, found in claims:
        for variant in found.variants():
            name = variant.name()
            score = _score(variant, name, members) * (0.4 + 0.6 * leads[_family(found)] / total)
            if name not in scored or score > scored[name][0]:
                scored[name] = (score, variant)
    ranked = sorted(scored.items(), key=lambda item: (-item[1][0], len(item[0]), item[0]))
    names = _distinct([name for name, _ in ranked])
    return Named(names[0], tuple(names[1:4]), scored[names[0]][1])


def _family(found: Claim) -> str:
    return f"{found.frame} {found.lead if found.frame != 'words' else ''}"


def _score(variant: Claim, name: str, members: Sequence[Member]) -> float:
    """How well the name stands for the members: what it says is said, and what is said is in it."""
    lemmas = name_lemmas(variant, name)
    if not lemmas or len(name) > LONGEST + 10:
        return 0.0
    weight = sum(member.weight for member in members)
    said = [sum(m.weight for m in members if lemma in m.lemmas) / weight for lemma in lemmas]
    precision = min(said) if min(said) < _SHARED else sum(said) / len(said)
    recall = sum(
        m.weight * len(lemmas & m.lemmas) / max(1, min(len(m.lemmas), 6)) for m in members
    ) / weight  # fmt: skip
    return (0.15 + precision) * (0.25 + recall) * (0.35 + variant.style)


def name_lemmas(variant: Claim, name: str) -> frozenset[str]:
    """The lemmas that a name claims its members say: those of its object, or of all its words."""
    if variant.phrase is not None:
        return frozenset(fold(lemma) for lemma in variant.objects)
    content = [w for w in words(name) if w.pos not in ("PREP", "CONJ", "PRCL", "NPRO", "")]
    return frozenset(word.lemma for word in content)


def _distinct(names: Sequence[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(fold(name), name)
    return list(seen.values())
