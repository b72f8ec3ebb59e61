"""Disclosure control for the public edition: small cells, and what would reveal them.

A cell of fewer people than `min_cell` is hidden (primary suppression), then further cells until no
hidden one can be computed from the rest (complementary suppression). A table with its totals is a
circulation: rows and columns are nodes, cells are arcs, and the hidden arcs of a table are known
exactly when no cycle of other hidden arcs can push flow through them (Fischetti, M., Salazar, J.
(1999), Mathematical Programming 84, 283–312; Cox, L. H. (1980), JASA 75, 377–385). So the check is
a search in a graph of r + c + 2 nodes; the tests compare it with a linear solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

ROUND_TO = 5  # published counts, as in the "10-5" rule of the UK's Office for National Statistics


def rounded(count: int, to: int = ROUND_TO) -> int:
    """`count` to the nearest multiple of `to`, halves up: two releases tell no single answer."""
    return int((count + to / 2) // to * to)


def with_totals(table: np.ndarray) -> np.ndarray:
    """The table with its row totals, column totals and grand total, (r + 1, c + 1)."""
    inner = np.asarray(table, dtype=np.int64)
    rows = np.hstack([inner, inner.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def hidden(table: np.ndarray, min_cell: int) -> np.ndarray:
    """Which cells of a cross-tab of people to hide when its totals are published too.

    `table` holds counts, (r, c); the mask is (r + 1, c + 1), totals included. Zero counts as
    small: «nobody of this district» says something about everybody there. Cells are added, the
    smallest first, until every hidden cell has at least two possible values.
    """
    full = with_totals(table)
    mask = full < min_cell
    while True:
        known = [cell for cell in _cells(mask) if not _free(full, mask, cell)]
        if not known:
            return mask
        mask[_complement(full, mask, known[0])] = True


def _cells(mask: np.ndarray) -> Iterator[tuple[int, int]]:
    for row, column in np.argwhere(mask):
        yield int(row), int(column)


def _complement(full: np.ndarray, mask: np.ndarray, cell: tuple[int, int]) -> tuple[int, int]:
    """The cheapest further cell: in the known cell's row or column, else anywhere.

    Positive ones first, for nothing can be taken from an empty cell; totals last.
    """
    rows, columns = full.shape
    open_cells = [(int(r), int(c)) for r, c in np.argwhere(~mask)]
    if not open_cells:
        raise AssertionError("a fully hidden table has free cells only")

    def cost(other: tuple[int, int]) -> tuple[bool, bool, bool, int, tuple[int, int]]:
        total = other[0] == rows - 1 or other[1] == columns - 1
        beside = other[0] == cell[0] or other[1] == cell[1]
        return not beside, full[other] == 0, total, int(full[other]), other

    return min(open_cells, key=cost)


def _arc(cell: tuple[int, int], shape: tuple[int, int]) -> tuple[int, int]:
    """The nodes that a cell's arc joins; rows are 0 … r, columns follow.

    Inner cells and the grand total run from row to column, the other totals back.
    """
    row, column = cell
    last_row, last_column = shape[0] - 1, shape[1] - 1
    ends = row, shape[0] + column
    return ends if (row == last_row) == (column == last_column) else ends[::-1]


def _free(full: np.ndarray, mask: np.ndarray, cell: tuple[int, int]) -> bool:
    """True when the hidden `cell` may hold another value than its own."""
    steps: dict[int, list[int]] = {}
    for other in _cells(mask):
        if other != cell:
            start, end = _arc(other, full.shape)
            steps.setdefault(start, []).append(end)
            if full[other] > 0:
                steps.setdefault(end, []).append(start)
    start, end = _arc(cell, full.shape)
    more = _reaches(steps, end, start)
    return more or (full[cell] > 0 and _reaches(steps, start, end))


def _reaches(steps: Mapping[int, list[int]], start: int, goal: int) -> bool:
    seen, front = {start}, [start]
    while front:
        node = front.pop()
        if node == goal:
            return True
        for following in steps.get(node, ()):
            if following not in seen:
                seen.add(following)
                front.append(following)
    return False


def protected_counts(counts: Mapping[str, int], total: int, min_cell: int) -> dict[str, int | None]:
    """Counts of people by the values of one closed question, beside their published `total`.

    None is a hidden count, the rest are rounded. Where `total` is larger than the sum (people who
    gave no answer), the rest is one more hidden value that nobody prints.
    """
    values = {name: int(count) for name, count in counts.items()}
    unknown = max(0, total - sum(values.values()))
    closed = {name for name, count in values.items() if count < min_cell}
    slack = [unknown] if unknown else []
    for name in sorted(values, key=lambda n: (values[n], n)):
        hid = [values[n] for n in closed] + slack
        if not closed or (len(hid) > 1 and sum(hid) > 0):
            break
        closed.add(name)
    return {name: None if name in closed else rounded(values[name]) for name in values}
