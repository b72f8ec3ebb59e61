"""A run by its folder, by `dataset/run`, or by a dataset's name (its newest run)."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import InputError, did_you_mean
from pipeline.runs import PROCESSED, Run, open_run


def open_either(name: str, out: Path | None = None) -> Run:
    """The run that a user names; InputError with the nearest names when there is none.

    `name` is a folder of a run or of a dataset's runs, or the same inside `out`
    (data/processed by default).
    """
    root = out or PROCESSED
    for path in (Path(name), root / name):
        if path.is_dir() or path.is_file():
            return open_run(path)
    known = sorted(folder.name for folder in root.glob("*") if folder.is_dir())
    raise InputError(
        "нет такого прогона или набора",
        file=name,
        remedy=did_you_mean(name, known) if known else "Запустите veche run",
    )
