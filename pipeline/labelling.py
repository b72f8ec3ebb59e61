"""`veche label` and `veche embed`: the current models over any table of texts."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline import engines
from pipeline.errors import InputError, did_you_mean

PARTITION = 4000  # texts: a few seconds of work for one process
CAREFUL_PARTITION = 500  # where all that is unsure is read again
ADDED = ("role", "role_confidence", "directions", "lemmas")
# The reader takes 5 to 10 milliseconds a text, forty times what the rest takes. Up to so many
# texts all unsure ones are read again; of a longer table the least sure, this share of each
# partition, so there a text that is on the border of it depends on those beside it.
READ_WHOLE = 5000
READ_SHARE = 0.015


def label_file(
    source: Path, target: Path, text: str, question: str, jobs: int, careful: bool = False
) -> int:
    """Write the table of `source` with ADDED columns to `target` (CSV, UTF-8); return its rows.

    One row out for each row in, in the same order; other columns pass through as they are. With
    `careful` all unsure texts of a long table are read again too.
    """
    table = read_table(source)
    texts = _column(table, text, source)
    questions = _column(table, question, source) if question else [""] * len(texts)
    pairs = list(zip(texts, questions, strict=True))
    distinct = list(dict.fromkeys(pairs))
    share = 1.0 if careful or len(distinct) <= READ_WHOLE else READ_SHARE
    with engines.engine(jobs) as executor:
        work = partial(_label, share=share)
        size = PARTITION if share < 1 else CAREFUL_PARTITION
        parts = engines.map_partitions(executor, work, distinct, size)
    if parts:
        found = pd.concat(parts, ignore_index=True)
        found["directions"] = [";".join(ids) for ids in found["directions"]]
        found["lemmas"] = [" ".join(lemmas) for lemmas in found["lemmas"]]
        places = {pair: place for place, pair in enumerate(distinct)}
        labelled = found.iloc[[places[pair] for pair in pairs]]
    else:
        labelled = pd.DataFrame(columns=list(ADDED))
    for column in ADDED:
        table[column] = labelled[column].to_numpy()
    table.to_csv(target, index=False, encoding="utf-8", lineterminator="\n")
    return len(table)


def embed_file(source: Path, target: Path, text: str) -> tuple[int, int]:
    """Write the vectors of a column of `source` to `target` (npy); return rows and dimensions."""
    from pipeline.encode import embed

    vectors = embed(_column(read_table(source), text, source)).astype(np.float32)
    with target.open("wb") as file:
        np.save(file, vectors, allow_pickle=False)
    return vectors.shape[0], vectors.shape[1]


def read_table(path: Path) -> pd.DataFrame:
    """A CSV of any encoding and delimiter as a frame of strings; «NA» and «None» stay words."""
    from pipeline.ingest.content import Refused
    from pipeline.ingest.readers import delimited, encodings

    try:
        with path.open("rb") as file:
            codec, _ = encodings.detect(file)
        with path.open(encoding=codec, newline="") as file:
            content = file.read()
    except Refused as error:
        raise InputError(str(error), file=path, remedy="Сохраните файл в UTF-8") from error
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError("кодировка не распознана", file=path) from error
    delimiter = delimited.find_delimiter(content[:400_000]) or ","
    rows = list(csv.reader(content.lstrip("\ufeff").splitlines(keepends=True), delimiter=delimiter))
    if not rows:
        raise InputError("в файле нет даже заголовка", file=path)
    header = rows[0]
    # In a table of one column an empty line is an empty text; elsewhere it is no row at all.
    body = [row for row in rows[1:] if row or len(header) == 1]
    for number, row in enumerate(body, 1):
        if len(row) > len(header):
            raise InputError(
                f"ячеек {len(row)}, а столбцов {len(header)}",
                file=path,
                row=number,
                remedy="Заключите текст с разделителями в кавычки",
            )
    filled = [row + [""] * (len(header) - len(row)) for row in body]
    return pd.DataFrame(filled, columns=header, dtype=object)


def _label(pairs: Sequence[tuple[str, str]], share: float) -> pd.DataFrame:
    from pipeline.statements import label

    most = math.ceil(share * len(pairs))
    return label([text for text, _ in pairs], [question for _, question in pairs], most)


def _column(table: pd.DataFrame, name: str, source: Path) -> list[str]:
    if name not in table:
        raise InputError(
            f"нет столбца «{name}»", file=source, remedy=did_you_mean(name, map(str, table.columns))
        )
    return table[name].tolist()
