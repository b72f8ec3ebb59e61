"""Tokens and sentences: razdel, with the author's own line breaks kept as ends of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A line, or a piece of it up to marks that a capital letter follows at once: «нечем!?!?Окна».
LINE = re.compile(r"[^\n\r]*?[!?]+(?=[А-ЯЁ])|[^\n\r]+")
Token = tuple[int, int]  # start and end in the text


def sentences(text: str) -> Iterator[list[Token]]:
    """The tokens of each sentence; sentences without a token are left out."""
    import razdel

    for line in LINE.finditer(text):
        for sentence in razdel.sentenize(line.group()):
            offset = line.start() + sentence.start
            tokens = [
                (offset + token.start, offset + token.stop)
                for token in razdel.tokenize(sentence.text)
            ]
            if tokens:
                yield tokens
