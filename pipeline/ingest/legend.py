"""A sheet that spells out the codes of another: «В2» is «Какие проблемы города Вас беспокоят?»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.ingest.header import Table
from pipeline.ingest.wording import clean
from pipeline.tables import fold

_MOST = 0.5  # of a table's columns that a legend has to name


def spelt_out(tables: Sequence[Table]) -> list[str]:
    """Rename the columns of tables whose codes another of them spells out; what was done."""
    notes = []
    for legend in tables:
        wordings = _wordings(legend)
        for table in tables:
            named = [at for at, name in enumerate(table.columns) if fold(name) in wordings]
            if table is legend or len(named) < max(2, _MOST * len(table.columns)):
                continue
            table.columns = [
                clean(wordings.get(fold(name), name)) or name for name in table.columns
            ]
            notes.append(f"столбцы названы по листу с расшифровкой: {len(named)}")
    return notes


def _wordings(table: Table) -> Mapping[str, str]:
    """Code -> wording, of a table of two columns; none of another."""
    if len(table.columns) != 2 or not table.rows:
        return {}
    rows = [table.columns, *table.rows]
    pairs = [(fold(code), wording.strip()) for code, wording in rows if code and wording.strip()]
    short = all(len(code) <= 20 and len(code) < len(wording) for code, wording in pairs[1:])
    return dict(pairs) if short and len(dict(pairs)) == len(pairs) else {}
