"""Russian words typed with the English keyboard layout: «ghbdtn» is «привет»."""

from __future__ import annotations

import re

from pipeline.clean.morphology import is_known

_ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
TO_RUSSIAN = str.maketrans(_ENGLISH, _RUSSIAN)
_TOKEN = re.compile(r"[A-Za-z\[\];',.`{}:\"<>~]*[A-Za-z][A-Za-z\[\];',.`{}:\"<>~]*")
_LETTERS = re.compile("[A-Za-z]")
_EDGE = ".,;:'\"<>"
_CERTAIN = 4  # a shorter word proves nothing: «yt» is «не», but «nj» could be anything


def russian_layout(text: str) -> str:
    """Same length. Latin words that spell Russian ones on the same keys become Russian.

    The text changes only when most of its Latin words of four letters and more do so, since
    «ltq» alone may be a name; English words and addresses almost never spell a Russian word.
    """
    if not _LETTERS.search(text):
        return text
    tokens = list(_TOKEN.finditer(text))
    long = [token for token in tokens if len(_LETTERS.findall(token.group())) >= _CERTAIN]
    typed = [token for token in long if _as_russian(token.group()) is not None]
    if not typed or 2 * len(typed) < len(long):
        return text
    parts, at = [], 0
    for token in tokens:
        word = _as_russian(token.group())
        parts += [text[at : token.start()], token.group() if word is None else word]
        at = token.end()
    return "".join([*parts, text[at:]])


def _as_russian(token: str) -> str | None:
    """The Russian word on the same keys, punctuation at its ends kept; None: no such word."""
    for head in range(len(token) - len(token.lstrip(_EDGE)) + 1):
        for tail in range(len(token) - len(token.rstrip(_EDGE)) + 1):
            core = token[head : len(token) - tail]
            word = core.translate(TO_RUSSIAN)
            if word and word.isalpha() and is_known(word):
                return token[:head] + word + token[len(token) - tail :]
    return None
