"""What a decision must be like before it is written down: checked against the current view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.decisions.base import TOPIC
from pipeline.decisions.cards import View
from pipeline.decisions.log import Decision
from pipeline.decisions.state import DISPOSITIONS, VERDICTS, class_of
from pipeline.serve.people import Person
from pipeline.serve.refusals import NotAllowed, NotThere, Refused
from pipeline.tables import FINDING_KINDS, ROLES

LONGEST = 2_000  # characters of a text that a person types
MOST = 500  # targets of one decision
ANALYST = ("dispose", "open", "close", "settle")

# Decisions with a common target and aspect contradict each other when taken at once.
ASPECTS: Mapping[str, frozenset[str]] = {
    "rename": frozenset({"name"}), "merge": frozenset({"members", "quotes", "name"}),
    "split": frozenset({"members", "quotes"}), "move": frozenset({"members"}),
    "role": frozenset({"role"}), "direct": frozenset({"directions"}),
    "hide": frozenset({"hidden"}), "show": frozenset({"hidden"}),
    "lock": frozenset({"lock"}), "unlock": frozenset({"lock"}),
    "quotes": frozenset({"quotes"}), "dispose": frozenset({"disposition"}),
    "verdict": frozenset({"verdict"}), "open": frozenset({"open"}), "close": frozenset({"open"}),
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What a rule may look at: who asks, the view open to them, ids of directions."""

    person: Person
    view: View
    directions: Mapping[str, str]


def check(decision: Decision, known: Known) -> None:
    """Raise Refused unless the decision can be taken by this person on this view."""
    if known.person.role not in ("analyst", "moderator"):
        raise NotAllowed("Читателю править нельзя.")
    if decision.action in ANALYST and known.person.role != "analyst":
        raise NotAllowed("Это решает аналитик.")
    if len(decision.targets) > MOST:
        raise Refused(f"Слишком много отмечено: не больше {MOST} за раз.")
    rule = _RULES.get(decision.action)
    if rule is None:
        raise Refused("Такого действия нет.")
    rule(decision, known)


def _card(id_: str, known: Known) -> Any:
    card = known.view.all_cards.get(known.view.state.root(id_))
    if card is None or not (card.members or card.why_hidden):
        raise NotThere()
    if card.locked_by and card.locked_by != known.person.name and known.person.role != "analyst":
        raise NotAllowed(f"Карточку закрепил(а) {card.locked_by}: сначала её надо открепить.")
    return card


def _thought(sid: str, known: Known) -> None:
    view = known.view
    if sid not in view.base.statements and sid not in view.state.items:
        raise NotThere()
    if not view.sees(sid):
        raise NotThere()
    for home in view.homes(sid):
        _card(home, known)


def _text(value: Any, what: str) -> str:
    text = str(value or "").strip()
    if not text:
        raise Refused(f"Напишите {what}.")
    if len(text) > LONGEST:
        raise Refused(f"Слишком длинно: не больше {LONGEST} знаков.")
    return text


def _rename(decision: Decision, known: Known) -> None:
    _card(_only(decision), known)
    _text(decision.payload.get("name"), "новое название")


def _merge(decision: Decision, known: Known) -> None:
    into = _card(str(decision.payload.get("into", "")), known)
    if not decision.targets:
        raise Refused("Отметьте, что объединить.")
    for target in decision.targets:
        card = _card(target, known)
        if card.id == into.id:
            raise Refused("Карточку нельзя объединить с самой собой.")
        if card.kind != into.kind:
            raise Refused("Разное не объединяют: проблемы с проблемами, предложения с ними же.")


def _split(decision: Decision, known: Known) -> None:
    if len(decision.targets) < 2:
        raise Refused("Отметьте высказывания, которые надо выделить.")
    card = _card(decision.targets[0], known)
    apart = set(decision.targets[1:])
    if not apart <= set(card.members):
        raise NotThere()
    if len(apart) == len(card.members):
        raise Refused("Отмечено всё: в прежней карточке ничего не останется.")
    _text(decision.payload.get("name"), "название новой карточки")


def _move(decision: Decision, known: Known) -> None:
    if not decision.targets:
        raise Refused("Отметьте высказывания, которые надо перенести.")
    for sid in decision.targets:
        _thought(sid, known)
    to = str(decision.payload.get("to", ""))
    if to:
        _card(to, known)
    elif decision.payload.get("kind") not in (TOPIC, *FINDING_KINDS):
        raise Refused("Не сказано, откуда вынести.")


def _role(decision: Decision, known: Known) -> None:
    if decision.payload.get("role") not in ROLES:
        raise Refused("Такой роли нет.")
    for sid in decision.targets or ("",):
        _thought(sid, known)


def _direct(decision: Decision, known: Known) -> None:
    chosen = decision.payload.get("directions")
    if not isinstance(chosen, list) or not set(chosen) <= set(known.directions):
        raise Refused("Такого направления нет.")
    for target in decision.targets or ("",):
        if target in known.view.all_cards:
            _card(target, known)
        else:
            _thought(target, known)


def _hide(decision: Decision, known: Known) -> None:
    for target in decision.targets or ("",):
        if target in known.view.all_cards:
            _card(target, known)
        else:
            _thought(target, known)
    if decision.action == "hide":
        _text(decision.why, "почему это надо скрыть")


def _lock(decision: Decision, known: Known) -> None:
    _card(_only(decision), known)


def _quotes(decision: Decision, known: Known) -> None:
    card = _card(_only(decision), known)
    chosen = decision.payload.get("quotes")
    if not isinstance(chosen, list) or not set(chosen) <= set(card.members):
        raise NotThere()
    if not 0 < len(chosen) <= 5:
        raise Refused("Выберите от одной до пяти цитат.")


def _note(decision: Decision, known: Known) -> None:
    target = _only(decision)
    if target not in known.view.base.theses and target not in known.view.cards:
        _thought(target, known)
    _text(decision.payload.get("text"), "заметку")


def _add(decision: Decision, known: Known) -> None:
    payload = decision.payload
    _text(payload.get("text"), "проблему или предложение")
    if payload.get("role") not in ROLES:
        raise Refused("Такой роли нет.")
    if not set(payload.get("directions", ())) <= set(known.directions):
        raise Refused("Такого направления нет.")
    _speaks(decision, known)
    if payload.get("to"):
        card = _card(str(payload["to"]), known)
        if card.kind != payload["role"] or class_of(card.kind) == TOPIC:
            raise Refused("Карточка другого рода: проблемы лежат с проблемами.")
    if payload.get("instead") and payload["instead"] not in known.view.base.theses:
        raise NotThere()


def _verdict(decision: Decision, known: Known) -> None:
    if _only(decision) not in known.view.base.theses:
        raise NotThere()
    _speaks(decision, known)
    verdict = decision.payload.get("verdict")
    if verdict not in VERDICTS:
        raise Refused("Решение: принять, изменить или отклонить.")
    if verdict == "amend":
        _text(decision.payload.get("text"), "новую редакцию тезиса")
    if verdict == "reject":
        _text(decision.why, "почему тезис отклонён")


def _speaks(decision: Decision, known: Known) -> None:
    """Only for a group of the run or one's own, and only for one's own unless an analyst."""
    group, person = str(decision.payload.get("group", "")), known.person
    if not group:
        raise Refused("Выберите рабочую группу.")
    if not person.speaks_for(group):
        raise NotAllowed("Записывать и решать можно только за свою группу.")
    if group not in (*known.view.base.working_groups, person.group):
        raise Refused("Такой рабочей группы нет.")


def _dispose(decision: Decision, known: Known) -> None:
    _card(_only(decision), known)
    if decision.payload.get("what") not in DISPOSITIONS:
        raise Refused("Выберите: учтено, учтено частично, отклонено, вне полномочий.")
    if decision.payload["what"] != "taken":
        _text(decision.why, "почему так решено")


def _free(decision: Decision, known: Known) -> None:
    """Opening and closing papers needs nothing more than the role."""


def _settle(decision: Decision, known: Known) -> None:
    if int(decision.payload.get("decision", 0)) not in known.view.state.uncarried:
        raise NotThere()


def _only(decision: Decision) -> str:
    return decision.targets[0] if len(decision.targets) == 1 else ""


_RULES: Mapping[str, Callable[[Decision, Known], None]] = {
    "rename": _rename, "merge": _merge, "split": _split, "move": _move, "role": _role,
    "direct": _direct, "hide": _hide, "show": _hide, "lock": _lock, "unlock": _lock,
    "quotes": _quotes, "note": _note, "add": _add, "verdict": _verdict, "dispose": _dispose,
    "open": _free, "close": _free, "settle": _settle,
}  # fmt: skip
