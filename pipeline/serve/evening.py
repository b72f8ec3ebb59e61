"""The evening report of a group, over the run as decisions leave it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline import settings, tables
from pipeline.decisions.cards import View
from pipeline.decisions.corrected import corrected
from pipeline.report.evening import Evening, evening, evening_docx
from pipeline.report.result import Result
from pipeline.serve.refusals import Refused
from pipeline.serve.room import Room
from pipeline.strategy import strategy

_VERDICTS = {"accept": "supported", "amend": "amended", "reject": "contradicted"}
_TABLES = ("answers", "statements", "topics", "findings", "links")


def report(room: Room, view: View, group: str) -> Evening:
    """What stands in the report."""
    return evening(_result(room, view, group), group)


def report_docx(room: Room, view: View, group: str) -> bytes:
    """The report as a Word document."""
    return evening_docx(_result(room, view, group), group)


def _result(room: Room, view: View, group: str) -> Result:
    desk = room.desk
    if desk is None or desk.run is None:
        raise Refused("Доклад собирается по готовому прогону, а его здесь нет.")
    run = desk.run
    frames = corrected({name: run.table(name) for name in _TABLES}, view)
    _, chosen = settings.load(room.dataset.folder) if room.dataset.folder.is_dir() else (
        None, settings.Settings(settings.defaults()))  # fmt: skip
    made = strategy(
        frames["answers"], frames["statements"], frames["topics"], frames["findings"],
        frames["links"], tables.empty("frequencies"), chosen,
    )  # fmt: skip
    coverage = _decided(made.coverage, view, group)
    return Result(
        title=room.dataset.title, date=run.path.name[:10],
        answers=frames["answers"], statements=frames["statements"], topics=frames["topics"],
        links=frames["links"], frequencies=tables.empty("frequencies"),
        journal=tables.empty("journal"), strategy=replace(made, coverage=coverage),
        directions=room.directions, run=run.info,
    )  # fmt: skip


def _decided(coverage: pd.DataFrame, view: View, group: str) -> pd.DataFrame:
    """Coverage where the verdict of the group itself stands in place of the machine's guess."""
    rows: list[dict[str, Any]] = coverage.to_dict("records")
    for row in rows:
        verdict = view.state.verdicts.get(row["answer_id"], {}).get(group)
        if verdict:
            row["verdict"] = _VERDICTS[verdict["verdict"]]
            more = verdict["text"] or verdict["why"]
            row["text"] += f" — {more}" if more else ""
            row["groups"] = json.dumps({group: 1}, ensure_ascii=False)
    return tables.conform(pd.DataFrame(rows, columns=tables.COVERAGE.names), "coverage")
