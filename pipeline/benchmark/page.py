"""Sections of the benchmark and the Markdown page that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluate.metrics import Estimate


@dataclass(frozen=True)
class Table:
    """A table of the page; cells are finished texts."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the page; `data` says what was measured on."""

    title: str
    data: str
    tables: Sequence[Table]
    notes: Sequence[str] = field(default_factory=tuple)


def markdown(
    sections: Sequence[Section], peers: Table | None, facts: Mapping[str, str], command: str
) -> str:
    """The whole page; `facts` are date, commit, machine."""
    parts = [
        "# Benchmark",
        "This page is made by one command and no figure in it is typed by hand:",
        f"```\n{command}\n```",
        "Brackets hold 95 % intervals: bootstrap over people and documents where rows belong to "
        "them, Wilson for plain shares.",
        table(Table(("", ""), [(name, value) for name, value in facts.items()])),
    ]
    for section in sections:
        parts += [f"## {section.title}", section.data]
        for one in section.tables:
            parts += [f"**{one.title}**"] if one.title else []
            parts.append(table(one))
        parts += [f"- {note}" for note in section.notes]
    if peers is not None:
        parts += ["## Beside what others have published", _PEERS, table(peers)]
    return "\n\n".join(parts).replace("\n\n- ", "\n- ").replace("|\n- ", "|\n\n- ") + "\n"


_PEERS = (
    "The data differ in every row, so the figures say where the field stands, not who is better."
)


def table(one: Table) -> str:
    """A Markdown table."""
    lines = [one.head, ["---"] * len(one.head), *one.rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: str) -> str:
    return " ".join(value.replace("|", "\\|").split())


def interval(one: Estimate | Mapping[str, Any] | None, digits: int = 3) -> str:
    """«0.884 (0.860–0.911)»."""
    if one is None:
        return "—"
    plain = one.plain() if isinstance(one, Estimate) else one
    return f"{plain['value']:.{digits}f} ({plain['low']:.{digits}f}–{plain['high']:.{digits}f})"


def signed(one: Mapping[str, Any]) -> str:
    """«+3.1 (+1.0…+5.2)» in points of a hundred."""
    return f"{100 * one['value']:+.1f} ({100 * one['low']:+.1f}…{100 * one['high']:+.1f})"


def share(right: int, total: int) -> Estimate:
    """A share with its Wilson interval (Wilson 1927)."""
    if not total:
        return Estimate(float("nan"), float("nan"), float("nan"))
    z, p = 1.959964, right / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * ((p * (1 - p) + z * z / (4 * total)) / total) ** 0.5 / (1 + z * z / total)
    return Estimate(p, max(middle - half, 0.0), min(middle + half, 1.0))
