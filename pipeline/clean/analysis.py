"""The form of an answer that is analysed: as long as `text`, character by character."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.clean.layout import russian_layout
from pipeline.clean.lookalikes import russian_letters
from pipeline.clean.shouting import quiet
from pipeline.clean.spaced import join_spaced

STEPS: tuple[Callable[[str], str], ...] = (russian_letters, russian_layout, join_spaced, quiet)
_PLACEHOLDER = re.compile(r"(\[[а-яё ]{3,30}\]|https?://\S+|\S+@\S+)", re.IGNORECASE)


def analysis_form(text: str) -> str:
    """`text` with look-alike letters, keyboard layout, spaced letters and shouting repaired.

    Every step keeps the length and touches no character that it does not replace one by one, so
    an offset in the result is an offset in `text`. Placeholders of masked data and addresses of
    pages stay as they are.
    """
    form = "".join(
        part if index % 2 else _repaired(part)
        for index, part in enumerate(_PLACEHOLDER.split(text))
    )
    if len(form) != len(text):
        raise ValueError("the analysed form must be as long as the text")
    return form


def _repaired(text: str) -> str:
    for step in STEPS:
        text = step(text)
    return text
