"""Personal data out of texts: «[телефон]», «[имя]», «[адрес]» in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.clean.privacy.engine import analyze
from pipeline.clean.privacy.found import Found

PLACEHOLDER = re.compile(r"\[[а-яёА-ЯЁ]+(?: [а-яё]+)?\]")
# Nothing personal can be written without a digit, a capital, a Latin letter or a few words.
_MAY_HOLD = re.compile(r"[\d@A-Za-zА-ЯЁ]|[^\x00-\x7fа-яёА-ЯЁ]|\s")


@dataclass(frozen=True)
class Masked:
    """A text with its personal data masked, and (kind, method) -> count of what was."""

    text: str
    found: Mapping[tuple[str, str], int]


def mask_texts(texts: Sequence[str]) -> list[Masked]:
    """Mask every text; masking a masked text changes nothing."""
    return [_mask(text) for text in texts]


def _mask(text: str) -> Masked:
    if not _MAY_HOLD.search(text):
        return Masked(text, {})
    spans = settle(analyze(text), text)
    parts, at = [], 0
    for found in spans:
        parts += [text[at : found.start], f"[{found.kind}]"]
        at = found.end
    counts = Counter((found.kind, found.method) for found in spans)
    return Masked("".join([*parts, text[at:]]), dict(counts))


def settle(found: Iterable[Found], text: str) -> list[Found]:
    """Spans that do not overlap: of two that do, one span over both with the surer one's kind.

    Placeholders of an earlier masking are left alone.
    """
    taken = [match.span() for match in PLACEHOLDER.finditer(text)]
    settled: list[Found] = []
    for item in sorted(found):
        item = _trimmed(item, text)
        if any(start < item.end and item.start < end for start, end in taken):
            continue
        if settled and item.start < settled[-1].end:
            settled[-1] = _joined(settled[-1], item)
        elif item.start < item.end:
            settled.append(item)
    return settled


def _joined(one: Found, other: Found) -> Found:
    surer = max(one, other, key=lambda item: (item.score, item.end - item.start))
    return Found(one.start, max(one.end, other.end), surer.kind, surer.method, surer.score)


def _trimmed(found: Found, text: str) -> Found:
    """The span without spaces and commas at its ends."""
    start, end = found.start, found.end
    while start < end and text[start] in " ,.;:-\n":
        start += 1
    while end > start and text[end - 1] in " ,;:-\n":
        end -= 1
    return Found(start, end, found.kind, found.method, found.score)
