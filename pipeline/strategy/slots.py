"""Causes, resources, doers and deadlines as a table may print them: whole, meant, told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.findings.matters import canonical
from pipeline.naming.words import Word, inflect, words

Slots = Mapping[str, Sequence[Sequence]]  # slot -> pairs of a value and how many said it

_CONNECTIVE = re.compile(
    r"^(?:из[- ]за(?:\s+того,?\s+что)?|так\s+как|потому\s+что|поскольку|по\s+причине|"
    r"в\s+связи\s+с(?:\s+тем,?\s+что)?|ввиду|вследствие|благодаря|в\s+результате)\s*",
    re.IGNORECASE,
)
_LEANS = ("PREP", "CONJ", "PRCL", "NPRO")  # a value that ends in such a word is cut short
_LEADING = 2  # nouns of a cause that must not be those of the problem
_LEAST, _LONGEST = 2, 140  # words and characters of a cause
_PRONOUNS = frozenset("что чем тем это этот который он она они оно то весь".split())
# A sum that nobody plans with: a fare, a fine, a benefit.
_FARE = re.compile(
    r"(?:\d[\d\s]{0,5}|[а-яё]+)\s*(?:р\.?|руб\w*\.?)(?:\s*\d+\s*коп\w*\.?)?$", re.IGNORECASE
)
_SHORT = frozenset("ук тсж жкх жэк рэу мкд гибдд мчс мвд дэз цгб".split())
_NAMELESS = frozenset(("некоторый", "данный", "этот", "тот", "ваш", "наш", "свой", "мой"))


def causes(slots: Slots, name: str, most: int = 3) -> tuple[str, ...]:
    """The causes named most, each a whole thought that is not the problem over again.

    «В связи с тем» is a cause cut short; «так как освещение не работает» is no cause of «нет
    освещения».
    """
    said = {canonical(w.lemma) for w in words(name) if w.pos == "NOUN"}
    counts: dict[str, int] = {}
    for value, count in slots.get("cause", ()):
        if _is_whole(value) and not said.intersection(_first_nouns(value)):
            counts[value] = counts.get(value, 0) + count
    return _ranked(counts, most)


def _is_whole(cause: str) -> bool:
    bare = words(_CONNECTIVE.sub("", cause))
    return (
        len(bare) >= _LEAST
        and len(cause) <= _LONGEST
        and bool(_first_nouns(cause))
        and bare[0].lemma not in _PRONOUNS
        and bare[-1].pos not in _LEANS
        and bare[-1].lemma not in _PRONOUNS
    )


def _first_nouns(cause: str) -> list[str]:
    bare = words(_CONNECTIVE.sub("", cause))
    return [canonical(w.lemma) for w in bare if w.pos == "NOUN"][:_LEADING]


def means(slots: Iterable[Slots], *names: str, most: int = 3) -> tuple[str, ...]:
    """The values of these slots that most name, one of each meaning, as a table says them.

    «Управляющей компанией» and «управляющая компания» are one doer.
    """
    counts: dict[str, int] = {}
    shown: dict[tuple[str, ...], str] = {}
    for held in slots:
        for name in names:
            for value, count in held.get(name, ()):
                if said := _said(name, value):
                    first = shown.setdefault(_meaning(said), said)
                    counts[first] = counts.get(first, 0) + count
    return _ranked(counts, most)


def _said(slot: str, value: str) -> str:
    """The value as a table says it; "" for what is no means at all, such as a fare."""
    if slot in ("responsible", "addressee"):
        return plain(value)
    if slot == "resource" and _FARE.match(value.strip()):
        return ""
    return value.strip()


def _meaning(value: str) -> tuple[str, ...]:
    lemmas = {word.lemma for word in words(value)}
    if "ук" in lemmas:  # the one abbreviation that everybody also writes in full
        lemmas = lemmas - {"ук"} | {"управлять", "компания"}
    return tuple(sorted(lemmas)) or (value,)


def plain(doer: str) -> str:
    """A doer in the nominative, without «наша» and «данная»: «управляющей компанией» and so on.

    Only the adjectives before its first noun and that noun turn; the rest stands as it was said.
    """
    tokens = words(doer)
    while tokens and (tokens[0].lemma in _NAMELESS or not tokens[0].text[0].isalnum()):
        tokens = tokens[1:]
    head = next((at for at, word in enumerate(tokens) if _is_doer(word, tokens[at + 1 :])), None)
    if not tokens or head is None:
        return ""
    at, text = tokens[0].start, ""
    for word in _turned(tokens[: head + 1]):
        text += doer[at : word[0].start] + word[1]
        at = word[0].end
    text = (text + doer[at:]).strip()
    return text[:1].upper() + text[1:]


def _is_doer(word: Word, after: Sequence[Word]) -> bool:
    """A noun; «главного» before «инженера» is none, whatever its likeliest reading."""
    if word.pos == "NOUN" and word.find("ADJF") and after and after[0].pos == "NOUN":
        return False
    return word.abbreviation or word.pos == "NOUN" or word.lower in _SHORT


def _turned(phrase: Sequence[Word]) -> list[tuple[Word, str]]:
    """The words of a noun phrase with their nominative forms; one that may stand in it stays."""
    if len(phrase) > 1 and all(_may_be_nominative(word) for word in phrase):
        return [(word, word.text) for word in phrase]
    *before, head = phrase
    read = None if head.abbreviation or head.lower in _SHORT else head.find("NOUN")
    gender = {read.gender} if read and read.gender and read.number == "sing" else set()
    turned = [(word, _nominative(word, gender, "ADJF", "PRTF")) for word in before]
    return [*turned, (head, head.text.upper() if head.lower in _SHORT else _nominative(head))]


def _may_be_nominative(word: Word) -> bool:
    return not word.readings or any(reading.case == "nomn" for reading in word.readings)


def _nominative(word: Word, gender: Iterable[str] = (), *pos: str) -> str:
    reading = word.find(*(pos or ("NOUN",)))
    if word.abbreviation or reading is None or reading.case in ("nomn", ""):
        return word.text
    return inflect(reading, word.text, {"nomn", *gender})


def _ranked(counts: Mapping[str, int], most: int) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda value: (-counts[value], value))[:most])
