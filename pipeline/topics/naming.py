"""Names of topics in the house style of municipal papers, made from the topic's own words.

A name is chosen by how well it stands for the members: the share of members that speak of its
subjects (coverage) against the share of all that speak of them which are members (precision), as
their harmonic mean. A second or third subject joins only if it raises that mean: «Дороги и
тротуары». Where most of those who speak of the subject claim the same of it, the claim leads:
«Нехватка врачей», «Уборка снега».
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.naming import Member, best_name, claim
from pipeline.naming.leads import about, commonest
from pipeline.naming.names import name_lemmas
from pipeline.naming.phrases import agreement
from pipeline.naming.subjects import Gathered, Subject, listed
from pipeline.naming.words import capitalized, fold, inflect, readings, words
from pipeline.topics.coverage import Corpus, Holders
from pipeline.topics.subjects import subjects_of
from pipeline.topics.visions import vision_name

LONGEST = 60  # characters of a name
ALTERNATIVES = 3
_SAMPLE = 300  # members of a topic that names are made of; all members vote
_STARTS = 4  # of the best subjects begin names of several
_GAIN = 1.12  # by how much another subject must better the fit to join …
_ADDS, _RATHER = 0.08, 0.25  # … and what it must newly cover: of the topic, or of what is covered
_TELLING = 8  # lemmas of a statement that may be expected to say its claim in so many words
_LED = 0.2  # a claim leads the name of a topic whose subjects cover so much of it
_HOUSE_STYLE = 1.1  # a claim that is shared is worth so much more than the bare subject
_WEAK = 0.12  # a name that covers less of the topic is introduced by «Разное»
_KINDS = ("problem", "solution", "against", "vision", "praise")


@dataclass(frozen=True)
class TopicName:
    """A topic's name, other good ones, and the share of its members that the name covers."""

    name: str
    alternatives: tuple[str, ...]
    coverage: float


@dataclass(frozen=True)
class _Candidate:
    name: str
    fit: float
    coverage: float


def name_topics(corpus: Corpus, count: int, taken: Sequence[str] = ()) -> list[TopicName]:
    """Names of the topics 0 … `count` − 1, no two alike, the best fitting first to choose.

    Names that are `taken` are given to none of them.
    """
    holders = Holders(corpus)
    tried = [_candidates(corpus, holders, topic) for topic in range(count)]
    return _all_different(tried, taken)


def _candidates(corpus: Corpus, holders: Holders, topic: int) -> list[_Candidate]:
    """Names for a topic, the best first."""
    members = np.flatnonzero(corpus.labels == topic)
    typical = [(-round(float(corpus.typical[n]), 5), corpus.texts[int(n)], int(n)) for n in members]
    sample = [number for _, _, number in sorted(typical)[:_SAMPLE]]
    gathered = Gathered(corpus.texts[number] for number in sample)
    subjects = subjects_of(gathered, holders, topic)
    made = _Maker(corpus, holders, topic, sample)
    found = [
        c for start in range(min(_STARTS, len(subjects))) for c in made.grown(subjects[start:])
    ]
    found += [c for subject in subjects[_STARTS:] for c in made.alone(subject)]
    strongest = max((c.fit for c in found), default=0.0)
    vision = vision_name(corpus, holders, topic)
    if vision and vision[1] > strongest:
        found.append(_Candidate(*vision))
        strongest = vision[1]
    own = made.own_words(strongest)
    if own:
        found.append(own)
    leading = max(found, key=lambda c: c.fit, default=None)
    if subjects and leading and leading.coverage < _WEAK:
        found.append(_Candidate(_mixed(subjects), strongest * 2, leading.coverage))
    best: dict[str, _Candidate] = {}
    for one in sorted(found, key=lambda c: (-c.fit, len(c.name), c.name)):
        best.setdefault(fold(one.name), one)
    return list(best.values())


def _mixed(subjects: Sequence[Subject]) -> str:
    """«Разное: дым, качели и сугробы», with as many subjects as a name has room for."""
    forms = [subject.form("nomn") for subject in subjects[:3]]
    while len(forms) > 1 and len(listed(forms)) > LONGEST:
        forms.pop()
    return f"Разное: {listed(forms)}"


class _Maker:
    """Makes the names of one topic from its subjects and its members' claims."""

    def __init__(self, corpus: Corpus, holders: Holders, topic: int, sample: list[int]) -> None:
        self.corpus, self.holders, self.topic, self.sample = corpus, holders, topic, sample
        self._leads: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._spoken: Counter[str] = Counter()
        for number in sample:
            self._hear(number)

    def _hear(self, number: int) -> None:
        weight = int(self.corpus.weights[number])
        role = self.corpus.roles[number]
        lemmas = {fold(lemma) for lemma in self.corpus.lemmas[number]}
        if not 1 < len(lemmas) <= _TELLING:
            return  # «дороги» claims nothing and denies nothing, a long tale neither
        for lemma in lemmas:
            self._spoken[lemma] += weight
        found = claim(self.corpus.texts[number], role if role in _KINDS else "problem")
        if found and found.phrase and not found.trail:
            noun, lead = about(found)
            if lead:
                self._leads[noun][lead] += weight

    def grown(self, subjects: Sequence[Subject]) -> list[_Candidate]:
        """Names that begin with the first subject: alone, with a claim, with subjects that help."""
        chosen = [subjects[0]]
        texts = self.holders.of(subjects[0].key)
        fit, coverage = self.holders.fit(texts, self.topic)
        made = self._written(chosen, fit, coverage)
        while len(chosen) < 3:
            tried = (
                (self.holders.fit(texts | self.holders.of(s.key), self.topic), -place, s)
                for place, s in enumerate(subjects)
                if s not in chosen
            )
            enough = coverage + min(_ADDS, _RATHER * coverage)
            best = max((one for one in tried if one[0][1] >= enough), default=None)
            if best is None or best[0][0] < fit * _GAIN:
                break
            (fit, coverage), _, another = best
            chosen.append(another)
            texts |= self.holders.of(another.key)
            made += self._written(chosen, fit, coverage)
        return made

    def alone(self, subject: Subject) -> list[_Candidate]:
        """Names that say this one subject."""
        fit, coverage = self.holders.fit(self.holders.of(subject.key), self.topic)
        return self._written([subject], fit, coverage)

    def _written(self, chosen: Sequence[Subject], fit: float, coverage: float) -> list[_Candidate]:
        """The subjects as a name: under the claim that they share, and plainly."""
        made = [_Candidate(capitalized(listed([s.form("nomn") for s in chosen])), fit, coverage)]
        shared = self._shared_lead(chosen)
        if shared and coverage >= _LED:
            lead, case = shared
            if case == "nomn":
                lead = _agreed(lead, chosen[0])
            text = f"{lead} {listed([s.form(case) for s in chosen])}"
            made.append(_Candidate(capitalized(text), fit * _HOUSE_STYLE, coverage))
        return [one for one in made if len(one.name) <= LONGEST]

    def _shared_lead(self, chosen: Sequence[Subject]) -> tuple[str, str] | None:
        """The lead that enough of those who speak of each subject put before it."""
        shared: tuple[str, str] | None = None
        for subject in chosen:
            claims = self._leads.get(subject.head, Counter())
            lead = commonest(claims, self._spoken[subject.head])
            if lead is None or (shared and lead != shared):
                return None
            shared = lead
        return None if shared and shared[1] == "nomn" and len(chosen) > 1 else shared

    def own_words(self, strongest: float) -> _Candidate | None:
        """The claim of one member that the others come nearest to, behind what fits better."""
        corpus = self.corpus
        roles = Counter(corpus.roles[n] for n in self.sample if corpus.roles[n] in _KINDS)
        kind = min(roles, key=lambda role: (-roles[role], role)) if roles else "problem"
        members = [
            Member(
                corpus.texts[n],
                frozenset(fold(lemma) for lemma in corpus.lemmas[n]),
                float(corpus.weights[n]),
            )
            for n in self.sample
            if corpus.roles[n] == kind or not roles
        ]
        named = best_name(members, kind)
        if named is None or len(named.name) > LONGEST or not named.name[0].isalpha():
            return None
        said = tuple(sorted(name_lemmas(named.claim, named.name)))
        texts = self.holders.of(said) if said else set()
        fit, coverage = self.holders.fit(texts, self.topic)
        return _Candidate(named.name, min(fit, 0.9 * strongest), coverage)


def _agreed(adjective: str, subject: Subject) -> str:
    """An adjective that agrees with the subject in its own number."""
    reading = next((r for r in readings(adjective) if r.adjective), None)
    if reading is None:
        return adjective
    return inflect(
        reading, adjective, agreement(subject.phrase.head.reading, "nomn", subject.number)
    )


def _all_different(
    tried: Sequence[Sequence[_Candidate]], forbidden: Sequence[str] = ()
) -> list[TopicName]:
    """The best name of each topic that no better fitting topic has taken."""
    pairs = sorted(
        (-one.fit, topic, place)
        for topic, candidates in enumerate(tried)
        for place, one in enumerate(candidates)
    )
    taken: dict[frozenset[str], int] = {_said(name): -1 for name in forbidden}
    given: dict[int, _Candidate] = {}
    for _, topic, place in pairs:
        one = tried[topic][place]
        if topic not in given and _said(one.name) not in taken:
            given[topic] = one
            taken[_said(one.name)] = topic
    named = []
    for topic, candidates in enumerate(tried):
        free = [c.name for c in candidates if taken.get(_said(c.name), topic) == topic]
        one = given.get(topic, _Candidate(f"Разное ({topic + 1})", 0.0, 0.0))
        named.append(TopicName(one.name, _unlike(one.name, free), one.coverage))
    return named


def _said(name: str) -> frozenset[str]:
    """The words of a name, whatever their form: «этаж» and «этажи» are one name."""
    return frozenset(word.lemma for word in words(name))


def _unlike(name: str, others: Sequence[str]) -> tuple[str, ...]:
    """Up to three of `others`, those first that say something else than the names before them."""
    chosen = [name]
    for bound in (0.5, 1.0):
        for other in others:
            alike = max(_overlap(other, before) for before in chosen)
            if other not in chosen and alike <= bound:
                chosen.append(other)
    return tuple(chosen[1 : ALTERNATIVES + 1])


def _overlap(one: str, other: str) -> float:
    ours, theirs = _said(one), _said(other)
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))
