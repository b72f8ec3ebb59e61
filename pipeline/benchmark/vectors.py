"""The encoder and the topics."""

from __future__ import annotations

from pathlib import Path

from pipeline.benchmark.page import Section
from pipeline.errors import InputError


def encoder(shared: Path) -> Section:
    raise InputError("ещё нет")


def topics(shared: Path) -> Section:
    raise InputError("ещё нет")
