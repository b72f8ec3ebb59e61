"""How a text is looked at: as long as the text itself, with disguises taken off.

Offsets in a view are offsets in the text, so what is found in a view is masked in the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.clean.lookalikes import russian_letters

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN = {**_FULL_WIDTH, **_DASHES, 0x2215: "/", 0x2044: "/", 0xFE6B: "@"}
_LOOK_LIKE_DIGITS = str.maketrans("ОоOoЗзlI|iбЧчSs", "000033111164455")
_DIGIT_TOKEN = re.compile(r"(?<![^\W\d_])(?:[ОоOoЗзlI|iбЧчSs]*\d[\dОоOoЗзlI|iбЧчSs]*)(?![^\W\d_])")
_SYMBOL_DIGIT = re.compile("(?![0-9])\\d|[¹²³⁰⁴-⁹₀-₉①-⑨]")


@lru_cache(maxsize=4)
def letters_view(text: str) -> str:
    """Plain dashes, digits and full-width characters, look-alike letters as Russian ones."""
    return russian_letters(_SYMBOL_DIGIT.sub(_plain_digit, text.translate(_PLAIN)))


@lru_cache(maxsize=4)
def digits_view(text: str) -> str:
    """The letters view with letters that stand for digits as digits: «8 9О5 12З» is «8 905 123»."""
    return _DIGIT_TOKEN.sub(_digits, letters_view(text))


def _plain_digit(match: re.Match[str]) -> str:
    value = unicodedata.digit(match.group(), None)
    return match.group() if value is None else str(value)


def _digits(match: re.Match[str]) -> str:
    token = match.group()
    if token.isdigit() or sum(map(str.isdigit, token)) * 2 < len(token):
        return token
    return token.translate(_LOOK_LIKE_DIGITS)
