"""Before a session: the packet for paper, and the checklist of the last minutes."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.decisions.cards import Card, View
from pipeline.serve.checklist import checks
from pipeline.serve.listing import Filters
from pipeline.serve.pages import own_group, page, person_of, room_of, view_of
from pipeline.serve.theses import ordered

router = APIRouter()
_ABSENT, _PRINTED, _OWN = 8, 6, 10


@router.get("/ready")
def ready(request: Request) -> HTMLResponse:
    """What to look at a few minutes before a session."""
    room, person = room_of(request), person_of(request)
    people = request.app.state.accounts.people()
    found = checks(room, person, view_of(request), people)
    return page(request, "ready.html", checks=found, waiting=sum(not c.good for c in found))


@router.post("/backup")
def backup(request: Request) -> Response:
    """Copy the log of decisions aside."""
    room_of(request).log.backup()
    return RedirectResponse("/ready", 303)


@router.get("/packet")
def packet(request: Request) -> HTMLResponse:
    """What a group is given on paper before the session."""
    view, room, group = view_of(request), room_of(request), own_group(request)
    direction = request.query_params.get("direction", "")
    theses = [t for t in view.base.theses.values() if not direction or t.direction == direction]
    problems, solutions = (
        _citizens(room.lister.cards(view, Filters(role=kind, direction=direction)))
        for kind in ("problem", "solution")
    )
    absent = [c for c in (*problems, *solutions) if c.in_draft == "missing"]
    absent.sort(key=lambda card: (-card.people, card.id))
    return page(request, "packet.html", group=group, direction=direction,
                theses=ordered(theses), problems=problems[:_PRINTED],
                solutions=solutions[:_PRINTED], absent=absent[:_ABSENT],
                own=_own_items(group, view), lister=room.lister)  # fmt: skip


def _citizens(cards: Sequence[Card]) -> list[Card]:
    """What residents named, by distinct people."""
    return [card for card in cards if card.people]


def _own_items(group: str, view: View) -> list[Card]:
    """What the group itself has said so far."""
    held = [card for card in view.cards.values() if group in card.groups and card.kind != "topic"]
    return sorted(held, key=lambda card: (-card.groups[group], -card.people, card.id))[:_OWN]
