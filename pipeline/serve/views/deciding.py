"""Changing: every decision comes through here, is checked, written to the disk, then answered."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.decisions.cards import View
from pipeline.decisions.log import Decision
from pipeline.serve.near import guess
from pipeline.serve.pages import desk_of, page, person_of, room_of, view_of, way_back
from pipeline.serve.refusals import NotThere
from pipeline.serve.theses import left
from pipeline.serve.typed import typed
from pipeline.statements.directions_taxonomy import OTHER

router = APIRouter()
_TARGETS = {  # which field of the form names the targets of an action
    "merge": "merge", "split": "sid", "move": "sid", "role": "sid", "quotes": "card",
}  # fmt: skip
_LONGEST = 300  # characters of a line that is looked up while it is typed


@router.post("/decide/{action}")
def decide(request: Request, action: str) -> Response:
    """Take one decision."""
    form, desk = request.state.form, desk_of(request)
    seen = str(form.get("seen", "0"))
    decision = _read(request, action)
    taken = desk.decide(decision, person_of(request), int(seen) if seen.isdigit() else 0)
    if request.headers.get("hx-request") and action == "verdict":
        return _decided(request, taken)
    if request.headers.get("x-queued"):
        return Response(status_code=204)
    return _back(request)


def _decided(request: Request, taken: Decision) -> Response:
    """The thesis with its fresh verdict, and how many are left."""
    view, thesis = view_of(request), desk_of(request).base.theses[taken.targets[0]]
    group = str(taken.payload["group"])
    same = [t for t in view.base.theses.values() if t.direction == thesis.direction]
    return page(request, "verdict.html", thesis=thesis, groups=[group], lines=typed(view),
                left=left(group, view), left_here=left(group, view, same))  # fmt: skip


@router.post("/undo")
def undo(request: Request) -> Response:
    """Take a decision back, or put it back."""
    number = str(request.state.form.get("number", ""))
    if not number.isdigit():
        raise NotThere()
    key = str(request.state.form.get("key", "")) or secrets.token_hex(16)
    desk_of(request).undo(int(number), person_of(request), key)
    return _back(request)


@router.get("/suggest")
def suggest(request: Request) -> HTMLResponse:
    """Role, direction and near twins of a line while it is being typed; all of it is a guess."""
    text = request.query_params.get("text", "")[:_LONGEST].strip()
    view, room = view_of(request), room_of(request)
    if len(text) < 4:
        return page(request, "suggest.html", guess=None, twins=[], text=text)
    guessed = guess(text)
    twins = room.near.twins(guessed.vector, view)
    return page(request, "suggest.html", guess=guessed, twins=twins, text=text)


@router.get("/split/{id_}")
def split(request: Request, id_: str) -> HTMLResponse:
    """The two halves that the machine would make of a card; a person picks and names."""
    view = view_of(request)
    card = view.cards.get(view.state.root(id_))
    if card is None:
        raise NotThere()
    stay, apart = room_of(request).near.halves(card.members)
    return page(request, "split.html", card=card, stay=stay, apart=apart,
                name=_proposed(apart, card.kind, view))  # fmt: skip


def _proposed(sids: list[str], kind: str, view: View) -> str:
    """A name for the half, in the house style."""
    from pipeline.naming import Member, best_name

    known = [view.base.statements[sid] for sid in sids if sid in view.base.statements]
    members = [Member(one.text, frozenset(one.lemmas), 1) for one in known]
    named = best_name(members, kind) if members and kind != "topic" else None
    return named.name if named else (known[0].text[:120] if known else "")


def _read(request: Request, action: str) -> Decision:
    """The decision that a form asks for; texts are cut of spaces, lists are made of fields."""
    form = request.state.form
    field = _TARGETS.get(action, "target")
    targets = [str(value) for value in form.getlist(field)]
    if action == "split":
        targets = [str(form.get("card", "")), *targets]
    why = str(form.get("why", "")).strip()[:2000]
    key = str(form.get("key", ""))[:64] or secrets.token_hex(16)
    payload = _payload(request, action)
    targets = [] if action in ("add", "open", "close", "settle") else targets
    return Decision(action, "", tuple(dict.fromkeys(targets)), payload, why, key=key)


def _payload(request: Request, action: str) -> dict[str, Any]:
    form, desk = request.state.form, desk_of(request)

    def text(name: str) -> str:
        return str(form.get(name, "")).strip()

    if action == "rename":
        return {"name": text("name")}
    if action == "merge":
        return {"into": text("card")}
    if action == "split":
        return {"name": text("new_name")}
    if action == "move":
        card = desk.view(person_of(request)).all_cards.get(text("card"))
        return {"to": "" if text("to") == "-" else text("to"), "kind": card.kind if card else ""}
    if action == "role":
        return {"role": text("role")}
    if action == "direct":
        return {"directions": [str(d) for d in form.getlist("direction") if d]}
    if action == "quotes":
        return {"quotes": list(dict.fromkeys(str(sid) for sid in form.getlist("sid")))}
    if action == "note":
        return {"text": text("text")}
    if action == "verdict":
        return {"verdict": text("verdict"), "group": text("group"), "text": text("text")}
    if action == "dispose":
        return {"what": text("what")}
    if action == "settle":
        number = text("decision")
        return {"decision": int(number) if number.isdigit() else 0}
    return _line(request) if action == "add" else {}


def _line(request: Request) -> dict[str, Any]:
    """A line said at the session; what the person left open the models fill in."""
    form, desk = request.state.form, desk_of(request)
    text = str(form.get("text", "")).strip()
    role, chosen = str(form.get("role", "")), [str(d) for d in form.getlist("direction") if d]
    unasked = [name for name, told in (("role", role), ("directions", chosen)) if not told]
    if text and len(text) <= 2000 and not (role and chosen):
        guessed = guess(text)
        role = role or guessed.role
        chosen = chosen or [d for d in guessed.directions if d in desk.directions and d != OTHER]
    person = person_of(request)
    sessions = desk.base.sessions
    session = str(form.get("session", "")).strip()[:40]
    return {
        "text": text, "role": role, "directions": chosen, "to": str(form.get("to", "")),
        "group": person.group or str(form.get("group", "")),
        "session": session or (sessions[-1] if sessions else ""),
        "instead": str(form.get("instead", "")), "guessed": unasked,
    }  # fmt: skip


def _back(request: Request) -> Response:
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Refresh": "true"})
    return RedirectResponse(way_back(request), 303)
