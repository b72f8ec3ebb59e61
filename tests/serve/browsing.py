"""A desk that really listens, and a browser that looks at it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from desk_people import QUICK

from pipeline import settings
from pipeline.decisions.log import FILE, Log
from pipeline.serve.accounts import Accounts
from pipeline.serve.app import create
from pipeline.serve.room import Room


@contextmanager
def listening(
    folder: Path, people: dict, password: str, title: str = "Новокузнецк-2035"
) -> Iterator[Any]:
    """The desk of the runs in `folder` at an address; `.url`, `.room`."""
    known = Accounts(folder.parent, QUICK)
    for name, (role, group) in people.items():
        known.add(name, role, group, password)
    room = Room(settings.Dataset(folder.parent / "raw", title), folder, Log(folder / FILE))
    server = uvicorn.Server(uvicorn.Config(create(room, known), port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    server.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.room = room
    yield server
    server.should_exit = True
    thread.join()
    room.log.close()
    known.close()


def enter(browser: Any, url: str, name: str, password: str, **options: Any) -> Any:
    """A page of somebody who has come in; what the console said is in `.said`."""
    context = browser.new_context(**{"locale": "ru-RU", "base_url": url, **options})
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on(
        "dialog", lambda dialog: (page.said.append(f"dialog {dialog.message}"), dialog.dismiss())
    )
    page.on("response", lambda r: r.status >= 400 and page.said.append(f"{r.status} {r.url}"))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto("/login")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_selector("header.head")
    return page
