"""The person's own words without technical garbage: what becomes of `text`, before masking."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.clean import characters, html, mojibake

# In this order: entities may hold tags, tags and entities may hold invisible characters.
STEPS: tuple[Callable[[str], str], ...] = (
    characters.drop_invisible,
    mojibake.fix_mojibake,
    html.decode_entities,
    html.strip_tags,
    html.strip_bbcode,
    characters.plain_bullets,
    characters.compose,
    characters.drop_marks,
    characters.plain_spaces,
)
_ROUNDS = 6  # «&amp;amp;lt;p&amp;gt;»: escaped more often than that is not seen


def clean_text(text: str) -> str:
    """Apply the steps until nothing changes, so that cleaning twice is cleaning once.

    Only technical garbage goes; spelling, case, look-alike letters and punctuation stay.
    """
    for _ in range(_ROUNDS):
        before = text
        for step in STEPS:
            text = step(text)
        if text == before:
            break
    return text
