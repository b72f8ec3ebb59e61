"""Slots. In the examples «slot=» says that there must be none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.statements.slots import slots
from pipeline.statements.slots_amounts import rubles

LINES = Path(__file__).with_name("slot_examples.txt").read_text(encoding="utf-8").splitlines()
EXAMPLES = [line.split(" | ") for line in LINES]


@pytest.fixture(scope="module")
def analysed(tokens_of):
    return tokens_of([text for text, _ in EXAMPLES])


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_examples(text, expected, analysed):
    tokens = analysed[text]
    pieces, normal = slots(tokens, range(len(tokens.starts)))
    found = {**normal, **{name: text[start:end] for name, (start, end) in pieces.items()}}
    wanted = dict(pair.split("=") for pair in expected.split("; "))
    assert {name: found.get(name, "") for name in wanted} == wanted


@pytest.mark.parametrize(
    ("amount", "scale", "value"),
    [("30", "млрд", 30_000_000_000), ("1,5", "млн", 1_500_000), ("12 000", "", 12_000)],
)
def test_rubles(amount, scale, value):
    assert rubles(amount, scale) == value


def test_nothing_inside_no_slots(analysed):
    assert slots(next(iter(analysed.values())), range(0)) == ({}, {})
