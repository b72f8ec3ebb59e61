"""What a linear model is unsure of is read again by the reader, and the two are weighed together.

    log chance = (log chance of the linear model + weight · that of the reader) / temperature

Out of a table of many thousands only the least sure are read (`most`), for the reader is slow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from pipeline.statements import reader
from pipeline.statements.pieces import Reading
from pipeline.statements.unit import Unit


@dataclass(frozen=True)
class Careful:
    """Below what chance a statement is read again, and what the reader weighs."""

    reader: str  # version
    below: float
    weight: float
    temperature: float  # of what both say

    @classmethod
    def from_pack(cls, model: Mapping[str, Any]) -> Careful | None:
        """What model.json of a pack says of it, None where it says nothing."""
        return cls(**model["careful"]) if "careful" in model else None

    def contents(self) -> dict[str, object]:
        """What model.json of a pack holds."""
        return asdict(self)

    def unsure(self, chances: np.ndarray, most: int | None = None) -> np.ndarray:
        """The rows to read again; with `most` no more than so many, the least sure."""
        sure = chances.max(axis=1, initial=0.0)
        rows = np.flatnonzero(sure < self.below)
        if most is None or len(rows) <= most:
            return rows
        return np.sort(rows[np.argsort(sure[rows], kind="stable")[:most]])

    def read_again(
        self,
        head: str,
        classes: Sequence[str],
        chances: np.ndarray,
        units: Sequence[Unit],
        around: Sequence[Unit],
    ) -> np.ndarray:
        """(units, classes) chances weighed with the reader's; `head` is one of its tasks.

        As they are where a class is new to the reader.
        """
        if not len(units) or not self.knows(head, classes):
            return chances
        readings = [reading_of(one, near) for one, near in zip(units, around, strict=True)]
        return self.weighed(chances, self.told(head, classes, readings))

    def weighed(self, chances: np.ndarray, told: np.ndarray) -> np.ndarray:
        """Rows of chances with the weighted log chances of the reader."""
        whole = np.log(np.maximum(chances, 1e-12)) + told
        better = np.exp((whole - whole.max(axis=1, keepdims=True)) / self.temperature)
        return np.asarray(better / better.sum(axis=1, keepdims=True))

    def knows(self, head: str, classes: Sequence[str]) -> bool:
        """Whether the reader has met all of these classes."""
        return set(classes) <= set(reader.load(self.reader).classes[head])

    def told(self, head: str, classes: Sequence[str], readings: Sequence[Reading]) -> np.ndarray:
        """(readings, classes) weighted log chances; zeros where a class is new to the reader."""
        if not self.knows(head, classes):
            return np.zeros((len(readings), len(classes)))
        known = reader.load(self.reader)
        names = known.classes[head]
        columns = [names.index(name) for name in classes]
        return self.weight * known.log_chances(readings, head)[:, columns]


def reading_of(one: Unit, around: Unit) -> Reading:
    """The statement as the reader takes it: what stands around it begins with its question."""
    question = around.asked
    before = around.text.removeprefix(question).removeprefix(". ") if question else around.text
    return Reading(question, before, one.text)
