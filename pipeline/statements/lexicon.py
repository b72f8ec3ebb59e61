"""What Russian words and set phrases say by themselves of a city: their directions and their tone.

    лыжный              sport
    яма                 transport        bad
    детский сад         education
    отремонтировать                      deed

lexicon.tsv was written by hand out of general knowledge of the language, with no label in sight:
common words of dictionaries and phrases of two or three of them. It tells the models what a word
means that their training has not met. A phrase outweighs its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

TONES = ("bad", "good", "deed", "wish")
FILE = Path(__file__).with_name("lexicon.tsv")
_LONGEST = 3  # words of a phrase


class Meaning(NamedTuple):
    """Ids of one or two directions, the likelier first, or none; one of TONES or ""."""

    directions: tuple[str, ...]
    tone: str


NO_MEANING = Meaning((), "")


class Lexicon:
    """Meanings of lemmas and of phrases, and a number for each kind of meaning."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words: dict[str, Meaning] = {}
        self._phrases: dict[str, dict[tuple[str, ...], Meaning]] = {}
        for line in lines:
            said, directions, tone = line.split("\t")
            meaning = Meaning(tuple(directions.split(",")) if directions else (), tone)
            lemmas = tuple(said.split())
            if len(lemmas) == 1:
                self._words[said] = meaning
            else:
                self._phrases.setdefault(lemmas[0], {})[lemmas] = meaning
        kinds = set(self._words.values())
        for known in self._phrases.values():
            kinds |= set(known.values())
        self.directions = tuple(sorted({name for kind in kinds for name in kind.directions}))
        senses = [(first, tone) for first in ("", *self.directions) for tone in ("", *TONES)]
        self._senses = {sense: number for number, sense in enumerate(senses)}

    def __len__(self) -> int:
        return len(self._words) + sum(map(len, self._phrases.values()))

    def meanings(self, lemmas: Sequence[str], tags: Sequence[str]) -> list[Meaning]:
        """The meaning of each token; words of a phrase have the phrase's.

        Prepositions may stand inside a phrase, marks may not; names of people mean nothing.
        """
        found = [
            NO_MEANING if "name" in tag else self._words.get(lemma, NO_MEANING)
            for lemma, tag in zip(lemmas, tags, strict=True)
        ]
        for start, lemma in enumerate(lemmas):
            if lemma in self._phrases:
                places = self._phrase_at(lemmas, tags, start)
                if places:
                    meaning = self._phrases[lemma][tuple(lemmas[place] for place in places)]
                    for place in places:
                        found[place] = meaning
        return found

    def _phrase_at(self, lemmas: Sequence[str], tags: Sequence[str], start: int) -> list[int]:
        """Places of the longest phrase that begins there, none where no phrase does."""
        known, places, longest = self._phrases[lemmas[start]], [start], []
        for place in range(start + 1, min(len(lemmas), start + 2 * _LONGEST)):
            if tags[place] == "P":
                break
            if tags[place].startswith("PREP"):
                continue
            places = [*places, place]
            if tuple(lemmas[at] for at in places) in known:
                longest = places
            if len(places) == _LONGEST:
                break
        return longest

    def sense(self, meaning: Meaning) -> int:
        """A number for the first direction and the tone together, 0 for a word without either."""
        first = meaning.directions[0] if meaning.directions else ""
        return self._senses[first, meaning.tone]

    @property
    def senses(self) -> int:
        """How many numbers `sense` may give."""
        return len(self._senses)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the package."""
    return Lexicon(FILE.read_text(encoding="utf-8").splitlines())
