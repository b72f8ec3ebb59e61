"""Cards as a person sees them: a run with decisions laid over it, in the part that is open to them.

A scope names the working groups whose papers are open; None opens all. Cards that no decision
touched and no closed paper stands in are made once for all scopes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pipeline.decisions.base import TOPIC, Base, Group, Thought
from pipeline.decisions.state import State, class_of, kind_of, role_of
from pipeline.findings import support
from pipeline.tables import fold

Scope = frozenset[str] | None
_QUOTES = 5


@dataclass(frozen=True)
class Card:
    """A topic or a finding as it stands now, counted over what is open to the reader."""

    id: str
    kind: str
    name: str
    was: str  # the machine's name when a person changed it, "" otherwise
    direction: str
    topic_id: str
    members: tuple[str, ...]
    quotes: tuple[str, ...]
    people: int
    base: int
    share: float
    low: float
    high: float
    groups: Mapping[str, int]
    sessions: Mapping[str, int]
    questions: Mapping[str, int]
    attributes: Mapping[str, Mapping[str, int]]
    consensus: str
    in_draft: str
    marks: tuple[str, ...]
    recurring: bool
    why_hidden: str = ""
    locked_by: str = ""
    touched: bool = False
    sources: tuple[str, ...] = ()  # cards merged into this one
    keywords: tuple[str, ...] = field(default=())


class Touched:
    """Cards that some decision changes and their thoughts, the same for the views of one state."""

    def __init__(self, base: Base, state: State) -> None:
        self._base, self._state = base, state
        self.ids = _touched(base, state)

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """Card id -> its thoughts as decisions leave them."""
        return members_of(self.ids, self._base, self._state)


class Kept:
    """Cards made for views of one scope before; a card is taken again while nothing of it changed.

    `parts` are cards that no decision touches as far as the scope is open; `made` are touched
    cards with what they were made of.
    """

    def __init__(self) -> None:
        self.parts: dict[str, Card] = {}
        self.made: dict[str, tuple[Any, Card]] = {}


class View:
    """Cards of one state in one scope."""

    def __init__(
        self,
        base: Base,
        state: State,
        scope: Scope,
        clean: Mapping[str, Card],
        kept: Kept | None = None,
        touched: Touched | None = None,
    ) -> None:
        """`clean` are the cards of the run; `kept` is filled here and may be handed to the next
        view of the scope, `touched` to all views of the state.
        """
        self.base, self.state, self.scope, self._clean = base, state, scope, clean
        self._kept = kept or Kept()
        self._changed = touched or Touched(base, state)
        self._touched = self._changed.ids

    @cached_property
    def cards(self) -> dict[str, Card]:
        """Card id -> card, hidden and empty ones left out."""
        every = self.all_cards.values()
        return {c.id: c for c in every if c.members and not c.why_hidden}

    @cached_property
    def all_cards(self) -> dict[str, Card]:
        """The same with the hidden and the empty."""
        members = self._changed.members
        found = {}
        for id_, card in self._clean.items():
            if id_ not in self._touched:
                found[id_] = card if self._all_open(card) else self._part(card)
        for id_ in sorted(self._touched):
            if id_ not in self.state.into and kind_of(id_, self.base, self.state):
                found[id_] = self._again(id_, members.get(id_, ()))
        return found

    def _again(self, id_: str, members: tuple[str, ...]) -> Card:
        """The touched card, made anew only where something of it has changed."""
        state = self.state
        of = (
            members, state.opened, state.names.get(id_), state.directions.get(id_),
            state.quotes.get(id_), state.hidden.get(id_), state.locked.get(id_),
            sorted(c for c in state.into if state.root(c) == id_),
        )  # fmt: skip
        known = self._kept.made.get(id_)
        if known is None or known[0] != of:
            known = self._kept.made[id_] = of, self._made(id_, members)
        return known[1]

    def found(self, ids: Iterable[str]) -> list[Card]:
        """The cards of these ids as they stand now; those that are gone are left out."""
        roots = dict.fromkeys(self.state.root(id_) for id_ in ids)
        return [self.cards[id_] for id_ in roots if id_ in self.cards]

    def members(self, card: str) -> tuple[str, ...]:
        """Thoughts of a card, closed papers included: for anchors."""
        root = self.state.root(card)
        if root in self._touched:
            return self._changed.members.get(root, ())
        return self.base.groups[root].members if root in self.base.groups else ()

    def sees(self, sid: str) -> bool:
        """Is the thought open to the reader."""
        if self.scope is None or self.state.opened:
            return True
        group = self.group_of(sid)
        return not group or group in self.scope

    def group_of(self, sid: str) -> str:
        """The working group that said it; "" for a resident."""
        if sid in self.state.items:
            return str(self.state.items[sid]["group"])
        one = self.base.statements.get(sid)
        return self.base.answers[one.answer_id].group if one else ""

    def text_of(self, sid: str) -> str:
        """The exact words of a thought."""
        if sid in self.state.items:
            return str(self.state.items[sid]["text"])
        return self.base.statements[sid].text

    def role(self, sid: str) -> str:
        """The role that the thought has now."""
        return role_of(sid, self.base, self.state)

    def directions(self, sid: str) -> list[str]:
        """The directions that the thought has now."""
        if sid in self.state.directions:
            return self.state.directions[sid]
        if sid in self.state.items:
            return list(self.state.items[sid]["directions"])
        return list(self.base.statements[sid].directions)

    def homes(self, sid: str) -> list[str]:
        """Cards that hold the thought now."""
        held = list(self.base.home.get(sid, ()))
        places = self.state.place.get(sid, {})
        held = [c for c in held if class_of(kind_of(c, self.base, self.state)) not in places]
        held = [self.state.root(c) for c in [*held, *filter(None, places.values())]]
        return [c for c in dict.fromkeys(held) if c in self.cards and sid in self.cards[c].members]

    def _all_open(self, card: Card) -> bool:
        if self.scope is None or self.state.opened:
            return True
        return set(card.groups) <= self.scope

    def _part(self, card: Card) -> Card:
        parts = self._kept.parts
        if card.id not in parts:
            parts[card.id] = self._made(card.id, card.members)
        return parts[card.id]

    def _made(self, id_: str, members: Sequence[str]) -> Card:
        seen = tuple(sid for sid in members if self.sees(sid))
        card = counted(id_, seen, self.base, self.state, self._touched)
        closed = {fold(self.text_of(sid)) for sid in set(members) - set(seen)}
        if closed and seen and fold(card.name) in closed:  # a closed paper's words are no name
            return replace(card, name=self.text_of(card.quotes[0]))
        return card


def clean_cards(base: Base) -> dict[str, Card]:
    """Cards of the run before any decision."""
    untouched = State()
    return {
        id_: counted(id_, group.members, base, untouched, set())
        for id_, group in base.groups.items()
    }


def _touched(base: Base, state: State) -> set[str]:
    """Cards that some decision changes."""
    touched = {*state.names, *state.into, *state.into.values(), *state.made, *state.locked,
               *state.quotes, *state.dispositions}  # fmt: skip
    touched |= {id_ for id_ in (*state.hidden, *state.directions) if id_ in base.groups}
    moved = {*state.place, *state.roles, *state.hidden}
    touched |= {card for sid in moved for card in base.home.get(sid, ())}
    touched |= {card for places in state.place.values() for card in places.values() if card}
    return touched | {state.root(card) for card in touched}


def members_of(cards: Iterable[str], base: Base, state: State) -> dict[str, tuple[str, ...]]:
    """The thoughts of `cards` as decisions leave them, in the order of the run."""
    wanted = set(cards)
    sources = [c for c in {*wanted, *state.into} if state.root(c) in wanted]
    found: dict[str, dict[str, None]] = {card: {} for card in wanted}
    for card in sorted(sources, key=lambda c: (c not in wanted, c)):
        kind = kind_of(card, base, state)
        held = base.groups[card].members if card in base.groups else ()
        moved = state.place
        stay = (sid for sid in held if class_of(kind) not in moved.get(sid, {}))
        found[state.root(card)].update(dict.fromkeys(stay))
    for sid, places in sorted(state.place.items()):
        for card in places.values():
            if card and state.root(card) in wanted:
                found[state.root(card)][sid] = None
    return {
        card: tuple(sid for sid in sids if _stays(sid, card, base, state))
        for card, sids in found.items()
    }


def _stays(sid: str, card: str, base: Base, state: State) -> bool:
    if sid in state.hidden:
        return False
    kind = kind_of(card, base, state)
    if kind == TOPIC or (sid not in state.roles and sid not in state.items):
        return True
    return role_of(sid, base, state) == kind


def counted(id_: str, members: Sequence[str], base: Base, state: State, touched: set[str]) -> Card:
    """The card with its members counted: distinct people, a group one voice however many items."""
    group = base.groups.get(id_) or _of_desk(id_, state)
    rows = [_Voice(sid, base, state) for sid in members]
    persons = support.people(rows)
    asked = max(base.base_of(group.kind, frozenset(r.question for r in rows) - {""}), len(persons))
    low, high = support.wilson(len(persons), asked)
    groups = support.by_group(rows)
    name = state.names.get(id_, group.name)
    chosen = [q for q in state.quotes.get(id_, ()) if q in members]
    quotes = chosen or [q for q in group.quotes if q in members] or _first(rows)
    limits = base.limits
    return Card(
        id=id_, kind=group.kind, name=name, was=group.name if name != group.name else "",
        direction=(state.directions.get(id_) or [group.direction])[0], topic_id=group.topic_id,
        members=tuple(members), quotes=tuple(quotes[:_QUOTES]), people=len(persons), base=asked,
        share=len(persons) / asked if asked else 0.0, low=low, high=high, groups=groups,
        sessions=support.by_session(rows), questions=support.by_question(rows),
        attributes=support.by_attribute(rows), consensus=_consensus(group, persons, groups, base),
        in_draft=group.in_draft, marks=group.marks,
        recurring=len(persons) >= limits["people"] or len(groups) >= limits["groups"],
        why_hidden=state.hidden.get(id_, ""), locked_by=state.locked.get(id_, ""),
        touched=id_ in touched, keywords=group.keywords,
        sources=tuple(sorted(c for c in state.into if state.root(c) == id_)) if touched else (),
    )  # fmt: skip


def _of_desk(id_: str, state: State) -> Group:
    made = state.made[id_]
    return Group(id_, made["kind"], made["name"], made["direction"], made["topic_id"], (), (), "",
                 "", True, ())  # fmt: skip


def _consensus(group: Group, persons: Iterable[str], groups: Mapping[str, int], base: Base) -> str:
    """Who agrees, by the rule of strategy.consensus; a conflict that the run found stays one."""
    if group.kind == TOPIC or group.consensus == "конфликт":
        return group.consensus
    present = len(base.working_groups)
    many = len(set(persons)) >= base.limits["people"]
    if many and present and len(groups) >= max(1, min(base.limits["agree"], present)):
        return "общее"
    if many:
        return "запрос жителей"
    return "экспертное" if len(groups) >= 2 else "особое мнение"


def _first(rows: Sequence[_Voice]) -> list[str]:
    """Thoughts of the first three people or groups."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row.respondent or row.group, row.statement_id)
    return list(first.values())[:3]


class _Voice:
    """One thought as `support` counts it."""

    __slots__ = ("answer_id", "attributes", "group", "question", "respondent", "session",
                 "statement_id")  # fmt: skip

    def __init__(self, sid: str, base: Base, state: State) -> None:
        self.statement_id = sid
        item: dict[str, Any] | None = state.items.get(sid)
        if item is not None:
            self.answer_id, self.respondent, self.attributes = sid, "", {}
            self.group, self.session, self.question = item["group"], item["session"], ""
            return
        one: Thought = base.statements[sid]
        said = base.answers[one.answer_id]
        self.answer_id, self.respondent, self.group = one.answer_id, said.respondent, said.group
        self.session, self.attributes = said.session, dict(said.attributes)
        self.question = said.question if said.kind == "survey" else ""
