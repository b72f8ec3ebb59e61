"""A topic model as a pack: a space, the centres of topics, their names and a threshold.

Assigning new texts is a matrix product, so later waves get the same topics on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from pipeline import packs
from pipeline.encode.static import unit
from pipeline.errors import PackError
from pipeline.topics.cluster import NONE, nearest
from pipeline.topics.space import Space

TASK = "topics"


@dataclass(frozen=True)
class Known:
    """A topic of a model: what stays the same in later waves."""

    id: str
    name: str
    alternatives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True)
class TopicModel:
    """`centers` (topics, d) in `space`; a text less than `least` like all of them has no topic."""

    space: Space
    centers: np.ndarray
    topics: tuple[Known, ...]
    least: float
    encoder: str

    def assign(
        self, vectors: np.ndarray, lemmas: Sequence[Sequence[str]]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The topic's number (−1: none) and the similarity to it, of texts given by the encoder."""
        rows = self.space.place(vectors, lemmas)
        if not self.topics:
            return np.full(len(rows), NONE), np.zeros(len(rows), np.float32)
        with threadpool_limits(limits=1):
            return nearest(rows, self.centers, self.least)

    def likeness(self, vectors: np.ndarray, lemmas: Sequence[Sequence[str]]) -> np.ndarray:
        """How near each text stands to every topic: cosines, float32 (n, topics)."""
        with threadpool_limits(limits=1):
            return np.asarray(self.space.place(vectors, lemmas) @ self.centers.T)

    def save(self, version: str, meta: Mapping[str, Any], root: Path | None = None) -> Path:
        """Write the model as a new version of the task `topics`."""
        words = sorted(self.space.words, key=self.space.words.__getitem__)
        listed = [
            {
                "id": one.id,
                "name": one.name,
                "alternatives": list(one.alternatives),
                "keywords": list(one.keywords),
                "parent": one.parent,
            }
            for one in self.topics
        ]
        tensors = {"center": self.space.center, "centers": self.centers}
        if words:
            tensors["projection"] = self.space.projection
        return packs.save(
            TASK,
            version,
            tensors=tensors,
            data={"topics": listed, "words": words},
            meta={**meta, "encoder": self.encoder, "least": self.least},
            card=_card(version, self.topics),
            root=root,
        )


def centers_of(rows: np.ndarray, labels: Sequence[str | None], ids: Sequence[str]) -> np.ndarray:
    """Unit means of the rows of each topic, in the order of `ids`."""
    place = {id_: number for number, id_ in enumerate(ids)}
    numbers = np.array([place.get(label or "", NONE) for label in labels], dtype=np.int64)
    sums = np.zeros((len(ids), rows.shape[1]), np.float32)
    np.add.at(sums, numbers[numbers >= 0], rows[numbers >= 0])
    return unit(sums)


def load_model(version: str, encoder: str, root: Path | None = None) -> TopicModel:
    """The model of a version; PackError when it was made with another encoder."""
    pack = packs.load(TASK, version, root)
    if pack.meta["encoder"] != encoder:
        raise PackError(
            f"темы «{version}» найдены другим энкодером ({pack.meta['encoder'] or 'без имени'})",
            remedy="Укажите тот же энкодер в encoder.model или обучите темы заново: "
            "veche train topics ПРОГОН",
        )
    words = {word: place for place, word in enumerate(pack.data["words"])}
    nothing = np.zeros((0, 0), np.float32)
    space = Space(pack.tensors["center"], words, pack.tensors.get("projection", nothing))
    topics = tuple(
        Known(
            one["id"],
            one["name"],
            tuple(one["alternatives"]),
            tuple(one["keywords"]),
            one["parent"],
        )
        for one in pack.data["topics"]
    )
    return TopicModel(space, pack.tensors["centers"], topics, float(pack.meta["least"]), encoder)


def encoder_print(model: str) -> str:
    """What tells one encoder from another: the pack's hash, or the name of another maker's."""
    return model if ":" in model else packs.fingerprint("encoder", model)


def _card(version: str, topics: Sequence[Known]) -> str:
    names = "\n".join(f"- {one.name}" for one in topics)
    return (
        f"# Темы, версия {version}\n\n"
        f"Новые тексты относятся к ближайшей теме: `--set topics.model={version}`.\n\n{names}\n\n"
        f"# Topics, version {version}\n\n"
        "Topic vectors, a threshold and names; new texts go to the nearest topic.\n"
    )
