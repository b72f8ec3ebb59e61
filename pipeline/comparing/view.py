"""A comparison as plain lines, as JSON and as one page; all say the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.comparing.compare import CHANGES, Comparison
from pipeline.report.typography import interval, number, percent, plural
from pipeline.vocabulary import FINDING_TITLES

TITLES = {
    "new": "Появились",
    "gone": "Исчезли",
    "grown": "Стали называть чаще",
    "shrunk": "Стали называть реже",
    "merged": "Вошли в другие",
    "split": "Выделились из других",
    "same": "Без заметных перемен",
}
SORTS = (("topics", "Темы"), ("findings", "Повторяющиеся проблемы и предложения"))
_LONGEST = 160  # characters of a quote


def lines(compared: Comparison, shown: int = 10) -> Iterator[str]:
    """The comparison for a terminal; of each change the `shown` most talked of."""
    yield f"Было:  {compared.old}"
    yield f"Стало: {compared.new}"
    yield from (f"Важно: {note}" for note in compared.notes)
    for field, title in SORTS:
        frame: pd.DataFrame = getattr(compared, field)
        yield ""
        yield f"{title}: {counts(frame)}"
        for change, rows in by_change(frame):
            yield ""
            yield f"{TITLES[change]} ({len(rows)})"
            if change == "same":
                continue
            for row in rows[:shown]:
                yield from _row_lines(row)
            if len(rows) > shown:
                yield f"  … и ещё {len(rows) - shown}; все — в файле --out"


def counts(frame: pd.DataFrame) -> str:
    """«появились 3, исчезли 1», in the order of CHANGES."""
    found = frame["change"].value_counts()
    said = [f"{TITLES[c].lower()} {found[c]}" for c in CHANGES if c in found]
    return ", ".join(said) or "нет ни одной"


def by_change(frame: pd.DataFrame) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows of each change that there is, with the words that a reader sees."""
    names = _names(frame)
    for change in CHANGES:
        rows = frame[frame["change"] == change].to_dict("records")
        if rows:
            yield change, [_worded(row, names) for row in rows]


def _names(frame: pd.DataFrame) -> dict[str, str]:
    """Ids of both runs with their names; the later run's name where both have the id."""
    named = dict(zip(frame["previous_id"], frame["previous_name"], strict=True))
    return named | {i: n for i, n in zip(frame["id"], frame["name"], strict=True) if i}


def _worded(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    kind = FINDING_TITLES.get(row["kind"], "")
    related = [names[id_] for id_ in row["related"] if names.get(id_)]
    renamed = row["previous_name"] if row["previous_name"] not in ("", row["name"]) else ""
    return {
        **row,
        "title": f"{row['name']} ({kind.lower()})" if kind else row["name"],
        "renamed": renamed,
        "related_names": related,
        "figures": figures(row),
        "certain": _certainty(row),
        "quotes": [_short(quote) for quote in row["quotes"]],
    }


def figures(row: Mapping[str, Any]) -> str:
    """«было 12 из 100, 12,0 % (7,0–19,8 %); стало 30 из 100, 30,0 % (21,9–39,6 %)»."""
    return f"было {_side(row, 'before')}; стало {_side(row, 'after')}"


def _side(row: Mapping[str, Any], when: str) -> str:
    base, groups = int(row[f"base_{when}"]), int(row[f"groups_{when}"])
    in_groups = f"{groups} {plural(groups, 'группа', 'группы', 'групп')}" if groups else ""
    if not base:
        return in_groups or "0"
    low, high = row[f"low_{when}"], row[f"high_{when}"]
    said = (
        f"{number(row[when])} из {number(base)}, {percent(row[f'share_{when}'])} "
        f"({interval(low, high)})"
    )
    return f"{said}, {in_groups}" if in_groups else said


def _certainty(row: Mapping[str, Any]) -> str:
    if not row["base_before"] or not row["base_after"]:
        return "о случайности судить нельзя: жителей не спрашивали"
    return "больше случайного" if row["significant"] else "в пределах случайного"


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + " …"


def _row_lines(row: Mapping[str, Any]) -> Iterable[str]:
    yield f"  • {row['title']}"
    if row["renamed"]:
        yield f"    раньше называлось: {row['renamed']}"
    if row["related_names"]:
        word = "вошло в" if row["change"] == "merged" else "выделилось из"
        yield f"    {word}: {'; '.join(row['related_names'])}"
    yield f"    {row['figures']} — {row['certain']}"
    yield from (f"    «{quote}»" for quote in row["quotes"][:1])


def as_json(compared: Comparison) -> str:
    """Both tables with ids, figures and quotes; changes by their ids (new, gone, grown …)."""
    plain = {
        "old": compared.old,
        "new": compared.new,
        "notes": list(compared.notes),
        **{field: _records(getattr(compared, field)) for field, _ in SORTS},
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {key: None if value is None or value != value else value for key, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]
