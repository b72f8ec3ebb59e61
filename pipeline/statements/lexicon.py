"""What Russian words and set phrases say by themselves of a city: their directions and their tone.

    лыжный              sport
    яма                 transport        bad
    детский сад         education
    отремонтировать                      deed

lexicon.tsv was written by language models out of their knowledge of the language: common words of
dictionaries, those of citizens' texts first, and set phrases of two or three; no text and no label
was in sight. It tells the models what a word means that their training has not met. A phrase
outweighs its words.
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


class Said(NamedTuple):
    """A known word or phrase of a text: the places of its tokens and what it means."""

    places: tuple[int, ...]
    meaning: Meaning


NO_MEANING = Meaning((), "")


class Lexicon:
    """Meanings of lemmas and of phrases."""

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

    def __len__(self) -> int:
        return len(self._words) + sum(map(len, self._phrases.values()))

    def said(self, lemmas: Sequence[str], tags: Sequence[str]) -> list[Said]:
        """The words and phrases that are known, in order, each token in one at most.

        Prepositions may stand inside a phrase, marks may not; names of people mean nothing.
        """
        found: list[Said] = []
        start = 0
        while start < len(lemmas):
            places = self._phrase_at(lemmas, tags, start)
            if places:
                said = tuple(lemmas[place] for place in places)
                found.append(Said(tuple(places), self._phrases[said[0]][said]))
            elif "name" not in tags[start] and lemmas[start] in self._words:
                found.append(Said((start,), self._words[lemmas[start]]))
            start = places[-1] + 1 if places else start + 1
        return found

    def _phrase_at(self, lemmas: Sequence[str], tags: Sequence[str], start: int) -> list[int]:
        """Places of the longest phrase that begins there, none where no phrase does."""
        known = self._phrases.get(lemmas[start])
        if known is None:
            return []
        places, longest = [start], []
        for place in range(start + 1, min(len(lemmas), start + 2 * _LONGEST)):
            if tags[place] == "P" or "name" in tags[place]:
                break
            if tags[place].startswith("PREP"):
                continue
            places = [*places, place]
            if tuple(lemmas[at] for at in places) in known:
                longest = places
            if len(places) == _LONGEST:
                break
        return longest


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the package."""
    return Lexicon(FILE.read_text(encoding="utf-8").splitlines())
