"""The name of a group of statements: the claim that most of them share, said briefly.

Every candidate is made of one member's own words; what is scored is how much of it the others say
too. So a street that one person names never gets into the name, and one that most name does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.naming.claims import Claim, claim
from pipeline.naming.leads import matter
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.own_words import LONGEST, own_words
from pipeline.naming.subjects import Gathered
from pipeline.naming.words import capitalized, fold, words

_MEMBERS = 80  # members that candidates are made of; all members vote
_READ = 300  # members whose nouns are counted by number
_TRIED = 20  # most frequent subjects that are tried as names
_FREE = 0.5  # share of its texts in which a subject must stand without a preposition
_OF_SUBJECT = 0.5  # style of a name that is only a subject
_VAGUE, _MISSPELT = 0.3, 0.8  # what is left of the score of a name that says little, or wrongly
_CLAIMED = 0.3  # share of those who speak of a thing from which what they claim of it may lead
# Words after which a name is not finished: «состояние труб по адресу».
_UNFINISHED = frozenset(
    "адресу улице ул районе доме номеру этаже подъезде парадной г городе".split()
)
# Nouns of change that ask for what changes.
_RELATIONS = frozenset("снижение отсутствие нехватка недостаток рост падение увеличение "
                       "сокращение повышение".split())  # fmt: skip
# What nobody has trouble with: the noun stands for the words around it.
_NO_TROUBLE = frozenset("ощущение впечатление квартира дом этаж парадная подъезд логика слово "
                        "издевательство житель человек люди адрес ребенок гора сторона "
                        "отношение".split())  # fmt: skip
_FRAMING = frozenset("не нет без и в на с по за от у к".split())
_LEANING = 0.6  # what is left of words that lean on what stood before them: «с водой»
_LEANS = _FRAMING | frozenset("для это но а из-за под над то они он она".split())
_UNSAID = {"детский": frozenset(("сад", "садик", "детсад", "ясли"))}
_MARKS = " .,;:!?…-–—«»\"'"
_ALONE = 0.25  # what is left of the score of a lead that nobody else puts before the thing
_POOLS = {"absence": "lack", "shortage": "lack", "bad": "state", "broken": "state", "low": "state",
          "high": "high"}  # fmt: skip
_LEADLESS = frozenset({"bare", "trouble", "words"})  # their leads claim nothing
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
    leads = _Leads(claims, [member for member in ordered if claim(member.text, kind)])
    scored: dict[str, tuple[float, Claim]] = {}
    gathered = Gathered(member.text for member in members[:_READ])
    for found in [*claims, *_of_subjects(gathered, members, kind)]:
        for variant in found.variants():
            variant = _usual_number(variant, gathered)
            name = variant.name()
            if fold(name).split()[-1] in _UNFINISHED:
                continue
            score = _score(variant, name, members) * leads.share(found)
            if name not in scored or score > scored[name][0]:
                scored[name] = (score, variant)
    if not scored:
        return None
    ranked = sorted(scored.items(), key=lambda item: (-item[1][0], len(item[0]), item[0]))
    names = _distinct([name for name, _ in ranked])
    return Named(names[0], tuple(names[1:4]), scored[names[0]][1])


class _Leads:
    """What is claimed, in all and of each thing: «нет освещения на дороге» lacks no road."""

    def __init__(self, claims: Sequence[Claim], members: Sequence[Member]) -> None:
        self._members = members
        self._all: Counter[str] = Counter()
        self._of: dict[str, Counter[str]] = defaultdict(Counter)
        for member, found in zip(members, claims, strict=True):
            self._all[_family(found)] += int(100 * member.weight * found.style)
            self._of[found.head][_pool(found)] += int(100 * member.weight)

    def share(self, found: Claim) -> float:
        """0.2 to 1: by the share of the claims of all, and by how many of those who speak of the
        thing claim this of it: a lead of one voice among ten is no name for the ten.
        """
        everywhere = 0.4 + 0.6 * self._all[_family(found)] / (self._all.total() or 1)
        if not found.lead or not found.head or found.frame in _LEADLESS:
            return everywhere
        spoken = sum(int(100 * m.weight) for m in self._members if found.head in m.lemmas)
        claimed = self._of[found.head][_pool(found)] / max(1, spoken)
        return everywhere * (_ALONE + (1 - _ALONE) * min(1.0, claimed / _CLAIMED))


def _pool(found: Claim) -> str:
    """What a claim counts as, so that «разбит» and «сломан», «добавить» and «пустить» are one."""
    if found.frame == "do":
        return matter(found.lead)
    return _POOLS.get(found.frame, _family(found))


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
    said = [sum(m.weight for m in members if _says(m, lemma)) / weight for lemma in lemmas]
    precision = min(said) if min(said) < _SHARED else sum(said) / len(said)
    recall = sum(
        m.weight * len(lemmas & m.lemmas) / max(1, min(len(m.lemmas), 6)) for m in members
    ) / weight  # fmt: skip
    score = (0.15 + precision) * (0.25 + recall) * (0.35 + variant.style)
    return score * (_VAGUE if _says_little(variant, lemmas, name) else 1.0) * _spelling(name)


def _says(member: Member, lemma: str) -> bool:
    """True also for what goes without saying: a «сад» of complaints is «детский»."""
    return lemma in member.lemmas or not member.lemmas.isdisjoint(_UNSAID.get(lemma, ()))


def _says_little(variant: Claim, lemmas: frozenset[str], name: str) -> bool:
    """True for «Отсутствие возможности», «Снижение», «3 парадная»: of what, nobody knows."""
    if name[0].isdigit() or (" " not in name and variant.frame == "do"):
        return True
    if " " not in name and lemmas <= _RELATIONS:
        return True
    return len(lemmas) == 1 and lemmas <= lemma_class("relational")


def unsayable(named: Named, kind: str) -> bool:
    """True for a name that a report cannot stand on; people's own words are better then."""
    found, name = named.claim, named.name
    if found.frame == "words" or _says_little(found, name_lemmas(found, name), name):
        return True
    if found.frame in ("bare", "trouble") and set(found.objects) <= _NO_TROUBLE:
        return True
    alone = found.phrase is not None and not found.phrase.adjectives() and len(found.objects) == 1
    return kind == "vision" and alone


def quoted(members: Sequence[Member]) -> str:
    """The words of the member whose lemmas the others say most, in quotation marks."""
    voices: Counter[str] = Counter()
    for member in members:
        for lemma in member.lemmas:
            voices[lemma] += int(100 * member.weight)

    def shared(member: Member) -> float:
        content = sorted(lemma for lemma in member.lemmas if lemma not in _FRAMING)
        share = sum(voices[lemma] for lemma in content) / (1.5 + len(content))
        leaning = fold(member.text).split()[0] in _LEANS
        local = any(word[:1].isupper() or word[:1].isdigit() for word in member.text.split()[1:])
        return share * (_LEANING if leaning else 1.0) * (_LEANING if local else 1.0)

    plain = [m for m in members if "[" not in m.text] or list(members)
    short = [m for m in plain if len(m.text) <= LONGEST and len(m.text.split()) > 1]
    best = max(short or plain, key=lambda m: (round(shared(m), 6), -len(m.text), m.text))
    text = own_words(best.text.strip(_MARKS))
    return f"«{capitalized(text.strip(_MARKS))}»"


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
