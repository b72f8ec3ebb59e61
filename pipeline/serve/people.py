"""Who works at the desk, and what of the papers is open to them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.decisions.cards import Scope
from pipeline.decisions.state import State

ROLES = ("analyst", "moderator", "viewer")
ROLE_TITLES = {"analyst": "аналитик", "moderator": "модератор", "viewer": "читатель"}


@dataclass(frozen=True)
class Person:
    """Who is asking. `group` is the working group of a moderator, "" for others."""

    name: str
    role: str
    group: str = ""

    def scope(self, state: State) -> Scope:
        """Groups whose papers are open to the person; None: all of them."""
        if self.role == "analyst" or state.opened:
            return None
        return frozenset({self.group}) - {""}

    def speaks_for(self, group: str) -> bool:
        """May the person write down what `group` said."""
        return self.role == "analyst" or (self.role == "moderator" and self.group == group != "")
