"""The name of a group that agrees: its claim, and of what most of its people say it.

Every word of the name is said by enough people, and what enough people say of its noun is in it:
«бездомные собаки» of many is no «собаки», the house of one is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.naming.claims import Claim
from pipeline.naming.judging import judges
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.names import UNSAID, Member
from pipeline.naming.phrases import Part, Phrase
from pipeline.naming.subjects import Gathered, phrases
from pipeline.naming.telling import told
from pipeline.naming.words import fold, words

_ENOUGH = 0.45  # share of the people who must say a word for it to stand …
_THIRD = 1 / 3  # … beside an evil that is a single word otherwise
_IMPLIED = 0.15  # … and where it goes without saying: of a «сад» that some call «детский»
_ADJECTIVES, _DEPENDENTS = 2, 1  # so many words beside the noun at most
_HALF, _GENERAL = 0.5, ("уборки", "уборка")  # the deed that other deeds of cleaning are cases of
_MISSPELT = 0.3  # what is left of the weight of a claim in words that the dictionary has not
_MEMBERS = 300  # members that are read
_SEVERAL = 3  # people who must say what stands beside a lone evil
_TWO = 2  # people who must say a dependent as one
# What is not held is missing: «не проводится уборка» as «Отсутствие уборки».
_HELD = frozenset({"отсутствие проведения", "отсутствие осуществления", "отсутствие выполнения"})
_LOCAL = ("Geox", "Name", "Surn", "Patr")

Key = tuple[str, ...]


@dataclass
class _Beside:
    """What stands beside a noun in the texts: how many people say it, and an example."""

    adjectives: dict[str, float] = field(default_factory=dict)
    dependents: dict[Key, float] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    groups: dict[Key, Counter[tuple[Part, ...]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )


def majority_name(
    members: Sequence[Member],
    kind: str,
    fits: Callable[[Claim], bool],
    evil: Callable[[str], bool] = lambda _: False,
) -> Claim | None:
    """The claim of those that `fits`, as most of the members make it; None where none is made.

    `evil` tells of the lemma of a noun whether to speak of it at all is the claim.
    """
    read = sorted(members, key=lambda m: (-m.weight, len(m.text), m.text))[:_MEMBERS]
    made = [(found, one) for one in read for found in told(one.text, kind) if fits(found)]
    made = [(found, one) for found, one in made if found.phrase is not None]
    made = made or [(found, one) for one in read for found in _named(one, evil)]
    if not made:
        return None
    heads = {found.head for found, _ in made}
    base = _spoken(_base(made), made, read)
    assert base.phrase is not None
    gathered = Gathered(one.text for one in read)
    phrase = _phrase(base, heads, read)
    number = gathered.number_of(base.phrase.head.reading) if base.phrase.head.reading else ""
    if base.lead in _HELD:
        base = replace(base, lead="отсутствие")
    made_of = replace(base, phrase=phrase, trail=_trail(base, read)).numbered(number)
    return _heaped(made_of)


def _heaped(found: Claim) -> Claim:
    """«Скопление мусора»: what lies about is said to, where nothing else is said of it."""
    assert found.phrase is not None
    alone = not found.lead and len(found.phrase.parts) == 1
    if alone and found.head in lemma_class("heaped"):
        return replace(found, lead="скопление", case="gent", number="")
    return found


def _trail(base: Claim, read: Sequence[Member]) -> str:
    """What follows a claim, where enough people say it: «к ответственности»."""
    told = [word.lemma for word in words(base.trail) if word.pos not in ("PREP", "CONJ", "")]
    total = sum(one.weight for one in read)
    said = [sum(one.weight for one in read if lemma in one.lemmas) for lemma in told]
    return base.trail if said and min(said) >= _ENOUGH * total else ""


def _named(one: Member, evil: Callable[[str], bool]) -> Iterator[Claim]:
    """The evils that a text speaks of inside a sentence."""
    for phrase in phrases(words(one.text)):
        if phrase.head.reading and evil(phrase.head.reading.lemma):
            yield Claim("nominal", "", replace(phrase, parts=(phrase.head,)), "nomn", 0.8)


def _base(made: Sequence[tuple[Claim, Member]]) -> Claim:
    """The claim with the commonest lead and noun, the shortest of its kind."""
    counts: Counter[Key] = Counter()
    for found, one in made:
        spelt = all(word.readings and word.readings[0].known for word in words(found.name())[:2])
        counts[_sort(found)] += int(
            100 * one.weight * (0.2 + found.style) * (1 if spelt else _MISSPELT)
        )
    best = min(counts, key=lambda key: (-counts[key], key))
    if counts[best] < _HALF * counts.total():  # «не чистят», «не вывозят», «не убирают» снег
        general = [key for key in counts if key[0].endswith(_GENERAL) and key[1:] == best[1:]]
        best = max(general, key=lambda key: counts[key], default=best)
    same = [found for found, _ in made if _sort(found) == best]
    return min(same, key=lambda found: (len(found.name()), found.name()))


def _spoken(base: Claim, made: Sequence[tuple[Claim, Member]], read: Sequence[Member]) -> Claim:
    """An evil under the noun that most people call it by: «яма» of «ямы и выбоины»."""
    if base.lead:
        return base
    counts: Counter[str] = Counter()
    for found, _ in made:
        counts[found.head] = int(100 * sum(m.weight for m in read if found.head in m.lemmas))
    best = min(counts, key=lambda head: (-counts[head], head))
    return _base([(found, one) for found, one in made if found.head == best])


def _sort(found: Claim) -> Key:
    lead = found.numbered("sing").lead if found.case == "nomn" else found.lead
    return (lead, found.head, found.case)


def _phrase(base: Claim, heads: set[str], read: Sequence[Member]) -> Phrase:
    """The noun of a claim with what enough people say beside it."""
    assert base.phrase is not None
    head, total = base.phrase.head, sum(one.weight for one in read)
    beside = _beside(heads, read)
    least = _ENOUGH * total
    lead = {word.lemma for word in words(base.lead)}
    adjectives = [
        lemma
        for lemma, weight in sorted(beside.adjectives.items(), key=lambda i: (-i[1], i[0]))
        if weight >= (least if base.head not in UNSAID.get(lemma, ()) else _IMPLIED * total)
        and lemma not in lead
        and not (base.lead and _judging(beside, lemma))
    ][:_ADJECTIVES]
    named = base.head in lemma_class("relational") | lemma_class("measures")
    weights = beside.dependents
    if not base.lead:  # «на дороге яма» and «дорога вся в ямах» both tell of pits in roads
        weights = {key: _mentioned(key, weight, read) for key, weight in weights.items()}
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    least = least if base.lead or adjectives else max(min(_SEVERAL, total), _THIRD * total)
    shared = {
        key for key, weight in ranked if weight >= least and (weight >= _TWO or len(read) == 1)
    }
    dependents = [key for key, _ in ranked if key in shared or named][:_DEPENDENTS]
    parts = [
        *(beside.parts[lemma] for lemma in adjectives),
        head,
        *(part for key in dependents for part in _typical(beside.groups[key])),
    ]
    return Phrase(tuple(parts), 0, len(parts))


def _mentioned(key: Key, weight: float, read: Sequence[Member]) -> float:
    """The people who speak of a dependent's noun at all, where it is said as one by two."""
    if weight < _TWO:
        return weight
    return sum(one.weight for one in read if key[1] in one.lemmas)


def _judging(beside: _Beside, lemma: str) -> bool:
    reading = beside.parts[lemma].reading
    return reading is not None and judges(reading)


def _typical(groups: Counter[tuple[Part, ...]]) -> tuple[Part, ...]:
    """The commonest way to say a dependent; «детской площадке» only where half say «детской»."""

    def text(group: tuple[Part, ...]) -> str:
        return " ".join(part.word.text for part in group)

    plain = [group for group in groups if not _qualified(group)]
    few = sum(groups[group] for group in groups if _qualified(group)) < _HALF * groups.total()
    some = plain if plain and few else [group for group in groups if _qualified(group)]
    several = [g for g in some if g[0].role == "link" and _plural(g[-1])]
    best = min(several or some or groups, key=lambda g: (-groups[g], len(g), text(g)))
    alike = sum(groups[g] for g in groups if _kind(g) == _kind(best))
    if not _qualified(best) or alike >= _HALF * groups.total():
        return best
    return tuple(part for part in best if part.role == "link" or part is best[-1])


def _qualified(group: tuple[Part, ...]) -> bool:
    """True for a dependent with an adjective: «на детской площадке»."""
    return any(part.reading is not None and part.reading.adjective for part in group)


def _kind(group: tuple[Part, ...]) -> Key:
    return tuple(p.reading.lemma for p in group if p.reading is not None and p.reading.adjective)


def _plural(part: Part) -> bool:
    """True for «на дорогах»: of people who speak of many places one says so at least."""
    return part.reading is not None and part.reading.number == "plur"


def _beside(heads: set[str], read: Sequence[Member]) -> _Beside:
    beside = _Beside()
    for one in read:
        weight = one.weight
        adjectives: dict[str, Part] = {}
        dependents: dict[Key, tuple[Part, ...]] = {}
        for phrase in phrases(words(one.text)):
            reading = phrase.head.reading
            if reading is None or reading.lemma not in heads:
                continue
            adjectives |= {
                p.reading.lemma: p for p in phrase.adjectives() if p.reading and _says(p)
            }
            found = _dependent(phrase)
            if found:
                dependents[_key(found)] = found
        for lemma, part in adjectives.items():
            beside.adjectives[lemma] = beside.adjectives.get(lemma, 0.0) + weight
            beside.parts.setdefault(lemma, part)
        for key, group in dependents.items():
            beside.dependents[key] = beside.dependents.get(key, 0.0) + weight
            beside.groups[key][group] += 1
    return beside


def _says(part: Part) -> bool:
    """False for «новый», «данный», «2-й» and for words that the dictionary does not have."""
    assert part.reading is not None
    vague = lemma_class("vague") | lemma_class("good")
    return (
        part.reading.lemma not in vague
        and part.reading.known
        and not any(mark in part.reading.tag for mark in ("Apro", "Anum", "Supr"))
        and part.word.text[0].isalpha()
    )


def _dependent(phrase: Phrase) -> tuple[Part, ...]:
    """The group right behind the noun, up to its own noun; () for places and clipped words."""
    taken: list[Part] = []
    for part in phrase.parts[phrase.parts.index(phrase.head) + 1 :]:
        taken.append(part)
        if part.role == "quoted":
            return ()
        if part.reading and part.reading.pos == "NOUN":
            local = any(mark in part.reading.tag for mark in _LOCAL)
            vague = part.reading.lemma in lemma_class("address") | lemma_class("relational")
            return () if local or vague else tuple(taken)
    return ()


def _key(group: tuple[Part, ...]) -> Key:
    """Preposition and noun of a dependent: «на дороге» and «на наших дорогах» are one."""
    link = group[0].word.lower if group[0].role == "link" else ""
    noun = group[-1].reading
    return (link, fold(noun.lemma) if noun else "")
