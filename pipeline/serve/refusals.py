"""Why the desk says no, as a person should hear it, and the HTTP status that goes with it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.decisions.log import Decision


class Refused(Exception):  # noqa: N818
    """A request that cannot be done; `status` is the HTTP status of the answer."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refused):
    """The person's role does not allow it."""

    status = 403


class NotThere(Refused):
    """No such thing, or none that is open to the person: the two are not told apart."""

    status = 404

    def __init__(self, message: str = "Такой страницы нет или она вам не открыта.") -> None:
        super().__init__(message)


class TooOften(Refused):
    """Too many tries; wait."""

    status = 429


class Conflict(Refused):
    """Somebody else changed the same thing meanwhile; `others` are their decisions."""

    status = 409

    def __init__(self, others: Sequence[Decision]) -> None:
        super().__init__("Пока вы правили, это изменил другой человек. Ваша правка не потеряна.")
        self.others = list(others)
