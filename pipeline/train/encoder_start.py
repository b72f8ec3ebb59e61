"""Where the encoder's training starts: Navec's word forms gathered into lemma vectors.

Navec (natasha/navec, MIT) lies in the data folder of the `natasha` wheel: 250 thousand forms of a
billion words of news, 300 dimensions. A lemma's vector is the mean of its forms, each weighted by
the root of its count: measured better than the vector of the dictionary form alone, since many
lemmas are met mostly in oblique forms.
"""

from __future__ import annotations

import importlib.util
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.encode.lemmas import lemma_of, morphology

FORM = re.compile(r"[а-яёa-z]+(?:-[а-яёa-z]+)*")
PERSON = frozenset({"Name", "Surn", "Patr"})


@dataclass(frozen=True)
class Start:
    """Lemmas in order of falling frequency, their vectors (n, 300) and how often Navec met them."""

    lemmas: list[str]
    vectors: np.ndarray
    counts: np.ndarray


def lemma_start() -> Start:
    """Navec's vocabulary as lemmas; names of persons and function words are left out."""
    from navec import Navec

    navec = Navec.load(str(_navec_path()))
    forms: dict[str, list[int]] = defaultdict(list)
    for row, form in enumerate(navec.vocab.words):
        lemma = lemma_of(form) if FORM.fullmatch(form) else ""
        if lemma and not is_person(form):
            forms[lemma].append(row)
    counts = np.asarray(navec.vocab.counts, dtype=np.float64)
    totals = {lemma: counts[rows].sum() for lemma, rows in forms.items()}
    lemmas = sorted(forms, key=lambda lemma: (-totals[lemma], lemma))
    vectors = np.stack([_weighted_mean(navec, forms[lemma], counts) for lemma in lemmas])
    return Start(lemmas, vectors, np.array([totals[lemma] for lemma in lemmas]))


def is_person(word: str) -> bool:
    """Whether the likeliest reading of a word is a first name, surname or patronymic."""
    return bool(PERSON & set(morphology().parse(word)[0].tag.grammemes))


def is_known(word: str) -> bool:
    """Whether the dictionary has the word: Navec's others are mostly foreign surnames."""
    return bool(morphology().word_is_known(word))


def _weighted_mean(navec: object, rows: list[int], counts: np.ndarray) -> np.ndarray:
    weights = np.sqrt(counts[rows])
    vectors = np.stack([navec.pq[row] for row in rows])  # type: ignore[attr-defined]
    return (weights @ vectors / weights.sum()).astype(np.float32)


def _navec_path() -> Path:
    """The Navec archive, found without importing natasha, which does not start on Python 3.11."""
    spec = importlib.util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the natasha wheel is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "data" / "emb"
    return sorted(folder.glob("navec*.tar"))[0]
