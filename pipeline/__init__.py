"""veche: recurring problems and solutions from Russian free texts, with evidence for every line.

    from pipeline import run, label, load_russian

Nothing heavy is imported until one of them is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["label", "load_russian", "run"]

if TYPE_CHECKING:
    from pipeline.flow import run
    from pipeline.russian import load_russian
    from pipeline.statements.label import label

_HOMES = {
    "run": "pipeline.flow",
    "label": "pipeline.statements",
    "load_russian": "pipeline.russian",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
