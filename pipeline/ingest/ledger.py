"""What an ingest hands on: items, frequencies, and the books of what became of each file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class SourceLedger:
    """What became of one source file."""

    source: str
    kind: str
    file_rows: int = 0  # data rows of its tables, or items of a paper
    rows: int = 0  # things said: cells of open questions, or items of a paper
    sha256: str = ""
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    refused: str = ""  # why the file was not read, "" if it was

    def plain(self) -> dict[str, Any]:
        """As a plain dictionary, for run.json."""
        return asdict(self)


@dataclass(frozen=True)
class Ingested:
    """What everyone said, with personal data still in it; never stored as it is."""

    items: pd.DataFrame
    frequencies: pd.DataFrame
    ledger: list[SourceLedger]
    others: list[str]  # files that are no data or that dataset.toml does not name
    notes: list[str]

    @property
    def files(self) -> list[str]:
        """The paths of all files inside the dataset's folder."""
        return [*(entry.source for entry in self.ledger), *self.others]

    @property
    def groups(self) -> list[str]:
        """The names of the groups that said something."""
        return sorted(set(self.items["group"]))

    def called(self, files: Mapping[str, str], groups: Mapping[str, str]) -> Ingested:
        """The same under other names of files and groups, as they are to be stored."""
        longest = sorted((name for name in files if files[name] != name), key=len, reverse=True)
        notes = []
        for note in self.notes:
            for name in longest:
                note = note.replace(name, files[name])
            notes.append(note)
        source, group = self.items["source"].map(files), self.items["group"].map(groups)
        return Ingested(
            self.items.assign(source=source, group=group),
            self.frequencies.assign(source=self.frequencies["source"].map(files)),
            [replace(entry, source=files[entry.source]) for entry in self.ledger],
            [files[name] for name in self.others],
            notes,
        )
