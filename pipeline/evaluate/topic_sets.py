"""Labelled sets that topics are measured on: a user's CSV, or the shared data folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.errors import InputError, did_you_mean
from pipeline.evaluate.csv_files import read_csv

LABELS = ("topic", "label", "cluster")
LEAST_ANSWERS = 20  # labelled answers of a poll question
LEAST_CLASS = 5
PETERSBURG = 5_000
LEAST_WORDS = 4
WORD = re.compile(r"\w+")
TAG = re.compile(r"<[^>]*>|&\w+;")


@dataclass(frozen=True)
class Part:
    """Texts that are grouped together and their labels; a poll question is a part."""

    name: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class LabelledSet:
    """A named set: one part, or one for each question."""

    name: str
    parts: tuple[Part, ...]


def read_sets(path: Path) -> list[LabelledSet]:
    """The sets of a CSV with `text` and a label column, or of the shared data folder.

    With a `question` column each question of at least twenty answers is grouped by itself.
    InputError names what is missing.
    """
    if path.is_dir():
        return _shared(path)
    frame = read_csv(path)
    label = next((name for name in LABELS if name in frame), "")
    for column, there in (("text", "text" in frame), ("topic", bool(label))):
        if not there:
            remedy = did_you_mean(column, map(str, frame.columns))
            raise InputError("нет столбца", file=path, column=column, remedy=remedy)
    frame = frame[frame["text"].str.strip() != ""]
    if frame.empty:
        raise InputError("в файле нет строк", file=path)
    column = "question" if "question" in frame and frame["question"].nunique() > 1 else ""
    return [LabelledSet(path.stem, _parts(frame, "text", label, column))]


def _shared(folder: Path) -> list[LabelledSet]:
    found = []
    if (folder / "kursk/appeals.csv").is_file():
        kursk = pd.read_csv(folder / "kursk/appeals.csv", dtype=str, keep_default_na=False)
        kursk["text"] = [TAG.sub(" ", text) for text in kursk["text"]]
        common = {name for name, n in Counter(kursk["topic"]).items() if n >= LEAST_CLASS}
        kept = kursk[kursk["topic"].isin(common)]
        found.append(LabelledSet("kursk", _parts(kept, "text", "topic")))
    if (folder / "petersburg/appeals.csv.gz").is_file():
        found.append(LabelledSet("petersburg", _parts(_petersburg(folder), "text", "reason")))
    if (folder / "polls/answers_labeled.csv").is_file():
        polls = pd.read_csv(folder / "polls/answers_labeled.csv", dtype=str, keep_default_na=False)
        found.append(LabelledSet("polls", _parts(polls, "answer", "cluster", "question_id")))
    if not found:
        raise InputError("в папке нет размеченных наборов", file=folder)
    return found


def _petersburg(folder: Path) -> pd.DataFrame:
    frame = pd.read_csv(folder / "petersburg/appeals.csv.gz", dtype=str, keep_default_na=False)
    frame = frame[[len(WORD.findall(text)) >= LEAST_WORDS for text in frame["text"]]]
    frame = frame[~frame["text"].str.casefold().duplicated()]
    order = np.random.default_rng(0).permutation(len(frame))[:PETERSBURG]
    return frame.iloc[np.sort(order)]


def _parts(frame: pd.DataFrame, text: str, label: str, by: str = "") -> tuple[Part, ...]:
    def part(name: str, rows: pd.DataFrame) -> Part:
        return Part(name, _column(rows[text]), _column(rows[label]))

    if not by:
        return (part("", frame),)
    parts = [part(str(name), rows) for name, rows in frame.groupby(by)]
    large = tuple(one for one in parts if len(one.texts) >= LEAST_ANSWERS)
    return large or (part("", frame),)


def _column(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
