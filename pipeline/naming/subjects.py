"""What texts speak of: noun phrases gathered from them, and put into the form a name needs.

«детских садов», «в детский сад», «детские садики» of many people become one subject with a key
(«детский», «сад»), whose number is the one that people use: «детские сады», but «снег».
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.naming.lexicon import lemma_class
from pipeline.naming.phrases import GOVERNMENT, Part, Phrase, phrase_at, shown
from pipeline.naming.words import Reading, Word, fold, words

_CASES = ("nomn", "accs", "gent", "datv", "ablt", "loct")
# From this share of plural uses on a noun is named in the plural, if some are plural for certain:
# what people ever count («собака», «собаки») is spoken of in general by its plural.
_PLURAL, _CERTAIN = 0.15, 0.04
_WITH_GENITIVE = {"нет", "нету", "не", "мало", "много", "больше", "недостаточно", "хватает"}
_LIKELY = 0.35  # likelihood of the plural at which a text's first word is taken to stand in it
_FEW = 12  # uses that are too few for a form that is plural for certain to be expected
_ABSTRACT = ("ние", "тие", "ость", "изм", "ство")  # «отопление» is hardly ever counted
# Prepositions whose groups belong to the noun before them, not to the verb of the clause.
_ATTACHED = {"в": "loct", "во": "loct", "на": "loct", "для": "gent", "без": "gent", "по": "datv"}
_PROPER = ("Name", "Surn", "Patr")
_TITLED = 0.5  # share of a noun's uses inside sentences that have a capital when it is a name

Key = tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """A noun phrase as people say it: its key, one phrase that stands for it, and its number."""

    key: Key
    phrase: Phrase
    number: str  # sing or plur

    def form(self, case: str) -> str:
        """The subject in `case`, in its own number, in lower case but for proper names."""
        return shown(self.phrase, case, self.number)

    @property
    def head(self) -> str:
        """Lemma of its noun."""
        reading = self.phrase.head.reading
        return reading.lemma if reading else self.phrase.head.word.lower


class Gathered:
    """The subjects of a set of texts: how many texts hold each, and how to write it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.counts: Counter[Key] = Counter()
        self.free: Counter[Key] = Counter()  # texts where no preposition governs it
        self._phrases: dict[Key, Counter[str]] = defaultdict(Counter)
        self._examples: dict[str, Phrase] = {}
        self._numbers: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._inside: Counter[str] = Counter()  # heads inside sentences …
        self._titled: Counter[str] = Counter()  # … and those written with a capital there
        for text in texts:
            self._add(text)

    def _add(self, text: str) -> None:
        told = _told(text)
        self._inside.update(told.inside)
        self._titled.update(told.titled)
        for key, example, cut in told.subjects:
            self._phrases[key][example] += 1
            self._examples.setdefault(example, cut)
        for lemma, number, amount in told.numbers:
            self._numbers[lemma][number] += amount
        self.counts.update({key for key, _, _ in told.subjects})
        self.free.update(told.free)

    def proper(self, lemma: str) -> bool:
        """True for a noun that people mostly write with a capital: «Квадра», «Радуга»."""
        return self._titled[lemma] >= max(2, _TITLED * self._inside[lemma])

    def subject(self, key: Key) -> Subject:
        """The subject of a key in `counts`, by the phrase that most texts have for it."""
        examples = self._phrases[key]
        text = min(examples, key=lambda e: (-examples[e], len(e), e))
        phrase = self._examples[text]
        reading = phrase.head.reading
        return Subject(key, phrase, self.number_of(reading) if reading else "sing")

    def number_of(self, reading: Reading) -> str:
        """The number in which the texts name what a noun stands for, sing or plur."""
        if "Sgtm" in reading.tag or "Pltm" in reading.tag:
            return reading.number or "sing"
        seen = self._numbers[reading.lemma]
        total = seen["sing"] + seen["plur"]
        if not total:
            return reading.number or "sing"
        if reading.lemma.endswith(_ABSTRACT):
            plural = seen["certain"] >= _PLURAL * total
        elif seen["certain"] < _CERTAIN * total:
            plural = total < _FEW and seen["plur"] >= 2 * _PLURAL * total
        else:
            plural = seen["plur"] >= _PLURAL * total
        return "plur" if plural else "sing"


@dataclass(frozen=True)
class _Told:
    """What one text adds to the counts of any set that it is in."""

    subjects: tuple[tuple[Key, str, Phrase], ...]  # with how it is written, in reading order
    free: frozenset[Key]
    numbers: tuple[tuple[str, str, float], ...]  # lemma, number or «certain», how much of it
    inside: tuple[str, ...]
    titled: tuple[str, ...]


@lru_cache(maxsize=20_000)  # names of levels, topics and findings gather the same texts
def _told(text: str) -> _Told:
    tokens = words(text)
    subjects: list[tuple[Key, str, Phrase]] = []
    free: set[Key] = set()
    known: dict[int, str] = {}
    inside: list[str] = []
    titled: list[str] = []
    for phrase in phrases(tokens):
        head = phrase.head
        if head.reading and head.word.start:
            inside.append(head.reading.lemma)
            titled += [head.reading.lemma] * head.word.text.istitle()
        if head.reading and _is_clear(phrase, tokens):
            known[head.word.start] = head.reading.number
        for cut in _cuts(phrase):
            key = tuple(fold(lemma) for lemma in cut.lemmas)
            number = head.reading.number if head.reading else ""
            subjects.append((key, shown(cut, "nomn", number), cut))
            if not _governed(phrase, tokens):
                free.add(key)
    numbers = [one for word in tokens for one in _numbers(word, known.get(word.start, ""))]
    return _Told(tuple(subjects), frozenset(free), tuple(numbers), tuple(inside), tuple(titled))


def spoken_of(text: str) -> Iterator[Phrase]:
    """The noun phrases of a text as subjects have them: with one adjective or none."""
    return (cut for _, _, cut in _told(text).subjects)


def freely_named(text: str) -> frozenset[str]:
    """The nouns of a text that no preposition governs: what it speaks of, not where or how."""
    return frozenset(key[0] for key in _told(text).free if len(key) == 1)


def _numbers(word: Word, known: str) -> Iterator[tuple[str, str, float]]:
    """The numbers that a word may stand in; `known` where its neighbours tell."""
    nouns = [r for r in word.readings if r.pos == "NOUN" and r.number]
    told = [r for r in nouns if r.number == known] or nouns
    mass = sum(r.score for r in told) or 1.0
    for reading in told:
        yield reading.lemma, reading.number, reading.score / mass
    for lemma in sorted({r.lemma for r in told}):
        if all(r.number == "plur" for r in told if r.lemma == lemma):
            yield lemma, "certain", 1


def phrases(tokens: Sequence[Word]) -> Iterator[Phrase]:
    """The noun phrases of a text in reading order, none inside another."""
    index = 0
    while index < len(tokens):
        phrase = _phrase(tokens, index)
        if phrase is None:
            index += 1
            continue
        yield phrase
        index = _after_core(phrase, tokens, index)


def _is_clear(phrase: Phrase, tokens: Sequence[Word]) -> bool:
    """True where the words around a noun tell its number: «надписи» alone may be either."""
    if phrase.adjectives() or _governed(phrase, tokens):
        return True
    plural = sum(r.score for r in phrase.head.word.readings if r.number == "plur")
    genitive = any(word.lower in _WITH_GENITIVE for word in tokens)
    return phrase.start == 0 and not genitive and (plural > _LIKELY or plural == 0)


def _governed(phrase: Phrase, tokens: Sequence[Word]) -> bool:
    """True behind a preposition: «с коляской» tells how, not of what, people speak."""
    return phrase.start > 0 and tokens[phrase.start - 1].lower in GOVERNMENT


def _phrase(tokens: Sequence[Word], index: int) -> Phrase | None:
    """The phrase at `index`, in the case that a preposition before it asks for, if there is one."""
    word = tokens[index]
    if not word.text[0].isalpha() or (word.lower in GOVERNMENT and word.pos == "PREP"):
        return None
    before = tokens[index - 1].lower if index else ""
    cases = GOVERNMENT.get(before, _CASES)
    phrase = phrase_at(tokens, index, cases)
    if phrase is None or phrase.head.reading is None or len(phrase.head.word.text) < 2:
        return None
    unknown = phrase.head.word.abbreviation and not phrase.head.word.pos
    if phrase.head.word.pos != "NOUN" and not unknown:
        return None
    if any(mark in phrase.head.reading.tag for mark in _PROPER):
        return None
    return phrase


def _after_core(phrase: Phrase, tokens: Sequence[Word], start: int) -> int:
    """Where to go on: behind the head, so that its dependents are subjects of their own."""
    for index in range(start, phrase.stop):
        if tokens[index] is phrase.head.word:
            return index + 1
    return phrase.stop


def _cuts(phrase: Phrase) -> list[Phrase]:
    """The noun alone, with its nearest adjective, and each with its first dependent."""
    parts = phrase.parts
    at = parts.index(phrase.head)
    plain = lemma_class("worn") | lemma_class("poor") | lemma_class("good") | lemma_class("vague")
    near = [
        part
        for part in parts[:at]
        if part.role == "agree" and part.reading and part.reading.lemma not in plain
    ][-1:]
    cores = [(parts[at],)] if not near else [(parts[at],), (*near, parts[at])]
    tail = _first_dependent(parts[at + 1 :])
    groups = [*cores, *((*core, *tail) for core in cores if tail)]
    return [replace(phrase, parts=group) for group in groups if not any(map(_clipped, group))]


def _clipped(part: Part) -> bool:
    """True for «ул», «г», «д», «1»: clipped words and numbers of addresses."""
    text = part.word.text
    return part.role != "link" and (not text[0].isalpha() or (len(text) < 3 and not text.isupper()))


def _first_dependent(tail: Sequence[Part]) -> tuple[Part, ...]:
    """The first group after the noun: «снега» of «уборка снега с дорог»; () for a proper name."""
    taken: list[Part] = []
    for part in tail:
        if part.role == "quoted":
            return ()
        ended = bool(taken) and taken[-1].reading is not None and taken[-1].reading.pos == "NOUN"
        if ended:
            break
        taken.append(part)
    last = taken[-1].reading if taken else None
    if last is None or last.pos != "NOUN" or last.lemma in lemma_class("relational"):
        return ()
    if taken[0].role == "link" and _ATTACHED.get(taken[0].word.lower) != last.case:
        return ()
    return () if any(mark in last.tag for mark in (*_PROPER, "Geox")) else tuple(taken)


def listed(forms: Sequence[str]) -> str:
    """«дороги», «дороги и тротуары», «дороги, тротуары и дворы»."""
    return " и ".join(part for part in (", ".join(forms[:-1]), forms[-1]) if part)
