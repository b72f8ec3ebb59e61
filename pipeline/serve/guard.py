"""What every request passes before any page: host, origin, session, token, rule.

Cross-site requests are refused four times over: by the cookie (SameSite=Strict), by Origin and
Sec-Fetch-Site, by the token of the session, and by the kind of content.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from fastapi import Request
from starlette.responses import PlainTextResponse, Response

from pipeline.serve import access
from pipeline.serve.accounts import Session
from pipeline.serve.refusals import NotAllowed, Refused

COOKIE, DEVICE = "veche", "veche-device"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LARGEST = 512 * 1024  # bytes of a request
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # without it a form of ours has the origin «null»
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
Next = Callable[[Request], Awaitable[Response]]


class Doors:
    """Refuses strange hosts and too large requests; puts the headers on every answer."""

    def __init__(self, names: Collection[str], addresses: bool, secure: bool) -> None:
        self.names = {name.casefold() for name in names}
        self.addresses, self.secure = addresses, secure

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """One request."""
        if not self.known_host(request.headers.get("host", "")):
            response: Response = PlainTextResponse("Неизвестное имя сервера.", 400)
        elif "transfer-encoding" in request.headers:
            response = PlainTextResponse("Длина запроса не указана.", 411)
        elif int(_digits(request.headers.get("content-length", "0"))) > LARGEST:
            response = PlainTextResponse("Слишком большой запрос.", 413)
        else:
            response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if self.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response

    def known_host(self, host: str) -> bool:
        """Is it us that the browser believes to talk to.

        A site that makes its name point here (DNS rebinding) comes with that name; an address
        cannot be made to point elsewhere, so addresses pass where the desk listens to the network.
        """
        try:
            name = (urlsplit(f"//{host}").hostname or "").casefold()
        except ValueError:
            return False
        if name in self.names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.addresses


def _digits(value: str) -> str:
    return value if value.isascii() and value.isdigit() else str(LARGEST + 1)


def session_of(request: Request) -> Session | None:
    """The session that the cookie names, if it holds."""
    state = request.app.state
    token = request.cookies.get(COOKIE, "")
    return state.accounts.session(token, state.local) if token else None


async def guard(request: Request) -> None:
    """Let the request pass or raise: NeedsLogin, NotAllowed."""
    route = request.scope.get("route")
    session = session_of(request)
    request.state.session = session
    person = session.person if session else None
    path = getattr(route, "path", "")
    if request.method not in ("GET", "HEAD"):
        await _same_site(request, session)
    if not access.allowed(request.method, path, person):
        if person is None:
            raise NeedsLogin()
        raise NotAllowed("Этот раздел вам не открыт.")


class NeedsLogin(Refused):
    """Nobody is in: the login page is shown instead."""

    status = 401

    def __init__(self) -> None:
        super().__init__("Сначала войдите.")


async def _same_site(request: Request, session: Session | None) -> None:
    headers = request.headers
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in _FORMS:
        raise NotAllowed("Запрос не из формы этой страницы.")
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
        raise NotAllowed("Запрос с чужой страницы.")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed("Запрос с чужой страницы.")
    request.state.form = form = await request.form()
    if session is not None:
        sent = headers.get("x-csrf") or str(form.get("csrf", ""))
        if not secrets.compare_digest(sent.encode("utf-8"), session.csrf.encode("utf-8")):
            raise NotAllowed("Страница устарела: обновите её и повторите.")
