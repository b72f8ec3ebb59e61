"""The slovnet models and the Navec vectors that the `natasha` wheel carries, without natasha.

natasha itself does not start on Python 3.11+, so its data folder is found without importing it.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.errors import PackError


def folder() -> Path:
    """The data folder of the natasha wheel; PackError when the wheel is not installed."""
    spec = find_spec("natasha")
    if spec is None or not spec.origin:
        raise PackError("нет весов языковых моделей (пакет natasha)", remedy="Переустановите veche")
    return Path(spec.origin).parent / "data"


@cache
def navec() -> Any:
    """Navec: 250,000 word vectors of 300 numbers, news and fiction, quantised."""
    from navec import Navec

    return Navec.load(str(folder() / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))


@cache
def morphology() -> Any:
    """Slovnet's tagger: part of speech and features in one tag, «NOUN|Case=Gen|…»."""
    from slovnet import Morph

    return _load(Morph, "slovnet_morph_news_v1.tar")


@cache
def syntax() -> Any:
    """Slovnet's parser: a head and a relation for each token."""
    from slovnet import Syntax

    return _load(Syntax, "slovnet_syntax_news_v1.tar")


@cache
def names() -> Any:
    """Slovnet's recogniser of persons, places and organisations."""
    from slovnet import NER

    return _load(NER, "slovnet_ner_news_v1.tar")


def _load(model: Any, file: str) -> Any:
    return model.load(str(folder() / "model" / file), batch_size=BATCH).navec(navec())


BATCH = 64  # sentences of like length in one matrix; larger ones gain nothing on two cores
