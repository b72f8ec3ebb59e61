"""One statement as the models of roles and directions read it: words, rules, question, meanings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.statements.lexicon import NO_MEANING, Meaning, Said, lexicon
from pipeline.statements.rules.engine import Rule, fired
from pipeline.statements.rules.questions import question_kind
from pipeline.statements.rules.words import Words, words

_FUNCTION = frozenset(
    ("PREP", "CONJ", "PRCL", "PRO", "PRD", "MOD", "NE", "NET", "NI", "INTJ", "P", "NUM", "ADV")
)
_PREDICATES = frozenset(("V", "INF", "PRD", "MOD", "NET", "NE", "PS", "AS", "G"))
_MAX_TOKENS = 400  # of a whole letter, so that one long text cannot stall `veche label`


@dataclass(frozen=True)
class Unit:
    """One statement as the model reads it."""

    words: Words
    rules: tuple[Rule, ...]
    kind: str  # what its question asks for
    question: Words
    text: str = ""  # as it was written, for the reader
    asked: str = ""  # the question as it was written

    @cached_property
    def said(self) -> list[Said]:
        """The words and phrases that the lexicon knows."""
        return lexicon().said(self.words.lemmas, self.words.tags)

    @cached_property
    def meanings(self) -> list[Meaning]:
        """The meaning of each token; those of a phrase have the phrase's."""
        found = [NO_MEANING] * len(self.words)
        for places, meaning in self.said:
            for place in places:
                found[place] = meaning
        return found


def unit(text: str, question: str = "", question_role: str = "", with_rules: bool = True) -> Unit:
    """Look up the words, rules and question of one statement.

    A role that the dataset gives its question outweighs the wording, except «open».
    """
    found = words(text)
    if len(found) > _MAX_TOKENS:
        found = Words(
            found.forms[:_MAX_TOKENS],
            found.lemmas[:_MAX_TOKENS],
            found.tags[:_MAX_TOKENS],
            found.starts[:_MAX_TOKENS],
        )
    kind = question_role if question_role not in ("", "open") else question_kind(question)
    rules = tuple(fired(found)) if with_rules else ()
    return Unit(found, rules, kind, _question_words(question), text, question)


@lru_cache(maxsize=10_000)
def _question_words(question: str) -> Words:
    return words(question)


def shape(found: Words) -> list[str]:
    """The tags of a text, closed-class words as they are: «не V.pres.3.pl P»."""
    return [shape_of(form, tag) for form, tag in zip(found.forms, found.tags, strict=True)]


def shape_of(form: str, tag: str) -> str:
    """The tag of one word, or the word itself where its class is closed."""
    part = tag.partition(".")[0]
    return form if part in _FUNCTION else _short(tag, part)


@lru_cache(maxsize=10_000)
def _short(tag: str, part: str) -> str:
    """A tag with the marks that matter: cases of nouns and adjectives, tense, mood, person."""
    marks = tag.split(".")[1:]
    if part in ("N", "A", "PT"):
        kept = [mark for mark in marks if mark in ("nom", "gen", "ins")][:1]
        return ".".join([part, *kept])
    kept = [mark for mark in marks if mark in ("pres", "past", "fut", "imp", "1", "2", "3", "pl")]
    return ".".join([part, *kept])


def is_bare(one: Unit) -> bool:
    """Whether no word is a verb, a predicate or a negation: «дороги», «новая школа»."""
    return not {tag.partition(".")[0] for tag in one.words.tags} & _PREDICATES
