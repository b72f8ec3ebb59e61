"""From a folder of files to items: what everyone said, still in their own words.

    sources    which files there are and what each is
    sandbox    foreign files are opened in a limited child process (readers/)
    header, headless, tails, columns, wording, surveys    tables of answers
    papers     papers of working groups and drafts
    reading    one file read and understood
    dataset    all of them together: read_dataset
    ledger     what came of it: items, frequencies, what became of each file
    check      what `veche check` shows

Nothing heavy is imported until it is called: the child process imports this package too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["Ingested", "SourceLedger", "read_dataset"]

if TYPE_CHECKING:
    from pipeline.ingest.dataset import read_dataset
    from pipeline.ingest.ledger import Ingested, SourceLedger


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'pipeline.ingest' has no attribute '{name}'")
    from pipeline.ingest import dataset

    return getattr(dataset, name)
