"""Characters that are technical garbage: decomposed letters, invisible and control characters."""

from __future__ import annotations

import re
import unicodedata

# A joiner inside an emoji («семья») holds it together; anywhere else it is garbage.
_JOINER = re.compile(
    r"(?<![\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F])\u200d|\u200d(?![\U0001F000-\U0001FAFF\u2600-\u27BF])"
)
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
_BREAK = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
_SPACE = re.compile("[^\\S\n]+")
_EDGE = re.compile(" ?\n ?")
_BLANK = re.compile("\n{3,}")
_BULLET = re.compile("[\ue000-\uf8ff]+")


def compose(text: str) -> str:
    """Letters of macOS («и» + breve) as single ones, NFC; «й» and «ё» are never stripped."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def drop_marks(text: str) -> str:
    """Stress and overlay marks that NFC left alone («до́ма» is «дома»): they break every look-up."""
    return _MARKS.sub("", text)


def drop_invisible(text: str) -> str:
    """Text without zero-width, control, direction and surrogate characters and soft hyphens."""
    return _INVISIBLE.sub("", _JOINER.sub("", text))


def plain_bullets(text: str) -> str:
    """Bullets of symbol fonts, which come as private characters, as «•»."""
    return _BULLET.sub("•", text)


def plain_spaces(text: str) -> str:
    r"""Single plain spaces, `\n` line breaks, at most one empty line, nothing at the ends."""
    text = _SPACE.sub(" ", _BREAK.sub("\n", text))
    return _BLANK.sub("\n\n", _EDGE.sub("\n", text)).strip()
