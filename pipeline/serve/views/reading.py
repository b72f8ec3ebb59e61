"""Reading: the overview, lists of cards, a card, an answer, search, the map, the wall, history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.decisions.base import TOPIC
from pipeline.decisions.cards import Card, View
from pipeline.report.topic_map import HEIGHT, WIDTH
from pipeline.serve.listing import PAGE, Filters, Sessions
from pipeline.serve.pages import desk_of, page, person_of, room_of, view_of
from pipeline.serve.refusals import NotThere
from pipeline.serve.search import words
from pipeline.serve.typed import session_of, typed

router = APIRouter()
_SHOWN = 100  # thoughts of a card, entries of the history on one page
_FOUND = 50
_TOP, _MOVED = 5, 3


@router.get("/")
def overview(request: Request) -> HTMLResponse:
    """What there is, what is most named, what to do next."""
    view, room = view_of(request), room_of(request)
    lister = room.lister
    tops = [(kind, lister.cards(view, Filters(role=kind))[:_TOP]) for kind in
            ("problem", "solution")]  # fmt: skip
    moved = [
        card
        for change in ("new", "grown", "shrunk", "gone")
        for card in _moved(room.lister.cards(view, Filters()), room.lister.sessions, change)
    ]
    used = Counter(said.kind for said in view.base.answers.values() if said.status == "used")
    return page(
        request, "overview.html", tops=tops, counts=_counts(view), said_by=used, moved=moved
    )


@router.get("/wall")
def wall(request: Request) -> HTMLResponse:
    """Counters for the hall: no names, no words of anybody."""
    view = view_of(request)
    return page(request, "wall.html", wall=_wall(view), counts=_counts(view))


@router.get("/cards")
def cards(request: Request) -> HTMLResponse:
    """Cards that pass the filters of the address."""
    view, room = view_of(request), room_of(request)
    filters = Filters.read(request.query_params)
    found = room.lister.cards(view, filters)
    pages = max(1, -(-len(found) // PAGE))
    number = min(filters.page, pages)
    shown = found[(number - 1) * PAGE : number * PAGE]
    return page(request, "cards.html", filters=filters, found=len(found), shown=shown,
                pages=pages, number=number, lister=room.lister,
                notes=view.state.notes)  # fmt: skip


@router.get("/card/{id_}")
def card(request: Request, id_: str) -> Response:
    """One card with everything said in it and the tools to correct it."""
    view, desk, room = view_of(request), desk_of(request), room_of(request)
    root = view.state.root(id_)
    if root != id_:
        return RedirectResponse(f"/card/{root}", 303)
    found = view.all_cards.get(id_)
    if found is None or not (found.members or found.why_hidden):
        raise NotThere()
    start = _number(request.query_params.get("from", "0"))
    history = [d for d in desk.active if id_ in (*d.targets, d.payload.get("into"))
               and desk.visible(d, person_of(request))]  # fmt: skip
    return page(request, "card.html", card=found, shown=found.members[start : start + _SHOWN],
                start=start, step=_SHOWN, kin=_kin(request, found, view), history=history,
                wanted=request.query_params.get("find", "")[:300],
                linked=_linked(found, view), notes=_notes(id_, view),
                lister=room.lister)  # fmt: skip


@router.get("/answer/{id_}")
def answer(request: Request, id_: str) -> HTMLResponse:
    """One answer whole: where it comes from, how it was read, who changed what."""
    view = view_of(request)
    said = view.base.answers.get(id_)
    thoughts = view.base.of_answer.get(id_, ())
    if said is None or not (not said.group or view.scope is None or said.group in view.scope):
        raise NotThere()
    return page(request, "answer.html", answer=said, thoughts=thoughts)


@router.get("/search")
def search(request: Request) -> HTMLResponse:
    """Answers that hold the words in any form."""
    view, desk = view_of(request), desk_of(request)
    query = request.query_params.get("q", "")[:300]
    ids = [i for i in desk.index.find(query) if _open(i, view)]
    return page(request, "search.html", query=query, found=len(ids), ids=ids[:_FOUND],
                asked=words(query))  # fmt: skip


@router.get("/map")
def topic_map(request: Request) -> HTMLResponse:
    """Topics as discs: near ones stand near, the area is people."""
    view = view_of(request)
    circles, coloured = room_of(request).discs(view)
    return page(request, "map.html", discs=circles, coloured=coloured, size=(WIDTH, HEIGHT))


@router.get("/history")
def history(request: Request) -> HTMLResponse:
    """Decisions, the newest first: who, when, what, why; undone ones stay in sight."""
    desk, person = desk_of(request), person_of(request)
    who = request.query_params.get("who", "")[:60]
    seen = [d for d in reversed(desk.log.decisions) if desk.visible(d, person)]
    names = sorted({d.who for d in seen})
    seen = [d for d in seen if not who or d.who == who]
    start = _number(request.query_params.get("from", "0"))
    return page(request, "history.html", decisions=seen[start : start + _SHOWN], all=len(seen),
                undone=desk.undone(), start=start, step=_SHOWN, who=who, names=names)  # fmt: skip


@router.get("/live")
def live(request: Request) -> Response:
    """What others decided since; nothing new is an empty answer that changes nothing."""
    room_of(request).refresh()
    desk, person = desk_of(request), person_of(request)
    since = _number(request.query_params.get("since", "0"))
    run = request.query_params.get("run", "")
    fresh = [d for d in desk.log.decisions[since:] if desk.visible(d, person)]
    if not fresh and run == desk.base.name:
        return Response(status_code=204)
    made = page(request, "live.html", fresh=[d for d in fresh if d.who != person.name][-5:],
                since=desk.log.last, new_run=run != desk.base.name)  # fmt: skip
    made.headers["HX-Trigger"] = "desk-changed"
    return made


def _moved(cards: Sequence[Card], sessions: Sessions, change: str) -> list[Card]:
    """The cards that changed so since the last session, those with most voices first."""
    found = [(trend, card) for card in cards if (trend := sessions.trend(card)).change == change]
    found.sort(key=lambda pair: (-pair[0].now - pair[0].before, pair[1].id))
    return [card for _, card in found[:_MOVED]]


def _open(answer_id: str, view: View) -> bool:
    group = view.base.answers[answer_id].group
    return not group or view.scope is None or group in view.scope


def _counts(view: View) -> dict[str, int]:
    some = [card for card in view.cards.values() if card.recurring or card.touched]
    return dict(Counter(card.kind for card in some))


def _wall(view: View) -> list[dict[str, Any]]:
    """A row per direction: problems, solutions, conflicts, items added at the session."""
    rows: dict[str, Counter[str]] = {}
    for one in view.cards.values():
        if one.kind != TOPIC and (one.recurring or one.touched):
            row = rows.setdefault(one.direction, Counter())
            row[one.kind] += 1
            row["conflict"] += one.consensus == "конфликт"
    today = session_of(view)
    for line in typed(view):
        if line.session == today:
            rows.setdefault((line.directions or ("",))[0], Counter())["added"] += 1
    ranked = sorted(rows.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return [{"direction": direction, "counts": counts} for direction, counts in ranked]


def _kin(request: Request, card: Card, view: View) -> list[Card]:
    """Cards to merge with or to move to: those with the words asked for, then the nearest."""
    room, words_asked = room_of(request), request.query_params.get("find", "")[:300]
    named = room.lister.cards(view, Filters(q=words_asked, role=card.kind)) if words_asked else []
    near = [other for other, _ in room.near.kin(card, view)]
    return [c for c in {c.id: c for c in (*named[:_FOUND], *near)}.values() if c.id != card.id]


def _linked(card: Card, view: View) -> list[tuple[Card, float]]:
    """Solutions of a problem, problems of a solution."""
    found = {}
    for problem, solution, score in view.base.links:
        pair = view.state.root(problem), view.state.root(solution)
        if card.id in pair:
            other = view.cards.get(pair[1] if pair[0] == card.id else pair[0])
            if other:
                found[other.id] = (other, score)
    return sorted(found.values(), key=lambda pair: -pair[1])[:10]


def _notes(id_: str, view: View) -> list[dict[str, str]]:
    """Notes of a card; those of another group stay closed with its papers."""
    kept = [note for card in {id_, *(c for c in view.state.into if view.state.root(c) == id_)}
            for note in view.state.notes.get(card, ())
            if view.scope is None or not note["group"] or note["group"] in view.scope]  # fmt: skip
    return sorted(kept, key=lambda note: note["at"])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
