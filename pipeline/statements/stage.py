"""The statements stage: used answers to thoughts with roles, directions and slots."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from pipeline import engines, tables
from pipeline.settings import Settings
from pipeline.statements import directions as directions_of
from pipeline.statements import roles
from pipeline.statements.context import Context, contexts
from pipeline.statements.directions_taxonomy import taxonomy
from pipeline.statements.slots import slots
from pipeline.statements.split import split
from pipeline.statements.tokens import Span, Tokens

PARTITION = 4000  # distinct statements classified together
FUNCTION_WORDS = {"ADP", "AUX", "CCONJ", "DET", "INTJ", "PART", "PRON", "PUNCT", "SCONJ", "SYM"}
# Words that turn the meaning of those beside them: they stay whatever their part of speech.
KEPT = frozenset("не нет ни без нельзя надо нужно необходимо против".split())
STOP_WORDS = frozenset(
    "быть это весь который очень уже еще вообще просто там тут здесь где когда куда почему зачем "
    "как так тоже также теперь тогда потом даже прямо именно хотя бы же ли то раз сам самый "
    "свой этот тот такой мочь стать являться г ул д т п др".split()
)
_SENTENCE_END = re.compile(r"[.!?…]\s")
MASK = re.compile(r"\[[а-яё ]+\]", re.IGNORECASE)
# What a statement is judged by: the direction of a thought that leans on another is of both.
# What stands before it in the same answer helps, as it does in training.
UNIT_COLUMNS = ["reading", "question", "question_role", "before", "context"]


@dataclass(frozen=True)
class Thought:
    """A statement of a text, before it is known who said it and what it is.

    `pieces` are spans of slots in the text, `normal` what stands beside them in a normal form.
    """

    span: Span
    lemmas: list[str]
    context: Context
    pieces: Mapping[str, Span]
    normal: Mapping[str, Any]


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
    units = frame[UNIT_COLUMNS].drop_duplicates().reset_index(drop=True)
    work = partial(_classify, settings=settings, own=dict(directions))
    parts = [units.iloc[i : i + PARTITION] for i in range(0, len(units), PARTITION)]
    found = engines.map_partitions(executor, work, parts, 1, progress)
    classified = pd.concat([units[UNIT_COLUMNS], pd.concat(found)], axis=1)
    frame = frame.merge(classified, on=UNIT_COLUMNS, how="left", validate="many_to_one")
    frame = frame.drop(columns=UNIT_COLUMNS[:-1])
    return tables.conform(frame, "statements")


def _classify(parts: Sequence[pd.DataFrame], settings: Settings, own: Mapping[str, Any]) -> Any:
    units = parts[0].rename(columns={"reading": "text"})
    chosen = settings.statements
    frame = roles.classify(units, chosen.roles, chosen.unsure)
    joined = [
        f"{one}. {text}" if one else text
        for one, text in zip(units["context"], units["text"], strict=True)
    ]
    about = units.assign(text=joined)
    frame["directions"] = directions_of.classify(about, taxonomy(own), chosen.directions_model)
    return frame


def _cut(answers: pd.DataFrame, annotations: pd.DataFrame) -> list[dict[str, Any]]:
    """A row for each statement, still without role and directions."""
    analysed = {row.text: row for row in annotations.itertuples(index=False)}
    thoughts: dict[str, list[Thought]] = {}
    rows = []
    for answer in answers[answers["status"] == "used"].itertuples(index=False):
        if answer.analysis not in thoughts:
            thoughts[answer.analysis] = _thoughts(Tokens.of(analysed[answer.analysis]))
        given = json.loads(answer.slots) if answer.slots else {}
        before = sentences_before(answer.analysis, thoughts[answer.analysis])
        for thought in thoughts[answer.analysis]:
            start, end = thought.span
            found = {name: answer.text[a:b] for name, (a, b) in thought.pieces.items()}
            rows.append(
                {
                    "statement_id": f"{answer.answer_id}-{start}",
                    "answer_id": answer.answer_id,
                    "start": start,
                    "end": end,
                    "text": answer.text[start:end],
                    "reading": answer.analysis[start:end],
                    "lemmas": thought.lemmas,
                    "slots": _json({**thought.normal, **found, **given}),
                    "context": thought.context.text,
                    "question": answer.question,
                    "question_role": thought.context.role or answer.question_role,
                    "before": before[start],
                }
            )
    return rows


def sentences_before(text: str, found: Sequence[Thought]) -> dict[int, str]:
    """By its start, the last thought of the sentence before each thought, "" where there is none.

    Lines of a list and subjects joined by commas are beside each other, not one after another.
    """
    before: dict[int, str] = {}
    known, last, ended = "", "", 0
    for thought in found:
        start, end = thought.span
        if _SENTENCE_END.search(text[max(0, ended - 1) : start]):
            known = last
        elif "\n" in text[ended:start]:
            known = ""
        before[start] = known
        last, ended = text[start:end], end
    return before


def _thoughts(tokens: Tokens) -> list[Thought]:
    spans = split(tokens)
    found = []
    for span, context in zip(spans, contexts(tokens, spans), strict=True):
        inside = range(*tokens.inside(*span))
        pieces, normal = slots(tokens, inside)
        found.append(Thought(span, content_lemmas(tokens, inside), context, pieces, normal))
    return found


def content_lemmas(tokens: Tokens, inside: Sequence[int]) -> list[str]:
    """Lemmas of the content words in reading order; negation, надо and нужно are kept.

    A mask such as «[имя]» stands for what nobody may read, and is no word.
    """
    masks = [found.span() for found in MASK.finditer(tokens.text)]
    shown = (
        index
        for index in inside
        if not any(start <= tokens.starts[index] < end for start, end in masks)
    )
    return [
        tokens.lemmas[index]
        for index in shown
        if tokens.lemmas[index] in KEPT
        or (
            tokens.pos[index] not in FUNCTION_WORDS
            and tokens.lemmas[index] not in STOP_WORDS
            and any(map(str.isalpha, tokens.lemmas[index]))
        )
    ]


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
