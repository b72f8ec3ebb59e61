"""Keywords as a reader likes them: «детские сады», «ЖКХ», «уборка снега» instead of bare lemmas."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.naming.subjects import Gathered, Key
from pipeline.naming.words import fold

_READ = 300  # texts that the forms are taken from
_TOGETHER = 0.5  # share of the rarer word's uses at which two words are shown as one phrase
_LEAST = 2  # texts that must have the phrase


def readable(lemmas: Sequence[str], texts: Sequence[str]) -> list[str]:
    """`lemmas` in their order, those that go together in `texts` as one phrase, none twice."""
    gathered = Gathered(texts[:_READ])
    uses: dict[str, int] = {}
    for key, count in gathered.counts.items():
        if len(key) <= 2:
            for word in key:
                uses[word] = max(uses.get(word, 0), count)
    shown: list[str] = []
    covered: set[str] = set()
    for lemma in lemmas:
        word = fold(lemma)
        if word in covered:
            continue
        key = _phrase(word, gathered, uses, covered)
        covered.update(key)
        known = key in gathered.counts
        shown.append(gathered.subject(key).form("nomn") if known else lemma)
    return list(dict.fromkeys(shown))


def _phrase(word: str, gathered: Gathered, uses: dict[str, int], covered: set[str]) -> Key:
    """The commonest pair of words that `word` is half of, or the word alone."""
    pairs = [
        key
        for key, count in gathered.counts.items()
        if len(key) == 2
        and word in key
        and covered.isdisjoint(key)
        and count >= max(_LEAST, _TOGETHER * min(uses[part] for part in key))
        and count >= _TOGETHER * uses[word]
    ]
    return min(pairs, key=lambda key: (-gathered.counts[key], key), default=(word,))
