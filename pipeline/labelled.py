"""Labelled data as researchers bring it: CSV or JSON Lines with `text` and what it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.errors import InputError, did_you_mean
from pipeline.statements.directions_taxonomy import OTHER, taxonomy
from pipeline.tables import ROLES

SEPARATOR = ";"
OPTIONAL = ("question", "question_role", "heading", "before", "group")


def read(path: Path, target: str) -> pd.DataFrame:
    """The rows of a labelled file: `text`, OPTIONAL columns as texts, and `target`.

    `target` is `role` or `directions` (ids joined by «;» in CSV, lists in the result; nothing or
    `other` is an empty list). Columns `a` and `b` of JSON Lines, two annotators' opinions, are
    kept. InputError names the column or row that is wrong.
    """
    frame = _table(path)
    frame = frame.rename(columns={"title": "heading"})
    for column in ("text", target):
        if column not in frame:
            raise InputError(
                "нет столбца",
                file=path,
                column=column,
                remedy=did_you_mean(column, map(str, frame.columns)),
            )
    for column in ("text", *OPTIONAL):
        frame[column] = frame[column].fillna("").astype(str) if column in frame else ""
    if "group" in frame and (frame["group"] == "").all():
        frame["group"] = _documents(frame)
    check = _role if target == "role" else _directions
    frame[target] = [
        check(value, path, row) for row, value in enumerate(frame[target].tolist(), start=1)
    ]
    kept = ["text", *OPTIONAL, target, *(name for name in ("a", "b", "source") if name in frame)]
    if frame.empty:
        raise InputError("в файле нет строк", file=path)
    return frame[kept].reset_index(drop=True)


def _table(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise InputError("нет такого файла", file=path)
    try:
        if path.suffix == ".jsonl":
            return pd.read_json(path, lines=True, dtype=False, encoding="utf-8")
        return pd.read_csv(path, dtype=str, keep_default_na=False, sep=None, engine="python")
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise InputError(
            "файл не читается", file=path, remedy="Нужен CSV или JSON Lines в UTF-8"
        ) from error


def _documents(frame: pd.DataFrame) -> pd.Series:
    """What a row must stay together with: its question, else its text without repeats."""
    return frame["question"].where(frame["question"] != "", frame["text"])


def _role(value: object, path: Path, row: int) -> str:
    role = str(value).strip()
    if role not in ROLES:
        raise InputError(
            f"неизвестная роль «{role}»",
            file=path,
            row=row,
            column="role",
            remedy=did_you_mean(role, ROLES),
        )
    return role


def _directions(value: object, path: Path, row: int) -> list[str]:
    parts = value if isinstance(value, list) else str(value or "").split(SEPARATOR)
    ids = [str(part).strip() for part in parts if str(part).strip() not in ("", OTHER)]
    known = taxonomy().ids
    for name in ids:
        if name not in known:
            raise InputError(
                f"неизвестное направление «{name}»",
                file=path,
                row=row,
                column="directions",
                remedy=did_you_mean(name, known),
            )
    return ids
