"""Words written with a space between letters: «Н А Д О Е Л О»."""

from __future__ import annotations

import re

from pipeline.clean.morphology import is_known

# At least four single letters with one same separator; a wider gap parts the words.
_SPACED = re.compile(
    r"(?<![А-Яа-яЁё])[А-Яа-яЁё](?:([ ._*-])[А-Яа-яЁё])(?:\1[А-Яа-яЁё]){2,}(?![А-Яа-яЁё])"
)


def join_spaced(text: str) -> str:
    """Same length. The letters come together at the start of their span when they make a word.

    The rest of the span is filled with spaces, at the end of a line with dots, so that the end
    of a sentence (and of a quote) still is the end of the span in the person's own text.
    """

    def joined(match: re.Match[str]) -> str:
        word = match.group()[::2]
        if not is_known(word):
            return match.group()
        ends_line = not text[match.end() :].split("\n", 1)[0].strip()
        return word.ljust(len(match.group()), "." if ends_line else " ")

    return _SPACED.sub(joined, text)
