"""The draft of a dataset.toml: what was guessed, with a comment where a person should look."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import tomlkit

from pipeline.ingest.check import Inspection, SourceReport

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
            drafts.append(tomlkit.item({"file": source.name}))
        else:
            papers.append(_papers(source))
    for name, entries in (("survey", surveys), ("papers", papers), ("draft", drafts)):
        if len(entries):
            document[name] = entries
    return tomlkit.dumps(document)


def _survey(source: SourceReport) -> Any:
    table = tomlkit.table()
    table["file"] = _pattern(source.name)
    if source.respondent:
        table["respondent"] = source.respondent
    if source.session and not source.session.startswith("столбец"):
        table["session"] = source.session
    if source.question_column:
        table["question"] = source.question_column
    if source.attributes:
        table["attributes"] = list(source.attributes)
    questions = tomlkit.table()
    for question in source.questions:
        questions[question.wording] = question.role
        if question.confidence < _UNSURE:
            questions[question.wording].comment("неясно, впишите роль")
    table["questions"] = questions
    return table


def _papers(source: SourceReport) -> Any:
    table = tomlkit.table()
    table["file"] = _pattern(source.name)
    for key in ("group", "session", "moderator"):
        if getattr(source, key):
            table[key] = getattr(source, key)
    return table


def _pattern(name: str) -> str:
    """The file's name as a pattern that matches it alone."""
    path = PurePosixPath(name).as_posix()
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


def _one_line(text: str) -> str:
    return " ".join(text.split())
