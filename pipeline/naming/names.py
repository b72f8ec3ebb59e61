"""The name of a group of statements: the claim that most of them share, said briefly.

Every candidate is made of one member's own words; what is scored is how much of it the others say
too. So a street that one person names never gets into the name, and one that most name does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.naming.aspects import of_many, with_aspects
from pipeline.naming.claims import Claim, claim
from pipeline.naming.lexicon import action_nouns, lemma_class
from pipeline.naming.own_words import LONGEST, quotation
from pipeline.naming.shared import Shared
from pipeline.naming.solutions import built
from pipeline.naming.subjects import Gathered
from pipeline.naming.telling import framed
from pipeline.naming.wishes import wanted
from pipeline.naming.words import capitalized, fold, words

_MEMBERS = 80  # members that candidates are made of; all members vote
_READ = 300  # members whose nouns are counted by number
_TRIED = 20  # most frequent subjects that are tried as names
_SEVERAL, _PLACED, _THERE = 3, 0.3, 0.5  # texts, and share of them, that put something in a thing
_NEARLY = 0.5  # share of the best score that another good name has
_FREE = 0.5  # share of its texts in which a subject must stand without a preposition
_OF_SUBJECT = 0.5  # style of a name that is only a subject
_VAGUE, _MISSPELT = 0.3, 0.8  # what is left of the score of a name that says little, or wrongly
_ONE_WORD = 0.9  # and of an evil in one word, where another name says more of the same
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
                        "отношение чудо ооо пао оао зао ао ип".split())  # fmt: skip
# Nouns that lack or trouble says nothing of, without what they are of.
_HOLLOW = frozenset("вероятность направление желание воз пик уровень толк степень сторона "
                    "ветер дождь".split())  # fmt: skip
_FRAMING = frozenset("не нет без и в на с по за от у к".split())
_LEANING = 0.6  # what is left of words that lean on what stood before them: «с водой»
_LEANS = _FRAMING | frozenset("для это но а из-за под над то они он она".split())
# Pronouns of what was named before: out of its text the quotation tells little.
_OF_OTHERS = frozenset("он она оно они его ее их ему ей им это этим этого этот эта эти там тут "
                       "здесь мы нам нас я мне меня вы вам вас".split())  # fmt: skip
_BRIEF, _ASKED = 4, 0.3  # words of a deed that names a thing, and share of people who ask for it
UNSAID = {"детский": frozenset(("сад", "садик", "детсад", "ясли"))}
_MARKS = " .,;:!?…-–—«»\"'"
_SHARED = 0.5  # share of the people's weight that must say a dependent for it to stay


@dataclass(frozen=True)
class Member:
    """One distinct text of a group: its content lemmas and how many people said it."""

    text: str
    lemmas: frozenset[str]
    weight: float


@dataclass(frozen=True)
class Named:
    """A name, other good ones, the claim it was made from, and the best name of one claim."""

    name: str
    alternatives: tuple[str, ...]
    claim: Claim
    plain: str


def best_name(members: Sequence[Member], kind: str) -> Named | None:
    """The best name of `members` in the style of `kind`, with up to three alternatives."""
    ordered = sorted(members, key=lambda m: (-m.weight, len(m.text), m.text))[:_MEMBERS]
    shared = Shared([(member.text, member.lemmas, member.weight) for member in ordered], kind)
    claims = {_sort(found): found for one in shared.heard for found in one.claims}
    if not claims:
        return None
    scored: dict[str, tuple[float, Claim]] = {}
    gathered = Gathered(member.text for member in members[:_READ])
    made = [*shared.together(), *of_many(shared), *_of_subjects(gathered, members, kind)]
    if kind == "vision":
        made += wanted([(m.text, m.lemmas, m.weight) for m in ordered], gathered)
    for found in [*claims.values(), *made]:
        strength = shared.strength(found) * _is_missed(found, gathered)
        for variant in found.variants():
            variant = _usual_number(variant, gathered)
            name = variant.name()
            if fold(name).split()[-1] in _UNFINISHED:
                continue
            score = _score(variant, name, members) * strength
            if name not in scored or score > scored[name][0]:
                scored[name] = (score, variant)
    if not scored:
        return None
    ranked = sorted(scored.items(), key=lambda item: (-item[1][0], len(item[0]), item[0]))
    names = _distinct([name for name, _ in ranked])
    best = scored[names[0]][1]
    if kind == "problem":
        best = with_aspects(best, shared, gathered)
    elif kind == "solution":
        best = _as_deed(built(best), names, scored, shared)
    plain = [name for name in names if _simple(scored[name][1], best)]
    near = [n for n in names[1:] if scored[n][0] >= _NEARLY * scored[names[0]][0]]
    return Named(best.name(), tuple(near[:3]), best, next(iter(plain), names[0]))


def _as_deed(
    best: Claim, names: Sequence[str], scored: Mapping[str, tuple[float, Claim]], shared: Shared
) -> Claim:
    """What is to be done with a thing that many only name, if one deed is asked for: «Щебень»."""
    if best.frame != "bare" or best.lead or best.head in action_nouns():
        return best
    found = [scored[name][1] for name in names if scored[name][1].frame == "do"]
    deeds = [deed for deed in found if best.head in name_lemmas(deed, deed.name())]
    if len({deed.verb for deed in deeds}) != 1 or len(deeds[0].name().split()) > _BRIEF:
        return best
    asking = sum(
        one.weight for one in shared.heard if any(c.verb == deeds[0].verb for c in one.claims)
    )
    enough = asking >= _ASKED * sum(one.weight for one in shared.heard)
    return deeds[0] if enough else best


def _simple(found: Claim, best: Claim) -> bool:
    """False for a name of two claims or of several things; of two claims a lack speaks first."""
    if "+" in found.frame or found.frame == "many":
        return False
    lacking = "+" in best.frame and "lack" in best.frame.split("+")
    return found.frame in ("absence", "shortage") if lacking else True


def _is_missed(found: Claim, gathered: Gathered) -> float:
    """Under 1 for the lack of what people speak of as being there: «в подвале плесень»."""
    key = (found.head,)
    lack = found.frame in ("absence", "shortage") and gathered.counts[key] >= _SEVERAL
    there = gathered.counts[key] - gathered.free[key]
    return _THERE if lack and there >= _PLACED * gathered.counts[key] else 1.0


def _sort(found: Claim) -> tuple[str, ...]:
    """Equal for claims that make the same names."""
    own = found.trail if found.phrase else found.name()
    return (found.frame, found.lead, found.case, own, *found.objects)


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
            made.append(replace(framed(found), style=min(found.style, _OF_SUBJECT)))
    return made


def _score(variant: Claim, name: str, members: Sequence[Member]) -> float:
    """How well the name stands for the members: what it says is said, and what is said is in it."""
    lemmas = name_lemmas(variant, name)
    twice = len(set(variant.objects)) < len(variant.objects)  # «яма на яме»
    if not lemmas or twice or len(name) > LONGEST + 10:
        return 0.0
    weight = sum(member.weight for member in members)
    said = [sum(m.weight for m in members if _says(m, lemma)) / weight for lemma in lemmas]
    precision = min(said) if min(said) < _SHARED else sum(said) / len(said)
    recall = sum(
        m.weight * len(lemmas & m.lemmas) / max(1, min(len(m.lemmas), 6)) for m in members
    ) / weight  # fmt: skip
    score = (0.15 + precision) * (0.25 + recall) * (0.35 + variant.style)
    score *= _VAGUE if _says_little(variant, lemmas, name) else 1.0
    told_by_few = variant.frame in ("inaction", "harm") and min(said) < _SHARED
    numbered = any(map(str.isdigit, name)) and precision < 1.0  # the house or floor of some
    score *= _VAGUE if told_by_few or numbered else 1.0
    alone = variant.frame == "nominal" and " " not in name
    return score * _spelling(name) * (_ONE_WORD if alone else 1.0)


def _says(member: Member, lemma: str) -> bool:
    """True also for what goes without saying: a «сад» of complaints is «детский»."""
    return lemma in member.lemmas or not member.lemmas.isdisjoint(UNSAID.get(lemma, ()))


def _says_little(variant: Claim, lemmas: frozenset[str], name: str) -> bool:
    """True for «Отсутствие возможности», «Снижение», «3 парадная»: of what, nobody knows."""
    if name[0].isdigit() or (" " not in name and variant.frame == "do"):
        return True
    if variant.frame == "nominal" and variant.head in _RELATIONS and _of_nothing(variant):
        return True
    if " " not in name and lemmas <= _RELATIONS:
        return True
    told_of = variant.frame in ("of", "do", "harm", "inaction") and variant.phrase is not None
    if variant.frame == "many" or (
        told_of and variant.lead not in {"", *lemma_class("relational")}
    ):
        return False
    return len(lemmas) == 1 and lemmas <= lemma_class("relational") | _HOLLOW


def _of_nothing(variant: Claim) -> bool:
    """True for «человеческий рост», which is no growth of anything."""
    return variant.phrase is not None and all(p.role != "gent" for p in variant.phrase.parts)


def unsayable(named: Named, kind: str) -> bool:
    """True for a name that a report cannot stand on; people's own words are better then."""
    found, name = named.claim, named.name
    if found.frame == "words" or _says_little(found, name_lemmas(found, name), name):
        return True
    if found.frame in ("bare", "trouble") and set(found.objects) <= _NO_TROUBLE:
        return True
    alone = found.phrase is not None and not found.phrase.adjectives() and len(found.objects) == 1
    return kind == "vision" and alone and not found.lead


def quoted(members: Sequence[Member]) -> str:
    """The words of the member whose lemmas the others say most, in quotation marks.

    Places, numbers, masks and exclamations of one are avoided where another says the same.
    """
    voices: Counter[str] = Counter()
    for member in members:
        for lemma in member.lemmas:
            voices[lemma] += int(100 * member.weight)

    def shared(member: Member) -> float:
        content = sorted(lemma for lemma in member.lemmas if lemma not in _FRAMING)
        share = sum(voices[lemma] for lemma in content) / (1.5 + len(content))
        return share * math.prod(_LEANING for flaw in _flaws(member.text) if flaw)

    plain = [m for m in members if "[" not in m.text] or list(members)
    short = [m for m in plain if len(m.text) <= LONGEST and len(m.text.split()) > 1]
    unnumbered = [m for m in short if not any(map(str.isdigit, m.text))]  # houses, floors, dates
    best = max(
        unnumbered or short or plain, key=lambda m: (round(shared(m), 6), -len(m.text), m.text)
    )
    text = quotation(best.text.strip(_MARKS))
    return f"«{capitalized(text.strip(_MARKS))}»"


def _flaws(text: str) -> tuple[bool, ...]:
    """What makes words a worse quotation: each of them costs."""
    told = text.strip(_MARKS).split()
    local = any(word[:1].isupper() or word[:1].isdigit() for word in told[1:])
    said = words(text)
    pronouns = any(word.lower in _OF_OTHERS for word in said)
    misspelt = any(word.readings and not word.readings[0].known for word in said)
    return fold(told[0]) in _LEANS, local, local, pronouns, misspelt, text.rstrip()[-1:] in "!?"


def _spelling(name: str) -> float:
    """Under 1 for a name with a word that the dictionary does not have."""
    strange = any(
        word.readings and not word.readings[0].known and word.text.islower() for word in words(name)
    )
    return _MISSPELT if strange else 1.0


def name_lemmas(variant: Claim, name: str) -> frozenset[str]:
    """The lemmas that a name claims its members say: those of its object, or of all its words."""
    if variant.frame == "many":
        return frozenset(word.lemma for word in words(variant.lead))
    if variant.phrase is not None:
        return frozenset(fold(lemma) for lemma in variant.objects)
    if variant.frame == "ideal":  # of the city, which goes without saying
        name = name.removesuffix(" город")
    content = [w for w in words(name) if w.pos not in ("PREP", "CONJ", "PRCL", "NPRO", "")]
    return frozenset(word.lemma for word in content)


def _distinct(names: Sequence[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(fold(name), name)
    return list(seen.values())
