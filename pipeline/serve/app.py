"""The application: its routes, its guard, what it answers when something cannot be done."""

from __future__ import annotations

import logging
from collections.abc import Collection

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from pipeline.errors import VecheError
from pipeline.serve.accounts import Accounts
from pipeline.serve.guard import HEADERS, Doors, NeedsLogin, guard, session_of
from pipeline.serve.limits import LoginLimits
from pipeline.serve.pages import NoRun, environment, page
from pipeline.serve.refusals import Conflict, Refused
from pipeline.serve.room import Room
from pipeline.serve.views import after, before, deciding, entrance, reading, session, taking

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NOT_FOUND = "Такой страницы нет или она вам не открыта."


def create(
    room: Room,
    accounts: Accounts,
    *,
    start_key: str = "",
    names: Collection[str] = LOOPBACK,
    addresses: bool = False,
    secure: bool = False,
) -> FastAPI:
    """The desk of a dataset.

    `start_key`: the one-time key that lets the person of the computer itself in; without it
    everybody needs an account. `names` are host names that the desk goes by, `addresses`: any IP
    address will do. `secure`: it speaks TLS.
    """
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(guard)],
        redirect_slashes=False,
    )  # fmt: skip
    app.state.room, app.state.accounts, app.state.templates = room, accounts, environment()
    app.state.start_key, app.state.local = start_key, bool(start_key)
    app.state.secure, app.state.login_limits = secure, LoginLimits()
    for views in (entrance, reading, before, session, after, deciding, taking):
        app.include_router(views.router)
    doors = Doors(names, addresses, secure)
    app.add_middleware(BaseHTTPMiddleware, dispatch=doors)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _missing)
    app.add_exception_handler(RequestValidationError, _missing)
    app.add_exception_handler(VecheError, _broken)
    app.add_exception_handler(Exception, _broken)
    return app


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    if isinstance(error, NeedsLogin):
        if request.method == "GET" and not request.headers.get("hx-request"):
            return RedirectResponse("/login", 303)
        return PlainTextResponse(error.message, 401)
    if isinstance(error, NoRun):
        return page(request, "empty.html", folder=request.app.state.room.dataset.folder)
    if isinstance(error, Conflict):
        return _to_message(request, page(
            request, "conflict.html", 409, error=error, fields=_fields(request)))  # fmt: skip
    return _to_message(request, page(request, "refused.html", error.status, message=error.message))


def _to_message(request: Request, response: HTMLResponse) -> HTMLResponse:
    """A refusal of a part of a page goes to the place for messages."""
    if request.headers.get("hx-request"):
        response.headers["HX-Retarget"] = "#message"
        response.headers["HX-Reswap"] = "innerHTML"
        response.headers["HX-Reselect"] = ".refusal"
    return response


def _fields(request: Request) -> list[tuple[str, str]]:
    """What the person had filled in, to send it once more."""
    own = ("csrf", "seen", "key")
    return [(k, str(v)) for k, v in request.state.form.multi_items() if k not in own]


def _missing(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    request.state.session = session_of(request)
    message = "Так обратиться к этой странице нельзя." if status == 405 else _NOT_FOUND
    return page(request, "refused.html", status, message=message)


def _broken(request: Request, error: Exception) -> Response:
    """A fault of ours: the person reads one line, the details go to the program's own log."""
    logging.getLogger("veche.serve").error("сбой на странице %s", request.url.path, exc_info=error)
    message = "Сбой программы. Сделанное сохранено; вернитесь назад."
    return PlainTextResponse(message, 500, headers=HEADERS)
