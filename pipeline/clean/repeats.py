"""Repeats among long texts: near copies of one person, and the copies that make a campaign.

Candidates come from MinHash LSH (datasketch) over the texts' words; each pair is then verified
exactly, so that the result depends on the texts alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.tables import fold

LONG = 7  # words; shorter texts coincide by chance («нужен новый мост»)
_SHINGLE = 3  # words
_PERMUTATIONS, _SEED, _RECALL_AT = 64, 1, 0.5
_NEEDED = ((10, 1.0), (15, 0.85), (25, 0.8), (10**9, 0.7))  # words, share that must be the same
_NOT_WORDS = re.compile(r"[^\w\[\]]+|_")


def signature(form: str) -> str:
    """The words of a text alone: what two messages share when they differ in case and commas."""
    return " ".join(_NOT_WORDS.sub(" ", fold(form)).split())


def is_long(words: str) -> bool:
    """Whether a signature is long enough for its repeats not to be chance."""
    return words.count(" ") + 1 >= LONG


def near_groups(signatures: Sequence[str], threshold: float) -> dict[str, str]:
    """Signature -> the first signature of its group of near copies.

    Two texts are near copies when the Jaccard similarity of their three-word shingles is at
    least `threshold`. Short texts are alone.
    """

    def near(one: list[str], other: list[str]) -> bool:
        a, b = _shingles(one), _shingles(other)
        return len(a & b) >= threshold * len(a | b)

    return _groups(signatures, near)


def template_groups(signatures: Sequence[str]) -> dict[str, str]:
    """Signature -> the first signature of its group of copies with words put in or changed.

    The longer the text, the more of it may differ: up to 9 words nothing, up to 14 words 15 %, up
    to 24 words 20 %, above that 30 % (a mail-merge with several slots), by the longest common
    subsequence. Short texts on one subject are alike by chance.
    """
    from rapidfuzz.distance import Indel

    def near(one: list[str], other: list[str]) -> bool:
        shorter = min(len(one), len(other))
        needed = next(share for words, share in _NEEDED if shorter < words)
        return Indel.normalized_similarity(one, other, score_cutoff=needed) >= needed

    return _groups(signatures, near)


def _groups(
    signatures: Sequence[str], near: Callable[[list[str], list[str]], bool]
) -> dict[str, str]:
    texts = sorted({text for text in signatures if is_long(text)})
    words = [text.split() for text in texts]
    parent = list(range(len(texts)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, other in _candidates(words):
        one, two = sorted((root(index), root(other)))
        if one != two and near(words[index], words[other]):
            parent[two] = one
    groups = {text: text for text in signatures}
    groups.update((text, texts[root(index)]) for index, text in enumerate(texts))
    return groups


def _candidates(texts: Sequence[list[str]]) -> Iterator[tuple[int, int]]:
    """Pairs of indices whose sets of words are probably alike, in a fixed order."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=_RECALL_AT, num_perm=_PERMUTATIONS)
    template = MinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    for index, words in enumerate(texts):
        sketch = template.copy()
        sketch.update_batch([word.encode("utf-8") for word in sorted(set(words))])
        yield from ((index, other) for other in sorted(lsh.query(sketch)))
        lsh.insert(index, sketch)


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
