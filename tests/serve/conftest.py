"""Desks over an invented city, and people who come to them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from city_run import frames, write_run  # noqa: E402
from desk_people import PASSWORD, PEOPLE, QUICK  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

from pipeline import settings  # noqa: E402
from pipeline.decisions.log import FILE, Log  # noqa: E402
from pipeline.runs import open_run  # noqa: E402
from pipeline.serve.accounts import Accounts  # noqa: E402
from pipeline.serve.app import create  # noqa: E402
from pipeline.serve.desk import read_base  # noqa: E402
from pipeline.serve.room import Room  # noqa: E402


class Visitor:
    """A person with a browser without pictures: pages, forms, the token of the session."""

    def __init__(self, app: Any, name: str) -> None:
        self.client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False,
                                 raise_server_exceptions=False)  # fmt: skip
        self.name, self.csrf = name, ""
        if name:
            answer = self.client.post("/login", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
            self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.get("/").text)[1]

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, **more)

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(path, data={"csrf": self.csrf, **data})

    def decide(self, action: str, seen: int | None = None, **data: Any) -> Any:
        """Take a decision as somebody whose page is fresh (or shows decisions up to `seen`)."""
        last = self.client.app.state.room.log.last if seen is None else seen
        return self.post(f"/decide/{action}", seen=last, **data)


@pytest.fixture(scope="session")
def city_folder(tmp_path_factory: Any) -> Path:
    """Runs of the invented city; tests copy what they change."""
    folder = tmp_path_factory.mktemp("processed") / "city"
    write_run(folder, frames())
    return folder


@pytest.fixture
def folder(city_folder: Path, tmp_path: Path) -> Path:
    """A folder of runs of one test."""
    import shutil

    return Path(shutil.copytree(city_folder, tmp_path / "city"))


@pytest.fixture(scope="session")
def city_run(city_folder: Path) -> tuple:
    """The invented city's run, read once: what is read never changes."""
    run = open_run(city_folder)
    return read_base(run), run


@pytest.fixture
def app(city_run: tuple, tmp_path: Path) -> Iterator[Any]:
    """The desk with its four accounts."""
    known = Accounts(tmp_path, QUICK)
    for name, (role, group) in PEOPLE.items():
        known.add(name, role, group, PASSWORD)
    dataset = settings.Dataset(tmp_path / "raw" / "city", "Новокузнецк-2035")
    folder = tmp_path / "city"
    room = Room(dataset, folder, Log(folder / FILE))
    room.use(*city_run)
    yield create(room, known)
    room.log.close()
    known.close()


@pytest.fixture
def come(app: Any) -> Iterator[Callable[[str], Visitor]]:
    """A function that lets a person in by name; "" is somebody who is not in."""
    came: dict[str, Visitor] = {}

    def let_in(name: str) -> Visitor:
        if name not in came:
            came[name] = Visitor(app, name)
        return came[name]

    yield let_in
    for visitor in came.values():
        visitor.client.close()


@pytest.fixture
def live(folder: Path) -> Iterator[Any]:
    """The desk at an address, with its four people."""
    from browsing import listening

    with listening(folder, PEOPLE, PASSWORD) as server:
        yield server


@pytest.fixture
def at(browser: Any, live: Any) -> Iterator[Callable[..., Any]]:
    """A function that seats a person at a browser; everybody's window is closed at the end."""
    from browsing import enter

    pages = []

    def seat(name: str, **options: Any) -> Any:
        page = enter(browser, live.url, name, PASSWORD, **options)
        pages.append(page)
        return page

    yield seat
    for page in pages:
        page.context.close()
