"""Label Studio: tasks and a labelling config out, annotations back in.

Tasks are a JSON list of `{"data": {…}}`; a config is XML of its tags. An export is JSON (a list of
tasks with `annotations`) or JSON-MIN (a flat object for each annotation). Formats: Label Studio's
guide, «Import data», «Export annotations», tags Choices and Text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.errors import InputError
from pipeline.statements.directions_taxonomy import OTHER, taxonomy
from pipeline.vocabulary import ROLE_TITLES

MOST = 64 << 20  # bytes of an export
FIELDS = ("role", "directions")


def tasks(rows: Sequence[Mapping[str, Any]]) -> str:
    """The JSON of a batch; every row becomes the `data` of one task."""
    listed = [{"data": dict(row)} for row in rows]
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def config() -> str:
    """The labelling config: the text with its question, one role, up to two directions.

    Choices carry an `alias`, so that results hold our ids while people read Russian.
    """
    known = {one.id: one.short for one in taxonomy().directions} | {OTHER: "прочее"}
    return "\n".join(
        [
            "<View>",
            '  <Header value="$question"/>',
            '  <Text name="before" value="$before"/>',
            '  <Text name="text" value="$text"/>',
            '  <Choices name="role" toName="text" choice="single" required="true">',
            *_choices(ROLE_TITLES),
            "  </Choices>",
            '  <Choices name="directions" toName="text" choice="multiple" required="true">',
            *_choices(known),
            "  </Choices>",
            "</View>",
            "",
        ]
    )


def _choices(titles: Mapping[str, str]) -> list[str]:
    return [
        f"    <Choice alias={quoteattr(name)} value={quoteattr(title)}/>"
        for name, title in titles.items()
    ]


def read(path: Path) -> list[dict[str, Any]]:
    """One row for each annotation of an export: the task's data, `role`, `directions`, `annotator`.

    Cancelled annotations are left out. InputError says what is no export of Label Studio.
    """
    if path.stat().st_size > MOST:
        raise InputError("файл слишком велик для разметки", file=path)
    try:
        exported = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = [row for number, task in enumerate(exported) for row in _rows(task, number)]
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise InputError(
            "это не выгрузка Label Studio",
            file=path,
            remedy="Выберите в Label Studio выгрузку JSON или JSON-MIN",
        ) from error
    if not rows:
        raise InputError("в выгрузке нет ни одной разметки", file=path)
    return rows


def _rows(task: Mapping[str, Any], number: int) -> list[dict[str, Any]]:
    if "data" not in task:
        return [_flat(task)]
    data = {key: value for key, value in task["data"].items() if not isinstance(value, dict | list)}
    rows = []
    for place, annotation in enumerate(task.get("annotations", [])):
        if annotation.get("was_cancelled"):
            continue
        who = annotation.get("completed_by", place)
        row = {**data, "annotator": str(who.get("id") if isinstance(who, dict) else who)}
        for result in annotation["result"]:
            if result.get("from_name") in FIELDS:
                row[result["from_name"]] = _ids(result["from_name"], result["value"]["choices"])
        rows.append({"task": number, **dict.fromkeys(FIELDS, ""), **row})
    return rows


def _flat(task: Mapping[str, Any]) -> dict[str, Any]:
    """One object of JSON-MIN: data and results side by side."""
    row = {key: value for key, value in task.items() if not isinstance(value, dict | list)}
    for field in FIELDS:
        value = task.get(field, "")
        row[field] = _ids(field, value["choices"] if isinstance(value, dict) else value)
    return {**row, "annotator": str(task.get("annotator", "1"))}


def _ids(field: str, value: str | Sequence[str]) -> str:
    """Ids joined by «;», whether the export holds ids or the Russian titles."""
    titles = dict(ROLE_TITLES)
    if field == "directions":
        titles = {one.id: one.short for one in taxonomy().directions} | {OTHER: "прочее"}
    by_title = {title: name for name, title in titles.items()}
    chosen = [value] if isinstance(value, str) else list(value)
    return ";".join(by_title.get(one, one) for one in chosen)
