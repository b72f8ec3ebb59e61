"""A researcher's CSV as texts: the delimiter is the one that the header line holds most of."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.errors import InputError

DELIMITERS = (",", ";", "\t", "|")


def read_csv(path: Path) -> pd.DataFrame:
    """All columns as texts, nothing turned into NaN; InputError when the file cannot be read.

    `csv.Sniffer` splits a file of one column at some letter, so the header decides.
    """
    if not path.is_file():
        raise InputError("нет такого файла", file=path)
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = file.readline()
        delimiter = max(DELIMITERS, key=header.count)
        return pd.read_csv(
            path, dtype=str, keep_default_na=False, sep=delimiter, encoding="utf-8-sig"
        )
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise InputError("файл не читается", file=path, remedy="Нужен CSV в UTF-8") from error
