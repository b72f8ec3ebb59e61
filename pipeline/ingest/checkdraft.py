"""The draft of a dataset.toml: what was guessed, with a comment where a person should look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import tomlkit

from pipeline.ingest.check import Inspection, SourceReport, aside
from pipeline.ingest.checkview import ASIDE
from pipeline.ingest.columns import ATTRIBUTE, PERSON

_UNSURE = 0.6


def draft(inspection: Inspection) -> str:
    """TOML text; reading it back gives the same questions and roles that were guessed."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Роли вопросов: problem, solution, vision, praise, open."))
    document.add(tomlkit.comment("Проверьте строки с пометкой «неясно»; лишнее удалите."))
    document["title"] = inspection.title
    surveys, papers, drafts = tomlkit.aot(), tomlkit.aot(), tomlkit.aot()
    for source in inspection.sources:
        if source.refused:
            document.add(
                tomlkit.comment(_one_line(f"не прочитан: {source.name} — {source.refused}"))
            )
        elif source.kind == "survey":
            surveys.append(_survey(source))
        elif source.kind == "draft":
            drafts.append(tomlkit.item({"file": _pattern(source.name)}))
    for entry in _papers([source for source in inspection.sources if source.kind == "proposal"]):
        papers.append(entry)
    for name, entries in (("survey", surveys), ("papers", papers), ("draft", drafts)):
        if len(entries):
            document[name] = entries
    return tomlkit.dumps(document)


def _survey(source: SourceReport) -> Any:
    table = tomlkit.table()
    table["file"] = _pattern(source.name)
    if source.respondent:
        table["respondent"] = source.respondent
    else:
        table.add(tomlkit.comment('respondent = "…"  # столбец с номером человека, если он есть'))
    if source.session and not source.session.startswith("столбец"):
        table["session"] = source.session
    else:
        table.add(tomlkit.comment('session = "2018-04-19"  # дата сбора или столбец с ней'))
    if source.question_column:
        table["question"] = source.question_column
    if source.attributes:
        table["attributes"] = list(source.attributes)
    for kind, names in aside(source).items():
        if kind in (PERSON, ATTRIBUTE):
            continue
        table.add(tomlkit.comment(_one_line(f"{ASIDE[kind]}: {'; '.join(names)}")))
    questions = tomlkit.table()
    for question in source.questions:
        questions[question.wording] = question.role
        if question.confidence < _UNSURE:
            questions[question.wording].comment("неясно, впишите роль")
    table["questions"] = questions
    return table


def _papers(sources: Sequence[SourceReport]) -> Iterator[Any]:
    """One entry a group where its files stand in a folder of their own, else one a file."""
    folders: dict[str, list[SourceReport]] = {}
    for source in sources:
        if not source.refused:
            path = PurePosixPath(source.name)
            folders.setdefault(f"{_pattern(str(path.parent))}/*{path.suffix}", []).append(source)
    for pattern, inside in folders.items():
        about = {(source.group, source.moderator) for source in inside}
        if len(inside) > 1 and len(about) == 1 and inside[0].group:
            yield _entry(pattern, inside[0], ("group", "moderator"))
        else:
            for source in inside:
                keys = ("group", "session", "moderator")
                yield _entry(_pattern(source.name), source, keys)


def _entry(pattern: str, source: SourceReport, keys: Sequence[str]) -> Any:
    table = tomlkit.table()
    table["file"] = pattern
    for key in keys:
        if getattr(source, key):
            table[key] = getattr(source, key)
    return table


def _pattern(name: str) -> str:
    """The file's name as a pattern that matches it alone."""
    path = PurePosixPath(name).as_posix()
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


def _one_line(text: str) -> str:
    return " ".join(text.split())
