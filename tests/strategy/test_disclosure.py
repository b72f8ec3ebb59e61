"""An attacker with a linear solver recovers no hidden cell of a published cross-tab."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from pipeline.strategy.disclosure import hidden, protected_counts, rounded, with_totals


def equations(full: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the published cells say of the hidden ones: every line sums to its last cell."""
    rows, columns = full.shape
    number = {tuple(cell): n for n, cell in enumerate(np.argwhere(mask))}
    lines = [[(i, j) for j in range(columns)] for i in range(rows)]
    lines += [[(i, j) for i in range(rows)] for j in range(columns)]
    left, right = np.zeros((len(lines), len(number))), np.zeros(len(lines))
    for at, line in enumerate(lines):
        for cell in line:
            sign = -1 if cell == line[-1] else 1
            if cell in number:
                left[at, number[cell]] = sign
            else:
                right[at] -= sign * full[cell]
    return left, right


def recovered(full: np.ndarray, mask: np.ndarray) -> list[tuple[int, int]]:
    """Hidden cells that can have one value only."""
    left, right = equations(full, mask)
    found = []
    for number, cell in enumerate(np.argwhere(mask)):
        goal = np.zeros(int(mask.sum()))
        goal[number] = 1.0
        for sign in (-1, 1):
            end = linprog(sign * goal, A_eq=left, b_eq=right, method="highs")
            assert end.status in (0, 3)
            if end.status == 3 or abs(sign * end.fun - full[tuple(cell)]) > 1e-6:
                break
        else:
            found.append((int(cell[0]), int(cell[1])))
    return found


def attacked(count: int, seed: int) -> list[str]:
    rng = np.random.default_rng(seed)
    broken = []
    for number in range(count):
        shape = rng.integers(2, 5), rng.integers(2, 6)
        table = rng.poisson(rng.choice([3, 12, 40]), size=shape)
        table[rng.random(shape) < 0.15] = 0
        mask = hidden(table, 10)
        full = with_totals(table)
        assert mask[full < 10].all()
        if recovered(full, mask):
            broken.append(f"{number}: {table.tolist()}")
    return broken


def test_a_hundred_random_tables_keep_their_secrets():
    assert attacked(100, seed=1) == []


@pytest.mark.slow
def test_a_thousand_random_tables_keep_their_secrets():
    assert attacked(1000, seed=2) == []


def test_the_attacker_breaks_a_table_without_complementary_suppression():
    full = with_totals(np.array([[3, 40], [50, 60]]))
    assert recovered(full, full < 10) == [(0, 0)]


def test_counts_of_one_question_hide_at_least_two_or_none():
    rng = np.random.default_rng(3)
    for _ in range(300):
        counts = {name: int(n) for name, n in zip("абвгд", rng.poisson(12, 5), strict=True)}
        extra = int(rng.choice([0, 0, 7]))
        total = sum(counts.values()) + extra
        shown = protected_counts(counts, total, 10)
        closed = [name for name, count in shown.items() if count is None]
        assert all(counts[name] >= 10 for name in shown if name not in closed)
        assert all(shown[name] == rounded(counts[name]) for name in shown if name not in closed)
        if closed and len(closed) < len(counts):
            hid = sum(counts[name] for name in closed) + extra
            assert len(closed) + bool(extra) > 1 and hid > 0
