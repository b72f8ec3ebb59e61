"""Which words judge a thing, and which only say what kind it is: «сжатые», «дорожные»."""

from __future__ import annotations

from pipeline.naming.lexicon import lemma_class
from pipeline.naming.nearby import full_form
from pipeline.naming.words import Reading

_JUDGING = ("inherent", "telling", "worn", "poor", "low", "high")
_SOUND = frozenset({"недвижимость", "безопасность", "необходимость", "независимость"})
# Adjectives that begin like denials and are none, or deny an evil.
_HARMLESS = frozenset("недавний необходимый небольшой некоторый немецкий нежилой непосредственный "
                      "нефтяной нервный неделимый бесплатный беспроводной беспилотный безопасный "
                      "безналичный независимый немалый несколько нескользящий непрерывный "
                      "неравнодушный неформальный".split())  # fmt: skip


def names_evil(noun: str) -> bool:
    """True for the lemma of a noun that names something bad: «яма», «неопределённость»."""
    abstract = noun.endswith(("ость", "ие", "ье")) and noun.startswith(("не", "без", "бес"))
    return noun in lemma_class("negative") or (abstract and noun not in _SOUND)


def judges(adjective: Reading) -> bool:
    """True for «сжатый», «неполный», «разрушенный»; False for «дорожный», «новый», «указанный»."""
    lemma, full = adjective.lemma, full_form(adjective)
    if any(not lemma_class(name).isdisjoint((lemma, full)) for name in _JUDGING):
        return True
    if lemma.startswith(("не", "без", "бес")) and lemma not in _HARMLESS:
        return True
    return full in lemma_class("damage") | lemma_class("befallen")
