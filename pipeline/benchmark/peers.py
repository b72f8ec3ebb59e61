"""Published figures of peers, from peers.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pipeline.benchmark.page import Table

HEAD = ("who", "measure", "figure", "beside", "differs", "source")
_TITLES = ("who", "measure", "published", "our nearest figure", "what differs", "source")


def peers() -> Table:
    """One row for each published figure."""
    text = Path(__file__).with_name("peers.toml").read_text(encoding="utf-8")
    rows = [[peer[name] for name in HEAD] for peer in tomllib.loads(text)["peer"]]
    return Table(_TITLES, rows)
