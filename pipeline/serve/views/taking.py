"""Taking away: the whole log, labels for training, decisions for the next run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.decisions.labels import COLUMNS, labels
from pipeline.decisions.log import exported
from pipeline.serve.pages import desk_of, page, person_of, view_of
from pipeline.serve.wording import said

router = APIRouter()
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@router.get("/log.csv")
def log_csv(request: Request) -> Response:
    """The whole log as a table."""
    desk, view = desk_of(request), view_of(request)
    undone = desk.undone()
    rows = [
        [d.id, d.at, d.who, d.group, d.action, said(d, view, desk.directions), d.why,
         "да" if d.id in undone else "", d.undoes or "", d.run, " ".join(d.targets)]
        for d in desk.log.decisions
    ]  # fmt: skip
    header = ["номер", "когда", "кто", "группа", "действие", "что", "почему", "отменено",
              "отменяет", "прогон", "к чему"]  # fmt: skip
    return _table("журнал.csv", header, rows)


@router.get("/log.json")
def log_json(request: Request) -> Response:
    """The whole log, a JSON object a line."""
    content = exported(desk_of(request).log.decisions)
    return _file("журнал.jsonl", content, "application/x-ndjson; charset=utf-8")


@router.get("/labels.csv")
def labels_csv(request: Request) -> Response:
    """What people settled, as labels that `veche train` reads."""
    desk = desk_of(request)
    rows = [[row[column] for column in COLUMNS] for row in labels(desk.base, desk.active)]
    return _table("разметка.csv", list(COLUMNS), rows, exact=True)


@router.get("/carried")
def carried(request: Request) -> HTMLResponse:
    """Decisions that could not be carried over to the run on the desk."""
    desk, person = desk_of(request), person_of(request)
    lost = [(d, desk.state.uncarried[d.id]) for d in desk.active
            if d.id in desk.state.uncarried and desk.visible(d, person)]  # fmt: skip
    moved = sum(d.run != desk.base.name for d in desk.active)
    return page(request, "carried.html", lost=lost, moved=moved)


@router.post("/settled")
def settled(request: Request) -> Response:
    """Write the decisions where the next `veche run` finds them."""
    from pipeline.decisions.settled import write

    desk = desk_of(request)
    write(desk.log.path.parent, desk.active)
    return RedirectResponse("/history", 303)


def _table(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], exact: bool = False
) -> Response:
    """A CSV that spreadsheets open as text: a cell that looks like a formula gets an apostrophe.

    `exact` leaves the words as they are, for programs.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(row if exact else [_harmless(str(cell)) for cell in row])
    mark = "" if exact else "\ufeff"
    return _file(name, mark + text.getvalue(), "text/csv; charset=utf-8")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _file(name: str, content: str, kind: str) -> Response:
    from urllib.parse import quote

    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})
