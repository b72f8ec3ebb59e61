"""Before, during, in the evening and after a session: packet, working view, report, matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from pipeline.decisions.base import Thesis
from pipeline.decisions.cards import Card, View
from pipeline.report.documents import file_names
from pipeline.serve.evening import report
from pipeline.serve.listing import Filters
from pipeline.serve.pages import desk_of, page, person_of, room_of, view_of
from pipeline.serve.people import Person
from pipeline.serve.refusals import NotThere
from pipeline.serve.typed import session_of, typed

router = APIRouter()


class Part(NamedTuple):
    """Theses of one direction, and how many of them the group has still to decide on."""

    direction: str
    theses: list[Thesis]
    left: int


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TOP, _PRINTED = 10, 7


@router.get("/session")
def session(request: Request) -> HTMLResponse:
    """The working view: one line to type, the group's items, verdicts on the draft."""
    view, person, desk = view_of(request), person_of(request), desk_of(request)
    direction = request.query_params.get("direction", "")
    wanted = request.query_params.get("group", "")
    groups = groups_of(person, desk.base.working_groups)
    chosen = wanted if wanted in groups else (groups[0] if groups else "")
    theses = [t for t in view.base.theses.values() if not direction or t.direction == direction]
    asked = request.query_params.get("session", "")[:40].strip()
    lines = [line for line in typed(view) if not chosen or line.group == chosen]
    return page(request, "session.html", parted=_by_direction(theses, chosen, view), lines=lines, groups=groups,
                chosen=chosen, direction=direction, left=left(chosen, view),
                when=asked or session_of(view))  # fmt: skip


def _by_direction(theses: Sequence[Thesis], group: str, view: View) -> list[Part]:
    """Theses in parts of one direction each, in the order in which they were handed out."""
    parts: dict[str, list[Thesis]] = {}
    for thesis in _ordered(theses):
        parts.setdefault(thesis.direction, []).append(thesis)
    return [Part(direction, held, left(group, view, held)) for direction, held in parts.items()]


@router.get("/packet")
def packet(request: Request) -> HTMLResponse:
    """What a group is given on paper before the session."""
    view, person, room = view_of(request), person_of(request), room_of(request)
    group = _own(request, person, view)
    direction = request.query_params.get("direction", "")
    theses = [t for t in view.base.theses.values() if not direction or t.direction == direction]
    problems, solutions = (
        _citizens(room.lister.cards(view, Filters(role=kind, direction=direction)))
        for kind in ("problem", "solution")
    )
    absent = [c for c in (*problems, *solutions) if c.in_draft == "missing"][:_TOP]
    return page(request, "packet.html", group=group, direction=direction,
                theses=_ordered(theses), problems=problems[:_PRINTED],
                solutions=solutions[:_PRINTED],
                absent=absent, own=_own_items(group, view), lister=room.lister)  # fmt: skip


@router.get("/evening")
def evening(request: Request) -> HTMLResponse:
    """The evening report as a page to print."""
    view, person = view_of(request), person_of(request)
    group = _own(request, person, view)
    content = report(room_of(request), view, group)
    return page(request, "evening.html", group=group, content=content,
                verdicts_of=_verdicts(group, view))  # fmt: skip


@router.get("/evening.docx")
def evening_docx(request: Request) -> Response:
    """The evening report as a Word document."""
    from urllib.parse import quote

    from pipeline.serve.evening import report_docx

    view, person = view_of(request), person_of(request)
    group = _own(request, person, view)
    content = report_docx(room_of(request), view, group)
    name = quote(f"доклад-{file_names([group])[group]}.docx")
    disposition = f"attachment; filename*=UTF-8''{name}"
    return Response(content, media_type=_DOCX, headers={"Content-Disposition": disposition})


@router.get("/matrix")
def matrix(request: Request) -> HTMLResponse:
    """Groups × findings, conflicts, verdicts on the draft, what went into the strategy and why."""
    view, room = view_of(request), room_of(request)
    filters = Filters.read(request.query_params)
    every = room.lister.cards(view, Filters(role=filters.role, direction=filters.direction))
    spoken = [card for card in every if card.groups or card.consensus == "конфликт"]
    silent = [card for card in every if not card.groups and card.recurring][:_TOP]
    groups = [g for g in view.base.working_groups if view.scope is None or g in view.scope]
    held = {g for verdicts in view.state.verdicts.values() for g in verdicts}
    voting = sorted({*groups, *(g for g in held if view.scope is None or g in view.scope)})
    theses = _ordered(view.base.theses.values())
    return page(request, "matrix.html", filters=filters, spoken=spoken, silent=silent,
                groups=groups, voting=voting, theses=theses,
                outcome=lambda t: outcome(t.id, voting, view))  # fmt: skip


def groups_of(person: Person, known: Sequence[str]) -> list[str]:
    """Groups that the person may write for."""
    return [person.group] if person.role == "moderator" else list(known)


def outcome(thesis: str, groups: Sequence[str], view: View) -> str:
    """What the groups' verdicts make of a thesis: agreed, redactions side by side, to the plenary.

    All accept: agreed; any amend: the wordings stand side by side; accept and reject: conflict.
    """
    held = [v["verdict"] for g, v in view.state.verdicts.get(thesis, {}).items() if g in groups]
    if not held:
        return ""
    if "reject" in held and len(set(held)) > 1:
        return "конфликт: на пленарное заседание"
    if "amend" in held:
        return "сверить редакции"
    if "reject" in held:
        return "отклонён"
    left = len(groups) - len(held)
    return "принят" if not left else f"принят, ждём ещё: {left}"


def _own(request: Request, person: Person, view: View) -> str:
    """The group of the address: its own pages are for its moderator and the analyst."""
    group = request.query_params.get("group", "")
    known = {*view.base.working_groups, person.group} - {""}
    if group not in known or not person.speaks_for(group):
        raise NotThere()
    return group


def _ordered(theses: Any) -> list[Thesis]:
    """By number, as they were handed out."""

    def order(thesis: Thesis) -> tuple[int, str]:
        digits = "".join(c for c in thesis.number if c.isdigit())
        return (int(digits) if digits else 10**6, thesis.text)

    return sorted(theses, key=order)


def _citizens(cards: Sequence[Card]) -> list[Card]:
    """What residents named, by distinct people."""
    return [card for card in cards if card.people]


def _own_items(group: str, view: View) -> list[Card]:
    """What the group itself has said so far."""
    held = [card for card in view.cards.values() if group in card.groups and card.kind != "topic"]
    return sorted(held, key=lambda card: (-card.groups[group], -card.people, card.id))[:20]


def left(group: str, view: View, theses: Iterable[Thesis] | None = None) -> int:
    """Theses (all, unless said which) that the group has not decided on."""
    some = view.base.theses.values() if theses is None else theses
    return sum(group not in view.state.verdicts.get(thesis.id, {}) for thesis in some)


def _verdicts(group: str, view: View) -> list[tuple[Thesis, dict[str, str]]]:
    return [(thesis, view.state.verdicts[thesis.id][group])
            for thesis in _ordered(view.base.theses.values())
            if group in view.state.verdicts.get(thesis.id, {})]  # fmt: skip
