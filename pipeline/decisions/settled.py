"""Decisions on their way back into `veche run`: a file beside the runs, read by the next run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.decisions.log import Decision, exported
from pipeline.errors import InputError

FILE = "settled.jsonl"


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


def _decision(plain: dict) -> Decision:
    return Decision(
        plain["action"], plain["who"], tuple(plain["targets"]), dict(plain["payload"]),
        plain["why"], plain["undoes"], plain["group"], plain["run"], "", plain["id"], plain["at"],
    )  # fmt: skip
