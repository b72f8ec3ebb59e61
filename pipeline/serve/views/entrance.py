"""Coming in and going out; the files that pages are drawn with."""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from pipeline.serve.accounts import IDLE, LOCAL, Accounts, Session
from pipeline.serve.guard import COOKIE, DEVICE
from pipeline.serve.pages import page
from pipeline.serve.refusals import NotAllowed, NotThere, TooOften

router = APIRouter()
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_YEAR = 365 * 24 * 3600


@cache
def _static() -> dict[str, bytes]:
    folder = files("pipeline.serve").joinpath("static")
    return {f.name: f.read_bytes() for f in folder.iterdir()
            if f.name.rpartition(".")[2] in _TYPES}  # fmt: skip


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A style, a script or a picture of the package."""
    content = _static().get(name)
    if content is None:
        raise NotThere()
    kind = _TYPES[name.rpartition(".")[2]]
    return Response(content, media_type=kind, headers={"Cache-Control": "max-age=3600"})


@router.get("/login")
def login_page(request: Request) -> Response:
    """The form."""
    return page(request, "login.html", message="", name="")


@router.post("/login")
def login(request: Request) -> Response:
    """Check the name and the password."""
    state, form = request.app.state, request.state.form
    name, password = str(form.get("name", ""))[:60].strip(), str(form.get("password", ""))[:200]
    address = request.client.host if request.client else ""
    accounts: Accounts = state.accounts
    shown = request.cookies.get(DEVICE, "").encode()
    known = secrets.compare_digest(shown, accounts.device(name).encode())
    try:
        state.login_limits.check(name, address, known)
    except TooOften as refused:
        return page(request, "login.html", 429, message=refused.message, name=name)
    person = accounts.verify(name, password)
    if person is None:
        state.login_limits.failed(name, address, known)
        message = "Имя или пароль не подходят."
        return page(request, "login.html", 401, message=message, name=name)
    state.login_limits.passed(name, address, known)
    response = _enter(request, accounts.begin(person))
    _cookie(request, response, DEVICE, accounts.device(person.name), _YEAR)
    return response


@router.get("/start")
def start_page(request: Request) -> Response:
    """Where the address printed at the start leads: one button, so that a look changes nothing."""
    return page(request, "start.html", key=request.query_params.get("key", ""))


@router.post("/start")
def start(request: Request) -> Response:
    """Let the person of this computer in, once for each printed address."""
    state, key = request.app.state, str(request.state.form.get("key", ""))
    expected = state.start_key
    if not expected or not secrets.compare_digest(key.encode(), expected.encode()):
        raise NotAllowed("Этот адрес уже использован: veche serve при запуске печатает новый.")
    state.start_key = ""
    return _enter(request, state.accounts.begin(LOCAL))


@router.post("/logout")
def logout(request: Request) -> Response:
    """End the session."""
    request.app.state.accounts.end(request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, path="/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _enter(request: Request, session: Session) -> Response:
    old = request.cookies.get(COOKIE, "")
    if old:
        request.app.state.accounts.end(old)
    response = RedirectResponse("/", 303)
    _cookie(request, response, COOKIE, session.token, IDLE * 2)
    return response


def _cookie(request: Request, response: Response, name: str, value: str, age: int) -> None:
    response.set_cookie(name, value, max_age=age, path="/", httponly=True, samesite="strict",
                        secure=request.app.state.secure)  # fmt: skip
