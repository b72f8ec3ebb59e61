"""What stands near a word: the phrase that it governs, what is said of a phrase, a negation."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.naming.phrases import GOVERNMENT, Phrase, agreement, phrase_at, phrase_ending
from pipeline.naming.words import Reading, Word, inflect, readings

_WINDOW = 4  # words after a word in which its phrase begins


def near(
    words: Sequence[Word], index: int, cases: tuple[str, ...], before: int | None = None
) -> Phrase | None:
    """The phrase after the word at `index`, or else the one that ends right before `before`."""
    ahead = after(words, index, cases)
    if ahead:
        return ahead
    stop = index if before is None else before
    while stop > 0 and words[stop - 1].pos in ("ADVB", "PRCL", "INTJ", "PRED"):
        stop -= 1
    return phrase_ending(words, stop, cases)


def after(words: Sequence[Word], index: int, cases: tuple[str, ...]) -> Phrase | None:
    """The phrase that begins within a few words after `index`, adverbs and pronouns skipped."""
    first = _past_preposition(words, index + 1)
    for start in range(first, min(first + _WINDOW, len(words))):
        phrase = phrase_at(words, start, cases)
        if phrase:
            return phrase
        if words[start].pos not in ("ADVB", "PRCL", "NPRO", "ADJF", "PRED", "COMP"):
            return None
    return None


def _past_preposition(words: Sequence[Word], start: int) -> int:
    """Where the prepositional group at `start` ends: «нет [в нашем районе] поликлиники»."""
    if start < len(words) and words[start].lower in GOVERNMENT:
        for case in GOVERNMENT[words[start].lower]:
            group = phrase_at(words, start + 1, (case,))
            if group:
                return group.start + 1 + max(0, _core_length(words, group, case) - 1)
        if start + 1 < len(words) and words[start + 1].pos == "NPRO":
            return start + 2
    return start


def _core_length(words: Sequence[Word], group: Phrase, case: str) -> int:
    """How many words of a group stand before and at its head."""
    return words.index(group.head.word) - group.start + 1


def predicate(words: Sequence[Word], phrase: Phrase) -> set[str]:
    """Lemmas of an adjective or participle said of `phrase` right after or before it."""
    head = phrase.head.reading
    for index in (phrase.stop, phrase.stop + 1, phrase.start - 1):
        if 0 <= index < len(words):
            for reading in words[index].readings:
                if head and not _may_agree(reading, head):
                    continue  # «дороги снег»: two nouns, not «дорогой снег»
                if reading.pos in ("ADJS", "PRTS") or (
                    reading.pos == "ADJF"
                    and reading.case == "nomn"
                    and index >= phrase.stop
                    and not _belongs_ahead(words, index)
                ):
                    return adjective_lemmas(reading)
    return set()


def _belongs_ahead(words: Sequence[Word], index: int) -> bool:
    """True for an adjective of the noun that follows it: «воз и маленькая тележка»."""
    phrase = phrase_at(words, index, ("nomn",))
    return phrase is not None and phrase.head.word is not words[index]


def _may_agree(said: Reading, noun: Reading) -> bool:
    if said.number != noun.number:
        return False
    return noun.number != "sing" or not said.gender or said.gender == noun.gender


def adjective_lemmas(reading: Reading) -> set[str]:
    """Its dictionary form, and of a participle its full form as well: «разбить», «разбитый»."""
    if reading.pos not in ("PRTS", "PRTF"):
        return {reading.lemma}
    return {reading.lemma, full_form(reading)}


def full_form(reading: Reading) -> str:
    """The full masculine form, ё folded: «разбитый» of «разбиты», whose lemma is «разбить»."""
    if reading.pos not in ("PRTS", "PRTF"):
        return reading.lemma
    full = reading.parse.inflect({"PRTF", "sing", "masc", "nomn"})
    return str(full.word).replace("ё", "е") if full else reading.lemma


def agreed(adjective: str, phrase: Phrase) -> str:
    """`adjective` in the nominative, agreeing with the phrase's head."""
    reading = next((r for r in readings(adjective) if r.adjective), None)
    if reading is None:
        return adjective
    return inflect(reading, adjective, agreement(phrase.head.reading, "nomn"))


def negated(words: Sequence[Word], index: int) -> bool:
    return index > 0 and words[index - 1].lower == "не"


def first_said(words: Sequence[Word]) -> int:
    """Index of the first word that is not punctuation or a filler."""
    return next((i for i, w in enumerate(words) if w.text[0].isalnum()), 0)
