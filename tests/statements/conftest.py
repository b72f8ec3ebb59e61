"""Texts to tokens, analysed once for all tests of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pipeline import engines, settings
from pipeline.russian import annotate
from pipeline.statements.tokens import Tokens


@pytest.fixture(scope="session")
def tokens_of() -> Callable[[Sequence[str]], dict[str, Tokens]]:
    """A function that gives the tokens of each of the texts."""

    def analyse(texts: Sequence[str]) -> dict[str, Tokens]:
        values = settings.Settings(settings.defaults())
        distinct = list(dict.fromkeys(texts))
        found = annotate(distinct, values, engines.InProcess())
        return {row.text: Tokens.of(row) for row in found.itertuples(index=False)}

    return analyse
