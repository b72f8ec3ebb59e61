from collections.abc import Sequence

import pytest

from pipeline import engines


def double(values: Sequence[int]) -> list[int]:
    return [value * 2 for value in values]


def fail(values: Sequence[int]) -> list[int]:
    raise ValueError(f"bad {values[0]}")


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_values(jobs: int) -> None:
    told: list[tuple[int, int]] = []
    with engines.engine(jobs) as executor:
        parts = engines.map_partitions(
            executor, double, range(7), size=3, progress=lambda *done: told.append(done)
        )
    assert parts == [[0, 2, 4], [6, 8, 10], [12]]
    assert told == [(3, 7), (6, 7), (7, 7)]


def test_an_error_of_a_partition_reaches_the_caller() -> None:
    with engines.engine() as executor, pytest.raises(ValueError, match="bad 0"):
        engines.map_partitions(executor, fail, range(3), size=2)
