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
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.phrases import agreement
from pipeline.naming.subjects import Gathered, Key, Subject, listed, noun_form
from pipeline.naming.words import capitalized, fold, inflect, readings

LONGEST = 60  # characters of a name
ALTERNATIVES = 3
_SAMPLE = 300  # members of a topic that names are made of; all members vote
_SUBJECTS = 12  # subjects of a topic that are tried
_GAIN = 1.12  # by how much another subject must better the fit to join
_SHARED_CLAIM = 0.35  # share of those who speak of a subject that must claim the same of it
_WEAK = 0.12  # a fit under this is no better than one member's own words
_KINDS = ("problem", "solution", "against", "vision", "praise")


@dataclass(frozen=True)
class Corpus:
    """Distinct texts of a survey: how they read, their lemmas, role, weight and topic.

    `labels` (n,) holds the number of each text's topic, negative for none; `weights` (n,) how many
    statements read so; `typical` (n,) how near each text is to its topic's centre.
    """

    texts: Sequence[str]
    lemmas: Sequence[Sequence[str]]
    roles: Sequence[str]
    weights: np.ndarray
    labels: np.ndarray
    typical: np.ndarray


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


def name_topics(corpus: Corpus, count: int) -> list[TopicName]:
    """Names of the topics 0 … `count` − 1, no two alike, the best fitting first to choose."""
    holders = _Holders(corpus)
    tried = [_candidates(corpus, holders, topic) for topic in range(count)]
    return _all_different(tried)


class _Holders:
    """Which texts hold all lemmas of a key."""

    def __init__(self, corpus: Corpus) -> None:
        self._with: dict[str, set[int]] = defaultdict(set)
        for number, lemmas in enumerate(corpus.lemmas):
            for lemma in lemmas:
                self._with[fold(lemma)].add(number)
        self.weights, self.labels = corpus.weights, corpus.labels
        self._sizes = {
            int(label): float(corpus.weights[corpus.labels == label].sum())
            for label in np.unique(corpus.labels)
        }

    def of(self, key: Key) -> set[int]:
        """The texts that hold every lemma of `key`."""
        return set.intersection(*(self._with.get(lemma, set()) for lemma in key))

    def fit(self, texts: set[int], topic: int) -> tuple[float, float]:
        """How well a set of texts stands for a topic, and the share of the topic it covers."""
        index = np.fromiter(sorted(texts), dtype=np.int64, count=len(texts))
        inside = float(self.weights[index[self.labels[index] == topic]].sum())
        if not inside:
            return 0.0, 0.0
        coverage = inside / self._sizes[topic]
        precision = inside / float(self.weights[index].sum())
        return 2 * coverage * precision / (coverage + precision), coverage


def _candidates(corpus: Corpus, holders: _Holders, topic: int) -> list[_Candidate]:
    """Names for a topic, the best first."""
    members = np.flatnonzero(corpus.labels == topic)
    order = sorted(members, key=lambda n: (-round(float(corpus.typical[n]), 5), corpus.texts[n]))
    sample = [int(number) for number in order[:_SAMPLE]]
    gathered = Gathered(corpus.texts[number] for number in sample)
    subjects = _subjects(gathered, holders, topic)
    made = _Maker(corpus, holders, topic, sample)
    found = [c for start in range(min(4, len(subjects))) for c in made.grown(subjects[start:])]
    own = made.own_words()
    if own and (not found or max(c.fit for c in found) < _WEAK):
        found.append(own)
    best: dict[str, _Candidate] = {}
    for one in sorted(found, key=lambda c: (-c.fit, len(c.name), c.name)):
        best.setdefault(fold(one.name), one)
    return list(best.values())


def _subjects(gathered: Gathered, holders: _Holders, topic: int) -> list[Subject]:
    """The subjects that fit the topic best, one of those that share their noun."""
    relational = lemma_class("relational")
    scored: list[tuple[float, Key]] = []
    for key, count in gathered.counts.items():
        if count >= 2 or len(gathered.counts) < 30:
            fit, _ = holders.fit(holders.of(key), topic)
            scored.append((fit, key))
    chosen: list[Subject] = []
    heads: set[str] = set()
    for _, key in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[: 6 * _SUBJECTS]:
        subject = gathered.subject(key)
        if subject.head in heads or (len(key) == 1 and subject.head in relational):
            continue
        heads.update(key)
        chosen.append(subject)
    return chosen[:_SUBJECTS]


class _Maker:
    """Makes the names of one topic from its subjects and its members' claims."""

    def __init__(self, corpus: Corpus, holders: _Holders, topic: int, sample: list[int]) -> None:
        self.corpus, self.holders, self.topic, self.sample = corpus, holders, topic, sample
        self._leads: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._spoken: Counter[str] = Counter()
        for number in sample:
            self._hear(number)

    def _hear(self, number: int) -> None:
        weight = int(self.corpus.weights[number])
        role = self.corpus.roles[number]
        for lemma in {fold(lemma) for lemma in self.corpus.lemmas[number]}:
            self._spoken[lemma] += weight
        found = claim(self.corpus.texts[number], role if role in _KINDS else "problem")
        if found and found.head and found.style >= 0.8 and found.lead and not found.trail:
            self._leads[found.head][_lead(found.frame, found.lead, found.case)] += weight

    def grown(self, subjects: Sequence[Subject]) -> list[_Candidate]:
        """Names that begin with the first subject: alone, with a claim, with subjects that help."""
        chosen = [subjects[0]]
        texts = self.holders.of(subjects[0].key)
        fit, coverage = self.holders.fit(texts, self.topic)
        made = self._written(chosen, fit, coverage)
        while len(chosen) < 3:
            best = max(
                (
                    (self.holders.fit(texts | self.holders.of(s.key), self.topic), -place, s)
                    for place, s in enumerate(subjects)
                    if s not in chosen
                ),
                default=None,
            )
            if best is None or best[0][0] < fit * _GAIN:
                break
            (fit, coverage), _, another = best
            chosen.append(another)
            texts |= self.holders.of(another.key)
            made += self._written(chosen, fit, coverage)
        return made

    def _written(self, chosen: Sequence[Subject], fit: float, coverage: float) -> list[_Candidate]:
        """The subjects as a name: under the claim that they share, and plainly."""
        made = [_Candidate(capitalized(listed([s.form("nomn") for s in chosen])), fit, coverage)]
        shared = self._shared_lead(chosen)
        if shared:
            lead, case = shared
            if case == "nomn":
                lead = _agreed(lead, chosen[0])
            text = f"{lead} {listed([s.form(case) for s in chosen])}"
            made.append(_Candidate(capitalized(text), fit * 1.05, coverage))
        return [one for one in made if len(one.name) <= LONGEST]

    def _shared_lead(self, chosen: Sequence[Subject]) -> tuple[str, str] | None:
        """The lead that enough of those who speak of each subject put before it."""
        shared: tuple[str, str] | None = None
        for subject in chosen:
            leads = self._leads.get(subject.head, Counter())
            if not leads:
                return None
            lead = min(leads, key=lambda pair: (-leads[pair], pair))
            enough = max(3.0, _SHARED_CLAIM * self._spoken[subject.head])
            if leads[lead] < enough or (shared and lead != shared):
                return None
            shared = lead
        if shared and shared[1] == "nomn" and len(chosen) > 1:
            return None
        return shared

    def own_words(self) -> _Candidate | None:
        """The claim of one member that the others come nearest to."""
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
        return _Candidate(named.name, _WEAK, 0.0) if named and len(named.name) <= LONGEST else None


def _lead(frame: str, lead: str, case: str) -> tuple[str, str]:
    """What a claim puts before its subject; «не чистят» and «чистить» are both «очистка»."""
    if frame != "undone":
        return lead, case
    noun = next((r.lemma for r in readings(lead.split()[-1]) if r.pos == "NOUN"), "")
    return (noun_form(noun, "nomn"), "gent") if noun else (lead, case)


def _agreed(adjective: str, subject: Subject) -> str:
    """An adjective that agrees with the subject in its own number."""
    reading = next((r for r in readings(adjective) if r.adjective), None)
    if reading is None:
        return adjective
    return inflect(
        reading, adjective, agreement(subject.phrase.head.reading, "nomn", subject.number)
    )


def _all_different(tried: Sequence[Sequence[_Candidate]]) -> list[TopicName]:
    """The best name of each topic that no better fitting topic has taken."""
    pairs = sorted(
        (-one.fit, topic, place)
        for topic, candidates in enumerate(tried)
        for place, one in enumerate(candidates)
    )
    taken: dict[str, int] = {}
    given: dict[int, _Candidate] = {}
    for _, topic, place in pairs:
        one = tried[topic][place]
        if topic not in given and fold(one.name) not in taken:
            given[topic] = one
            taken[fold(one.name)] = topic
    return [_named(given.get(topic), tried[topic], topic, taken) for topic in range(len(tried))]


def _named(
    given: _Candidate | None, candidates: Sequence[_Candidate], topic: int, taken: dict[str, int]
) -> TopicName:
    others = [one.name for one in candidates if taken.get(fold(one.name), topic) == topic]
    if given is None:
        return TopicName(f"Разное ({topic + 1})", tuple(others[:ALTERNATIVES]), 0.0)
    alternatives = tuple(name for name in others if name != given.name)[:ALTERNATIVES]
    return TopicName(given.name, alternatives, given.coverage)
