"""Decisions on their way back into `veche run`: a file beside the runs, read by the next run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from pipeline import tables
from pipeline.decisions.base import from_frames
from pipeline.decisions.cards import View, clean_cards
from pipeline.decisions.corrected import corrected
from pipeline.decisions.log import Decision, exported
from pipeline.decisions.state import fold
from pipeline.errors import InputError
from pipeline.settings import Settings

FILE = "settled.jsonl"
TABLES = ("answers", "statements", "topics", "findings", "links")
TAKEN_IN = frozenset(
    (
        "add",
        "rename",
        "merge",
        "split",
        "move",
        "role",
        "direct",
        "hide",
        "show",
        "quotes",
        "lock",
        "unlock",
    )
)


def write(folder: Path, decisions: Sequence[Decision]) -> Path:
    """Write the decisions that hold into the folder of a dataset's runs, whole or not at all."""
    path = folder / FILE
    aside = path.with_name(f".{FILE}-aside")
    aside.write_text(exported(decisions), encoding="utf-8", newline="\n")
    aside.replace(path)
    return path


def read(folder: Path) -> tuple[Decision, ...]:
    """The decisions that the desk left for the next run; () when it left none."""
    path = folder / FILE
    if not path.is_file():
        return ()
    found = []
    lines = path.read_text(encoding="utf-8").split("\n")  # splitlines would cut texts at U+2028
    for number, line in enumerate(filter(None, lines), 1):
        try:
            found.append(_decision(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                "решение не читается", file=path, row=number,
                remedy="Запишите решения заново: «История» → «Вернуть в прогон»",
            ) from error  # fmt: skip
    return tuple(found)


def fingerprint(decisions: Sequence[Decision]) -> dict[str, str]:
    """The hash of the decisions by the name of their file; {} for none."""
    content = exported(decisions).encode("utf-8")
    return {FILE: hashlib.sha256(content).hexdigest()} if decisions else {}


def settled(
    frames: Mapping[str, pd.DataFrame], decisions: Sequence[Decision], settings: Settings
) -> dict[str, pd.DataFrame]:
    """TABLES of a run with the decisions laid over them.

    Roles, directions, names, merges, splits, moves, hidden cards, quotes and locks come back, and
    lines typed at the desk go into the cards that people put them into (the run has read them:
    see `lines`).
    """
    limits = {"people": settings.findings.people, "groups": settings.findings.groups,
              "agree": settings.strategy.groups}  # fmt: skip
    base = from_frames("прогон", "", {**frames, "coverage": tables.empty("coverage")}, limits)
    kept = [decision for decision in decisions if decision.action in TAKEN_IN]
    view = View(base, fold(kept, base), None, clean_cards(base))
    return corrected(frames, view)


def _decision(plain: dict) -> Decision:
    return Decision(
        plain["action"], plain["who"], tuple(plain["targets"]), dict(plain["payload"]),
        plain["why"], plain["undoes"], plain["group"], plain["run"], "", plain["id"], plain["at"],
    )  # fmt: skip
