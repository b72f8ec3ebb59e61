"""What a recognizer finds, and the rule by which most of them find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import regex

SEPARATOR = r"[ \t.,\-()/_*·|]{0,3}"  # what people put between the digits of one number


@dataclass(frozen=True, order=True)
class Found:
    """Personal data at `start:end` of a text; the surer, the higher the score (0 to 1)."""

    start: int
    end: int
    kind: str
    method: str
    score: float


@dataclass(frozen=True)
class Rule:
    """A pattern of one kind. What is masked is the group `it`, or the whole match without one.

    `valid` (a checksum of the digits) raises the score and never refuses: a mistyped number is
    personal data all the same. `refuse` says what the match certainly is not.
    """

    kind: str
    method: str
    score: float
    pattern: regex.Pattern[str]
    valid: Callable[[str], bool] | None = None
    refuse: Callable[[regex.Match[str]], bool] | None = None


def rule(
    kind: str,
    method: str,
    score: float,
    pattern: str,
    *,
    valid: Callable[[str], bool] | None = None,
    refuse: Callable[[regex.Match[str]], bool] | None = None,
    case: bool = False,
) -> Rule:
    """A Rule with its pattern compiled, in any case of letters unless `case`."""
    flags = regex.VERSION1 if case else regex.VERSION1 | regex.IGNORECASE
    return Rule(kind, method, score, regex.compile(pattern, flags), valid, refuse)


def find(view: str, rules: Iterable[Rule]) -> Iterator[Found]:
    """Everything that the rules match in `view`."""
    for item in rules:
        for match in item.pattern.finditer(view):
            if item.refuse and item.refuse(match):
                continue
            start, end = match.span("it" if "it" in item.pattern.groupindex else 0)
            score, method = item.score, item.method
            if item.valid and item.valid(digits_of(view[start:end])):
                score, method = min(1.0, score + 0.3), "checksum"
            yield Found(start, end, item.kind, method, score)


def digits_of(text: str) -> str:
    """The digits of a number without what stands between them."""
    return "".join(character for character in text if character.isdigit())


def spread(count: int, first: str = r"\d") -> str:
    """A pattern of `count` digits with separators between them; `first` is the first one."""
    return rf"(?<!\d){first}(?:{SEPARATOR}\d){{{count - 1}}}(?!\d)"
