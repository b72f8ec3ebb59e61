"""Decisions over another run than the one they were taken on: targets are found by members.

A retrained model cuts and groups anew. A thought is the same when it covers most of the same
characters of the same answer; a card when it is of the same kind and holds most of the same
thoughts, or by far more of them than any other; a thesis by its answer, its words or its number.
What is not found is said, not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.decisions.base import TOPIC, Base
from pipeline.decisions.log import Decision
from pipeline.tables import fold

if TYPE_CHECKING:
    from pipeline.decisions.state import State

_SAME = 0.5  # share of the smaller card's thoughts, or of the shorter thought's characters
_HEIR = 1 / 3  # share of a card's thoughts, twice any other's, that makes a card its heir
_MADE = re.compile(r"[ni]\d+")  # ids given at the desk: cards made by a split, items added
_SPLIT = re.compile(r"n\d+")
_WORK = frozenset(("rename", "quotes", "note", "lock", "dispose", "direct"))  # care for a card
_GONE = "высказываний, о которых решали, в этом прогоне нет"


@dataclass(frozen=True)
class Restored:
    """A card that people worked on and no card of the current run holds: it stands on by itself."""

    id: str
    kind: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Carried:
    """The decision with its targets in the current run; None: it holds already; else why not.

    `restored` are cards that must stand again before the decision is taken.
    """

    decision: Decision | None = None
    reason: str = ""
    restored: tuple[Restored, ...] = ()


def anchors(
    ids: Iterable[str], base: Base, state: State, members: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """What is needed to find targets again: members of cards, spans of thoughts, theses' words.

    `members` maps cards to their thoughts as they stood when the decision was taken.
    """
    cards, said, theses = {}, {}, {}
    for id_ in ids:
        if id_ in members and id_ in base.groups:
            group = base.groups[id_]
            cards[id_] = [group.kind, group.name, list(members[id_])]
        elif id_ in base.statements:
            said[id_] = _span(base, id_)
        elif id_ in base.theses:
            theses[id_] = [base.theses[id_].number, base.theses[id_].text]
    for _, _, sids in list(cards.values()):
        said.update({sid: _span(base, sid) for sid in sids if sid in base.statements})
    return {"cards": cards, "said": said, "theses": theses}


def _span(base: Base, sid: str) -> list[Any]:
    one = base.statements[sid]
    return [one.answer_id, one.start, one.end]


def carried(decision: Decision, base: Base, state: State) -> Carried:
    """The decision over this run."""
    finder = _Finder(decision, base, state)
    try:
        found = finder.found()
        return Carried(found, restored=tuple(finder.restored))
    except _LostError as lost:
        if decision.id in base.settled:
            return Carried()  # the run has taken it in: what was hidden is not there to be found
        return Carried(reason=str(lost))


class _LostError(Exception):
    """A target is not in this run; the text says which, for a person."""


class _Finder:
    def __init__(self, decision: Decision, base: Base, state: State) -> None:
        self.decision, self.base, self.state = decision, base, state
        self.anchors = decision.payload.get("anchors", {})
        self.here = decision.run in ("", base.name)
        self.restored: list[Restored] = []

    def found(self) -> Decision | None:
        decision, payload = self.decision, dict(self.decision.payload)
        if decision.action == "merge":
            return self._merged()
        if decision.action == "split":
            return replace(decision, targets=("", *self._thoughts(decision.targets[1:])))
        if decision.action == "move":
            payload["to"] = self._card(payload["to"]) if payload["to"] else ""
            return replace(decision, targets=self._thoughts(decision.targets), payload=payload)
        if decision.action == "quotes":
            chosen = self._thoughts(payload["quotes"])
            card = self._card(decision.targets[0])
            return replace(decision, targets=(card,), payload={**payload, "quotes": list(chosen)})
        if decision.action == "lock" and not self.here:
            return self._locked()
        if decision.action == "add" and payload.get("to"):
            payload["to"] = self._card_or_none(payload["to"])
            return replace(decision, payload=payload)
        return replace(decision, targets=tuple(self._target(t) for t in decision.targets))

    def _merged(self) -> Decision | None:
        into = self._card(self.decision.payload["into"])
        sources = [self._card_or_none(target) for target in self.decision.targets]
        if not any(sources):
            raise _LostError(_GONE)
        others = tuple(dict.fromkeys(s for s in sources if s and s != into))
        if not others:
            return None  # the new run holds them together by itself
        payload = {**self.decision.payload, "into": into}
        return replace(self.decision, targets=others, payload=payload)

    def _locked(self) -> Decision:
        """A lock taken on another run: with what the card held then, as far as it is here."""
        id_ = self.decision.targets[0]
        card = self._card(id_)
        _, name, sids = self.anchors.get("cards", {}).get(id_, ("", "", ()))
        members = list(dict.fromkeys(f for sid in sids if (f := self._same_thought(sid))))
        sources = self.decision.payload.get("sources", ())
        held = {"name": name, "members": members, "sources": list(sources)}
        payload = {**self.decision.payload, **({"held": held} if members else {})}
        return replace(self.decision, targets=(card,), payload=payload)

    def _target(self, id_: str) -> str:
        if id_ in self.anchors.get("theses", {}) or id_ in self.base.theses:
            return self._thesis(id_)
        if id_ in self.anchors.get("cards", {}) or id_ in self.base.groups or _SPLIT.fullmatch(id_):
            return self._card(id_)
        return self._thought(id_)

    def _card_or_none(self, id_: str) -> str:
        try:
            return self._card(id_)
        except _LostError:
            return ""

    def _card(self, id_: str) -> str:
        if id_ in self.state.made:
            return id_
        if _MADE.fullmatch(id_):
            if id_ not in self.base.groups:
                raise _LostError("карточка была выделена решением, которое не перенесено")
            return id_
        if self.here or id_ not in self.anchors.get("cards", {}):
            if id_ in self.base.groups:
                return id_
            raise _LostError("такой карточки в этом прогоне нет")
        kind, name, sids = self.anchors["cards"][id_]
        found = self._by_members(id_, kind, sids) or self._restore(id_, kind, name, sids)
        return found or self._by_name(kind, name)

    def _restore(self, id_: str, kind: str, name: str, sids: Sequence[str]) -> str:
        """The card as it was, where a retrained model of roles left its thoughts in no finding."""
        now = tuple(dict.fromkeys(f for sid in sids if (f := self._same_thought(sid))))
        groups = self.base.groups
        homeless = [
            sid for sid in now
            if all(groups[card].kind == TOPIC for card in self.base.home.get(sid, ()))
        ]  # fmt: skip
        whole = len(homeless) > _SAME * len(sids)
        if kind == TOPIC or self.decision.action not in _WORK or id_ in groups or not whole:
            return ""
        self.restored.append(Restored(id_, kind, name, tuple(homeless)))
        return id_

    def _by_members(self, id_: str, kind: str, sids: Sequence[str]) -> str:
        now = [found for sid in sids if (found := self._same_thought(sid))]
        homes = Counter(card for sid in set(now) for card in self.base.home.get(sid, ()))
        groups = self.base.groups
        scored = sorted(
            (common, card == id_, -len(groups[card].members), card)
            for card, common in homes.items()
            if groups[card].kind == kind
        )
        if not scored:
            return ""
        most, *_, card = scored[-1]
        next_most = scored[-2][0] if len(scored) > 1 else 0
        whole = most >= _SAME * min(len(sids), len(groups[card].members))
        heir = most >= _HEIR * len(sids) and most >= 2 * next_most
        return card if whole or heir else ""

    def _by_name(self, kind: str, name: str) -> str:
        for card in self.base.groups.values():
            if card.kind == kind and fold(card.name) == fold(name):
                return card.id
        raise _LostError(f"«{name}»: прежние высказывания разошлись по разным карточкам")

    def _thoughts(self, sids: Sequence[str]) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(f for sid in sids if (f := self._same_thought(sid))))
        if len(found) < _SAME * len(set(sids)):
            raise _LostError(_GONE)
        return found

    def _thought(self, sid: str) -> str:
        found = self._same_thought(sid)
        if not found:
            raise _LostError(_GONE)
        return found

    def _same_thought(self, sid: str) -> str:
        if _MADE.fullmatch(sid):
            return sid if sid in self.state.items else self.base.lines.get(sid, ("", ""))[1]
        if sid in self.base.statements:
            return sid
        if sid not in self.anchors.get("said", {}):
            return ""
        answer, start, end = self.anchors["said"][sid]
        best, most = "", 0.0
        for other in self.base.of_answer.get(answer, ()):
            one = self.base.statements[other]
            common = min(end, one.end) - max(start, one.start)
            share = common / max(1, min(end - start, one.end - one.start))
            if share > max(most, _SAME - 1e-9):
                best, most = other, share
        return best

    def _thesis(self, id_: str) -> str:
        if id_ in self.base.theses:
            return id_
        number, text = self.anchors["theses"][id_]
        for same in (lambda t: fold(t.text) == fold(text), lambda t: number and t.number == number):
            for thesis in self.base.theses.values():
                if same(thesis):
                    return thesis.id
        raise _LostError(f"тезиса «{number or text}» в наработках больше нет")
