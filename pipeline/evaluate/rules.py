"""Coverage, overlap and conflict of the rules on a labelled set (the table snorkel prints).

python -m pipeline.evaluate.rules DATA
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline import labelled
from pipeline.errors import printed
from pipeline.statements.rules.engine import fired, rules
from pipeline.statements.rules.words import words


def rules_table(data: Path) -> pd.DataFrame:
    """One row for each rule: how often it fires, alone or not, against others, and rightly.

    `coverage`, `overlap` (another rule of a role fires too) and `conflict` (one of another role)
    are shares of all rows; `precision` is of the rows where it fires, `precision_first` of those
    where it is the first rule with a role.
    """
    frame = labelled.read(data, "role")
    found = [[rule for rule in fired(words(text)) if rule.role] for text in frame["text"]]
    rows = []
    for rule in rules():
        if not rule.role:
            continue
        hits = [place for place, one in enumerate(found) if rule in one]
        first = [place for place in hits if found[place][0] is rule]
        gold = frame["role"].to_numpy()
        rows.append(
            {
                "rule": rule.name,
                "role": rule.role,
                "about": rule.about,
                "fires": len(hits),
                "coverage": len(hits) / len(frame),
                "overlap": sum(len(found[place]) > 1 for place in hits) / len(frame),
                "conflict": sum(any(o.role != rule.role for o in found[place]) for place in hits)
                / len(frame),
                "precision": _share(gold[hits] == rule.role),
                "precision_first": _share(gold[first] == rule.role),
            }
        )
    return pd.DataFrame(rows)


def _share(right: object) -> float:
    values = list(right)  # type: ignore[call-overload]
    return float(sum(values) / len(values)) if values else float("nan")


def main(arguments: list[str]) -> int:
    """Print the table of a labelled file."""
    if len(arguments) != 1:
        sys.stderr.write("Пример: python -m pipeline.evaluate.rules размечено.csv\n")
        return 2
    return printed(_step, arguments)


def _step(given: Sequence[str]) -> str:
    return rules_table(Path(given[0])).round(3).to_string(index=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
