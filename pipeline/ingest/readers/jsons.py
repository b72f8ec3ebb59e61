"""JSON of any shape a form service gives: rows, JSON Lines, answers nested in answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.content import Content, Refused, Row, Sheet
from pipeline.ingest.readers.values import text_of

_QUESTION = (
    "question",
    "label",
    "title",
    "question_text",
    "questionText",
    "name",
    "вопрос",
    "text",
)
_ANSWER = ("value", "answer", "answers", "text", "values", "response", "choices", "ответ")
_DEPTH = 60


def read_json(text: str, encoding: str) -> Content:
    """One sheet of the longest list of records in the document."""
    lines = False
    try:
        document = json.loads(text, parse_constant=str, parse_float=_number, parse_int=_whole)
    except RecursionError:
        raise Refused("слишком глубокая вложенность JSON") from None
    except ValueError as error:
        document = _json_lines(text, error)
        lines = True
    records = _records(document)
    if not records:
        raise Refused("в JSON нет списка записей")
    titles = _titles(document)
    return Content(
        format="JSON Lines" if lines else "JSON",
        encoding=encoding,
        sheets=[Sheet(rows=_rows(records, titles))],
    )


def _number(text: str) -> str:
    return text_of(float(text)) if len(text) < 30 and "inf" not in str(float(text)) else text


def _whole(text: str) -> str:
    return text  # a number of a thousand digits costs nothing as text


def _json_lines(text: str, error: ValueError) -> list[Any]:
    documents = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            documents.append(json.loads(line, parse_constant=str, parse_int=_whole))
        except RecursionError:
            raise Refused("слишком глубокая вложенность JSON") from None
        except ValueError:
            where = getattr(error, "lineno", number) if len(documents) < 2 else number
            raise Refused(f"ошибка в записи JSON, строка {where}") from error
    return documents


def _records(document: Any) -> list[dict[str, Any]]:
    """The list of records with the most values in it, wherever it lies in the document."""
    best: list[dict[str, Any]] = []
    if isinstance(document, list) and document and all(isinstance(r, list) for r in document):
        header, *rows = document
        names = [text_of(name) for name in header]
        return [dict(zip(names, row, strict=False)) for row in rows]
    queue = [(document, 0)]
    while queue:
        value, depth = queue.pop(0)
        if depth > 4:
            continue
        if isinstance(value, list):
            records = [record for record in value if isinstance(record, dict)]
            if records and len(records) == len(value) and _better(records, best):
                best = _unwrapped(records)
            if not best:
                queue += [(item, depth + 1) for item in value[:50]]
        elif isinstance(value, dict):
            inner = list(value.values())
            if len(inner) > 1 and all(isinstance(item, dict) for item in inner):
                best = best or [{"id": key, **item} for key, item in value.items()]
            queue += [(item, depth + 1) for item in inner]
    if not best and isinstance(document, dict):
        best = [document]
    return best


def _better(records: list[Any], best: list[Any]) -> bool:
    return not best or (len(records) > len(best) and not _is_pair(records[0]))


def _unwrapped(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """LimeSurvey wraps each record in a dictionary of its number."""
    if all(
        len(record) == 1 and isinstance(next(iter(record.values())), dict) for record in records
    ):
        return [next(iter(record.values())) for record in records]
    return records


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and any(key in value for key in _QUESTION)
        and any(key in value for key in _ANSWER)
    )


def _titles(document: Any) -> dict[str, str]:
    """Ids of questions to their wordings, where the document lists the questions beside."""
    titles: dict[str, str] = {}
    queue = [(document, 0)]
    while queue:
        value, depth = queue.pop(0)
        if depth > 6 or len(titles) > 5000:
            continue
        if isinstance(value, dict):
            key = value.get("questionId") or value.get("question_id") or value.get("id")
            key = (
                key or (value.get("questionItem") or {}).get("question", {}).get("questionId")
                if isinstance(value.get("questionItem"), dict)
                else key
            )
            wording = next((value[k] for k in _QUESTION if isinstance(value.get(k), str)), "")
            if isinstance(key, str | int) and wording and "answers" not in value:
                titles.setdefault(str(key), wording)
            queue += [(item, depth + 1) for item in value.values() if isinstance(item, dict | list)]
        elif isinstance(value, list):
            queue += [(item, depth + 1) for item in value[:300] if isinstance(item, dict | list)]
    return titles


def _rows(records: list[dict[str, Any]], titles: dict[str, str]) -> Iterator[Row]:
    flat = [dict(_flat("", record, titles, 0)) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    yield names
    for record in flat:
        yield [record.get(name, "") for name in names]


def _flat(prefix: str, value: Any, titles: dict[str, str], depth: int) -> Iterator[tuple[str, str]]:
    """Names and texts of a record's leaves; a question and its answer are one of them."""
    if depth > _DEPTH:
        raise Refused("слишком глубокая вложенность JSON")
    if isinstance(value, dict):
        if prefix and _is_pair(value):
            yield _pair(value, titles)
            return
        for key, inner in value.items():
            if key == "questionId" and prefix:
                continue
            known = titles.get(str(key), str(key)) if prefix or depth else str(key)
            if known != str(key) or key in ("answers", "textAnswers", "data", "fields", "response"):
                name = known if known != str(key) else prefix or str(key)
                if isinstance(inner, dict | list) and known != str(key):
                    yield known, _leaves(inner)
                    continue
            else:
                name = f"{prefix} [{key}]" if prefix and not _is_box(prefix) else str(key)
            yield from _flat(name, inner, titles, depth + 1)
    elif isinstance(value, list):
        if value and all(_is_pair(item) for item in value):
            for item in value:
                yield _pair(item, titles)
        else:
            yield prefix, _leaves(value)
    else:
        yield prefix, text_of(value)


def _is_box(name: str) -> bool:
    """True for names of mere containers, which add nothing to the names inside."""
    return name in (
        "answers",
        "data",
        "fields",
        "response",
        "responses",
        "answer",
        "values",
        "params",
    )


def _pair(value: dict[str, Any], titles: dict[str, str]) -> tuple[str, str]:
    asked = next(value[key] for key in _QUESTION if key in value)
    if isinstance(asked, dict):
        asked = next((asked[key] for key in _QUESTION if key in asked), asked.get("id", ""))
    said = next((value[key] for key in _ANSWER if key in value and value[key] is not asked), "")
    return titles.get(str(asked), text_of(asked)), _leaves(said)


def _leaves(value: Any) -> str:
    """The texts of an answer, several joined as a multi-select is."""
    if isinstance(value, list):
        return "; ".join(filter(None, map(_leaves, value)))
    if isinstance(value, dict):
        for key in (*_ANSWER, "textAnswers", "label", "title"):
            if key in value:
                return _leaves(value[key])
        return "; ".join(
            filter(None, (_leaves(v) for k, v in value.items() if k not in ("questionId", "id")))
        )
    return text_of(value)
