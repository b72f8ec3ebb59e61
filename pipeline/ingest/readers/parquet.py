"""Parquet: every column as text, nested ones as their parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.ingest.content import Content, Refused, Row, Sheet
from pipeline.ingest.readers import limits
from pipeline.ingest.readers.values import text_of


def read_parquet(path: Path) -> Content:
    """One sheet, read in batches."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    try:
        file = pq.ParquetFile(path)
        rows, columns = file.metadata.num_rows, file.metadata.num_columns
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused("файл Parquet повреждён") from error
    if columns > limits.MAX_COLUMNS:
        raise Refused(f"столбцов {columns}, предел {limits.MAX_COLUMNS}")
    if rows * columns > limits.MAX_CELLS:
        raise Refused(f"таблица слишком велика: строк {rows}")
    return Content(format="Parquet", sheets=[Sheet(rows=_rows(file))])


def _rows(file: Any) -> Iterator[Row]:
    import pyarrow as pa

    yield list(file.schema_arrow.names)
    try:
        for batch in file.iter_batches(batch_size=2000, use_threads=False):
            columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
            yield from (list(row) for row in zip(*columns, strict=True))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused("файл Parquet повреждён") from error


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return text_of(value)
