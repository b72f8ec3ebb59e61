"""What the roles model sees of a statement: sparse blocks and Navec averages.

The same few look-ups serve `veche run` and `veche label`: words and their tags come from
`rules.words`, so nothing here needs a parser.

    words    lemmas and pairs of lemmas          chars   character 3- to 5-grams inside words
    shape    runs of 1 to 4 tags, function words kept as they are
    context  question kind, fired rules, their crosses, tones of words, length and punctuation
    dense    Navec averages: all words, the first two, the words after «не»
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse

from pipeline.statements import navec
from pipeline.statements.roles_context import NEGATIONS, context_terms
from pipeline.statements.unit import Unit, shape

BLOCKS = ("words", "chars", "shape", "context")
_MAX_FORMS = 200_000  # forms whose grams are remembered


def _grams(items: Sequence[str], low: int, high: int) -> Iterable[str]:
    for size in range(low, high + 1):
        for start in range(len(items) - size + 1):
            yield " ".join(items[start : start + size])


def word_terms(one: Unit) -> list[str]:
    """Lemmas and pairs of them; punctuation and digits are left to `shape`."""
    lemmas = [
        lemma
        for lemma, tag in zip(one.words.lemmas, one.words.tags, strict=True)
        if tag not in ("P", "D") and "name" not in tag
    ]
    return list(_grams(lemmas, 1, 2))


def shape_terms(one: Unit) -> list[str]:
    """Runs of one to four tags; the first two also by their place."""
    tags = shape(one.words)
    start = [tag for tag in tags if tag not in '-–—•*.)(«"' and tag != "D"][:2]
    ends = tags[-1:]
    return [
        *_grams(["<s>", *tags], 1, 4),
        "first " + " ".join(start[:1]),
        "first2 " + " ".join(start),
        "last " + " ".join(ends),
    ]


@lru_cache(maxsize=200_000)
def char_terms(form: str) -> tuple[str, ...]:
    """Character 3- to 5-grams of one word with its borders."""
    padded = f"<{form}>"
    return tuple(
        padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    )


def _is_word(tag: str) -> bool:
    return tag not in ("P", "D") and "name" not in tag


def _listed(one: Unit, block: str) -> Iterable[str]:
    """The terms of one block, repeated as often as they are met."""
    if block == "words":
        return word_terms(one)
    if block == "shape":
        return shape_terms(one)
    if block == "context":
        return dict.fromkeys(context_terms(one))
    pairs = zip(one.words.forms, one.words.tags, strict=True)
    return (gram for form, tag in pairs if _is_word(tag) for gram in char_terms(form))


def terms(one: Unit, block: str) -> Counter[str]:
    """The terms of one block with their counts."""
    return Counter(_listed(one, block))


class Vocabulary(dict[str, int]):
    """Term -> place, and the places of the character grams of each form that was met."""

    def __init__(self, terms: Iterable[str]) -> None:
        super().__init__((term, place) for place, term in enumerate(terms))
        self._grams: dict[str, array[int]] = {}

    def gram_places(self, form: str) -> array[int]:
        """Places of the known character grams of a form, looked up once."""
        if form not in self._grams:
            if len(self._grams) > _MAX_FORMS:
                self._grams.clear()
            known = (self.get(gram) for gram in char_terms(form))
            self._grams[form] = array("i", (place for place in known if place is not None))
        return self._grams[form]


def matrix(
    units: Sequence[Unit], block: str, vocabulary: Vocabulary, idf: np.ndarray
) -> sparse.csr_matrix:
    """(units, terms) float32: 1 + log count, times idf, rows of length one (context: plain)."""
    indptr, indices = [0], array("i")
    for one in units:
        if block == "chars":
            for form, tag in zip(one.words.forms, one.words.tags, strict=True):
                if _is_word(tag):
                    indices.extend(vocabulary.gram_places(form))
        else:
            known = map(vocabulary.get, _listed(one, block))
            indices.extend(place for place in known if place is not None)
        indptr.append(len(indices))
    columns = np.frombuffer(indices, dtype=np.int32) if indices else np.zeros(0, np.int32)
    found = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), columns.copy(), np.asarray(indptr, np.int32)),
        shape=(len(units), len(vocabulary)),
    )
    found.sum_duplicates()
    if block == "context":
        found.data = idf[found.indices].astype(np.float32)
        return found
    found.data = ((1 + np.log(found.data)) * idf[found.indices]).astype(np.float32)
    norms = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    found.data /= np.repeat(np.maximum(norms, 1e-9), np.diff(found.indptr)).astype(np.float32)
    return found


def dense(units: Sequence[Unit], idf: Mapping[str, float]) -> np.ndarray:
    """(units, 3 × 300) float32: Navec averages of all words, the first two, those after «не».

    One sparse product for each part: a row is summed in the order of its words, so it does not
    depend on the rows beside it.
    """
    known = navec.vectors()
    places: dict[str, int] = {}
    unpacked: list[np.ndarray] = []
    parts = [_Averages() for _ in range(3)]
    for one in units:
        before, count = "", 0
        for form, lemma, tag in zip(one.words.forms, one.words.lemmas, one.words.tags, strict=True):
            if tag not in ("P", "D"):
                if form not in places:
                    vector = known.get(form, lemma)
                    places[form] = -1 if vector is None else len(unpacked)
                    if vector is not None:
                        unpacked.append(vector)
                place = places[form]
                if place >= 0:
                    parts[0].add(place, idf.get(lemma, 6.0))
                    if count < 2:
                        parts[1].add(place, 1.0)
                    if before in NEGATIONS:
                        parts[2].add(place, 1.0)
                    count += 1
            before = form
        for part in parts:
            part.end_row()
    table = np.stack(unpacked) if unpacked else np.zeros((1, navec.SIZE), np.float32)
    return np.hstack([part.unit_rows(table) for part in parts])


class _Averages:
    """Rows of weighted sums of vectors, built word by word."""

    def __init__(self) -> None:
        self._indptr, self._places, self._weights = [0], array("i"), array("f")

    def add(self, place: int, weight: float) -> None:
        self._places.append(place)
        self._weights.append(weight)

    def end_row(self) -> None:
        self._indptr.append(len(self._places))

    def unit_rows(self, table: np.ndarray) -> np.ndarray:
        """(rows, 300) float32 of length one; zeros where a row has no word."""
        weights = sparse.csr_matrix(
            (np.array(self._weights, np.float32), np.array(self._places, np.int32), self._indptr),
            shape=(len(self._indptr) - 1, len(table)),
        )
        sums = np.asarray(weights @ table, dtype=np.float32)
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
