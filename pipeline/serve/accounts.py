"""Accounts of the desk and their sessions: one SQLite file beside all runs, readable by its owner.

Passwords are kept as Argon2id; of a session's token only the hash is kept, so a copy of the file
opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import stat
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pipeline.errors import InputError, did_you_mean
from pipeline.serve.passwords import check_password
from pipeline.serve.people import ROLES, Person

FILE = "accounts.sqlite"
IDLE, LONGEST = 8 * 3600, 16 * 3600  # seconds: a session day with its evening, and no night
_AT_ONCE = 2  # password checks at a time: each takes 64 MiB
_SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, of_group TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
    token TEXT PRIMARY KEY, name TEXT NOT NULL, csrf TEXT NOT NULL, made REAL NOT NULL,
    seen REAL NOT NULL);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
LOCAL = Person("аналитик", "analyst")  # who works on the computer itself, without accounts


@dataclass(frozen=True)
class Session:
    """A person at a browser. `csrf` must come back with every change."""

    person: Person
    csrf: str
    token: str


class Accounts:
    """Names, roles, passwords and sessions."""

    def __init__(self, folder: Path, hasher: PasswordHasher | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise InputError(
                "файл с учётными записями открыт другим пользователям компьютера",
                file=path,
                remedy=f"Закройте его: chmod 600 {path}",
            )
        path.touch(mode=0o600)
        self._hasher = hasher or PasswordHasher()
        self._lock, self._few = threading.Lock(), threading.Semaphore(_AT_ONCE)
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + _SCHEMA)
        self._unknown = self._hasher.hash(secrets.token_hex(16))
        made = secrets.token_hex(32)
        self._run("INSERT OR IGNORE INTO secrets VALUES ('device', ?)", made)
        self._secret = self._run("SELECT value FROM secrets WHERE name = 'device'")[0][0].encode()

    def _run(self, sql: str, *values: object) -> list[tuple]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def people(self) -> list[Person]:
        """Everybody who has an account, by name."""
        rows = self._run("SELECT name, role, of_group FROM accounts ORDER BY name")
        return [Person(*row) for row in rows]

    def add(self, name: str, role: str, group: str, password: str) -> None:
        """Make an account; InputError says what is wrong with the name, role, group, password."""
        name = name.strip()
        if not name or len(name) > 60 or any(not c.isprintable() for c in name):
            raise InputError("имя пустое, слишком длинное или с непечатными знаками")
        if role not in ROLES:
            raise InputError(f"роли «{role}» нет", remedy=did_you_mean(role, ROLES))
        if (role == "moderator") != bool(group):
            raise InputError("группа нужна модератору, и только ему", remedy="Укажите --group")
        if any(person.name.casefold() == name.casefold() for person in self.people()):
            raise InputError(f"«{name}» уже есть", remedy="Сначала veche user remove")
        check_password(password, name)
        hashed = self._hasher.hash(password)
        self._run("INSERT INTO accounts VALUES (?, ?, ?, ?)", name, role, group, hashed)

    def remove(self, name: str) -> None:
        """Take an account away; its sessions end at once."""
        known = [person.name for person in self.people()]
        if name not in known:
            raise InputError(f"«{name}» среди пользователей нет", remedy=did_you_mean(name, known))
        self._run("DELETE FROM accounts WHERE name = ?", name)
        self._run("DELETE FROM sessions WHERE name = ?", name)

    def verify(self, name: str, password: str) -> Person | None:
        """The person when the password is right. An unknown name takes as long as a known one."""
        rows = self._run("SELECT name, role, of_group, hash FROM accounts WHERE name = ?", name)
        hashed = rows[0][3] if rows else self._unknown
        with self._few:
            try:
                right = bool(self._hasher.verify(hashed, password))
            except (VerificationError, InvalidHashError):
                right = False
        return Person(*rows[0][:3]) if rows and right else None

    def begin(self, person: Person) -> Session:
        """A new session; its token is 256 random bits and is never kept as it is."""
        token, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(24), time.time()
        self._run("DELETE FROM sessions WHERE made < ? OR seen < ?", now - LONGEST, now - IDLE)
        self._run(
            "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
            _digest(token), person.name, csrf, now, now,
        )  # fmt: skip
        return Session(person, csrf, token)

    def session(self, token: str, local: bool) -> Session | None:
        """The session of a token unless it is over or its person is gone.

        `local`: the person of the computer itself may be in; only while there are no accounts.
        """
        found = self._run(
            "SELECT s.name, s.csrf, s.made, s.seen, a.role, a.of_group FROM sessions s "
            "LEFT JOIN accounts a ON a.name = s.name WHERE s.token = ?",
            _digest(token),
        )
        if not found:
            return None
        name, csrf, made, seen, role, group = found[0]
        now = time.time()
        if now - made > LONGEST or now - seen > IDLE:
            self.end(token)
            return None
        if now - seen > 60:
            self._run("UPDATE sessions SET seen = ? WHERE token = ?", now, _digest(token))
        if role is None:
            alone = local and name == LOCAL.name and not self.people()
            return Session(LOCAL, csrf, token) if alone else None
        return Session(Person(name, role, group), csrf, token)

    def end(self, token: str) -> None:
        """Leave: the token opens nothing any more."""
        self._run("DELETE FROM sessions WHERE token = ?", _digest(token))

    def device(self, name: str) -> str:
        """A mark for a browser that the person once got in from: brute force cannot lock it out."""
        return hmac.new(self._secret, name.encode("utf-8"), hashlib.sha256).hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
