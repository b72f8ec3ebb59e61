"""A name in people's own words: the first clause of a statement, without courtesies."""

from __future__ import annotations

import re

from pipeline.naming.words import capitalized

LONGEST = 90  # characters of a name
_COURTESY = re.compile(
    r"^(?:(?:добрый\s+(?:день|вечер)|доброе\s+утро|здравствуйте|уважаем\w+\s+[\w\s]{0,40}|пожалуйста|"
    r"очень|убедительно|большая|я\s+считаю,?\s+что|считаю,?\s+что|думаю,?\s+что|потому\s+что|"
    r"а\s+также|также|кроме\s+того|и|а|но|да|ну|вот|что|чтобы|поэтому|еще|ещё|во-первых|во-вторых|"
    r"например|прошу(?:\s+вас)?|просим(?:\s+вас)?|просьба|хочу\s+сказать,?\s+что)[\s,.!:—–-]+)+",
    re.IGNORECASE,
)
_JOINING = re.compile(r"^(?:(?:а также|а|но|и|да|ну|вот|также)[\s,]+)+", re.IGNORECASE)
_EDGES = " \t\n.,;:!?…—–-•*\"'«»()[]❤️"
_BREAKS = (
    r"[.!?…;]\s",
    r",\s+(?:что|котор\w+|потому|так как|чтобы|хотя|когда|где|а|но|и)\s",
    r",\s",
    r"\s(?:и|а|но|или|потому|из-за)\s",
    r"\s",
)


def own_words(text: str, longest: int = LONGEST) -> str:
    """The first clause of `text`, at most `longest` characters, ended at a clause or a word."""
    text = _COURTESY.sub("", " ".join(text.split()).strip(_EDGES)).strip(_EDGES) or text.strip()
    return _clause(text, longest)


def quotation(text: str) -> str:
    """The first clause of `text` without courtesies; «чтобы дети дышали» keeps what governs it."""
    plain = " ".join(text.split()).strip(_EDGES)
    courtesy = _COURTESY.match(plain)
    governed = courtesy is not None and "чтобы" in courtesy.group().lower()
    return _clause(_JOINING.sub("", plain).strip(_EDGES), LONGEST) if governed else own_words(text)


def _clause(text: str, longest: int) -> str:
    first = re.split(_BREAKS[0], text, maxsplit=1)[0]
    for pattern in _BREAKS[1:]:
        if len(first) <= longest:
            break
        first = _cut(first, pattern, longest)
    first = first.rstrip(_EDGES.replace(")", "").replace("»", ""))
    if first.isupper() and len(first) > 6:
        first = first.lower()
    return capitalized(_balanced(first))


def _cut(text: str, pattern: str, longest: int) -> str:
    """The longest head of `text` that ends before a match of `pattern` and fits."""
    ends = [m.start() for m in re.finditer(pattern, text) if longest / 4 <= m.start() <= longest]
    return text[: ends[-1]] if ends else text


def _balanced(text: str) -> str:
    """The text with quotes and brackets that are opened but never closed taken out."""
    for left, right in (("«", "»"), ("(", ")")):
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    return text if text.count('"') % 2 == 0 else text.replace('"', "")
