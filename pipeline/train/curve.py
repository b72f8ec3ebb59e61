"""The learning curve: how the main measure grows with the number of labels.

    python -m pipeline.train.curve roles labelled.jsonl

Every point trains on part of the rows and is measured on rows of people and documents that no
point learns from. From a base the curve tells what labelling more of a new survey would bring;
from nothing it tells what the labels alone are worth.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import labelled
from pipeline.evaluate import scored
from pipeline.train import crossval, search
from pipeline.train.tasks import TASKS, Model, Task

SIZES = (50, 100, 250, 500, 1000, 2000, 4400)
Progress = Callable[[int, int], None]


def curve(
    task: Task,
    frame: pd.DataFrame,
    base: Model | None,
    sizes: Sequence[int] = SIZES,
    seed: int = 0,
    test: pd.DataFrame | None = None,
    progress: Progress | None = None,
    candidate: search.Candidate | None = None,
) -> dict[str, Any] | None:
    """`points` (labels, main measure with interval), `measure`, `base`; None with too few rows.

    Trained in the way of `candidate`, the likeliest one by default; measured on `test`, or on a
    fifth of the rows, whole people and documents, where none is given.
    """
    learn, held = (frame, test) if test is not None else _halves(frame, seed)
    steps = [size for size in sizes if size < 0.95 * len(learn)] + [len(learn)]
    if len(learn) < sizes[0] or len(held) < 20:
        return None
    candidate = candidate or search.candidates(task, len(learn), base, 0.0)[0]
    points, name = [], ""
    for number, size in enumerate(steps):
        rows = crossval.learning_part(learn, size, seed)
        model = search.train(task, learn.iloc[rows], base, candidate)
        found = task.score(held, model)
        name = scored.main_measure(found)
        points.append({"labels": len(rows), "main": _estimate(found, name)})
        if progress:
            progress(number + 1, len(steps))
    whole = task.score(held, base) if base is not None else None
    return {
        "measure": name,
        "base": _estimate(whole, name) if whole is not None else None,
        "held_out": len(held),
        "points": points,
    }


def _halves(frame: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows to learn from and a fifth to measure on; both empty where there is one group."""
    for kept, held in crossval.splits(frame, seed):
        return frame.iloc[kept], frame.iloc[held]
    return frame.iloc[:0], frame.iloc[:0]


def _estimate(found: scored.Scored, name: str) -> dict[str, float]:
    return scored.estimates({name: scored.measures(found)[name]})[name].plain()


def from_nothing(task: Task, train: Path, test: Path | None = None) -> dict[str, Any] | None:
    """The curve of a labelled file without a base, measured on a second file where given."""
    learn = labelled.read(train, task.target)
    held = labelled.read(test, task.target) if test else None
    return curve(task, learn, None, (250, 500, 1000, 2000, 4400), test=held)


def main(arguments: Sequence[str]) -> int:
    """Print the curve from nothing of a labelled file, measured on a second one where given."""
    if len(arguments) not in (2, 3) or arguments[0] not in TASKS:
        sys.stderr.write("Пример: python -m pipeline.train.curve roles train.jsonl dev.jsonl\n")
        return 2
    found = from_nothing(TASKS[arguments[0]], *map(Path, arguments[1:]))
    for point in (found or {"points": []})["points"]:
        one = point["main"]
        line = f"{point['labels']:6} {one['value']:.3f} ({one['low']:.3f}–{one['high']:.3f})"
        sys.stdout.write(line + "\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
