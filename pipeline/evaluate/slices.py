"""Where a model is better and where worse: by question, source, length, district, direction."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.evaluate.metrics import Estimate
from pipeline.evaluate.scored import Scored, main_measure, measures

FEW = 30  # rows below which an interval is too wide to lean on; such slices are marked
MOST = 12  # slices of one kind that are shown, the largest first
LENGTHS = ((2, "1–2 слова"), (6, "3–6 слов"), (14, "7–14 слов"), (10**9, "15 слов и больше"))


def slices(frame: pd.DataFrame, scored: Scored) -> list[dict[str, Any]]:
    """One row for each slice: `by`, `slice`, `rows`, `few`, the main measure, and `right`."""
    out: list[dict[str, Any]] = []
    for by, names in _kinds(frame).items():
        rows_of: dict[str, list[int]] = {}
        for row, own in enumerate(names):
            for name in own:
                rows_of.setdefault(name, []).append(row)
        order = sorted(rows_of, key=lambda name: (-len(rows_of[name]), name))[:MOST]
        if len(rows_of) < 2:
            continue
        out += [_slice(by, name, scored.take(np.array(rows_of[name]))) for name in order]
    return out


def _slice(by: str, name: str, part: Scored) -> dict[str, Any]:
    found = measures(part)
    main = found[main_measure(part)]
    right = found["accuracy" if part.task == "roles" else "first_among_gold"]
    return {
        "by": by,
        "slice": name,
        "rows": len(part.first),
        "few": len(part.first) < FEW,
        "main": Estimate.of(main[0], main[1:]).plain(),
        "right": Estimate.of(right[0], right[1:]).plain(),
    }


def _kinds(frame: pd.DataFrame) -> dict[str, list[list[str]]]:
    kinds = {
        "question": [[name or "без вопроса"] for name in frame["question"]],
        "length": [[_length(text)] for text in frame["text"]],
    }
    for column in ("source", "district"):
        if column in frame:
            kinds[column] = [[name] if name else [] for name in frame[column].fillna("").map(str)]
    about = frame.get("about", frame.get("directions"))
    if about is not None:
        kinds["direction"] = [list(ids) or ["other"] for ids in about]
    return kinds


def _length(text: str) -> str:
    words = len(text.split())
    return next(name for limit, name in LENGTHS if words <= limit)
