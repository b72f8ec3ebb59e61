"""Labelled data as researchers bring it: texts and what they are.

Read are CSV, JSON Lines and an export of Label Studio: batches of `veche annotate`, decisions that
moderators made at their desk, tables of one's own.

    text        the statement                       question, question_role, heading, before
    role        one of the nine roles               directions   ids joined by «;», or other
    role_a, role_b, directions_a, directions_b      two annotators' opinions, where there are
    group       the person or document it is from (also document, respondent, person)
    source, district                                for slices, where known; so is `about`, the
                                                    directions of rows that are read for their roles
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import labelstudio
from pipeline.errors import InputError, did_you_mean
from pipeline.statements.directions_taxonomy import OTHER, taxonomy
from pipeline.tables import ROLES, fold, short_hash

SEPARATOR = ";"
TARGETS = {"roles": "role", "directions": "directions"}
OPTIONAL = ("question", "question_role", "heading", "before", "group")
EXTRA = ("a", "b", "source", "district", "about")
_GROUPS = ("group", "document", "respondent", "person")
_WORDS = re.compile(r"\w+")


def read(path: Path, target: str) -> pd.DataFrame:
    """The rows of a labelled file: `text`, OPTIONAL columns as texts, `target`, and EXTRA.

    `target` is `role` or `directions` (lists of ids in the result; nothing or `other` is an empty
    list). Rows that nobody has labelled yet are left out. `a` and `b`, two annotators' opinions,
    are dictionaries with `role` and `directions`. InputError names the column or row that is wrong.
    """
    frame = _table(path).rename(columns={"title": "heading"})
    for column in ("text", target):
        if column not in frame:
            raise InputError(
                "нет столбца",
                file=path,
                column=column,
                remedy=did_you_mean(column, map(str, frame.columns)),
            )
    frame["row"] = range(1, len(frame) + 1)
    frame = frame[~_unlabelled(frame, target)].copy()
    if frame.empty:
        raise InputError(
            "в файле нет ни одной размеченной строки",
            file=path,
            column=target,
            remedy="Впишите метки и повторите",
        )
    for column in ("text", *OPTIONAL[:-1]):
        frame[column] = frame[column].fillna("").astype(str) if column in frame else ""
    frame["group"] = _groups(frame)
    check = check_role if target == "role" else check_directions
    frame[target] = [
        check(value, path, row) for value, row in zip(frame[target], frame["row"], strict=True)
    ]
    for name in ("a", "b"):
        if name not in frame and f"{target}_{name}" in frame:
            opinions = zip(frame[f"{target}_{name}"], frame["row"], strict=True)
            frame[name] = [{target: check(value, path, row)} for value, row in opinions]
    if target == "role" and "directions" in frame:
        frame["about"] = frame["directions"].map(_parts)
    kept = ["text", *OPTIONAL, target, *(name for name in EXTRA if name in frame)]
    return frame[kept].reset_index(drop=True)


def read_all(paths: Sequence[Path], target: str) -> pd.DataFrame:
    """The rows of several labelled files, one after another; `file` names each row's file.

    A label that a later file gives the same text of the same question outweighs an earlier one, so
    that decisions may correct a batch.
    """
    frames = [read(path, target).assign(file=path.name) for path in paths]
    whole = pd.concat(frames, ignore_index=True)
    if len(paths) == 1:
        return whole
    same = whole["text"].map(fold) + "\x1f" + whole["question"].map(fold)
    last_file = whole["file"].groupby(same).transform("last")
    return whole[whole["file"] == last_file].reset_index(drop=True)


def hashes(paths: Sequence[Path]) -> dict[str, str]:
    """The sha256 of each labelled file by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def repeat_key(text: str) -> str:
    """What repeats of one text have in common: its words without case, ё and punctuation."""
    return " ".join(_WORDS.findall(fold(text))) or fold(text)


def _table(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise InputError("нет такого файла", file=path)
    try:
        if path.suffix == ".json":
            return pd.DataFrame(labelstudio.read(path))
        if path.suffix == ".jsonl":
            return pd.read_json(path, lines=True, dtype=False, encoding="utf-8")
        frame = pd.read_csv(
            path, dtype=str, keep_default_na=False, sep=None, engine="python", encoding="utf-8-sig"
        )
        return frame.rename(columns=str.strip)
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise InputError(
            "файл не читается", file=path, remedy="Нужен CSV или JSON Lines в UTF-8"
        ) from error


def _unlabelled(frame: pd.DataFrame, target: str) -> pd.Series:
    """Rows of a batch or of decisions where nobody has said anything on `target`.

    An empty cell of directions counts as «none» in a table of directions alone; beside a column of
    roles it does only where a role is given and the table never says `other` in so many words.
    """
    blank = frame[target].map(_blank)
    if target == "role" or "role" not in frame:
        return blank & (target == "role")
    said = frame[target].map(lambda value: OTHER in _parts(value))
    return blank & (frame["role"].map(_blank) | said.any())


def _blank(value: Any) -> bool:
    if isinstance(value, list):
        return False
    return value is None or value != value or not str(value).strip()


def _groups(frame: pd.DataFrame) -> pd.Series:
    """The person or document of each row: as the table says, by its id, or the text itself.

    Ids «document-number» stand for a document when the table's ids look so throughout.
    """
    own = "text-" + frame["text"].map(lambda text: short_hash(repeat_key(text)))
    for column in _GROUPS:
        if column in frame and not frame[column].map(_blank).all():
            named = frame[column].fillna("").astype(str).str.strip()
            return named.where(named != "", own)
    if "id" in frame and frame["id"].astype(str).str.fullmatch(r".+-\d+").all():
        return frame["id"].astype(str).str.rsplit("-", n=1).str[0]
    return own


def check_role(value: Any, path: Path, row: int) -> str:
    """The role that a cell holds; InputError names the row and the nearest role."""
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


def _parts(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else str("" if _blank(value) else value).split(";")
    return [str(part).strip() for part in parts if str(part).strip()]


def check_directions(value: Any, path: Path, row: int) -> list[str]:
    """The ids that a cell holds, without `other`; InputError names the row and the nearest id."""
    ids = [part for part in _parts(value) if part != OTHER]
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
