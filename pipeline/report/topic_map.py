"""The map of topics: near topics stand near, a disc's area is its people. Drawn by us as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.report.result import Result

WIDTH, HEIGHT = 1000.0, 620.0
_MOST = 40  # discs; smaller topics stand in the table alone
_COLOURS = 7  # directions with a colour of their own; the rest share one
_GAP = 5.0


@dataclass(frozen=True)
class Disc:
    """A topic on the map: its place and radius, its colour's number, lines of its label."""

    number: int
    topic_id: str
    name: str
    people: int
    x: float
    y: float
    radius: float
    colour: int
    label: tuple[str, ...]
    unsure: bool


def discs(result: Result) -> tuple[list[Disc], list[str]]:
    """The discs, largest first, and the directions that have a colour, by the colour's number."""
    ranked = result.topics.sort_values(
        ["respondents", "statements", "topic_id"], ascending=[False, False, True]
    ).head(_MOST)
    if ranked.empty:
        return [], []
    weight = [max(1, int(n)) for n in ranked["respondents"]]
    scale = math.sqrt(0.42 * WIDTH * HEIGHT / (math.pi * sum(weight)))
    radii = [min(120.0, max(15.0, scale * math.sqrt(n))) for n in weight]
    leading = [(ids or [""])[0] for ids in ranked["directions"]]
    coloured = list(dict.fromkeys(d for d in leading if d))[:_COLOURS]
    centers = _laid_out(_targets(result, list(ranked["topic_id"])), radii)
    made = []
    rows = zip(ranked.itertuples(index=False), centers, radii, leading, strict=True)
    for number, (topic, (x, y), radius, direction) in enumerate(rows, start=1):
        colour = coloured.index(direction) if direction in coloured else _COLOURS
        made.append(
            Disc(number, topic.topic_id, topic.name, int(topic.respondents), round(x, 1),
                 round(y, 1), round(radius, 1), colour, _label(topic.name, radius),
                 bool(topic.marks))
        )  # fmt: skip
    return made, coloured


def _targets(result: Result, ids: Sequence[str]) -> list[tuple[float, float]]:
    known = {}
    if result.places is not None:
        rows = zip(result.places["topic_id"], result.places["x"], result.places["y"], strict=True)
        known = {tid: (float(x), float(y)) for tid, x, y in rows}
    return [
        (WIDTH * (0.1 + 0.8 * known[tid][0]), HEIGHT * (0.1 + 0.8 * known[tid][1]))
        if tid in known
        else (WIDTH / 2, HEIGHT / 2)
        for tid in ids
    ]


def _laid_out(
    targets: Sequence[tuple[float, float]], radii: Sequence[float]
) -> list[tuple[float, float]]:
    """Each disc as near its target as those placed before it allow, found along a spiral."""
    placed: list[tuple[float, float, float]] = []
    for (x, y), radius in zip(targets, radii, strict=True):
        for step in range(4000):
            angle, reach = 0.35 * step, 2.2 * math.sqrt(step) * 3
            cx = min(max(x + reach * math.cos(angle) * 1.3, radius), WIDTH - radius)
            cy = min(max(y + reach * math.sin(angle), radius), HEIGHT - radius)
            if all(math.hypot(cx - px, cy - py) >= radius + pr + _GAP for px, py, pr in placed):
                break
        placed.append((cx, cy, radius))
    return [(x, y) for x, y, _ in placed]


def _label(name: str, radius: float) -> tuple[str, ...]:
    """The name in lines that fit the disc; () where they do not: the number stands for it."""
    room = int(2 * radius * 0.9 / 7.4)  # 13.5-unit letters are about 7.4 units wide
    lines: list[str] = []
    for word in name.split():
        if len(word) > room:
            return ()
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines) if len(lines) * 16 <= 1.4 * radius else ()
