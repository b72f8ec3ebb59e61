"""`strategy.docx`: the annex «Учёт мнения жителей», made to be handed over."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report.annex import agreement, directions, front, method, places, portrait, rest
from pipeline.report.paper import Paper
from pipeline.report.release import released
from pipeline.report.result import Result
from pipeline.report.typography import date
from pipeline.vocabulary import EDITION_MARKS

_PARTS = (
    front.summary,
    method.method,
    directions.directions,
    agreement.consensus,
    portrait.vision,
    portrait.strengths,
    portrait.swot,
    agreement.coverage,
    places.districts,
    places.sessions,
    rest.rare_voices,
    rest.glossary,
)


def strategy_docx(result: Result, pages: Sequence[int] = ()) -> bytes:
    """The annex as a Word document; equal results give equal bytes.

    `pages` are those of its headings, for the contents; without them the contents have none.
    """
    result = released(result)
    mark = EDITION_MARKS[result.edition]
    running = f"{result.title}. Учёт мнения жителей · {date(result.date)} · {mark}"
    paper = Paper(f"{result.title}. Учёт мнения жителей", "veche", result.date, running, pages)
    front.title_page(paper, result)
    for part in _PARTS:
        part(paper, result)
    return paper.bytes()
