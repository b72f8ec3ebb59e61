"""The name of a group of statements: the claim that most of them share, said briefly.

Every candidate is made of one member's own words; what is scored is how much of it the others say
too. So a street that one person names never gets into the name, and one that most name does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.naming.claims import Claim, claim
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.own_words import LONGEST
from pipeline.naming.subjects import Gathered
from pipeline.naming.words import fold, words

_MEMBERS = 80  # members that candidates are made of; all members vote
_READ = 300  # members whose nouns are counted by number
_TRIED = 20  # most frequent subjects that are tried as names
_FREE = 0.5  # share of its texts in which a subject must stand without a preposition
_OF_SUBJECT = 0.5  # style of a name that is only a subject
_VAGUE, _MISSPELT = 0.3, 0.8  # what is left of the score of a name that says little, or wrongly
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
    claims = [found for member in ordered if (found := claim(member.text, kind))]
    if not claims:
        return None
    voices = [member.weight for member in ordered if claim(member.text, kind)]
    leads: Counter[str] = Counter()
    for voice, found in zip(voices, claims, strict=True):
        leads[_family(found)] += int(100 * voice * found.style)
    total = sum(leads.values()) or 1
    scored: dict[str, tuple[float, Claim]] = {}
    gathered = Gathered(member.text for member in members[:_READ])
    for found in [*claims, *_of_subjects(gathered, members, kind)]:
        for variant in found.variants():
            variant = _usual_number(variant, gathered)
            name = variant.name()
            score = _score(variant, name, members) * (0.4 + 0.6 * leads[_family(found)] / total)
            if name not in scored or score > scored[name][0]:
                scored[name] = (score, variant)
    ranked = sorted(scored.items(), key=lambda item: (-item[1][0], len(item[0]), item[0]))
    names = _distinct([name for name, _ in ranked])
    return Named(names[0], tuple(names[1:4]), scored[names[0]][1])


def _usual_number(found: Claim, gathered: Gathered) -> Claim:
    """The claim with its noun in the number that most people use: «Ямы», but «Снег»."""
    head = found.phrase.head.reading if found.phrase else None
    if head is None or head.pos != "NOUN" or not head.number:
        return found
    return found.numbered(gathered.number_of(head))


def _of_subjects(gathered: Gathered, members: Sequence[Member], kind: str) -> list[Claim]:
    """What at least half of the people speak of, for groups that share no claim: «Мусор»."""
    weight = sum(member.weight for member in members)
    made: list[Claim] = []
    for key in sorted(gathered.counts, key=lambda k: (-gathered.counts[k], k))[:_TRIED]:
        said = sum(member.weight for member in members if member.lemmas.issuperset(key))
        vague = len(key) == 1 and key[0] in lemma_class("relational")
        if said < _SHARED * weight or vague or gathered.free[key] < _FREE * gathered.counts[key]:
            continue
        found = claim(gathered.subject(key).form("nomn"), kind)
        if found and found.phrase:
            made.append(replace(found, style=min(found.style, _OF_SUBJECT)))
    return made


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
    score = (0.15 + precision) * (0.25 + recall) * (0.35 + variant.style)
    return score * (_VAGUE if _says_little(variant, lemmas, name) else 1.0) * _spelling(name)


def _says_little(variant: Claim, lemmas: frozenset[str], name: str) -> bool:
    """True for «Отсутствие возможности», «Снижение», «3 парадная»: of what, nobody knows."""
    if name[0].isdigit() or (" " not in name and variant.frame == "do"):
        return True
    return len(lemmas) == 1 and lemmas <= lemma_class("relational")


def _spelling(name: str) -> float:
    """Under 1 for a name with a word that the dictionary does not have."""
    strange = any(
        word.readings and not word.readings[0].known and word.text.islower() for word in words(name)
    )
    return _MISSPELT if strange else 1.0


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
