"""What a statement claims, in the terms that municipal papers use for names.

Each template is a named function from words to a claim; the first of its kind that fits is taken.
A claim is a lead («Отсутствие», «Ремонт») and the noun phrase it governs, so that a name can be
made longer or shorter without breaking its grammar. What no template fits stays in people's own
words. Constructions and their guards: the inventory P01–P34, S01–S32 of appeal and survey language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.naming.lexicon import lemma_class
from pipeline.naming.own_words import own_words
from pipeline.naming.phrases import Phrase, agreement, shown
from pipeline.naming.words import Reading, Word, capitalized, first_word, inflect, readings, words


@dataclass(frozen=True)
class Claim:
    """`lead` + `phrase` in `case`; `style` from 0 (own words) to 1 (house style)."""

    frame: str
    lead: str
    phrase: Phrase | None
    case: str
    style: float
    trail: str = ""  # what follows the phrase as it stands: «с коррупцией»
    verb: str = ""  # lemma of the action, for solutions and objections
    number: str = ""  # number that the noun is put into; "": as it was said
    aspects: tuple[str, ...] = ()  # what follows a colon: «проблемы с мостом: пробки и ремонт»

    def name(self) -> str:
        """The claim as a name."""
        lead, middle = self.lead, ""
        if self.phrase:
            case = self.case or "nomn"
            middle = (
                shown(self.phrase, case, self.number)
                if self.number
                else self.phrase.text(self.case)
            )
        if lead == "проблемы с" and _close(middle.split()[0]):
            lead = "проблемы со"
        said = " ".join(part for part in (lead, middle, self.trail) if part)
        return capitalized(f"{said}: {' и '.join(self.aspects)}" if self.aspects else said)

    def numbered(self, number: str) -> Claim:
        """The claim with its noun in `number` (sing, plur), and what agrees with it."""
        head = self.phrase.head.reading if self.phrase else None
        if self.phrase is None or head is None or head.number == number:
            return self
        lead = self.lead
        if self.case == "nomn":
            lead = " ".join(_agreeing(word, head, number) for word in lead.split())
        return replace(self, lead=lead, number=number)

    def variants(self) -> list[Claim]:
        """The claim, then the same with ever shorter phrases."""
        if self.phrase is None or self.trail:
            return [self]
        cuts = self.phrase.cuts()
        spare: frozenset[str] = lemma_class("vague") | lemma_class("good")  # «новых дорог»
        if self.case == "nomn":  # the lead judges already: «переполненные мусорные баки»
            spare = frozenset(p.reading.lemma for p in cuts[-1].adjectives() if p.reading)
        plain = cuts[-1].without(spare)
        if self.lead and len(plain.parts) < len(cuts[-1].parts):
            cuts.append(plain)
        return [replace(self, phrase=cut) for cut in cuts]

    @property
    def head(self) -> str:
        """Lemma of the noun that the claim is about; "" when it is in people's own words."""
        reading = self.phrase.head.reading if self.phrase else None
        return reading.lemma if reading else ""

    @property
    def objects(self) -> tuple[str, ...]:
        """Lemmas of what the claim is about."""
        return self.phrase.lemmas if self.phrase else ()


_MASK = re.compile(r"\[[^\[\]]{0,40}\]")  # «[имя]»: what was masked is no part of a name


_VOWELS = frozenset("аеёиоуыэюя")


def _close(first: str) -> bool:
    """True for a word that asks for «со»: «снегом», «школой», «взрывами», «льдом»; not «ЖКХ»."""
    word = first.lower()
    spelt_out = first.isupper() and _VOWELS.isdisjoint(word)
    close = len(word) > 1 and word[0] in "сзшжщ" and word[1] not in _VOWELS
    return (close and not spelt_out) or word.startswith(("вз", "вс", "льд", "мно"))


def _agreeing(word: str, head: Reading, number: str) -> str:
    """An adjective of a lead in the form that agrees with the noun in `number`."""
    reading = next((r for r in readings(word) if r.adjective), None)
    return inflect(reading, word, agreement(head, "nomn", number)) if reading else word


Template = Callable[[Sequence[Word]], Claim | None]


def claim(text: str, kind: str) -> Claim | None:
    """The claim of a statement of `kind` (problem, solution, against, vision, praise).

    None when the text holds no word at all.
    """
    return _claim(_unmasked(text), kind)


def tokens(text: str) -> list[Word]:
    """The words of a statement that templates read: no masks, no capital but of names."""
    return words(_lowered(_unmasked(text)))


def _unmasked(text: str) -> str:
    return " ".join(_MASK.sub(" ", text).split())


@lru_cache(maxsize=200_000)
def _claim(text: str, kind: str) -> Claim | None:
    from pipeline.naming import problems, solutions

    templates: dict[str, tuple[Template, ...]] = {
        "problem": problems.TEMPLATES,
        "solution": solutions.SOLUTION_TEMPLATES,
        "against": solutions.AGAINST_TEMPLATES,
        "vision": solutions.VISION_TEMPLATES,
        "praise": (solutions.nominal,),
    }
    said = tokens(text)
    if not any(token.text[0].isalpha() for token in said):
        return None
    for template in templates[kind]:
        found = template(said)
        if found is not None:
            return found
    return Claim("words", own_words(text), None, "", 0.0)


def _lowered(text: str) -> str:
    """The text without the capital of its first word, unless that is a name or an abbreviation."""
    first = first_word(text)
    if first is None or first.abbreviation or not first.readings:
        return text
    proper = {"Geox", "Name", "Surn", "Orgn", "Trad"} & set(
        first.readings[0].tag.replace(" ", ",").split(",")
    )
    at = first.start
    return text if proper else text[:at] + text[at].lower() + text[at + 1 :]


def has(word: Word, name: str) -> bool:
    """True when one of the word's readings is on the lexicon's list `name`."""
    return not word.lemmas().isdisjoint(lemma_class(name))
