"""What lies near: twins of a typed line, cards to merge with, a card's two halves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pipeline.decisions.base import Base
from pipeline.decisions.cards import Card, View

_TWIN, _KIN = 0.3, 0.1  # cosine from which a line, a card is worth showing
_TURNS = 20


@dataclass(frozen=True)
class Guess:
    """What the models say of a typed line; every part of it is a guess for a person to change."""

    role: str
    confidence: float
    directions: tuple[str, ...]
    vector: np.ndarray


def guess(text: str) -> Guess:
    """Role, directions and vector of a line."""
    from pipeline.encode import embed
    from pipeline.statements import label

    row = label([text]).iloc[0]
    return Guess(row["role"], float(row["role_confidence"]), tuple(row["directions"]),
                 embed([text])[0])  # fmt: skip


class Nearness:
    """Vectors of one run's thoughts and cards."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.vectors = base.vectors
        self.ids = list(base.statements)

    @cached_property
    def _centers(self) -> tuple[list[str], np.ndarray]:
        assert self.vectors is not None
        cards = [g for g in self.base.groups.values() if g.members]
        rows = [self._mean(g.members) for g in cards]
        return [g.id for g in cards], np.array(rows, dtype=np.float32)

    def twins(self, vector: np.ndarray, view: View, most: int = 6) -> list[tuple[str, float]]:
        """Thoughts open to the reader that say nearly the same, nearest first, with their cosine.

        One thought of a card is enough: the card is what a person would put the line into.
        """
        if self.vectors is None or vector.shape[0] != self.vectors.shape[1]:
            return []
        scores = self.vectors @ vector
        found: list[tuple[str, float]] = []
        shown: set[str] = set()
        for place in np.argsort(-scores, kind="stable")[:200]:
            score = float(scores[place])
            if score < _TWIN or len(found) >= most:
                break
            sid = self.ids[place]
            homes = [h for h in view.homes(sid) if view.cards[h].kind != "topic"]
            if homes and view.sees(sid) and not shown & set(homes[:1]):
                found.append((sid, score))
                shown.update(homes[:1])
        return found

    def kin(self, card: Card, view: View, most: int = 8) -> list[tuple[Card, float]]:
        """Cards of the same kind that lie nearest."""
        if self.vectors is None or not any(sid in self.base.row for sid in card.members):
            return []
        ids, centers = self._centers
        scores = centers @ self._mean(card.members)
        found: dict[str, tuple[Card, float]] = {}
        for place in np.argsort(-scores, kind="stable"):
            if scores[place] < _KIN or len(found) >= most:
                break
            other = view.cards.get(view.state.root(ids[place]))
            if other and other.kind == card.kind and other.id != card.id:
                found.setdefault(other.id, (other, float(scores[place])))
        return list(found.values())

    def halves(self, sids: Sequence[str]) -> tuple[list[str], list[str]]:
        """The thoughts in two parts, 2-means on their vectors; the same thoughts, the same parts.

        Starts from the thought farthest from the middle and the one farthest from it.
        """
        known = [sid for sid in sids if sid in self.base.row]
        if self.vectors is None or len(known) < 2:
            return list(sids), []
        rows = self.vectors[[self.base.row[sid] for sid in known]]
        first = int(np.argmin(rows @ rows.mean(axis=0)))
        second = int(np.argmin(rows @ rows[first]))
        centers = rows[[second, first]]
        apart = np.zeros(len(known), dtype=bool)
        for _ in range(_TURNS):
            now = rows @ centers[1] > rows @ centers[0]
            if (now == apart).all() or now.all() or not now.any():
                break
            apart = now
            centers = np.array([_unit(rows[~apart].mean(axis=0)), _unit(rows[apart].mean(axis=0))])
        parts = dict(zip(known, apart, strict=True))
        return ([s for s in sids if not parts.get(s)], [s for s in sids if parts.get(s)])

    def _mean(self, sids: Sequence[str]) -> np.ndarray:
        assert self.vectors is not None
        rows = [self.base.row[sid] for sid in sids if sid in self.base.row]
        return _unit(self.vectors[rows].mean(axis=0))


def _unit(row: np.ndarray) -> np.ndarray:
    norm = float(np.linalg.norm(row))
    return row / norm if norm > 0 else row
