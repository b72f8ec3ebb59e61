"""Closed questions: how often each answer was given, and of how many who answered."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline.ingest import columns as kinds
from pipeline.ingest.choices import TICKED, UNTICKED, chosen
from pipeline.ingest.columns import Column
from pipeline.ingest.signs import is_contact
from pipeline.ingest.surveys import Understood
from pipeline.tables import fold

OWN_WORDS = "свой ответ"
_LIST = 30  # a longer list of answers was hardly offered


def frequencies_of(found: Understood, source: str) -> list[dict[str, Any]]:
    """Rows of FREQUENCIES of one table, in the order of its columns."""
    rows: list[dict[str, Any]] = []
    expanded: dict[str, list[int]] = {}
    for at, column in enumerate(found.columns):
        if column.kind == kinds.MULTI and column.question:
            expanded.setdefault(column.question, []).append(at)
        elif column.kind == kinds.MULTI:
            rows += _multi(found, at, column, source)
        elif column.kind in (kinds.SINGLE, kinds.SCALE, kinds.MATRIX) or at in found.attributes:
            kind = column.kind if column.kind in (kinds.SCALE, kinds.MATRIX) else kinds.SINGLE
            values = [row[at].strip() for row in found.table.rows]
            rows += _rows(source, column.name, kind, Counter(filter(None, values)))
    for question, places in expanded.items():
        rows += _expanded(found, question, places, source)
    return rows


def _rows(
    source: str, question: str, kind: str, counts: Counter[str], base: int | None = None
) -> list[dict[str, Any]]:
    base = sum(counts.values()) if base is None else base
    counts = _without_own_words(counts)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        {
            "source": source,
            "question": question,
            "type": kind,
            "answer": answer,
            "count": count,
            "base": base,
        }
        for answer, count in ordered
    ]


def _without_own_words(counts: Counter[str]) -> Counter[str]:
    """Answers that one person alone has worded are one line: they may hold personal data.

    A short list of short options is kept whole, for a rare option is still an option.
    """
    offered = len(counts) <= _LIST and all(len(answer.split()) <= 12 for answer in counts)
    kept = Counter(
        {
            answer: count
            for answer, count in counts.items()
            if (count > 1 or offered) and not is_contact(answer)
        }
    )
    own = sum(counts.values()) - sum(kept.values())
    if own:
        kept[OWN_WORDS] += own
    return kept


def _multi(found: Understood, at: int, column: Column, source: str) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    base = 0
    for row in found.table.rows:
        cell = row[at].strip()
        if cell:
            base += 1
            picked = set(chosen(cell, column))
            counts.update(picked & set(column.options))
            counts[OWN_WORDS] += bool(picked - set(column.options))
    return _rows(source, column.name, kinds.MULTI, +counts, base)


def _expanded(
    found: Understood, question: str, places: list[int], source: str
) -> list[dict[str, Any]]:
    """A multi-select of one column an option: an option counts where it is ticked."""
    counts: Counter[str] = Counter()
    base = 0
    for row in found.table.rows:
        ticked = [
            found.columns[at].option for at in places if _is_ticked(row[at], found.columns[at])
        ]
        base += bool(ticked) or any(row[at].strip() for at in places)
        counts.update(ticked)
    return _rows(source, question, kinds.MULTI, counts, base)


def _is_ticked(cell: str, column: Column) -> bool:
    value = fold(cell)
    return value in TICKED or value == fold(column.option) or (value not in UNTICKED)
