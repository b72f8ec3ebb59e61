"""The encoder of our own: a vector and a weight for every lemma, a text is their weighted sum.

A lemma that the vocabulary lacks is taken for the long known word it is one slip away from, else
built from its character n-grams, so that new words land near what they look like (Bojanowski et
al. 2017, «Enriching word vectors with subword information»). Everything is numpy and scipy at run
time; int8 rows with one scale each keep the pack small (model2vec does the same).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from scipy import sparse

GRAM_SIZES = (3, 4, 5)
SILENT = frozenset({"не", "нет", "ни", "без"})  # they tell for or against, not what about
SPELLED = 25_000  # words that a slip is looked for among: those of the training texts come first
LEAST_LETTERS = 6  # of a word that may be misspelt: short ones are near too many others
DECIMALS = 6  # sums in another order differ in the seventh digit


@dataclass(frozen=True)
class StaticEncoder:
    """Lemma vectors whose length is the lemma's weight; character n-grams for the rest.

    `table` is int8 (lemmas, d) with float32 `scales` (lemmas,); `grams` and `gram_scales` hold
    the hashed n-grams in the same way; `center` (d,) is taken off every text's unit vector.
    """

    words: dict[str, int]
    table: np.ndarray
    scales: np.ndarray
    grams: np.ndarray
    gram_scales: np.ndarray
    center: np.ndarray

    @classmethod
    def from_pack(cls, pack: Any) -> StaticEncoder:
        """The encoder held in a pack of task `encoder`."""
        words = {word: row for row, word in enumerate(pack.data["words"])}
        tensors = pack.tensors
        names = ("table", "scales", "grams", "gram_scales", "center")
        return cls(words, *(tensors[name] for name in names))

    @property
    def dimensions(self) -> int:
        """The length d of a vector."""
        return int(self.table.shape[1])

    def vectors(self, documents: Sequence[Sequence[str]]) -> np.ndarray:
        """Unit vectors, float32 (len(documents), d), of lists of lemmas; zeros for an empty one.

        Negation is left to roles and claims: «нет замены» and «замена» are about one thing.
        """
        documents = [[one for one in document if one not in SILENT] for document in documents]
        vocabulary = sorted({lemma for document in documents for lemma in document})
        column = {lemma: place for place, lemma in enumerate(vocabulary)}
        counts = _counts(documents, column)
        summed = counts @ self.lemma_vectors(vocabulary)
        rows = unit(summed)
        filled = np.any(summed != 0, axis=1)
        rows[filled] = unit(rows[filled] - self.center)
        return np.round(rows, DECIMALS)

    def lemma_vectors(self, lemmas: Sequence[str]) -> np.ndarray:
        """Weighted vectors, float32 (len(lemmas), d), of single lemmas."""
        found = np.zeros((len(lemmas), self.dimensions), dtype=np.float32)
        known = [
            (place, self.words[word]) for place, word in enumerate(lemmas) if word in self.words
        ]
        if known:
            places, rows = (list(part) for part in zip(*known, strict=True))
            found[places] = self.table[rows].astype(np.float32) * self.scales[rows, None]
        for place, lemma in enumerate(lemmas):
            if lemma not in self.words:
                found[place] = self._unknown(lemma)
        return found

    def _unknown(self, lemma: str) -> np.ndarray:
        """The vector of a lemma outside the vocabulary: of its hyphenated parts, of the words it
        is one slip away from, else of its n-grams.
        """
        parts = [self.words[part] for part in lemma.split("-") if part in self.words]
        parts = parts or self._one_slip_away(lemma)
        if parts:
            return (self.table[parts].astype(np.float32) * self.scales[parts, None]).mean(axis=0)
        rows = gram_rows(lemma, len(self.grams))
        if not rows:
            return np.zeros(self.dimensions, dtype=np.float32)
        return (self.grams[rows].astype(np.float32) * self.gram_scales[rows, None]).mean(axis=0)

    def _one_slip_away(self, lemma: str) -> list[int]:
        """Rows of long known words that differ by one letter missing, added, changed or swapped."""
        if len(lemma) < LEAST_LETTERS:
            return []
        found = set(self._shortened.get(lemma, ()))
        for short in shortened(lemma):
            if len(short) >= LEAST_LETTERS and short in self.words:
                found.add(self.words[short])
            found.update(self._shortened.get(short, ()))
        return sorted(found)

    @cached_property
    def _shortened(self) -> dict[str, list[int]]:
        """Long known words with one letter left out → their rows (the idea of SymSpell)."""
        found: dict[str, list[int]] = {}
        for word, row in islice(self.words.items(), SPELLED):
            if len(word) >= LEAST_LETTERS:
                for short in shortened(word):
                    found.setdefault(short, []).append(row)
        return found


def shortened(word: str) -> set[str]:
    """The word with each one of its letters left out."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def gram_rows(lemma: str, buckets: int) -> list[int]:
    """Rows of the hashed character n-grams of a lemma, marked at both ends; crc32 is the hash."""
    marked = f"<{lemma}>"
    grams = [
        marked[start : start + size]
        for size in GRAM_SIZES
        for start in range(len(marked) - size + 1)
    ]
    return [zlib.crc32(gram.encode("utf-8")) % buckets for gram in grams]


def quantise(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows as int8 with one float32 scale each, so that row ≈ int8 × scale."""
    scales = np.abs(rows).max(axis=1) / 127
    safe = np.where(scales > 0, scales, 1)
    return np.round(rows / safe[:, None]).astype(np.int8), scales.astype(np.float32)


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows divided by their length, float32; a row of zeros stays zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9).astype(
        np.float32, copy=False
    )


def _counts(documents: Sequence[Iterable[str]], column: dict[str, int]) -> sparse.csr_matrix:
    """How often each lemma stands in each document, damped by a square root, sparse float32."""
    indices = [column[lemma] for document in documents for lemma in document]
    starts = np.cumsum([0, *(len(list(document)) for document in documents)])
    data = np.ones(len(indices), dtype=np.float32)
    matrix = sparse.csr_matrix((data, indices, starts), shape=(len(documents), len(column)))
    matrix.sum_duplicates()
    matrix.data = np.sqrt(matrix.data)
    return matrix
