"""The register of dispositions: findings by direction or topic, the undecided first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.decisions.base import TOPIC
from pipeline.decisions.cards import Card, View

KEYS = {"direction": "по направлениям", "topic": "по темам"}


class Cluster(NamedTuple):
    """Findings of one direction or topic; `open` are those that nobody has decided on."""

    id: str
    name: str
    open: list[Card]
    decided: list[Card]

    @property
    def people(self) -> int:
        """The most people behind one of its open findings: what to take first."""
        return max((card.people for card in self.open), default=0)


def clusters(
    cards: Iterable[Card], view: View, by: str, directions: Mapping[str, str]
) -> list[Cluster]:
    """The clusters of `cards`, those with most people behind an open finding first."""
    made: dict[str, Cluster] = {}
    for card in cards:
        key = card.direction if by == "direction" else view.state.root(card.topic_id)
        if key not in made:
            made[key] = Cluster(key, _name(key, view, by, directions), [], [])
        held = made[key].decided if card.id in view.state.dispositions else made[key].open
        held.append(card)
    return sorted(made.values(), key=lambda c: (-c.people, -len(c.open), c.name))


def _name(key: str, view: View, by: str, directions: Mapping[str, str]) -> str:
    if by == "direction":
        return directions.get(key, "прочее")
    topic = view.cards.get(key)
    return topic.name if topic and topic.kind == TOPIC else "вне тем"
