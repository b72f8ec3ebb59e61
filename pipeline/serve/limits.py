"""How often one may try: guessing is slow, and nobody is locked out by a stranger's guesses."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from pipeline.serve.refusals import TooOften


class Limit:
    """At most `most` events of a key within `seconds`."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.seconds, self._clock = most, seconds, clock
        self._events: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def full(self, key: str) -> bool:
        """Has the key used up its events."""
        with self._lock:
            return len(self._recent(key)) >= self.most

    def count(self, key: str) -> None:
        """Note one event of the key."""
        with self._lock:
            self._recent(key).append(self._clock())

    def forget(self, key: str) -> None:
        """The key starts anew."""
        with self._lock:
            self._events.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        if len(self._events) > 10_000:  # a flood of made-up names must not fill the memory
            self._events = {k: e for k, e in self._events.items() if e}
            if len(self._events) > 10_000:
                self._events.clear()
        events = self._events.setdefault(key, deque())
        while events and events[0] < self._clock() - self.seconds:
            events.popleft()
        return events


class LoginLimits:
    """Guesses of passwords: by account and address, by address, and by account from everywhere.

    The last one does not hold for a browser that the person has got in from before, so that a
    stranger's guesses lock nobody out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._pair = Limit(8, 15 * 60, clock)
        self._address = Limit(60, 15 * 60, clock)
        self._account = Limit(80, 3600, clock)

    def check(self, name: str, address: str, known_device: bool) -> None:
        """Raise TooOften when a guess may not even be looked at."""
        pair = f"{name}\n{address}\n{known_device}"
        if (
            self._pair.full(pair)
            or (self._address.full(address) and not known_device)
            or (self._account.full(name) and not known_device)
        ):
            raise TooOften("Слишком много попыток. Подождите 15 минут и попробуйте снова.")

    def failed(self, name: str, address: str, known_device: bool) -> None:
        """Note a wrong password."""
        self._pair.count(f"{name}\n{address}\n{known_device}")
        self._address.count(address)
        if not known_device:
            self._account.count(name)

    def passed(self, name: str, address: str, known_device: bool) -> None:
        """Note a right one."""
        self._pair.forget(f"{name}\n{address}\n{known_device}")
