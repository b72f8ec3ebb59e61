"""The log of decisions: append-only, one SQLite file beside the runs of a dataset.

A decision is committed to the disk before anybody is told that it was taken; triggers forbid to
change or delete a row, and each row holds the hash of the one before, so a change made behind
our back shows.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import InputError

FILE, COPIES = "desk.sqlite", "desk-copies"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL,
    of_group TEXT NOT NULL, action TEXT NOT NULL, targets TEXT NOT NULL, payload TEXT NOT NULL,
    why TEXT NOT NULL, undoes INTEGER, run TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS never_deleted BEFORE DELETE ON decisions
    BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
"""
_COLUMNS = "id, at, who, of_group, action, targets, payload, why, undoes, run, key, hash"


@dataclass(frozen=True)
class Decision:
    """What somebody decided. `targets` are ids of the run's tables or of earlier decisions."""

    action: str
    who: str
    targets: tuple[str, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    undoes: int | None = None
    group: str = ""  # the working group of who decided; "" for an analyst
    run: str = ""  # the run that was on the screen
    key: str = ""  # made by who asks, so that asking twice decides once
    id: int = 0
    at: str = ""

    def plain(self) -> dict[str, Any]:
        """The decision as it is exported."""
        return {
            "id": self.id, "at": self.at, "who": self.who, "group": self.group,
            "action": self.action, "targets": list(self.targets), "payload": dict(self.payload),
            "why": self.why, "undoes": self.undoes, "run": self.run,
        }  # fmt: skip


class Copy(NamedTuple):
    """A copy of the log: where it lies and how many decisions it holds."""

    path: Path
    decisions: int


class Log:
    """Decisions of one dataset; many threads may ask at once, one writes at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = threading.Lock()
        try:
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_SCHEMA)
            path.chmod(0o600)
            self.decisions: list[Decision] = []
            self._hash = ""
            self._by_key: dict[str, Decision] = {}
            self._load()
        except sqlite3.DatabaseError as error:
            raise InputError(
                f"журнал решений не читается: {error}",
                file=path,
                remedy="Верните файл из резервной копии; сам журнал программа не чинит",
            ) from error

    def _load(self) -> None:
        for row in self._db.execute(f"SELECT {_COLUMNS} FROM decisions ORDER BY id"):  # noqa: S608
            decision = _decision(row)
            expected = _hash(self._hash, decision)
            if row[-1] != expected:
                raise InputError(
                    f"в журнале решений изменена запись {decision.id}",
                    file=self.path,
                    remedy="Верните файл из резервной копии",
                )
            self._keep(decision, expected)

    def _keep(self, decision: Decision, hashed: str) -> None:
        self.decisions.append(decision)
        self._by_key[decision.key] = decision
        self._hash = hashed

    @property
    def last(self) -> int:
        """The number of the last decision; 0 when there is none."""
        return self.decisions[-1].id if self.decisions else 0

    def by_key(self, key: str) -> Decision | None:
        """The decision taken under this key before, or None."""
        return self._by_key.get(key)

    def add(self, decision: Decision) -> Decision:
        """Write the decision to the disk and return it with its number and time.

        A key that was used before returns that decision: a repeated request decides once.
        """
        with self._lock:
            known = self._by_key.get(decision.key)
            if known:
                return known
            stamped = Decision(**{
                **decision.__dict__,
                "id": self.last + 1,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            })  # fmt: skip
            hashed = _hash(self._hash, stamped)
            self._db.execute("BEGIN IMMEDIATE")
            try:
                marks = ", ".join("?" * 12)
                self._db.execute(
                    f"INSERT INTO decisions ({_COLUMNS}) VALUES ({marks})",  # noqa: S608
                    _row(stamped, hashed),
                )
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._keep(stamped, hashed)
            return stamped

    def backup(self) -> Path:
        """Copy the log aside, whole: «desk-copies/<time>-<decisions>.sqlite» beside it."""
        folder = self.path.parent / COPIES
        folder.mkdir(mode=0o700, exist_ok=True)
        with self._lock:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
            made = folder / f"{stamp}-{self.last:06d}.sqlite"
            aside = made.with_suffix(".part")
            aside.unlink(missing_ok=True)
            with closing(sqlite3.connect(aside)) as copy:
                self._db.backup(copy)
            aside.chmod(0o600)
            aside.replace(made)
        return made

    def newest_copy(self) -> Copy | None:
        """The copy that was made last, or None."""
        found = sorted((self.path.parent / COPIES).glob("*-*.sqlite"))
        return Copy(found[-1], int(found[-1].stem.rpartition("-")[2])) if found else None

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def active(decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions that hold: those that no holding decision undoes, undoings themselves left out."""
    undone: set[int] = set()
    for decision in reversed(decisions):
        if decision.undoes is not None and decision.id not in undone:
            undone.add(decision.undoes)
    return [d for d in decisions if d.undoes is None and d.id not in undone]


def exported(decisions: Iterable[Decision]) -> str:
    """The log as JSON lines."""
    lines = (json.dumps(d.plain(), ensure_ascii=False, sort_keys=True) for d in decisions)
    return "".join(f"{line}\n" for line in lines)


def _row(decision: Decision, hashed: str) -> tuple[Any, ...]:
    return (
        decision.id, decision.at, decision.who, decision.group, decision.action,
        _json(list(decision.targets)), _json(dict(decision.payload)), decision.why,
        decision.undoes, decision.run, decision.key, hashed,
    )  # fmt: skip


def _decision(row: Sequence[Any]) -> Decision:
    id_, at, who, group, action, targets, payload, why, undoes, run, key, _ = row
    return Decision(
        action, who, tuple(json.loads(targets)), json.loads(payload), why, undoes, group, run, key,
        id_, at,
    )  # fmt: skip


def _hash(before: str, decision: Decision) -> str:
    content = _json([before, *_row(decision, "")])
    return hashlib.blake2b(content.encode("utf-8"), digest_size=16).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
