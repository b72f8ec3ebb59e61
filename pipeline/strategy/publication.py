"""The public edition's findings: small ones held back, counts protected, quotes gated."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.findings.support import wilson
from pipeline.strategy.disclosure import protected_counts, rounded

_LONGEST = 300
# What may tell a person apart even when names and addresses are masked: one's own age, family,
# illness, work, dates; a house or flat number; a mask that shows something was there.
_QUASI: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("маска", r"\[[^\]]*\]|█|\*{3,}"),
        ("возраст", r"\bмне\s+\d+|\b\d+\s+(?:год\w*|лет)\b(?!\s+назад)|\bлетн(?:ий|яя|его)\b"),
        ("семья", r"\b(?:мо[йяиеюём]\w*|наш\w*)\s+(?:муж|жен|сын|доч|мам|мат|отец|отц|пап|брат|"
                  r"сестр|бабуш|дедуш|внук|внуч|ребен|ребён|дет|сем)\w*"),
        ("здоровье", r"\b(?:инвалид|диабет|онколог|беремен|астм|операци|диагноз|болезн)\w*"),
        ("работа", r"\b(?:я\s+работаю|работаю\s+в|являюсь|моя\s+работа|моей\s+работ)\w*"),
        ("дом", r"\b(?:д|дом|кв|квартир[аеы]|корп|стр|подъезд)\b\.?\s*№?\s*\d+|"
                r"\b(?:ул|улиц[аеыу]|пр|проспект)\b\.?\s+[^,.;]{2,40},\s*\d+"),
        ("живу", r"\b(?:я|мы)\s+(?:жив|прожива)\w+|\bпрожива(?:ю|ем)\b"),
        ("дата", r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}\s+(?:январ|феврал|март|апрел|ма[йя]|"
                 r"июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"),
        ("номер", r"\d{5,}|\b[\w.]+@|@\w+|https?://|www\."),
        ("имя", r"\b[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+|\b[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\."),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Published:
    """`findings` as the public may see them; `held_back` findings of `held_back_people` people.

    Counts in `findings` are rounded; hidden ones are null in the JSON cross-tabs. `quotes` hold
    only what passed the gate.
    """

    findings: pd.DataFrame
    held_back: int
    held_back_people: int


def quasi_identifiers(text: str) -> list[str]:
    """Kinds of what may tell a person apart in `text`; [] for a quote that may be printed."""
    kinds = [name for name, pattern in _QUASI if pattern.search(text)]
    return [*kinds, "длина"] if len(text) > _LONGEST else kinds


def published(
    findings: pd.DataFrame, statements: pd.DataFrame, people_of: Mapping[str, frozenset[str]],
    min_cell: int,
) -> Published:  # fmt: skip
    """The findings of at least `min_cell` people, or of groups alone, made safe to print."""
    alone = (findings["respondents"] == 0) & (findings["groups"] != "{}")
    kept = findings[(findings["respondents"] >= min_cell) | alone].copy()
    held = findings[~findings["finding_id"].isin(kept["finding_id"])]
    texts = dict(zip(statements["statement_id"], statements["text"], strict=True))
    kept["quotes"] = [[q for q in ids if not quasi_identifiers(texts[q])] for ids in kept["quotes"]]
    for column in ("attributes", "sessions", "questions"):
        kept[column] = [
            _crosstabs(column, text, total, min_cell)
            for text, total in zip(kept[column], kept["respondents"], strict=True)
        ]
    for column in ("respondents", "base", "messages", "statements", "campaign_respondents"):
        kept[column] = [rounded(int(value)) for value in kept[column]]
    pairs = list(zip(kept["respondents"], kept["base"], strict=True))
    kept["share"] = [people / base if base else 0.0 for people, base in pairs]
    kept["share_low"] = [wilson(people, base)[0] for people, base in pairs]
    kept["share_high"] = [wilson(people, base)[1] for people, base in pairs]
    kept["weighted_share"] = kept["weighted_share"].astype(float).round(2)
    kept["slots"] = "{}"
    # A matter's people less those of its findings would tell of the rare voices held back.
    kept["matter_respondents"] = pd.Series(None, index=kept.index, dtype="Int64")
    kept["statement_ids"] = [list(quotes) for quotes in kept["quotes"]]
    people = frozenset().union(*(people_of[fid] for fid in held["finding_id"]))
    return Published(kept.reset_index(drop=True), len(held), rounded(len(people)))


def _crosstabs(column: str, text: str, total: int, min_cell: int) -> str:
    table = json.loads(text)
    if column == "attributes":
        safe = {name: protected_counts(values, total, min_cell) for name, values in table.items()}
        return json.dumps(safe, ensure_ascii=False, sort_keys=True)
    return json.dumps(protected_counts(table, total, min_cell), ensure_ascii=False, sort_keys=True)
