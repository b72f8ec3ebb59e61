"""What a person sees while a run is at work, and what log.jsonl keeps of it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol


class Reporter(Protocol):
    """Told of every stage as it begins, moves on and ends."""

    def begin(self, title: str) -> None:
        """A stage begins."""

    def advance(self, done: int, total: int) -> None:
        """`done` of `total` units of the stage are done."""

    def end(self, note: str) -> None:
        """The stage has ended; `note` says in a few words with what."""


class Silent:
    """Says nothing: for calls from Python."""

    def begin(self, title: str) -> None:
        """Nothing."""

    def advance(self, done: int, total: int) -> None:
        """Nothing."""

    def end(self, note: str) -> None:
        """Nothing."""


class PlainLines:
    """One line per finished stage, where the output is not a terminal."""

    def begin(self, title: str) -> None:
        """Remember what has begun."""
        self._title, self._started = title, time.monotonic()

    def advance(self, done: int, total: int) -> None:
        """Nothing: a log file has no use for a moving bar."""

    def end(self, note: str) -> None:
        """Print the line."""
        seconds = time.monotonic() - self._started
        print(f"{self._title}: {note} ({_seconds(seconds)})", file=sys.stderr, flush=True)  # noqa: T201


class Bar:
    """A bar with an estimate of the time left, on a terminal."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, transient=True)
        self._lines = PlainLines()

    def begin(self, title: str) -> None:
        """Show the bar of the stage."""
        self._lines.begin(title)
        self._task = self._progress.add_task(title, total=None)
        self._progress.start()

    def advance(self, done: int, total: int) -> None:
        """Move the bar."""
        self._progress.update(self._task, completed=done, total=total)

    def end(self, note: str) -> None:
        """Take the bar away and leave a line."""
        self._progress.stop()
        self._progress.remove_task(self._task)
        self._lines.end(note)


def reporter() -> Reporter:
    """A bar on a terminal, plain lines elsewhere."""
    return Bar() if sys.stderr.isatty() else PlainLines()


class Log:
    """Events of a run, kept for its log.jsonl. They hold counts and times, never a text."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def write(self, event: str, **fields: Any) -> None:
        """Add one event with the time it happened."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        record: Mapping[str, Any] = {"time": now, "event": event, **fields}
        self._lines.append(json.dumps(record, ensure_ascii=False))

    def text(self) -> str:
        """All events, one JSON object a line."""
        return "".join(f"{line}\n" for line in self._lines)


@contextmanager
def timed() -> Iterator[list[float]]:
    """A list that holds the block's wall-clock seconds once the block has ended."""
    seconds: list[float] = []
    started = time.monotonic()
    yield seconds
    seconds.append(round(time.monotonic() - started, 3))


def _seconds(value: float) -> str:
    return f"{value:.1f}".replace(".", ",") + " с"
