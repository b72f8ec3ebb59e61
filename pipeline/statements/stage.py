"""The statements stage: used answers to thoughts with roles, directions and slots."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any

import pandas as pd

from pipeline import engines, tables
from pipeline.settings import Settings
from pipeline.statements import directions as directions_of
from pipeline.statements import roles
from pipeline.statements.directions_taxonomy import taxonomy
from pipeline.statements.slots import slots
from pipeline.statements.split import Span, Tokens, split

PARTITION = 4000  # distinct statements classified together
FUNCTION_WORDS = {"ADP", "AUX", "CCONJ", "DET", "INTJ", "PART", "PRON", "PUNCT", "SCONJ", "SYM"}
NEGATIONS = {"не", "нет", "ни", "без", "нельзя"}
UNIT_COLUMNS = ["text", "question", "question_role"]


def statements(
    answers: pd.DataFrame,
    annotations: pd.DataFrame,
    settings: Settings,
    directions: Mapping[str, Any],
    executor: Executor,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """tables.STATEMENTS of the used answers, in the order of the answers and of their words.

    `directions` is the user's own taxonomy from dataset.toml, empty for the usual fifteen.
    """
    rows = _cut(answers, annotations)
    if not rows:
        return tables.empty("statements")
    frame = pd.DataFrame(rows)
    units = frame[[*UNIT_COLUMNS, "heading"]].drop_duplicates(UNIT_COLUMNS).reset_index(drop=True)
    work = partial(_classify, settings=settings, own=dict(directions))
    parts = [units.iloc[i : i + PARTITION] for i in range(0, len(units), PARTITION)]
    found = engines.map_partitions(executor, work, parts, 1, progress)
    classified = pd.concat([units[UNIT_COLUMNS], pd.concat(found)], axis=1)
    frame = frame.merge(classified, on=UNIT_COLUMNS, how="left", validate="many_to_one")
    frame = frame.drop(columns=["question", "question_role", "heading"])
    return tables.conform(frame, "statements")


def _classify(parts: Sequence[pd.DataFrame], settings: Settings, own: Mapping[str, Any]) -> Any:
    (units,) = parts
    chosen = settings.statements
    frame = roles.classify(units, chosen.roles, chosen.unsure)
    frame["directions"] = directions_of.classify(units, taxonomy(own), chosen.directions_model)
    return frame


def _cut(answers: pd.DataFrame, annotations: pd.DataFrame) -> list[dict[str, Any]]:
    """A row for each statement, still without role and directions."""
    analysed = {row.text: row for row in annotations.itertuples(index=False)}
    spans: dict[str, list[Span]] = {}
    rows = []
    for answer in answers[answers["status"] == "used"].itertuples(index=False):
        tokens = _tokens(analysed[answer.analysis])
        if answer.analysis not in spans:
            spans[answer.analysis] = split(tokens)
        given = json.loads(answer.slots) if answer.slots else {}
        before = ""
        for start, end in spans[answer.analysis]:
            inside = range(*_inside(tokens, start, end))
            rows.append(
                {
                    "statement_id": f"{answer.answer_id}-{start}",
                    "answer_id": answer.answer_id,
                    "start": start,
                    "end": end,
                    "text": answer.text[start:end],
                    "lemmas": content_lemmas(tokens, inside),
                    "slots": json.dumps(
                        {**slots(tokens, inside), **given}, ensure_ascii=False, sort_keys=True
                    ),
                    "context": before if _dependent(tokens, inside) else "",
                    "question": answer.question,
                    "question_role": answer.question_role,
                    "heading": answer.heading,
                }
            )
            before = answer.text[start:end]
    return rows


def content_lemmas(tokens: Tokens, inside: Sequence[int]) -> list[str]:
    """Lemmas of the content words and negations, in reading order."""
    return [
        tokens.lemmas[index]
        for index in inside
        if tokens.lemmas[index] in NEGATIONS
        or (tokens.pos[index] not in FUNCTION_WORDS and any(map(str.isalpha, tokens.lemmas[index])))
    ]


def _dependent(tokens: Tokens, inside: Sequence[int]) -> bool:
    """True when the statement leans on the one before it: «Там темно», «Это опасно»."""
    return any(tokens.lemmas[index] in {"там", "это", "туда", "оттуда"} for index in inside[:2])


def _inside(tokens: Tokens, start: int, end: int) -> Span:
    first = next(i for i, stop in enumerate(tokens.ends) if stop > start)
    stop = next((i for i, begin in enumerate(tokens.starts) if begin >= end), len(tokens.starts))
    return first, stop


def _tokens(row: Any) -> Tokens:
    return Tokens(
        row.text,
        row.starts,
        row.ends,
        row.lemmas,
        row.pos,
        row.feats,
        row.heads,
        row.deps,
        row.sentences,
    )
