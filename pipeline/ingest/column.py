"""A column of a survey's table: what it was taken for, and what can be counted of its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

TECHNICAL, PERSON, ATTRIBUTE = "technical", "person", "attribute"
SINGLE, MULTI, SCALE, MATRIX, OPEN = "single", "multi", "scale", "matrix", "open"
EMPTY = "empty"


@dataclass(frozen=True)
class Column:
    """One column and what it was taken for."""

    name: str
    kind: str
    role: str = ""  # of an open question
    confidence: float = 1.0
    why: str = ""  # in Russian, for `veche check`
    options: tuple[str, ...] = ()  # of a multi-select, longest first
    separator: str = ""
    question: str = ""  # of a matrix or an expanded multi-select: the part before [option]
    option: str = ""


@dataclass
class Values:
    """The values of a column and what can be counted of them."""

    filled: list[str]
    distinct: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, cells: Sequence[str]) -> Values:
        """The values of a column's cells, blank ones left out."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        return cls(filled, Counter(filled))

    @property
    def repeated(self) -> float:
        """Share of the cells whose value occurs at least five times (three in a small table)."""
        often = 5 if len(self.filled) >= 60 else 3
        covered = sum(count for count in self.distinct.values() if count >= often)
        return covered / max(1, len(self.filled))

    @property
    def words(self) -> float:
        """Mean words of a value, over the distinct ones."""
        return sum(len(v.split()) for v in self.distinct) / max(1, len(self.distinct))
