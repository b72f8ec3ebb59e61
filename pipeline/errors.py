"""What can go wrong, as a person should hear it.

    VecheError
    ├── InputError      the data, a file or a setting is at fault: exit code 1
    │   ├── SettingsError   an unknown key, a wrong value
    │   └── PackError       a model that is missing, damaged or unsafe
    └── InvariantError  a finished table breaks a promise of the product: exit code 1

Every message is one plain Russian sentence or two: what is wrong, where, what to do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path


class VecheError(Exception):
    """The base of all errors that are shown to a person without a traceback."""


class InputError(VecheError):
    """The input is at fault.

    `what` says what is wrong, `file`, `row` (1 is the first data row) and `column` say where,
    `remedy` says what to do.
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | Path | None = None,
        row: int | None = None,
        column: str | None = None,
        remedy: str = "",
    ) -> None:
        self.what, self.file, self.row, self.column, self.remedy = what, file, row, column, remedy
        super().__init__(self._message())

    def _message(self) -> str:
        place = [str(self.file)] if self.file is not None else []
        if self.row is not None:
            place.append(f"строка {self.row}")
        if self.column is not None:
            place.append(f"столбец «{self.column}»")
        where = f"{', '.join(place)}: " if place else ""
        what = self.what.rstrip(".")
        remedy = f" {self.remedy.rstrip('.')}." if self.remedy else ""
        return f"{where}{what}.{remedy}"


class SettingsError(InputError):
    """An unknown key or a value of the wrong kind."""


class PackError(InputError):
    """A model pack that is missing, damaged or not ours."""


class InvariantError(VecheError):
    """A table of a run breaks a promise; the run is not finished."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Name the nearest of `known`, or list them all when none is near."""
    known = list(known)
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"Возможно, имелось в виду «{near[0]}»"
    return "Допустимо: " + ", ".join(f"«{item}»" for item in known)


def printed(step: Callable[[Sequence[str]], object], given: Sequence[str]) -> int:
    """Do a step and print what it gives; 0, or 1 with a message on stderr when it is at fault."""
    try:
        done = step(given)
    except VecheError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{done}\n")
    return 0
