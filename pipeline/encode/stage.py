"""The stage: statements to vectors, and texts to vectors for `veche embed`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from pipeline import packs
from pipeline.encode.lemmas import content_lemmas
from pipeline.encode.options import text_encoder
from pipeline.encode.static import StaticEncoder
from pipeline.settings import Settings

PARTITION = 5_000
Progress = Callable[[int, int], None]


def encode(
    statements: pd.DataFrame,
    annotations: pd.DataFrame | None,
    settings: Settings,
    progress: Progress | None = None,
) -> np.ndarray:
    """Unit vectors of statements, float32 (len(statements), d); a row of zeros where no word is.

    The static encoder reads the statements' lemmas; an encoder of another maker, named as
    `kind:name` in `encoder.model`, reads their texts.
    """
    model = settings.encoder.model
    if ":" in model:
        return _in_parts(text_encoder(model), statements["text"].tolist(), progress)
    return _in_parts(static_encoder(model).vectors, statements["lemmas"].tolist(), progress)


def embed(texts: Sequence[str], model: str = "") -> np.ndarray:
    """Unit vectors of plain texts, float32 (len(texts), d); `model` as in `encoder.model`."""
    if ":" in model:
        return _in_parts(text_encoder(model), list(texts), None)
    return _in_parts(static_encoder(model).vectors, content_lemmas(texts), None)


def static_encoder(version: str = "") -> StaticEncoder:
    """The static encoder of a pack version, `current` when none is named."""
    return _loaded(version or packs.current("encoder") or "", str(packs.home()))


@lru_cache(maxsize=4)
def _loaded(version: str, home: str) -> StaticEncoder:
    return StaticEncoder.from_pack(packs.load("encoder", version or None))


def _in_parts(
    encoder: Callable[[Sequence], np.ndarray], values: Sequence, progress: Progress | None
) -> np.ndarray:
    parts = []
    for start in range(0, max(len(values), 1), PARTITION):
        parts.append(encoder(values[start : start + PARTITION]))
        if progress:
            progress(min(start + PARTITION, len(values)), len(values))
    return np.concatenate(parts)
