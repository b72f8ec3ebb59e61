"""Batches and collected labels as files: CSV that a spreadsheet opens, Label Studio's JSON."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline import labelstudio
from pipeline.annotate.collecting import FIELDS, Collected, read_table
from pipeline.errors import InputError
from pipeline.tables import short_hash

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(batch: pd.DataFrame, target: Path, annotators: int = 1) -> list[Path]:
    """Write a batch; the files written.

    CSV: one file, or `.a.csv` and `.b.csv` in different orders for two annotators, so that
    tiredness does not fall on the same rows. JSON: one file for any number of annotators, and
    the labelling config beside it.
    """
    if target.suffix == ".json":
        target.write_text(labelstudio.tasks(batch.to_dict("records")), "utf-8", newline="\n")
        config = target.with_suffix(".config.xml")
        config.write_text(labelstudio.config(), "utf-8", newline="\n")
        return [target, config]
    if target.suffix != ".csv":
        raise InputError(
            "партия бывает .csv или .json", file=target, remedy="Назовите файл партия.csv"
        )
    blank = batch.assign(**dict.fromkeys(FIELDS, ""), comment="")
    if annotators == 1:
        return [_csv(blank, target)]
    written = []
    for name in ("a", "b"):
        order = sorted(blank.index, key=lambda row: short_hash(name, blank["statement_id"][row]))
        written.append(_csv(blank.loc[order], target.with_suffix(f".{name}.csv")))
    return written


def texts(path: Path) -> list[str]:
    """The texts of a batch or of collected labels, labelled or not."""
    return [str(text) for text in read_table(path)["text"]]


def write_collected(collected: Collected, target: Path) -> list[Path]:
    """Write labels, and beside them disagreements and agreement where two have labelled."""
    written = [_csv(collected.labels, target)]
    if len(collected.agreement):
        written.append(_csv(collected.disputed, target.with_suffix(".disputed.csv")))
        written.append(_csv(collected.agreement, target.with_suffix(".agreement.csv")))
    return written


def _csv(frame: pd.DataFrame, path: Path) -> Path:
    """UTF-8 with a mark for Excel; what looks like a formula gets a quote before it."""
    safe = frame.map(lambda value: f"'{value}" if _is_formula(value) else value)
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    return path


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_FORMULA)
