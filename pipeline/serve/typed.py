"""Lines typed at a session as a page shows them: what they say, and what the run made of them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.decisions.cards import View


@dataclass(frozen=True)
class Typed:
    """A line as it stands now; `note` says what the run has made of it."""

    item: str
    sid: str  # its thought: the line itself until a run has read it, "" where the run holds none
    number: int  # its decision
    text: str
    group: str
    session: str
    who: str
    instead: str  # the thesis in whose place it was put, "" for none
    directions: tuple[str, ...]
    note: str


def typed(view: View) -> list[Typed]:
    """Lines open to the reader, the newest first."""
    found = []
    for item, line in reversed(view.state.lines.items()):
        answer, sid = view.base.lines.get(item, ("", item))
        if view.scope is None or view.state.opened or line["group"] in view.scope:
            found.append(Typed(
                item, sid, int(item[1:]), line["text"], line["group"], line["session"],
                line["who"], line["instead"],
                tuple(view.directions(sid) if sid else line["directions"]), _noted(answer, view),
            ))  # fmt: skip
    return found


def session_of(view: View) -> str:
    """The session that lines are being written down for: the last written, else the last known."""
    written = [str(line["session"]) for line in view.state.lines.values() if line["session"]]
    return (written or list(view.base.sessions) or [""])[-1]


def _noted(answer: str, view: View) -> str:
    """What has become of a line in the run; "" while no run has read it."""
    if not answer:
        return ""
    said = view.base.answers[answer]
    if said.status == "used":
        return "уже в прогоне"
    if said.status == "duplicate":
        return "есть и в листе группы, посчитано один раз"
    return f"в прогоне отложено: {said.reason}"
