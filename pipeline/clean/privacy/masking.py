"""Personal data out of texts: «[телефон]», «[имя]», «[адрес]» in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pipeline.clean.privacy.engine import analyze
from pipeline.clean.privacy.found import Found
from pipeline.clean.privacy.latin import find_latin_names
from pipeline.clean.privacy.names import find_names, find_repeated
from pipeline.clean.privacy.persons import find_persons, named_view
from pipeline.clean.privacy.places import bears_a_name
from pipeline.clean.privacy.view import letters_view

PLACEHOLDER = re.compile(r"\[(?!соба|точка|эт\])[а-яёА-ЯЁ]+(?: [а-яё]+)?\]")
_ROUNDS = 4


@dataclass(frozen=True)
class Masked:
    """A text with its personal data masked, and (kind, method) -> count of what was."""

    text: str
    found: Mapping[tuple[str, str], int]


def mask_texts(texts: Sequence[str]) -> list[Masked]:
    """Mask every text; masking a masked text changes nothing.

    A placeholder changes what its neighbours look like, so what changed is looked at again until
    nothing more is found.
    """
    masked = [Masked(text, {}) for text in texts]
    pending = list(range(len(texts)))
    for _ in range(_ROUNDS):
        again = _mask_once([masked[index].text for index in pending])
        changed = [(index, new) for index, new in zip(pending, again, strict=True) if new.found]
        for index, new in changed:
            found = Counter(masked[index].found) + Counter(new.found)
            masked[index] = Masked(new.text, dict(found))
        pending = [index for index, _ in changed]
        if not pending:
            break
    return masked


def _mask_once(texts: Sequence[str]) -> list[Masked]:
    return [_replaced(text, spans) for text, spans in zip(texts, find_personal(texts), strict=True)]


def find_personal(texts: Sequence[str]) -> list[list[Found]]:
    """Spans to mask in each text, in reading order and apart from each other."""
    views = [letters_view(text) for text in texts]
    grammar = [[*find_names(view), *find_latin_names(view)] for view in views]
    named = [named_view(view) for view in views]
    model = find_persons(named, [partial(bears_a_name, view) for view in views])
    return [
        settle([*analyze(text), *_of_people(view, [*one, *other])], text)
        for text, view, one, other in zip(texts, views, grammar, model, strict=True)
    ]


def _of_people(view: str, names: Iterable[Found]) -> list[Found]:
    """The names without those that a place or an honour bears, and what repeats a part of them."""
    people = [name for name in names if not bears_a_name(view, name.start, name.end)]
    return [*people, *find_repeated(view, people)]


def _replaced(text: str, spans: Sequence[Found]) -> Masked:
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
    while end > start and text[end - 1] in " ,;:-?!\n":
        end -= 1
    return Found(start, end, found.kind, found.method, found.score)
