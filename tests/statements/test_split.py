"""Answers to statements. In the examples brackets are statements, ⏎ is a line break."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from pipeline.statements.split import split

LINES = Path(__file__).with_name("split_examples.txt").read_text(encoding="utf-8").splitlines()
EXAMPLES = [line.replace("⏎", "\n") for line in LINES]
BITS = (
    "дороги снег автобусы плохие нет надо построить мост и но поэтому не работает где там "
    "1) 2. - • ; , . ! ? / « » ( ) УК ул. Мира 15 :) 😀 \n из-за чтобы зимой грязно больше"
).split(" ")


def plain(example: str) -> str:
    return re.sub(r"[\[\]]", "", example)


@pytest.fixture(scope="module")
def analysed(tokens_of):
    return tokens_of([plain(example) for example in EXAMPLES])


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples(example, analysed):
    text = plain(example)
    marked = text
    for start, end in reversed(split(analysed[text])):
        marked = f"{marked[:start]}[{marked[start:end]}]{marked[end:]}"
    assert marked == example


@given(st.lists(st.sampled_from(BITS), min_size=1, max_size=14), st.booleans())
@how(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_word_lies_in_one_statement(tokens_of, bits, spaced):
    text = (" " if spaced else "").join(bits)
    (tokens,) = tokens_of([text]).values()
    spans = split(tokens)
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    for index, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        if tokens.pos[index] in {"NOUN", "PROPN", "VERB", "ADJ", "ADV"} and end - start > 1:
            assert any(first <= start and end <= last for first, last in spans), text[start:end]


def test_no_words_no_statements(tokens_of):
    assert [split(tokens) for tokens in tokens_of(["", "!!!", "-"]).values()] == [[], [], []]
