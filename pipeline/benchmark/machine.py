"""When, on what and with what the figures were measured; no name of a computer or a person."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pipeline import packs

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "pandas", "spacy", "pymorphy3", "bertopic")


def facts() -> dict[str, str]:
    """Date, commit, machine, libraries, models."""
    models = {task: packs.current(task) for task in packs.TASKS}
    return {
        "Date": datetime.now(UTC).date().isoformat(),
        "Commit": _commit(),
        "Machine": f"{os.cpu_count()} cores, {_memory()}, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}",
        "Libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        "Models": ", ".join(f"{task} {name}" for task, name in models.items() if name),
    }


def _commit() -> str:
    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    try:
        commit = git("rev-parse", "--short=10", "HEAD")
        changed = bool(git("status", "--porcelain", "--", "pipeline", "models"))
    except OSError:
        commit, changed = "", False
    if not commit:
        return f"veche {version('veche')}"
    return f"{commit} with changes not committed" if changed else commit


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GB of memory"
