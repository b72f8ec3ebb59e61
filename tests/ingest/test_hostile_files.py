"""Files that attack, lie or are in ruins: refused or read, quickly, and alone in it."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import made_hostile as made
import pytest

from pipeline import settings
from pipeline.engines import InProcess
from pipeline.ingest import read_dataset

GOOD = "Что Вас беспокоит?;Ваш район\nПлохие дороги у вокзала;Центральный\nМало парков;Заводской\n"
FAST = [name for at, name in enumerate(sorted(made.CASES)) if at % 10 == 3]
SECONDS, MEGABYTES = 10, 500


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """A local port that nobody may call."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        yield listening


def check(name: str, tmp_path: Path, listener: socket.socket) -> None:
    case = made.CASES[name]
    folder = tmp_path / "набор"
    folder.mkdir()
    canary = tmp_path / "secret.txt"
    canary.write_text(f"Вопрос\n{made.CANARY}\n", encoding="utf-8")
    for good in ("0-good.csv", "я-good.csv"):
        (folder / good).write_text(GOOD, encoding="utf-8")
    path = made.put(case, made.Place(folder, canary, listener.getsockname()[1]))
    dataset, chosen = settings.load(folder)
    started, before = time.monotonic(), memory()
    read = read_dataset(dataset, chosen, InProcess())
    assert time.monotonic() - started < SECONDS
    assert memory() - before < MEGABYTES
    for good in ("0-good.csv", "я-good.csv"):
        texts = read.items["text"][read.items["source"] == good]
        assert list(texts) == ["Плохие дороги у вокзала", "Мало парков"], good
    everything = read.items.to_json(force_ascii=False) + " ".join(read.notes)
    assert made.CANARY not in everything
    assert "Traceback" not in everything
    with pytest.raises(BlockingIOError):
        listener.accept()
    outcome(case, path, read)


def outcome(case: made.Case, path: Path, read) -> None:
    entry = next((e for e in read.ledger if e.source == path.name), None)
    refused = entry is not None and bool(entry.refused)
    if case.outcome == "refused":
        assert refused, entry
    elif case.outcome == "read":
        assert entry is not None and not refused and entry.rows, (entry, read.notes)
    if refused:
        [note] = [n for n in read.notes if n.startswith(f"{path.name}: не прочитан: ")]
        reason = note.split(": не прочитан: ", 1)[1]
        assert reason == entry.refused and 5 < len(reason) < 250 and "\n" not in reason
        assert any("а" <= letter <= "я" for letter in reason)
        assert not (read.items["source"] == path.name).any()


def memory() -> float:
    """Peak megabytes of this process and of its largest child."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + children) / 1000


def test_there_are_enough_cases() -> None:
    assert len(made.CASES) >= 120


@pytest.mark.parametrize("name", FAST)
def test_some_hostile_files(name: str, tmp_path: Path, listener: socket.socket) -> None:
    check(name, tmp_path, listener)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(made.CASES))
def test_hostile_files(name: str, tmp_path: Path, listener: socket.socket) -> None:
    check(name, tmp_path, listener)
