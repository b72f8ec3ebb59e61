"""The annotate stage: distinct texts to tokens with lemmas, parts of speech, syntax and names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial

import pandas as pd

from pipeline import engines, tables
from pipeline.russian.analysis import Analysis, analyse, in_case_of
from pipeline.russian.tokens import Token, sentences
from pipeline.settings import Settings

PARTITION = 2000  # texts: seconds of work, so that a bar moves and two processes share evenly


def annotate(
    texts: Sequence[str],
    settings: Settings,
    executor: Executor,
    progress: Callable[[int, int], None] | None = None,
    spelling: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """One row of tables.ANNOTATIONS per text, in the order of the (distinct) texts.

    `spelling` leads a misspelt lower-case form to what it stands for (`clean.spelling.misspelt`).
    """
    work = partial(_annotate, model=settings.russian.model, spelling=dict(spelling or {}))
    frames = engines.map_partitions(executor, work, list(texts), PARTITION, progress)
    if not frames:
        return tables.empty("annotations")
    return tables.conform(pd.concat(frames, ignore_index=True), "annotations")


def _annotate(texts: Sequence[str], model: str, spelling: Mapping[str, str]) -> pd.DataFrame:
    spans = [list(sentences(text)) for text in texts]
    flat = [
        [_right(text[start:end], spelling) for start, end in sentence]
        for text, cut in zip(texts, spans, strict=True)
        for sentence in cut
    ]
    results = iter(_analyse(flat, model))
    return pd.DataFrame(
        [
            _row(text, cut, [next(results) for _ in cut])
            for text, cut in zip(texts, spans, strict=True)
        ]
    )


def _analyse(flat: list[list[str]], model: str) -> list[Analysis]:
    if not model:
        return analyse(flat)
    from pipeline.russian.language import analyse_with

    return analyse_with(model, flat)


def _right(form: str, spelling: Mapping[str, str]) -> str:
    right = spelling.get(form.lower())
    return in_case_of(form, right) if right else form


def _row(text: str, cut: list[list[Token]], results: list[Analysis]) -> dict[str, object]:
    starts = [start for sentence in cut for start, _ in sentence]
    ends = [end for sentence in cut for _, end in sentence]
    firsts: list[int] = []
    heads: list[int] = []
    for result in results:
        firsts.append(len(heads))
        heads += [firsts[-1] + head for head in result.heads]
    return {
        "text": text,
        "starts": starts,
        "ends": ends,
        "lemmas": [value for result in results for value in result.lemmas],
        "pos": [value for result in results for value in result.pos],
        "feats": [value for result in results for value in result.feats],
        "heads": heads,
        "deps": [value for result in results for value in result.deps],
        "ents": [value for result in results for value in result.ents],
        "sentences": firsts,
    }
