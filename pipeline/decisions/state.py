"""What decisions make of a run: differences laid over its tables, never edited into them.

`fold` is pure and total: the same run and decisions give the same bytes, and a decision whose
target is not there changes nothing but is listed with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.decisions import carry
from pipeline.decisions.base import TOPIC, Base
from pipeline.decisions.log import Decision
from pipeline.tables import fold as fold_text

VERDICTS = ("accept", "amend", "reject")
DISPOSITIONS = ("taken", "partly", "rejected", "beyond")


@dataclass
class State:
    """Differences from the run. `place` says where a thought stands now, by class of card."""

    names: dict[str, str] = field(default_factory=dict)
    into: dict[str, str] = field(default_factory=dict)  # merged card -> the card that took it in
    made: dict[str, dict[str, str]] = field(default_factory=dict)  # cards made by a split
    place: dict[str, dict[str, str]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    directions: dict[str, list[str]] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)  # id -> why
    locked: dict[str, str] = field(default_factory=dict)  # card -> who
    quotes: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    verdicts: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)  # thesis -> group
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)  # typed at the desk, all
    items: dict[str, dict[str, Any]] = field(default_factory=dict)  # those that no run holds yet
    dispositions: dict[str, dict[str, str]] = field(default_factory=dict)
    opened: bool = False  # may groups see each other's papers
    handled: list[int] = field(default_factory=list)  # decisions that a person has looked at
    uncarried: dict[int, str] = field(default_factory=dict)  # decision -> why it does not hold

    def root(self, card: str) -> str:
        """The card that a card was merged into, in the end."""
        while card in self.into:
            card = self.into[card]
        return card

    def encoded(self) -> bytes:
        """The state as bytes: equal states, equal bytes."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")


def kind_of(card: str, base: Base, state: State) -> str:
    """The kind of a card of the run or of the desk; "" when there is none."""
    if card in base.groups:
        return base.groups[card].kind
    return state.made.get(card, {}).get("kind", "")


def class_of(kind: str) -> str:
    """Topics are one class of cards, findings of every kind the other."""
    return TOPIC if kind == TOPIC else "finding"


def role_of(sid: str, base: Base, state: State) -> str:
    """The role that a thought has now."""
    if sid in state.roles:
        return state.roles[sid]
    if sid in state.items:
        return str(state.items[sid]["role"])
    return base.statements[sid].role if sid in base.statements else ""


def fold(decisions: Sequence[Decision], base: Base, withdrawn: Iterable[str] = ()) -> State:
    """The state after `decisions` (those that hold, in order) over a run.

    `withdrawn` are lines («i12») that were taken back: where the run holds one, it is hidden.
    """
    state = State()
    for item in withdrawn:
        if base.lines.get(item, ("", ""))[1]:
            state.hidden[base.lines[item][1]] = "строку убрали с сессии"
    released = _released(decisions)
    for decision in decisions:
        if decision.id in released:
            continue
        carried = carry.carried(decision, base, state)
        for card in carried.restored:
            _restore(state, card, base)
        if carried.reason:
            state.uncarried[decision.id] = carried.reason
        elif carried.decision is not None:
            _ACTIONS[decision.action](state, carried.decision, base)
    state.uncarried = {n: why for n, why in state.uncarried.items() if n not in state.handled}
    return state


def _released(decisions: Sequence[Decision]) -> set[int]:
    """Locks that were opened again, and what opened them: together they change nothing."""
    held: dict[str, int] = {}
    released: set[int] = set()
    for decision in decisions:
        if decision.action == "lock":
            held[decision.targets[0]] = decision.id
        elif decision.action == "unlock" and decision.targets[0] in held:
            released |= {held.pop(decision.targets[0]), decision.id}
    return released


def _restore(state: State, card: carry.Restored, base: Base) -> None:
    """Let the card stand again; its thoughts are of its kind, as people took them to be."""
    told = [base.statements[sid].directions for sid in card.members if sid in base.statements]
    direction = next((chosen[0] for chosen in told if chosen), "")
    state.made[card.id] = {
        "kind": card.kind, "name": card.name, "direction": direction, "topic_id": "",
    }  # fmt: skip
    for sid in card.members:
        _put(state, sid, card.id, class_of(card.kind))
        state.roles[sid] = card.kind


def _rename(state: State, decision: Decision, base: Base) -> None:
    state.names[state.root(decision.targets[0])] = str(decision.payload["name"])


def _merge(state: State, decision: Decision, base: Base) -> None:
    target = state.root(str(decision.payload["into"]))
    for card in decision.targets:
        if state.root(card) != target:
            state.into[state.root(card)] = target


def _split(state: State, decision: Decision, base: Base) -> None:
    card, payload = f"n{decision.id}", decision.payload
    state.made[card] = {key: str(payload[key]) for key in ("kind", "name", "direction", "topic_id")}
    for sid in decision.targets[1:]:
        _put(state, sid, card, class_of(str(payload["kind"])))


def _move(state: State, decision: Decision, base: Base) -> None:
    to = state.root(str(decision.payload["to"])) if decision.payload["to"] else ""
    kind = kind_of(to, base, state) if to else str(decision.payload.get("kind", ""))
    for sid in decision.targets:
        _put(state, sid, to, class_of(kind))
        if to and kind != TOPIC and role_of(sid, base, state) != kind:
            state.roles[sid] = kind  # kinds never mix in one finding


def _put(state: State, sid: str, card: str, cls: str) -> None:
    state.place.setdefault(sid, {})[cls] = card


def _role(state: State, decision: Decision, base: Base) -> None:
    for sid in decision.targets:
        state.roles[sid] = str(decision.payload["role"])


def _direct(state: State, decision: Decision, base: Base) -> None:
    for target in decision.targets:
        state.directions[target] = list(decision.payload["directions"])


def _hide(state: State, decision: Decision, base: Base) -> None:
    for target in decision.targets:
        state.hidden[target] = decision.why


def _show(state: State, decision: Decision, base: Base) -> None:
    for target in decision.targets:
        state.hidden.pop(target, None)


def _lock(state: State, decision: Decision, base: Base) -> None:
    card = state.root(decision.targets[0])
    state.locked[card] = decision.who
    if "held" in decision.payload and card in base.groups:
        _hold(state, decision, card, base)


def _hold(state: State, decision: Decision, card: str, base: Base) -> None:
    """A locked card keeps its name and its thoughts in another run.

    What the machine has put to it of the sources that were there when it was locked stands apart
    in a card of its own; what was said since may join.
    """
    held, group = decision.payload["held"], base.groups[card]
    cls = class_of(group.kind)
    if fold_text(group.name) != fold_text(held["name"]):
        state.names.setdefault(card, str(held["name"]))
    for sid in held["members"]:
        if card not in base.home.get(sid, ()) and cls not in state.place.get(sid, {}):
            _put(state, sid, card, cls)
            if cls != TOPIC and role_of(sid, base, state) != group.kind:
                state.roles[sid] = group.kind
    strange = [
        sid for sid in group.members
        if sid not in held["members"] and cls not in state.place.get(sid, {})
        and base.answers[base.statements[sid].answer_id].source in held["sources"]
    ]  # fmt: skip
    if strange:
        apart = f"n{decision.id}"
        state.made[apart] = {"kind": group.kind, "name": f"{group.name} (отдельно)",
                             "direction": group.direction, "topic_id": group.topic_id}  # fmt: skip
        for sid in strange:
            _put(state, sid, apart, cls)


def _unlock(state: State, decision: Decision, base: Base) -> None:
    state.locked.pop(state.root(decision.targets[0]), None)


def _quotes(state: State, decision: Decision, base: Base) -> None:
    state.quotes[state.root(decision.targets[0])] = list(decision.payload["quotes"])


def _note(state: State, decision: Decision, base: Base) -> None:
    note = {"id": str(decision.id), "who": decision.who, "group": decision.group,
            "at": decision.at, "text": str(decision.payload["text"])}  # fmt: skip
    state.notes.setdefault(decision.targets[0], []).append(note)


def _add(state: State, decision: Decision, base: Base) -> None:
    payload, item = decision.payload, f"i{decision.id}"
    line: dict[str, Any] = {
        "text": str(payload["text"]), "role": str(payload["role"]),
        "directions": list(payload["directions"]), "group": str(payload["group"]),
        "session": str(payload["session"]), "who": decision.who,
        "instead": str(payload.get("instead", "")),
    }  # fmt: skip
    state.lines[item] = line
    to = state.root(str(payload["to"])) if payload.get("to") else ""
    if item not in base.lines:
        state.items[item] = line
        if to:
            _put(state, item, to, "finding")
        return
    sid = base.lines[item][1]  # the run has read it: what was settled of it is said of its thought
    if sid and role_of(sid, base, state) != line["role"]:
        state.roles[sid] = line["role"]
    if sid and to and to not in base.home.get(sid, ()):
        _put(state, sid, to, "finding")


def _verdict(state: State, decision: Decision, base: Base) -> None:
    verdict = {"verdict": str(decision.payload["verdict"]), "why": decision.why,
               "text": str(decision.payload.get("text", "")), "who": decision.who,
               "at": decision.at}  # fmt: skip
    state.verdicts.setdefault(decision.targets[0], {})[str(decision.payload["group"])] = verdict


def _dispose(state: State, decision: Decision, base: Base) -> None:
    state.dispositions[state.root(decision.targets[0])] = {
        "what": str(decision.payload["what"]), "why": decision.why, "who": decision.who,
    }  # fmt: skip


def _open(state: State, decision: Decision, base: Base) -> None:
    state.opened = True


def _close(state: State, decision: Decision, base: Base) -> None:
    state.opened = False


def _settle(state: State, decision: Decision, base: Base) -> None:
    state.handled.append(int(decision.payload["decision"]))


_ACTIONS: Mapping[str, Callable[[State, Decision, Base], None]] = {
    "rename": _rename, "merge": _merge, "split": _split, "move": _move, "role": _role,
    "direct": _direct, "hide": _hide, "show": _show, "lock": _lock, "unlock": _unlock,
    "quotes": _quotes, "note": _note, "add": _add, "verdict": _verdict, "dispose": _dispose,
    "open": _open, "close": _close, "settle": _settle,
}  # fmt: skip
ACTIONS = tuple(_ACTIONS)
