"""CSV and its kin: the delimiter by how evenly it cuts, quotes as people really write them."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TextIO

from pipeline.ingest.content import Content, Refused, Row, Sheet

_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_ROWS = 400
_SAMPLE = 400_000  # characters
_NAMES = {";": "точка с запятой", "\t": "табуляция", ",": "запятая", "|": "черта", "": "нет"}

Opener = Callable[[], TextIO]


def read_delimited(opener: Opener, encoding: str, named: str = "") -> Content:
    """One sheet; rows are made while they are read."""
    csv.field_size_limit(min(sys.maxsize, 2_000_000))
    with opener() as file:
        sample = file.read(_SAMPLE)
        whole = not file.read(1)
    declared = re.match(r"sep=(.)\r?\n", sample.lstrip("\ufeff"))
    if not whole:
        sample = sample[: sample.rfind("\n") + 1] or sample
    if named:
        delimiter = {"tab": "\t", "\\t": "\t"}.get(named, named)
        if len(delimiter) != 1:
            raise Refused(f"разделитель в dataset.toml должен быть одним знаком, а не «{named}»")
    elif declared:
        delimiter = declared[1]
    else:
        delimiter = find_delimiter(sample)
    rows = _rows(opener, delimiter, skip=1 if declared else 0)
    return Content(
        format="CSV",
        encoding=encoding,
        delimiter=_NAMES.get(delimiter, delimiter),
        sheets=[Sheet(rows=rows)],
    )


def find_delimiter(sample: str) -> str:
    """The delimiter that cuts the sample most evenly, "" for a table of one column.

    Evenness is the share of records that have the most common number of fields. A comma inside
    answers cuts them unevenly; a real delimiter cuts every record alike.
    """
    best, best_score = "", 0.0
    for delimiter in _DELIMITERS:
        rows = [row for row in islice(lenient(sample, delimiter), _SAMPLE_ROWS) if any(row)]
        if not rows:
            continue
        widths = Counter(map(len, rows))
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        if width == 1:
            continue
        even = count / len(rows)
        # A comma that cuts every record in two may still be prose; wide and even is a table.
        score = even + min(width, 20) / 100
        if even >= 0.5 and score > best_score:
            best, best_score = delimiter, score
    return best


def lenient(text: str, delimiter: str) -> Iterator[Row]:
    """Fields of a text whose quotes may be a person's own («"Пятёрочка" закрыта;…»).

    A field is quoted only if its closing quote is followed by a delimiter or the end of a line,
    and two quotes with nothing but delimiters between them are two fields.
    """
    cut = re.escape(delimiter)
    end_of_field = rf"([{cut}]|\r\n|\n|\r|\Z)"
    quoted_field = re.compile(
        rf'[ ]*"(?![ ]*[{cut}][ {cut}]*")((?:[^"]|"")*)"[ ]*(?=[{cut}\r\n]|\Z){end_of_field}'
    )
    bare_field = re.compile(rf"([^{cut}\r\n]*){end_of_field}")
    row: Row = []
    place, size, width = 0, len(text), 0
    while place < size:
        match = quoted_field.match(text, place)
        if match and not _runs_on(match[1], delimiter, width):
            row.append(match[1].replace('""', '"'))
        else:
            match = bare_field.match(text, place)
            assert match is not None
            row.append(match[1])
        place, end = match.end(), match[2]
        if end != delimiter or place >= size:
            if end == delimiter:
                row.append("")
            width = width or len(row)
            yield row
            row = []


def _runs_on(quoted: str, delimiter: str, width: int) -> bool:
    """True if what stands between two quotes holds parts of several records of `width` fields."""
    if not width or "\n" not in quoted or delimiter == ",":  # people write commas
        return False
    least = 1 if delimiter == "\t" else max(2, width // 2)
    return quoted.count(delimiter) >= least


def _rows(opener: Opener, delimiter: str, skip: int) -> Iterator[Row]:
    """Strict reading while the quotes allow it, else the lenient one for the whole file."""
    if not delimiter:
        delimiter = "\x1f"
    strict = _is_strict(opener, delimiter)
    with opener() as file:
        if strict:
            records: Iterator[Row] = csv.reader(file, delimiter=delimiter, strict=True)
        else:
            records = lenient(file.read(), delimiter)
        for number, row in enumerate(records):
            if number < skip:
                continue
            if number == 0 and row:
                row[0] = row[0].removeprefix("\ufeff")
            yield [cell.replace("\0", "") if "\0" in cell else cell for cell in row]


def _is_strict(opener: Opener, delimiter: str) -> bool:
    """True if the csv module's strict rules hold to the end and no field swallows records."""
    with opener() as file:
        try:
            width = 0
            for row in csv.reader(file, delimiter=delimiter, strict=True):
                width = width or len(row)
                for cell in row:
                    cut_out = delimiter in cell and not cell.strip(f"{delimiter} ")
                    if cut_out and len(row) < width:
                        return False
                    if (
                        "\n" in cell
                        and cell.count(delimiter) > 3
                        and _swallowed(cell, delimiter, len(row))
                    ):
                        return False
        except csv.Error:
            return False
    return True


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    """True if a field holds whole records: a quote that was opened and not closed."""
    lines = cell.split("\n")
    like_records = sum(line.count(delimiter) >= max(1, width - 1) for line in lines)
    return like_records >= 3
