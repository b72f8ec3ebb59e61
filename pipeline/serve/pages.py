"""Pages: templates with everything printed escaped, and what every page knows."""

from __future__ import annotations

import secrets
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from pipeline.decisions.base import TOPIC
from pipeline.decisions.cards import View
from pipeline.decisions.log import Decision
from pipeline.report import typography
from pipeline.serve import listing, wording
from pipeline.serve.desk import Desk
from pipeline.serve.people import ROLE_TITLES as PEOPLE_TITLES
from pipeline.serve.people import Person
from pipeline.serve.refusals import NotThere, Refused
from pipeline.serve.room import Room
from pipeline.vocabulary import (
    CHANGE_TITLES,
    CONSENSUS_NOTES,
    DISPOSITION_TITLES,
    FLAG_TITLES,
    GROUP_VERDICT_TITLES,
    IN_DRAFT_TITLES,
    MARK_TITLES,
    ROLE_TITLES,
    VERDICT_TITLES,
)

KIND_OF_PLACE = {"survey": "житель", "proposal": "группа", "draft": "наработки"}


def environment() -> Environment:
    """The package's templates: escaping is on for every one, whatever its name."""
    made = Environment(
        loader=FileSystemLoader(str(files("pipeline.serve").joinpath("templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        t=typography, titles=PEOPLE_TITLES, kinds=wording.KIND_TITLES, many=wording.MANY_TITLES,
        roles=ROLE_TITLES, consensus_notes=CONSENSUS_NOTES, in_draft=IN_DRAFT_TITLES,
        mark_titles=MARK_TITLES, flag_titles=FLAG_TITLES, changes=CHANGE_TITLES,
        machine_verdicts=VERDICT_TITLES, verdicts=GROUP_VERDICT_TITLES, sorts=listing.SORTS,
        dispositions=DISPOSITION_TITLES, states=listing.STATES, topic=TOPIC,
        clock=wording.clock,
    )  # fmt: skip
    made.filters["path"] = lambda value: quote(str(value), safe="")
    return made


class NoRun(Refused):
    """There is nothing on the desk yet: a page says what to do."""

    status = 200

    def __init__(self) -> None:
        super().__init__("Готового прогона ещё нет.")


def room_of(request: Request) -> Room:
    """The dataset that the desk serves."""
    room: Room = request.app.state.room
    return room


def desk_of(request: Request) -> Desk:
    """The desk; NoRun when nothing was run yet."""
    desk = room_of(request).desk
    if desk is None:
        raise NoRun()
    return desk


def person_of(request: Request) -> Person:
    """Who is asking; the guard has let them in."""
    person: Person = request.state.session.person
    return person


def view_of(request: Request) -> View:
    """The cards as they are open to who is asking."""
    return desk_of(request).view(person_of(request))


def own_group(request: Request) -> str:
    """The group of the address: its own pages are for its moderator and the analyst."""
    person, view = person_of(request), view_of(request)
    group = request.query_params.get("group", "")
    known = {*view.base.working_groups, person.group} - {""}
    if group not in known or not person.speaks_for(group):
        raise NotThere()
    return group


def page(request: Request, template: str, status: int = 200, **content: Any) -> HTMLResponse:
    """The page of a template."""
    session = getattr(request.state, "session", None)
    room = room_of(request)
    common: dict[str, Any] = {
        "request": request, "path": request.url.path, "title": room.dataset.title,
        "person": session.person if session else None, "csrf": session.csrf if session else "",
        "directions": room.directions, "desk": room.desk, "now": 0, "undo": None, "redo": None,
        "here": _here(request), "opened": False,
        "tokens": lambda: _tokens(request, session.csrf if session else "", room.log.last),
    }  # fmt: skip
    if session and room.desk:
        undo, redo = room.desk.last_by(session.person)
        view = room.desk.view(session.person)
        common |= {"now": room.log.last, "undo": undo, "redo": redo, "view": view,
                   "said": lambda d: _said(d, view, room),
                   "opened": room.desk.state.opened, "sessions": room.lister.sessions,
                   "source": lambda sid: source_of(sid, view)}  # fmt: skip
    found = request.app.state.templates.get_template(template)
    return HTMLResponse(found.render({**common, **content}), status_code=status)


def _said(decision: Decision, view: View, room: Room) -> str:
    """The decision in words; undoing an undoing is putting back."""
    first = room.log.decisions[decision.undoes - 1] if decision.undoes else None
    if first is not None and first.undoes is not None:
        return f"вернуть № {first.undoes}"
    return wording.said(decision, view, room.directions)


def source_of(sid: str, view: View) -> str:
    """Who said it: a group and its session, a resident, the desk."""
    item = view.state.items.get(sid)
    if item is not None:
        return f"группа «{item['group']}», записано на сессии"
    said = view.base.answers[view.base.statements[sid].answer_id]
    when = f", {typography.date(said.session)}" if said.session else ""
    if said.kind == "proposal":
        return f"группа «{said.group}»{when}"
    return f"{KIND_OF_PLACE[said.kind]}{when}"


def _tokens(request: Request, csrf: str, seen: int) -> Markup:
    """Fields of every form: the session's token, what was on the screen, a key, the way back."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    values = {"csrf": csrf, "seen": seen, "key": secrets.token_hex(16), "back": _here(request)}
    return Markup("").join(field.format(name, value) for name, value in values.items())


def way_back(request: Request) -> str:
    """The page that a form stood on; addresses outside the desk lead to its first page."""
    back = str(getattr(request.state, "form", {}).get("back", "/"))
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if inside else "/"


def _here(request: Request) -> str:
    """The address of this page inside the desk, to come back to after a change."""
    if request.method == "POST":
        return way_back(request)
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path
