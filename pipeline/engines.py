"""Where partitions are worked on: this process, local processes, or an existing Dask cluster.

All three speak the interface of `concurrent.futures`, and give the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class InProcess(Executor):
    """An executor that calls at once, in this process."""

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Call `fn` now and hand back its finished future."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the future carries it to the caller
            future.set_exception(error)
        return future


@contextmanager
def engine(jobs: int = 1, scheduler: str = "") -> Iterator[Executor]:
    """An executor: in-process for one job, spawned processes for more, Dask by its address."""
    if scheduler:
        from pipeline.errors import InputError

        try:
            from distributed import Client
        except ImportError as error:
            raise InputError(
                "для --scheduler нужен Dask", remedy="Установите: pip install 'veche[dask]'"
            ) from error
        with Client(scheduler) as client:
            yield client.get_executor()
    elif jobs > 1:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield pool
    else:
        yield InProcess()


def map_partitions(
    executor: Executor,
    function: Callable[[Sequence[T]], R],
    values: Sequence[T],
    size: int,
    progress: Callable[[int, int], None] | None = None,
) -> list[R]:
    """Call `function` on runs of `size` values; results come in the order of the values.

    The partitions depend on `size` alone, never on the number of processes; a single one is
    worked on here, since a new process would take longer to start. `progress` is told how many
    values are done, of how many.
    """
    parts = [values[start : start + size] for start in range(0, len(values), size)]
    if len(parts) == 1:
        executor = InProcess()
    futures = [executor.submit(function, part) for part in parts]
    results, done = [], 0
    for part, future in zip(parts, futures, strict=True):
        results.append(future.result())
        done += len(part)
        if progress:
            progress(done, len(values))
    return results
