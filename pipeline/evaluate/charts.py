"""Pictures of an evaluation as inline SVG: intervals, calibration, confusion, a learning curve.

Every picture has a title for those who do not see it, and stands beside a table of its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, ROW, LABEL = 680, 22, 250
_INK, _BLUE, _GREY = "#222", "#2b6cb0", "#bbb"


def intervals(title: str, rows: Sequence[tuple[str, float, float, float]]) -> str:
    """A dot and its interval for each (name, value, low, high), on an axis from 0 to 1."""
    left, right = LABEL, WIDTH - 60
    scale = right - left
    parts = []
    for step in range(0, 11, 2):
        x = left + scale * step / 10
        parts.append(
            f"<line x1='{x:.0f}' x2='{x:.0f}' y1='18' y2='{18 + ROW * len(rows)}' "
            f"stroke='#eee'/>{_text(x, 12, _number(step / 10), 'middle')}"
        )
    for place, (name, value, low, high) in enumerate(rows):
        y = 30 + ROW * place
        one, other, middle = (left + scale * min(max(v, 0), 1) for v in (low, high, value))
        parts.append(
            f"{_text(left - 8, y + 4, _cut(name), 'end')}"
            f"<line x1='{one:.1f}' x2='{other:.1f}' y1='{y}' y2='{y}' stroke='{_GREY}' "
            f"stroke-width='6'/><circle cx='{middle:.1f}' cy='{y}' r='4' fill='{_BLUE}'/>"
            f"{_text(right + 8, y + 4, _number(value), 'start')}"
        )
    return _svg(title, WIDTH, 26 + ROW * len(rows), parts)


def calibration(title: str, bins: Sequence[tuple[float, float, int]]) -> str:
    """Mean confidence against the share of right answers, a dot for each bin, larger for more."""
    size, edge = 280, 40

    def point(x: float, y: float) -> tuple[float, float]:
        return edge + x * (size - edge - 10), (size - edge) - y * (size - edge - 10)

    zero, one = point(0, 0), point(1, 1)
    parts = [
        f"<line x1='{zero[0]:.0f}' y1='{zero[1]:.0f}' x2='{one[0]:.0f}' y2='{one[1]:.0f}' "
        f"stroke='{_GREY}' stroke-dasharray='4 3'/>",
        f"<path d='M{zero[0]:.0f} {one[1]:.0f}V{zero[1]:.0f}H{one[0]:.0f}' stroke='{_INK}' "
        "fill='none'/>",
        _text((zero[0] + one[0]) / 2, size - 8, "уверенность модели", "middle"),
        f"<text x='12' y='{size / 2:.0f}' font-size='12' text-anchor='middle' "
        f"transform='rotate(-90 12 {size / 2:.0f})'>верно на деле</text>",
        *(_text(point(v, 0)[0], size - edge + 14, _number(v), "middle") for v in (0, 0.5, 1)),
        *(_text(edge - 4, point(0, v)[1] + 4, _number(v), "end") for v in (0.5, 1)),
    ]
    most = max((count for _, _, count in bins), default=1)
    for sure, true, count in bins:
        x, y = point(sure, true)
        radius = 3 + 7 * (count / most) ** 0.5
        parts.append(
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius:.1f}' fill='{_BLUE}' "
            f"fill-opacity='.7'><title>{count}</title></circle>"
        )
    return _svg(title, size, size, parts)


def confusion(title: str, names: Sequence[str], table: Sequence[Sequence[int]]) -> str:
    """Rows are gold, columns found; a cell is darker the larger its share of the row."""
    cell, left, top = 40, 150, 120
    parts = []
    for row, counts in enumerate(table):
        total = max(sum(counts), 1)
        y = top + cell * row
        parts.append(_text(left - 6, y + cell / 2 + 4, _cut(names[row], 18), "end"))
        x = left + cell * row + cell / 2
        parts.append(
            f"<text x='{x}' y='{top - 6}' font-size='12' transform='rotate(-50 {x} {top - 6})'>"
            f"{escape(_cut(names[row], 18))}</text>"
        )
        for column, count in enumerate(counts):
            share = count / total
            ink = "#fff" if share > 0.55 else _INK
            x = left + cell * column
            parts.append(
                f"<rect x='{x}' y='{y}' width='{cell - 1}' height='{cell - 1}' fill='{_BLUE}' "
                f"fill-opacity='{0.06 + 0.94 * share:.2f}'/>"
                f"<text x='{x + cell / 2 - 0.5}' y='{y + cell / 2 + 4}' font-size='12' "
                f"text-anchor='middle' fill='{ink}'>{count or ''}</text>"
            )
    side = cell * len(table)
    return _svg(title, left + side + 60, top + side + 6, parts)


def curve(title: str, points: Sequence[tuple[int, float, float, float]], base: float | None) -> str:
    """A measure by the number of labels: (labels, value, low, high); `base` is a dashed line."""
    width, height, edge = 520, 260, 46
    values = [v for point in points for v in point[1:]] + ([base] if base is not None else [])
    low, high = max(min(values) - 0.03, 0), min(max(values) + 0.03, 1)
    step = (width - edge - 30) / max(len(points) - 1, 1)

    def at(place: int, value: float) -> tuple[float, float]:
        return edge + step * place, 14 + (high - value) / (high - low) * (height - edge - 14)

    band = [at(place, point[3]) for place, point in enumerate(points)]
    band += [at(place, point[2]) for place, point in reversed(list(enumerate(points)))]
    line = [at(place, point[1]) for place, point in enumerate(points)]
    parts = [
        f"<polygon points='{_points(band)}' fill='{_BLUE}' fill-opacity='.15'/>",
        f"<polyline points='{_points(line)}' fill='none' stroke='{_BLUE}' stroke-width='2'/>",
    ]
    for place, point in enumerate(points):
        x, y = at(place, point[1])
        parts.append(
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' fill='{_BLUE}'/>"
            f"{_text(x, y - 8, _number(point[1]), 'middle')}"
            f"{_text(x, height - edge + 18, str(point[0]), 'middle')}"
        )
    if base is not None:
        y = at(0, base)[1]
        parts.append(
            f"<line x1='{edge}' x2='{width - 30}' y1='{y:.1f}' y2='{y:.1f}' stroke='{_INK}' "
            f"stroke-dasharray='5 4'/>{_text(width - 28, y - 5, 'без дообучения', 'end')}"
        )
    parts.append(_text(width / 2, height - 6, "размеченных высказываний", "middle"))
    return _svg(title, width, height, parts)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _svg(title: str, width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f"<svg viewBox='0 0 {width:.0f} {height:.0f}' width='{width:.0f}' role='img' "
        f"font-family='inherit'><title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='12' text-anchor='{anchor}'>"
        f"{escape(words)}</text>"
    )


def _cut(words: str, most: int = 30) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
