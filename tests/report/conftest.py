"""Results and opened documents that the report's tests share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from invented_city import result as invented  # noqa: E402

from pipeline.report import Result, documents  # noqa: E402


@pytest.fixture(scope="session")
def city() -> Result:
    """The invented city, 400 people."""
    return invented()


@pytest.fixture(scope="session")
def files(city: Result) -> dict[str, bytes]:
    """Every document of the city, working edition."""
    return documents(city)


@pytest.fixture(scope="session")
def public_files(city: Result) -> dict[str, bytes]:
    """Every document of the city, public edition."""
    return documents(replace(city, edition="public"))


@pytest.fixture(scope="session")
def hostile() -> Result:
    """A city whose answers try to become code."""
    return invented(people=60, seed=2, hostile=True)


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A function that opens a page's text from a file; console messages are in `page.said`."""
    contexts = []

    def opener(html: str | bytes, **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_bytes(html.encode("utf-8") if isinstance(html, str) else html)
        context = browser.new_context(**{"locale": "ru-RU", **options})
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.said = []
        page.asked = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield opener
    for context in contexts:
        context.close()
