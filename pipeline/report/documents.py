"""All files that people read, by their names in the folder of a run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from pipeline.report.annex import strategy_docx
from pipeline.report.evening import evening_docx, evening_html
from pipeline.report.exchange import strategy_json
from pipeline.report.page import report_html
from pipeline.report.release import released
from pipeline.report.result import Result
from pipeline.report.workbook import strategy_xlsx


def documents(
    result: Result, pages_of: Callable[[bytes], Sequence[int]] | None = None
) -> dict[str, bytes]:
    """File name -> bytes. The public edition has no evening reports: those are for the groups.

    `pages_of` tells on which pages the headings of a Word document stand, [] where it cannot.
    """
    result = released(result)
    made = {
        "report.html": report_html(result).encode("utf-8"),
        "strategy.docx": _annex(result, pages_of),
        "strategy.xlsx": strategy_xlsx(result),
        "strategy.json": strategy_json(result).encode("utf-8"),
    }
    if not result.public:
        for group, name in file_names(result.strategy.groups).items():
            made[f"evening-{name}.docx"] = evening_docx(result, group)
            made[f"evening-{name}.html"] = evening_html(result, group).encode("utf-8")
    return made


def _annex(result: Result, pages_of: Callable[[bytes], Sequence[int]] | None) -> bytes:
    """The annex, with pages in its contents where they can be told.

    The numbers stand at the ends of the lines and move nothing: the contents keep their length.
    """
    annex = strategy_docx(result)
    pages = pages_of(annex) if pages_of else ()
    return strategy_docx(result, pages) if pages else annex


def file_names(groups: Iterable[str]) -> dict[str, str]:
    """Group -> its name as part of a file's name on any system; no two are the same."""
    names: dict[str, str] = {}
    for group in groups:
        name = re.sub(r"[^\w-]+", "-", group).strip("-")[:60] or "группа"
        taken = sum(other.casefold() == name.casefold() for other in names.values())
        names[group] = f"{name}-{taken + 1}" if taken else name
    return names
