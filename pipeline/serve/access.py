"""Who may open what. A route that is not in the table is closed to everybody."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.serve.people import Person

ANYBODY = frozenset({"anybody", "viewer", "moderator", "analyst"})
READERS = frozenset({"viewer", "moderator", "analyst"})
EDITORS = frozenset({"moderator", "analyst"})
ANALYST = frozenset({"analyst"})

# (method, path of the route) -> roles. What of a page is shown is decided by the person's scope.
ROUTES: Mapping[tuple[str, str], frozenset[str]] = {
    ("GET", "/static/{name}"): ANYBODY,
    ("GET", "/login"): ANYBODY,
    ("POST", "/login"): ANYBODY,
    ("GET", "/start"): ANYBODY,
    ("POST", "/start"): ANYBODY,
    ("POST", "/logout"): READERS,
    ("GET", "/"): READERS,
    ("GET", "/cards"): READERS,
    ("GET", "/card/{id_}"): READERS,
    ("GET", "/answer/{id_}"): READERS,
    ("GET", "/search"): READERS,
    ("GET", "/map"): READERS,
    ("GET", "/wall"): READERS,
    ("GET", "/matrix"): READERS,
    ("GET", "/register"): READERS,
    ("GET", "/history"): READERS,
    ("GET", "/live"): READERS,
    ("GET", "/session"): EDITORS,
    ("GET", "/suggest"): EDITORS,
    ("GET", "/split/{id_}"): EDITORS,
    ("GET", "/ready"): EDITORS,
    ("GET", "/packet"): EDITORS,
    ("GET", "/evening"): EDITORS,
    ("GET", "/evening.docx"): EDITORS,
    ("POST", "/decide/{action}"): EDITORS,
    ("POST", "/undo"): EDITORS,
    ("GET", "/carried"): EDITORS,
    ("GET", "/changes"): ANALYST,  # counts of all groups, closed papers included
    ("POST", "/backup"): ANALYST,
    ("GET", "/log.csv"): ANALYST,
    ("GET", "/log.json"): ANALYST,
    ("GET", "/labels.csv"): ANALYST,
    ("POST", "/settled"): ANALYST,
}


def allowed(method: str, path: str, person: Person | None) -> bool:
    """May the person (None: somebody who is not in) open the route."""
    roles = ROUTES.get(("GET" if method == "HEAD" else method, path), frozenset())
    return (person.role if person else "anybody") in roles
