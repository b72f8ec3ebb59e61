"""Whole texts to topics, for measuring and for lists of texts that are no survey."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.encode import embed
from pipeline.encode.lemmas import content_lemmas
from pipeline.topics.cluster import Partition, fit
from pipeline.topics.space import fit_space
from pipeline.topics.units import Units, units


def topics_of_texts(
    texts: Sequence[str], size: int = 0, encoder: str = "", adapt: bool = True
) -> tuple[np.ndarray, Units, Partition]:
    """The topic of each text (−1: fits nowhere), its distinct texts and their partition.

    The number of topics is chosen by the system unless `size` is given.
    """
    lemmas = content_lemmas(texts)
    found = units(texts, lemmas, embed(texts, encoder))
    rows = fit_space(found.vectors, found.lemmas, adapt).place(found.vectors, found.lemmas)
    part = fit(rows, found.keys, size)
    return part.labels[found.of_row], found, part
