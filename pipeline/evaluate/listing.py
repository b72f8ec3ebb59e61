"""Tables of versions: what there is, how good, what came from what, and any two side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import packs
from pipeline.errors import InputError, PackError
from pipeline.evaluate import evaluation

COLUMNS = ("task", "version", "current", "f1", "low", "high", "on", "rows", "parent", "settings")
_MAIN = ("f1_problem_solution", "micro_f1", "first_among_gold", "ami", "value")
_ASCENDING = ("task", "version", "parent", "on")


def table(task: str = "", sort: str = "", root: Path | None = None) -> pd.DataFrame:
    """COLUMNS of every version of a task, or of all; `sort` names a column, best first.

    `f1` is the main measure on the data named in `on`: a kept evaluation where there is one, else
    what the pack itself tells. A pack that cannot be read is listed with the reason in `on`.
    """
    rows = [
        _row(name, version, root)
        for name in packs.TASKS
        if task in ("", name)
        for version in packs.versions(name, root)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    if not sort:
        return frame
    if sort not in COLUMNS:
        raise InputError(f"нет столбца «{sort}»", remedy="Столбцы: " + ", ".join(COLUMNS))
    return frame.sort_values(
        ["task", sort] if sort != "task" else ["task"],
        ascending=[True, sort in _ASCENDING] if sort != "task" else True,
        kind="stable",
        na_position="last",
    ).reset_index(drop=True)


def _row(task: str, version: str, root: Path | None) -> dict[str, Any]:
    row: dict[str, Any] = {"task": task, "version": version}
    row["current"] = version == packs.current(task, root)
    try:
        meta = packs.read_meta(task, version, root)
    except PackError as error:
        return row | {"on": f"не читается: {error.what}"}
    on, scores = _scores(task, version, meta, root)
    main: dict[str, Any] = next(
        (scores[name] for name in _MAIN if isinstance(scores.get(name), dict)), {}
    )
    settings = meta.get("settings", {})
    return row | {
        "f1": main.get("value"),
        "low": main.get("low"),
        "high": main.get("high"),
        "on": on,
        "rows": scores.get("rows"),
        "parent": meta.get("parent") or "",
        "settings": ", ".join(f"{name}={value}" for name, value in sorted(settings.items())),
    }


def _scores(
    task: str, version: str, meta: dict[str, Any], root: Path | None
) -> tuple[str, dict[str, Any]]:
    """Where the figures are from, and the figures."""
    print_of = packs.fingerprint(task, version, root)
    kept = [
        record
        for record in evaluation.records(task, root)
        if record["fingerprint"] == print_of and not record.get("learnt_from")
    ]
    if kept:
        record = max(kept, key=lambda one: (one.get("rows", 0), one["data_sha256"]))
        return str(record.get("data", "")), record
    own = meta.get("scores", {})
    for name, scores in own.items():
        if isinstance(scores, dict):
            return str(name), scores
    return "", {}


def side_by_side(task: str, one: str, other: str, root: Path | None = None) -> pd.DataFrame:
    """Two versions: a row for each setting and score, columns `what`, `one`, `other`."""
    sides = [_flat(packs.read_meta(task, version, root)) for version in (one, other)]
    for side, version in zip(sides, (one, other), strict=True):
        for record in evaluation.records(task, root):
            if record["fingerprint"] == packs.fingerprint(task, version, root):
                figures = {key: value for key, value in record.items() if key != "against"}
                side |= _flat({"scores": {record["data"]: figures}})
    names = sorted({*sides[0], *sides[1]})
    rows = [(name, sides[0].get(name, ""), sides[1].get(name, "")) for name in names]
    return pd.DataFrame(rows, columns=["what", one, other] if one != other else ["what", one, "2"])


def _flat(meta: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name in ("parent", "settings", "data", "command"):
        value = meta.get(name)
        if name not in meta:
            continue
        if isinstance(value, dict):
            flat |= {f"{name}: {key}": str(one)[:60] for key, one in value.items()}
        else:
            flat[name] = str(value or "")
    for data, scores in meta.get("scores", {}).items():
        if not isinstance(scores, dict):
            continue
        for key, one in scores.items():
            if isinstance(one, dict) and {"value", "low", "high"} <= set(one):
                figure = f"{one['value']:.3f} ({one['low']:.3f}–{one['high']:.3f})"
                flat[f"{data}: {key}"] = figure.replace(".", ",")
            elif isinstance(one, int | float):
                flat[f"{data}: {key}"] = str(one)
    return flat


def shown(frame: pd.DataFrame) -> str:
    """The table of versions as text for a terminal."""
    if frame.empty:
        return "Моделей нет."
    rows = pd.DataFrame(
        {
            "модель": frame["task"],
            "версия": frame["version"] + frame["current"].map({True: " ←", False: ""}),
            "F1 (95 %)": [_figure(row) for row in frame.itertuples()],
            "на данных": frame["on"].fillna(""),
            "от версии": frame["parent"].fillna(""),
            "настройки": frame["settings"].fillna(""),
        }
    )
    return str(rows.to_string(index=False)) + "\n← текущая версия"


def _figure(row: Any) -> str:
    if row.f1 is None or row.f1 != row.f1:
        return "—"
    return f"{row.f1:.3f} ({row.low:.3f}–{row.high:.3f})".replace(".", ",")
