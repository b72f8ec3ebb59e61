"""Fixtures that every test may use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def example() -> Path:
    """The invented dataset that the README runs."""
    return ROOT / "data" / "raw" / "example"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts and gold labels; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the data folder ../shared/data is not here")
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_office() -> Iterator[None]:
    """LibreOffice counts no pages in tests, unless one asks for it: it takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.paging.office", lambda: "")
        yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; browser tests skip where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    pytest.skip("no Chromium is installed")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """Headless Chromium, one for all tests: a second one would not start beside it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()
