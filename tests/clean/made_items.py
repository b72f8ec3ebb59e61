"""Tables of items as ingest hands them over, made from plain lists."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pipeline import engines, tables
from pipeline import settings as settings_module
from pipeline.clean.stage import Cleaned, clean


def cleaned(items: pd.DataFrame, mask: bool = True) -> Cleaned:
    """What the stage makes of the items with the default settings."""
    values = settings_module.defaults()
    values["privacy"]["mask"] = mask
    return clean(items, settings_module.Settings(values), engines.InProcess())


def survey(
    rows: Iterable[tuple[str, str]], question: str = "Какие проблемы города?", role: str = "problem"
) -> pd.DataFrame:
    """Items of one survey from (respondent, text)."""
    return _items(
        {
            "kind": "survey", "source": "answers.csv", "locator": f"row {number}", "position": number, "question": question,
            "question_role": role, "respondent": respondent, "text": text,
        }
        for number, (respondent, text) in enumerate(rows, 1)
    )  # fmt: skip


def paper(
    texts: Iterable[str], group: str = "бизнес", session: str = "2018-04-19", kind: str = "proposal"
) -> pd.DataFrame:
    """Items of one group paper."""
    return _items(
        {
            "kind": kind, "source": f"groups/{group}/{session}.docx", "locator": f"пункт {number}", "position": number,
            "question": "", "question_role": "solution", "group": group, "session": session, "text": text,
        }
        for number, text in enumerate(texts, 1)
    )  # fmt: skip


def _items(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    empty: dict[str, object] = dict.fromkeys(tables.ITEMS.names, "") | {
        "attributes": "{}",
        "slots": "{}",
    }
    return tables.conform(pd.DataFrame([empty | row for row in rows]), "items")
