"""A name in people's own words where all of its words are said by many: «Темно на улицах»."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.naming.lexicon import action_nouns, lemma_class
from pipeline.naming.names import Member
from pipeline.naming.own_words import own_words
from pipeline.naming.spelling import abbreviated, plausible
from pipeline.naming.words import Word, capitalized, words

_ENOUGH = 0.5  # share of people who must say each of its words
_LONGEST = 5  # words
_TELLING = ("NOUN", "ADJF", "ADJS", "PRTF", "PRTS", "VERB", "INFN", "PRED", "ADVB", "COMP")
_THINGS = ("NOUN", "ADJF", "PRTF", "PRED")
# Deeds that say enough alone.
_FULL = frozenset("отлов дезинфекция озеленение благоустройство субботник асфальтирование "
                  "стерилизация газификация цифровизация перерасчет".split())  # fmt: skip
_EMPTY = frozenset("хороший город жизнь желание куча".split())
_OF_CITY = ("с", "со", "для", "без")  # «с парками»: a city that is so


def common_words(members: Sequence[Member], kind: str) -> str:
    """The text of a member, quoted but for noun phrases, whose words half of the people say.

    "" where no short text is so, or where it names no thing.
    """
    total = sum(member.weight for member in members)
    ranked: list[tuple[float, int, str]] = []
    for member in members:
        text = own_words(member.text)
        said = words(text)
        told = [word for word in said if word.pos in _TELLING or abbreviated(word.lower)]
        wish = kind == "problem" and any(word.pos == "INFN" for word in said)
        denied = kind == "solution" and said[0].lower == "не"
        if (
            not told
            or wish
            or denied
            or len(said) > _LONGEST
            or not _whole(said)
            or not _names(told, kind)
        ):
            continue
        shares = [_share(word, members) / total for word in told]
        if min(shares) < _ENOUGH:
            continue
        ranked.append((-len(told) * min(shares), len(text), text))
    return next((name for _, _, text in sorted(ranked) if (name := _styled(text, kind))), "")


def _tag(word: Word) -> str:
    return word.readings[0].tag if word.readings else ""


def _share(word: Word, members: Sequence[Member]) -> float:
    return sum(m.weight for m in members if not word.lemmas().isdisjoint(m.lemmas))


def _names(told: Sequence[Word], kind: str) -> bool:
    """True where some word is a thing or says how it is wanted, more than «город», «хороший»."""
    empty = lemma_class("unspecific") | lemma_class("relational") | lemma_class("outcry") | _EMPTY
    things = [
        word for word in told if word.pos in _THINGS or word.find("ADJS") or abbreviated(word.lower)
    ]
    if kind == "problem" and len(told) == 1 and told[0].pos not in ("NOUN", ""):
        return False  # «грязный», «грязно»: what, and where
    return any(word.lemma not in empty for word in things)


def _whole(said: Sequence[Word]) -> bool:
    """False for masks, numbers, questions and words that are misspelt."""
    if any(word.text in "[]?!" or word.text[0].isdigit() or "Apro" in _tag(word) for word in said):
        return False
    return all(map(plausible, said)) and said[-1].pos not in ("PREP", "CONJ")


def of_city(text: str) -> str:
    """A vision as a name: «Город с парками» of «с парками»; "" for a thing left unqualified."""
    said = words(text)
    if said[0].lower in _OF_CITY:
        return f"Город {text[:1].lower()}{text[1:]}"
    if len(said) > 1:
        return text
    adjective = said[0].find("ADJF")
    form = adjective.parse.inflect({"nomn", "sing", "masc"}) if adjective else None
    return capitalized(f"{form.word} город") if form else ""


def _styled(text: str, kind: str) -> str:
    if kind == "vision":
        text = of_city(text)
    said = words(text)
    if not said:
        return ""
    if kind == "against":
        return capitalized(text)
    deed = next((word for word in said if word.lemma in action_nouns()), None)
    if kind == "solution" and deed and said[0].find("VERB", "INFN"):  # «произвести отлов»
        rest = text[deed.end :]
        return capitalized(f"{deed.lemma}{rest}") if rest.strip() or deed.lemma in _FULL else ""
    if kind == "solution":
        return capitalized(text)
    if len(said) == 1 and abbreviated(said[0].lower):
        return text
    nominal = said[0].find("NOUN", "ADJF", "PRTF") and not any(w.find("VERB") for w in said)
    return capitalized(text) if nominal else f"«{capitalized(text)}»"
