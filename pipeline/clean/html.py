"""HTML and BBCode to plain text: blocks and <br> become line breaks, other tags vanish."""

from __future__ import annotations

import html
import re

_BLOCKS = (
    "p br div li ul ol dl dt dd tr table tbody thead h1 h2 h3 h4 h5 h6 hr blockquote pre section "
    "article header footer form html head body title"
).split()
_INLINE = (
    "a abbr acronym b big button center cite code col colgroup del em font i iframe img input ins "
    "blink kbd label link mark marquee meta nobr o:p option q s samp select small span strike "
    "strong sub sup textarea tt u var video wbr svg path object embed param source audio"
).split()
_CELLS = "td th".split()
_HIDDEN = ("script", "style")


def _tag(names: list[str]) -> re.Pattern[str]:
    # [^<>]* cannot run past the next tag, so the pattern is linear on any input
    return re.compile(rf"</?(?:{'|'.join(names)})(?:\s[^<>]*|/)?>", re.IGNORECASE)


_BLOCK_TAG, _INLINE_TAG, _CELL_TAG = _tag(_BLOCKS), _tag(_INLINE), _tag(_CELLS)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BBCODE = re.compile(
    r"\[/?(?:b|i|u|s|url|img|quote|color|size|list|code)(?:=[^\[\]\n]{0,200})?\]", re.IGNORECASE
)


def strip_tags(text: str) -> str:
    """Text without HTML tags, comments, scripts and styles; «5 < 7 > 3» and «<3» stay."""
    if "<" not in text:
        return text
    text = _cut(text, "<!--", "-->")
    for name in _HIDDEN:
        text = _cut(text, f"<{name}", f"</{name}>")
    text = _BLOCK_TAG.sub("\n", text)
    text = _CELL_TAG.sub(" ", text)
    return _INLINE_TAG.sub("", text)


def strip_bbcode(text: str) -> str:
    """Text without the BBCode tags of forums: «[b]Яма[/b]» is «Яма»."""
    return _BBCODE.sub("", text) if "[" in text else text


def decode_entities(text: str) -> str:
    """«&nbsp;», «&laquo;», «&#1071;» as characters; a bare «&» or «AT&T» stays."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


def _cut(text: str, opening: str, closing: str) -> str:
    """Text without everything from `opening` to the next `closing`; an unclosed one stays."""
    lower = text.lower()
    if len(lower) != len(text) or opening not in lower:
        return text
    kept, at = [], 0
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start)
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + len(closing)
    return "".join([*kept, text[at:]])
