"""During a session and in its evening: the working view and the group's report."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from pipeline.report.documents import file_names
from pipeline.serve.evening import report
from pipeline.serve.pages import desk_of, own_group, page, person_of, room_of, view_of
from pipeline.serve.people import Person
from pipeline.serve.theses import by_direction, left, verdicts_of
from pipeline.serve.typed import session_of, typed

router = APIRouter()
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/session")
def session(request: Request) -> HTMLResponse:
    """The working view: one line to type, the group's items, verdicts on the draft."""
    view, person, asked = view_of(request), person_of(request), request.query_params
    direction = asked.get("direction", "")
    groups = groups_of(person, desk_of(request).base.working_groups)
    wanted = asked.get("group", "")
    chosen = wanted if wanted in groups else (groups[0] if groups else "")
    theses = [t for t in view.base.theses.values() if not direction or t.direction == direction]
    lines = [line for line in typed(view) if not chosen or line.group == chosen]
    when = asked.get("session", "")[:40].strip() or session_of(view)
    return page(request, "session.html", parted=by_direction(theses, chosen, view), lines=lines,
                groups=groups, chosen=chosen, direction=direction, left=left(chosen, view),
                when=when)  # fmt: skip


@router.get("/evening")
def evening(request: Request) -> HTMLResponse:
    """The evening report as a page to print."""
    view, group = view_of(request), own_group(request)
    content = report(room_of(request), view, group)
    return page(request, "evening.html", group=group, content=content,
                verdicts_of=verdicts_of(group, view))  # fmt: skip


@router.get("/evening.docx")
def evening_docx(request: Request) -> Response:
    """The evening report as a Word document."""
    from urllib.parse import quote

    from pipeline.serve.evening import report_docx

    group = own_group(request)
    content = report_docx(room_of(request), view_of(request), group)
    name = quote(f"доклад-{file_names([group])[group]}.docx")
    disposition = f"attachment; filename*=UTF-8''{name}"
    return Response(content, media_type=_DOCX, headers={"Content-Disposition": disposition})


def groups_of(person: Person, known: Sequence[str]) -> list[str]:
    """Groups that the person may write for."""
    return [person.group] if person.role == "moderator" else list(known)
