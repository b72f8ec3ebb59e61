"""What findings and theses are about, and how alike that is: weighted shares of lemmas."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from pipeline.findings.matters import canonical, subject_lemmas
from pipeline.naming.lexicon import action_nouns, actions, lemma_class
from pipeline.naming.words import Word, words

_COMMON = 0.34  # share of a finding's statements that must hold a lemma for it to count
# So a name begins that says what is objected to, an action or a thing.
_AGAINST = ("Против ", "Не надо ", "Не нужн", "Хватит ")
_WITHIN = 0.6  # likeness of a thing to a part of it
_CONTENT = ("NOUN", "ADJF", "ADJS", "VERB", "INFN", "PRTF", "PRTS", "ADVB", "NUMR")
# Words of plans that fit any thesis.
_OFFICIAL = frozenset(
    "развитие обеспечение создание повышение улучшение формирование организация реализация "
    "совершенствование мероприятие условие система территория муниципальный городской округ "
    "население гражданин объект сфера рамка цель задача программа проект план стратегия качество "
    "уровень число количество увеличение снижение строительство проведение внедрение меры год "
    "доступность доступный эффективный эффективность потребность современный "
    "муниципалитет".split()
)


def lemmas_of(text: str) -> list[str]:
    """Content lemmas of a plain text (an item of a region's strategy, a name)."""
    return [word.lemma for word in _content_words(text)]


def _content_words(text: str) -> list[Word]:
    return [word for word in words(text) if word.pos in _CONTENT or word.abbreviation]


class Subjects:
    """The subjects of findings: finding_id -> lemma -> share of its statements that hold it."""

    def __init__(self, findings: pd.DataFrame, statements: pd.DataFrame) -> None:
        lemmas = dict(zip(statements["statement_id"], statements["lemmas"], strict=True))
        spread: Counter[str] = Counter()
        for values in lemmas.values():
            spread.update(subject_lemmas(values))
        top = math.log(2 + len(lemmas))
        self._rarity = {k: math.log((2 + len(lemmas)) / n) / top for k, n in spread.items()}
        self.words: dict[str, dict[str, float]] = {}
        self.traits: dict[str, frozenset[str]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._holding: dict[str, list[str]] = defaultdict(list)
        for row in findings.itertuples():
            self.words[row.finding_id] = self._shares([lemmas[s] for s in row.statement_ids])
            said = Counter(lemma for s in row.statement_ids for lemma in set(lemmas[s]))
            shared = {k for k, n in said.items() if n >= _COMMON * len(row.statement_ids)}
            self._names[row.finding_id] = {w.lemma: w.pos for w in _content_words(row.name)}
            traits = action_traits(shared.union(self._names[row.finding_id]))
            if row.kind == "against":
                traits = _objected(traits, row.name, self._names[row.finding_id])
            self.traits[row.finding_id] = traits
            for lemma in self.words[row.finding_id]:
                self._holding[lemma].append(row.finding_id)

    def _shares(self, many: Sequence[Iterable[str]]) -> dict[str, float]:
        counts: Counter[str] = Counter()
        for values in many:
            counts.update(subject_lemmas(list(values)))
        return {k: n / len(many) for k, n in sorted(counts.items()) if n / len(many) >= _COMMON}

    def near(self, lemmas: Iterable[str]) -> list[str]:
        """Ids of findings that share a lemma with `lemmas`, sorted."""
        found = {
            fid for lemma in subject_lemmas(list(lemmas)) for fid in self._holding.get(lemma, ())
        }
        return sorted(found)

    def likeness(self, lemmas: Iterable[str], finding_id: str) -> float:
        """0 to 1: how far a text of `lemmas` is about the finding's subject."""
        ours = dict.fromkeys(subject_lemmas(list(lemmas)), 1.0)
        return self._alike(ours, self.words[finding_id])

    def between(self, one: str, other: str) -> float:
        """0 to 1: how alike the subjects of two findings are."""
        return self._alike(self.words[one], self.words[other])

    def by_name(self, wish: str, objection: str) -> float:
        """The same by the names alone, where both name one action and one thing; else 0.

        A proposal with its reasons («построить центр: рабочие места, налоги») shares few words with
        an objection; what both are about stands in their names. An objection to the whole
        («против крематория») is one to its parts («крематорий в промышленной зоне»).
        """
        names = [self._names[wish], self._names[objection]]
        done = [{t for t in action_traits(name) if t.startswith("do ")} for name in names]
        things = [subject_lemmas(list(name)) - action_nouns() for name in names]
        nouns = {canonical(lemma) for name in names for lemma, pos in name.items() if pos == "NOUN"}
        if not done[0] & done[1] or not things[0] & things[1] & nouns:
            return 0.0
        if things[1] <= things[0]:
            return _WITHIN
        return self._alike(*(dict.fromkeys(thing, 1.0) for thing in things))

    def _alike(self, ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
        shared = math.fsum(
            min(ours[k], theirs[k]) * self._weight(k) for k in sorted(ours.keys() & theirs.keys())
        )
        if not shared:
            return 0.0
        masses = [
            math.fsum(v * self._weight(k) for k, v in sorted(part.items()))
            for part in (ours, theirs)
        ]
        return min(1.0, shared / max(1e-9, 0.65 * min(masses) + 0.35 * max(masses)))

    def _weight(self, lemma: str) -> float:
        return (0.3 + 0.7 * self._rarity.get(lemma, 1.0)) * (0.25 if lemma in _OFFICIAL else 1.0)


# What says that a thing is lacking, not that somebody wants less of it.
_LACKING = frozenset(
    "нехватка недостаток дефицит недостаточно недостаточный мало низкий маленький падение "
    "падать снижаться сокращаться".split()
)


def action_traits(lemmas: Iterable[str]) -> frozenset[str]:
    """Which way a text wants to change things: build, remove, raise, lower; and its action noun.

    A text that speaks of a lack wants no less of the thing: «дефицит врачей» and «увеличить число
    врачей» are of one mind.
    """
    known = set(lemmas)
    traits = {
        name
        for name in ("build", "remove", "raise", "lower")
        if not (lemma_class(f"{name}_actions") - _LACKING).isdisjoint(known)
    }
    nouns = {actions()[lemma].split()[-1] for lemma in known if lemma in actions()}
    return frozenset(traits | {f"do {noun}" for noun in nouns | (known & action_nouns())})


def _objected(traits: frozenset[str], name: str, lemmas: Iterable[str]) -> frozenset[str]:
    """What an objection is against: an action of its name, else that the thing is there at all.

    «Против разрезов» is of one mind with «закрыть разрезы», whatever verbs people use. Words of a
    person in place of a name leave open which action they mean.
    """
    named = {t for t in action_traits(lemmas) if t.startswith("do ")}
    if not name.startswith(_AGAINST):
        return frozenset(t for t in traits if not t.startswith("do "))
    return traits if named else frozenset({"build", "raise"})


def contrary(one: frozenset[str], other: frozenset[str]) -> bool:
    """True when one wants to build or raise what the other wants to remove or lower."""
    return any(
        a in one and b not in one and b in other and a not in other
        for a, b in (
            ("build", "remove"),
            ("remove", "build"),
            ("raise", "lower"),
            ("lower", "raise"),
        )
    )


def same_action(one: frozenset[str], other: frozenset[str]) -> bool:
    """True when both name a common action, or one of them names none."""
    ours, theirs = ({t for t in traits if t.startswith("do ")} for traits in (one, other))
    return not ours or not theirs or bool(ours & theirs)


def refuses(objection: frozenset[str], wish: frozenset[str]) -> bool:
    """True when an objection is against what a wish is for: «не строить» against «построить».

    Both must speak of the same action or of the same way to change the thing: «не закрывать
    трамвай» is against closing it and not against renewing it.
    """
    ways = {"build", "remove", "raise", "lower"}
    alike = same_action(objection, wish) or bool(objection & wish & ways)
    return alike and not contrary(objection, wish)
