"""The desk of one dataset: the current run, the log over it, and views of both for each reader."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.decisions import base as bases
from pipeline.decisions.base import Base
from pipeline.decisions.cards import Card, Kept, Scope, Touched, View, clean_cards
from pipeline.decisions.carry import anchors
from pipeline.decisions.log import FILE, Decision, Log, active
from pipeline.decisions.state import State, fold
from pipeline.runs import Run
from pipeline.serve import rules
from pipeline.serve.people import Person
from pipeline.serve.refusals import Conflict, NotAllowed, NotThere, Refused
from pipeline.serve.search import Index


class Desk:
    """Reads a run, keeps decisions over it. Decisions are taken one at a time, reading is free."""

    def __init__(
        self, base: Base, log: Log, directions: Mapping[str, str], run: Run | None = None
    ) -> None:
        self.log, self.directions = log, dict(directions)
        self._writing = threading.Lock()
        self.use(base, run)

    def use(self, base: Base, run: Run | None = None) -> None:
        """Lay the decisions over `base`: at the start, and when a new run is finished."""
        clean, index = clean_cards(base), Index(base)
        with self._writing:
            self.base, self.run, self.index = base, run, index
            self._clean: Mapping[str, Card] = clean
            self._kept: dict[Scope, Kept] = {}
            self._refold()

    def _refold(self) -> None:
        self.active = active(self.log.decisions)
        held = {d.id for d in self.active}
        gone = [f"i{d.id}" for d in self.log.decisions if d.action == "add" and d.id not in held]
        state = fold(self.active, self.base, gone)
        views: dict[Scope, View] = {}
        self._now = state, views, Touched(self.base, state)

    @property
    def state(self) -> State:
        """What the decisions that hold make of the run."""
        return self._now[0]

    def view(self, person: Person) -> View:
        """The cards as they are open to the person."""
        state, views, touched = (
            self._now
        )  # one pair: a view is of its own state, whatever comes meanwhile
        scope = person.scope(state)
        view = views.get(scope)
        if view is None:
            kept = self._kept.setdefault(scope, Kept())
            view = views[scope] = View(self.base, state, scope, self._clean, kept, touched)
        return view

    def decide(self, decision: Decision, person: Person, seen: int) -> Decision:
        """Write a decision down; `seen` is the last decision that was on the person's screen.

        Raises Refused when it cannot be taken, Conflict when somebody else changed the same
        thing after `seen`. When this returns, the decision is on the disk.
        """
        with self._writing:
            known = self.log.by_key(decision.key)
            if known:
                if known.who != person.name:
                    raise Refused("Этот номер записи уже занят. Обновите страницу.")
                return known
            view = self.view(person)
            self._check_meanwhile(decision, person, seen)
            rules.check(decision, rules.Known(person, view, self.directions))
            taken = self.log.add(self._anchored(decision, person, view))
            self._refold()
            return taken

    def undo(self, number: int, person: Person, key: str) -> Decision:
        """Take a decision back, or an undoing: that redoes. One's own; an analyst anybody's."""
        with self._writing:
            known = self.log.by_key(key)
            if known:
                return known
            found = [d for d in self.log.decisions if d.id == number]
            if not found or not self.visible(found[0], person):
                raise NotThere()
            if person.role == "viewer" or (person.role != "analyst" != found[0].who != person.name):
                raise NotAllowed("Отменить можно своё решение; чужое отменяет аналитик.")
            if number in self.undone():
                raise Refused("Это решение уже отменено.")
            self._undo_what_stands_on(found[0], person, key)
            taken = self._undo_one(number, person, key)
            self._refold()
            return taken

    def _undo_one(self, number: int, person: Person, key: str) -> Decision:
        undoing = Decision("undo", person.name, undoes=number, group=person.group,
                           run=self.base.name, key=key)  # fmt: skip
        return self.log.add(undoing)

    def _undo_what_stands_on(self, decision: Decision, person: Person, key: str) -> None:
        """A line goes with the person's own corrections of it; anything else is refused."""
        made = {f"n{decision.id}", f"i{decision.id}"}
        needing = [d for d in self.active if made & set(_ids(d))]
        own = decision.action == "add" and all(d.who == person.name for d in needing)
        if needing and not own:
            numbers = ", ".join(f"№ {d.id}" for d in needing[:5])
            raise Refused(f"На этом решении стоят другие ({numbers}): сначала отмените их.")
        for one in reversed(needing):
            self._undo_one(one.id, person, f"{key}-{one.id}")

    def undone(self) -> set[int]:
        """Numbers of decisions and undoings that do not hold."""
        gone: set[int] = set()
        for decision in reversed(self.log.decisions):
            if decision.undoes is not None and decision.id not in gone:
                gone.add(decision.undoes)
        return gone

    def visible(self, decision: Decision, person: Person) -> bool:
        """Is the decision open to the person: not when it is about another group's papers."""
        view = self.view(person)
        if view.scope is None:
            return True
        if decision.undoes is not None:
            first = self.log.decisions[decision.undoes - 1]
            return self.visible(first, person)
        private = decision.action in ("add", "verdict", "note") and decision.group
        if private and decision.group not in view.scope:
            return False
        own = (self.base.lines.get(i, ("", i))[1] for i in _ids(decision))
        ids = [i for i in own if i in self.base.statements or i in self.state.items]
        if any(not view.sees(sid) for sid in ids):
            return False
        cards = [self.state.root(i) for i in _ids(decision) if i in self._clean]
        return all(view.all_cards[c].members or view.all_cards[c].why_hidden
                   for c in cards if c in view.all_cards)  # fmt: skip

    def last_by(self, person: Person) -> tuple[Decision | None, Decision | None]:
        """What «отменить» and «вернуть» would act on: the person's last decision and undoing."""
        gone = self.undone()
        own = [d for d in self.log.decisions if d.who == person.name and d.id not in gone]
        last = [d for d in own if d.undoes is None]
        undoings = [d for d in own if d.undoes is not None and (not last or d.id > last[-1].id)]
        redo = undoings[-1] if undoings else None
        return (last[-1] if last else None), redo

    def _check_meanwhile(self, decision: Decision, person: Person, seen: int) -> None:
        aspects = rules.ASPECTS.get(decision.action, frozenset())
        ids = {self.state.root(i) for i in _ids(decision)} - {""}
        group = decision.payload.get("group")
        others = [
            d for d in self.active
            if d.id > seen and d.who != person.name and self.visible(d, person)
            and aspects & rules.ASPECTS.get(d.action, frozenset())
            and (not ids or ids & {self.state.root(i) for i in _ids(d)})
            and (d.action != "verdict" or d.payload.get("group") == group)
        ]  # fmt: skip
        if others:
            raise Conflict(others)

    def _anchored(self, decision: Decision, person: Person, view: View) -> Decision:
        """The decision with what is needed to find its targets in another run."""
        ids = [i for i in _ids(decision) if i]
        members = {i: view.members(i) for i in ids if i in self.base.groups}
        payload = {**decision.payload, "anchors": anchors(ids, self.base, self.state, members)}
        if decision.action == "split":
            card = view.all_cards[self.state.root(decision.targets[0])]
            payload |= {"kind": card.kind, "direction": card.direction, "topic_id": card.topic_id}
        if decision.action == "lock":
            payload |= {"sources": sorted({s.source for s in self.base.answers.values()})}
        return replace(decision, payload=payload, who=person.name, group=person.group,
                       run=self.base.name)  # fmt: skip


def _ids(decision: Decision) -> list[str]:
    payload: Mapping[str, Any] = decision.payload
    more: Sequence[str] = payload.get("quotes", ())
    return [*decision.targets, *(str(payload[k]) for k in ("into", "to", "instead")
                                 if payload.get(k)), *more]  # fmt: skip


def open_log(folder: Path) -> Log:
    """The log beside the runs of a dataset."""
    return Log(folder / FILE)


def read_base(run: Run) -> Base:
    """The run as the desk reads it."""
    return bases.read(run)
