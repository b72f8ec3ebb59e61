"""What a foreign file may cost, and how the child process holds itself to it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pipeline.ingest.content import Refused, Row

MAX_COLUMNS = 2_000
MAX_CELLS = 12_000_000
MAX_CELL = 1_000_000  # characters
MAX_TEXT = 300_000_000  # characters of one file
MAX_UNPACKED = 400_000_000  # bytes of one archive
MAX_RATIO = 150  # unpacked to packed, looked at from MIN_SUSPECT on
MIN_SUSPECT = 20_000_000
MAX_MEMBERS = 5_000

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn")
_FORBIDDEN_EXACT = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "pickle.find_class"}


def bounded(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows without trailing empty cells and runs of blank rows; Refused above the limits."""
    cells = text = 0
    blank = True
    for number, row in enumerate(rows, start=1):
        while row and not row[-1].strip():
            row.pop()
        if not row:
            if not blank:
                yield row
            blank = True
            continue
        blank = False
        if len(row) > MAX_COLUMNS:
            raise Refused(f"в строке {number} столбцов {len(row)}, предел {MAX_COLUMNS}")
        cells += len(row)
        length = sum(map(len, row))
        text += length
        if length > MAX_CELL and any(len(cell) > MAX_CELL for cell in row):
            raise Refused(f"в строке {number} ячейка длиннее {MAX_CELL} знаков")
        if cells > MAX_CELLS or text > MAX_TEXT:
            raise Refused(f"таблица слишком велика: строка {number}, предел {MAX_CELLS} ячеек")
        yield row


def lock_down() -> None:
    """Give up the network, other programs, writing and unpickling for the rest of the process."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    except (ImportError, ValueError, OSError):  # not on Windows; the audit hook below holds
        pass
    sys.setrecursionlimit(2_000)
    sys.dont_write_bytecode = True
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN) or event in _FORBIDDEN_EXACT:
        raise Refused("файл пытался сделать недозволенное")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise Refused("файл пытался сделать недозволенное")


on_alive: list[Callable[[], None]] = []


def alive() -> None:
    """Tell the parent that a long reading goes on."""
    for tell in on_alive:
        tell()


_watched = False


def limit_memory(megabytes: int, exit_code: int) -> None:
    """From here on the process may take `megabytes` more than now, or ends with `exit_code`."""
    global _watched
    allowed = megabytes * 1_000_000
    if sys.platform == "linux":
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - light start
            pages = int(file.read().split()[0])
        resource.setrlimit(
            resource.RLIMIT_AS, (pages * resource.getpagesize() + allowed, resource.RLIM_INFINITY)
        )
    elif not _watched:
        _watched = True
        most = _resident() + allowed
        threading.Thread(target=_watch, args=(most, exit_code), daemon=True).start()


def _watch(most: int, exit_code: int) -> None:
    while _resident() < most:
        time.sleep(0.05)
    os._exit(exit_code)


def _resident() -> int:
    """Peak resident memory in bytes on macOS and Windows; 0 where it cannot be told."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [
                ("cb", wintypes.DWORD),
                ("PageFaultCount", wintypes.DWORD),
                ("PeakWorkingSetSize", ctypes.c_size_t),
                ("rest", ctypes.c_size_t * 7),
            ]

        counters = Counters(cb=ctypes.sizeof(Counters))
        kernel = ctypes.windll.kernel32
        kernel.K32GetProcessMemoryInfo(
            wintypes.HANDLE(kernel.GetCurrentProcess()), ctypes.byref(counters), counters.cb
        )
        return int(counters.PeakWorkingSetSize)
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
