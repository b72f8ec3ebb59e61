"""What the encoder learns from: pairs of texts that speak of one matter, as lists of lemmas.

Sources of the shared data folder, each split so that a half can be held out for measuring. Words
with a capital letter inside a sentence are dropped: an appeal and its answer name the same street,
and an encoder that learns streets learns no matters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.encode.lemmas import content_lemmas
from pipeline.errors import InputError
from pipeline.evaluate.csv_files import read_csv

Lemmas = list[list[str]]
PROPER = re.compile(r"(?<=[^.!?\s»\"])(\s+[«\"(]?)[А-ЯЁ][а-яё-]+")
TAG = re.compile(r"<[^>]*>|&\w+;|https?://\S+|\[СКРЫТО\]")
GREETING = re.compile(
    r"^\s*Уважаем\w+ [^!\n]{0,60}!|Приложени[ея]:.*$"
    r"|Рассмотрев Ваше сообщение от [\d.]+г?\.? № ?\d+ по вопросу"
)
MATTER = re.compile(r"по вопросу «([^»]{5,})»")


@dataclass(frozen=True)
class Stream:
    """One kind of pairs: `left` with `right`, or, where `right` is None, halves of `left`.

    `groups` names the matter of each pair ("" unknown): pairs of one matter are no negatives of
    each other. With `mates`, the right side is now and then another text of the same group.
    """

    name: str
    share: float
    left: Lemmas
    right: Lemmas | None = None
    groups: Sequence[str] = field(default_factory=list)
    mates: bool = False


def shared_streams(shared: Path, keep: Callable[[int], bool] | None = None) -> list[Stream]:
    """All streams of the shared data folder; `keep` chooses ids of labelled texts to learn from."""
    keep = keep or (lambda number: True)
    return [
        *_petersburg(shared, keep),
        *_kursk(shared, keep),
        *_troitsk(shared),
        Stream("comments", 0.3, _texts(pd.read_csv(shared / "comments/comments.csv")["text"])),
        Stream("plans", 0.3, _texts(pd.read_csv(shared / "plans/sentences.csv")["sentence"])),
    ]


def file_streams(path: Path) -> list[Stream]:
    """A user's CSV: `text_a` and `text_b` are pairs, `text` alone gives halves; `topic` groups."""
    frame = read_csv(path)
    groups = frame["topic"].tolist() if "topic" in frame else []
    if {"text_a", "text_b"} <= set(frame.columns):
        left, right = _texts(frame["text_a"]), _texts(frame["text_b"])
        return [Stream("pairs", 1.0, left, right, groups), Stream("halves", 0.3, left)]
    if "text" in frame:
        texts = _texts(frame["text"])
        mates = [Stream("mates", 1.0, texts, texts, groups, mates=True)] if groups else []
        return [Stream("halves", 1.0, texts), *mates]
    raise InputError(
        "нет ни столбцов text_a и text_b, ни столбца text", file=path, remedy="Переименуйте столбцы"
    )


def _petersburg(shared: Path, keep: Callable[[int], bool]) -> list[Stream]:
    pairs = pd.read_csv(shared / "petersburg/appeal_answer_pairs.csv.gz")
    pairs = pairs[pairs["id"].map(keep)]
    matters = [found[1] if (found := MATTER.search(b)) else "" for b in pairs["answer"]]
    appeals = pd.read_csv(shared / "petersburg/appeals.csv.gz")
    appeals = appeals[appeals["id"].map(keep)].drop_duplicates("text")
    texts = _texts(appeals["text"])
    answers = _texts(GREETING.sub("", text) for text in pairs["answer"])
    return [
        Stream("answers", 0.5, _texts(pairs["appeal"]), answers, matters),
        Stream("appeals", 0.5, texts),
        Stream("reasons", 0.7, texts, _labels(appeals["reason"]), list(appeals["reason"]), True),
    ]


def _kursk(shared: Path, keep: Callable[[int], bool]) -> list[Stream]:
    frame = pd.read_csv(shared / "kursk/appeals.csv")
    frame = frame[frame["id"].map(keep)]
    texts = _texts(frame["text"])
    return [
        Stream("messages", 0.4, texts),
        Stream("topics", 0.7, texts, _labels(frame["topic"]), list(frame["topic"]), True),
    ]


def _troitsk(shared: Path) -> list[Stream]:
    frame = pd.read_csv(shared / "troitsk/letters.csv", keep_default_na=False)
    texts = _texts(frame["text"])
    return [Stream("letters", 0.2, texts), Stream("titles", 0.3, _texts(frame["title"]), texts)]


def _texts(values: Any) -> Lemmas:
    """Lemmas of texts without tags, addresses of pages and proper names."""
    return content_lemmas([PROPER.sub(r"\1", TAG.sub(" ", str(value))) for value in values])


def _labels(values: Any) -> Lemmas:
    """Lemmas of the names of classes, worked out once a name."""
    names = sorted(set(values))
    of_name = dict(zip(names, content_lemmas(names), strict=True))
    return [of_name[name] for name in values]
