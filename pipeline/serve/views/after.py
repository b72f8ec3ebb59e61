"""After a session: who said what, what became of it and why, what changed since."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from pipeline.comparing.view import SORTS, TITLES, by_change, counts
from pipeline.serve.listing import Filters
from pipeline.serve.pages import page, room_of, view_of
from pipeline.serve.register import KEYS, clusters
from pipeline.serve.theses import ordered, outcome, voting

router = APIRouter()
_SILENT = 10


@router.get("/matrix")
def matrix(request: Request) -> HTMLResponse:
    """Groups × findings, conflicts, verdicts on the draft, what went into the strategy and why."""
    view, room = view_of(request), room_of(request)
    filters = Filters.read(request.query_params)
    every = room.lister.cards(view, Filters(role=filters.role, direction=filters.direction))
    spoken = [card for card in every if card.groups or card.consensus == "конфликт"]
    silent = [card for card in every if not card.groups and card.recurring][:_SILENT]
    groups = [g for g in view.base.working_groups if view.scope is None or g in view.scope]
    voters = voting(view)
    return page(request, "matrix.html", filters=filters, spoken=spoken, silent=silent,
                groups=groups, voting=voters, theses=ordered(view.base.theses.values()),
                outcome=lambda t: outcome(t.id, voters, view))  # fmt: skip


@router.get("/register")
def register(request: Request) -> HTMLResponse:
    """What was decided of findings, by direction or topic; the open ones first."""
    view, room = view_of(request), room_of(request)
    by = request.query_params.get("by", "")
    by = by if by in KEYS else "direction"
    only = request.query_params.get("only", "")
    cards = [c for c in room.lister.cards(view, Filters()) if c.kind in ("problem", "solution")]
    found = clusters(cards, view, by, room.directions)
    return page(request, "register.html", clusters=found, by=by, only=only,
                open_ones=sum(len(c.open) for c in found), all=len(cards))  # fmt: skip


@router.get("/changes")
def changes(request: Request) -> HTMLResponse:
    """What differs from the run before: appeared, grown, shrunk, merged, split, gone."""
    compared = room_of(request).compared()
    sorts = []
    for field, title in SORTS if compared else ():
        frame = getattr(compared, field)
        changed = [(TITLES[c], rows) for c, rows in by_change(frame) if c != "same"]
        sorts.append((title, counts(frame), changed))
    return page(request, "changes.html", compared=compared, sorts=sorts)
