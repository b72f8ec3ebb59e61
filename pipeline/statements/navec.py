"""Navec word vectors out of the natasha wheel, as a look-up of forms."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.errors import InputError

SIZE = 300


class Vectors:
    """Vectors of word forms, unpacked when first asked for. `get` gives (300,) float32 or None."""

    def __init__(self, path: Path) -> None:
        from navec import Navec

        self._navec = Navec.load(path)
        self._places = self._navec.vocab.word_ids
        self._found: dict[str, np.ndarray | None] = {}

    def get(self, form: str, lemma: str) -> np.ndarray | None:
        """The vector of a form, else of its lemma."""
        if form not in self._found:
            place = self._places.get(form, self._places.get(lemma))
            self._found[form] = None if place is None else self._unpack(place)
        return self._found[form]

    def _unpack(self, place: int) -> np.ndarray:
        vector = self._navec.pq[place]
        return (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)


@lru_cache(maxsize=1)
def vectors() -> Vectors:
    """The vectors of the wheel; InputError where it is not installed."""
    spec = importlib.util.find_spec("natasha")
    if spec is None or spec.origin is None:
        raise InputError("не найдены векторы слов", remedy="Установите пакет natasha")
    folder = Path(spec.origin).parent / "data" / "emb"
    return Vectors(next(folder.glob("navec_*.tar")))
