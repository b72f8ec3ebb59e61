"""The data folder of the natasha wheel and the word counts that Navec brings."""

from __future__ import annotations

import importlib.util
import tarfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pipeline.errors import PackError


@lru_cache(maxsize=1)
def natasha_data() -> Path:
    """The data folder, found without importing natasha, whose code does not start on 3.11+."""
    spec = importlib.util.find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise PackError("не установлен пакет natasha", remedy="Установите: pip install natasha")
    return Path(next(iter(spec.submodule_search_locations))) / "data"


@lru_cache(maxsize=1)
def word_counts() -> Mapping[str, int]:
    """Russian words of Navec's vocabulary (250 thousand forms of news) with their counts."""
    from navec.vocab import Vocab

    path = next(iter(sorted((natasha_data() / "emb").glob("navec_*.tar"))))
    with tarfile.open(path) as tar:
        vocab = Vocab.from_file(tar.extractfile("vocab.bin"))
    words = zip(vocab.words, vocab.counts, strict=True)
    return {word: int(count) for word, count in words if "а" <= word[0] <= "я" or word[0] == "ё"}
