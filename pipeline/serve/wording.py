"""How decisions are said: who did what, in one plain Russian line."""

from __future__ import annotations

from datetime import datetime

from pipeline.decisions.base import TOPIC
from pipeline.decisions.cards import View
from pipeline.decisions.log import Decision
from pipeline.vocabulary import (
    DISPOSITION_TITLES,
    FINDING_TITLES,
    GROUP_VERDICT_TITLES,
    ROLE_TITLES,
)

KIND_TITLES = {**FINDING_TITLES, TOPIC: "Тема"}
MANY_TITLES = {"problem": "Проблемы", "solution": "Предложения", "against": "Возражения",
               "vision": "Образы будущего", TOPIC: "Темы"}  # fmt: skip
_LONGEST = 90


def said(decision: Decision, view: View, directions: dict[str, str]) -> str:
    """The decision in words, without who took it."""
    payload = decision.payload
    subject = named(decision.targets[0], decision, view) if decision.targets else ""
    if decision.action == "split":
        count = len(decision.targets) - 1
        return f"выделить {count} выск. из {subject} в «{payload['name']}»"
    if decision.action == "merge":
        sources = ", ".join(named(t, decision, view) for t in decision.targets[:3])
        return f"объединить {sources} с {named(payload['into'], decision, view)}"
    if decision.action == "move":
        to = named(payload["to"], decision, view) if payload.get("to") else "никуда: вне карточек"
        return f"перенести {len(decision.targets)} выск. ({subject}) → {to}"
    if decision.action == "direct":
        chosen = ", ".join(directions.get(d, d) for d in payload["directions"])
        return f"направление {subject}: {chosen}"
    words = {
        "rename": lambda: f"назвать {_former(decision, view)} «{payload['name']}»",
        "role": lambda: f"роль {subject}: {ROLE_TITLES.get(payload['role'], payload['role'])}",
        "hide": lambda: f"скрыть {subject}",
        "show": lambda: f"снова показать {subject}",
        "lock": lambda: f"закрепить {subject}",
        "unlock": lambda: f"открепить {subject}",
        "quotes": lambda: f"выбрать цитаты для {subject}",
        "note": lambda: f"заметка к {subject}: {_cut(str(payload['text']))}",
        "add": lambda: f"записать: «{_cut(str(payload['text']))}»",
        "verdict": lambda: (
            f"{GROUP_VERDICT_TITLES[payload['verdict']]} {subject} (группа «{payload['group']}»)"
        ),
        "dispose": lambda: f"{subject}: {DISPOSITION_TITLES[payload['what']]}",
        "open": lambda: "открыть группам работы друг друга",
        "close": lambda: "снова закрыть работы групп друг от друга",
        "settle": lambda: f"просмотрено решение № {payload['decision']}",
        "undo": lambda: f"отменить № {decision.undoes}",
    }
    return words[decision.action]()


def named(id_: str, decision: Decision, view: View) -> str:
    """A target by its name or words, as they are now or as they were then."""
    base, state = view.base, view.state
    root = state.root(id_)
    id_ = base.lines.get(id_, ("", id_))[1] or id_
    if root in view.all_cards:
        return f"«{_cut(view.all_cards[root].name)}»"
    if id_ in base.theses:
        return f"тезис {base.theses[id_].number or ''} «{_cut(base.theses[id_].text)}»"
    if (id_ in base.statements or id_ in state.items) and view.sees(id_):
        return f"«{_cut(view.text_of(id_))}»"
    held = decision.payload.get("anchors", {}).get("cards", {}).get(id_)
    return f"«{_cut(held[1])}»" if held else "(нет в этом прогоне)"


def _former(decision: Decision, view: View) -> str:
    """What a renamed card was called by the machine: its name of now is the answer itself."""
    held = decision.payload.get("anchors", {}).get("cards", {}).get(decision.targets[0])
    return f"«{_cut(held[1])}»" if held else "карточку"


def clock(at: str) -> str:
    """«25.11 22:40» of an ISO time in UTC, in the computer's own zone."""
    return datetime.fromisoformat(at).astimezone().strftime("%d.%m %H:%M")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(maxsplit=1)[0] + " […]"
