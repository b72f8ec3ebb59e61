"""What a statement leans on: the thought that «там» or «это» refers to, the line above a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.statements.tokens import Span, Tokens

_REFERRING = frozenset(
    "там туда оттуда тут здесь это этот тот такой он она оно они его ее их поэтому потому иначе "
    "тогда также тоже оба".split()
)
_FIRST = 3  # words at the beginning among which a reference is looked for
_LEADS = {
    "solution": frozenset(
        "предлагать предложение просить просьба необходимо надо нужно нужный следовать решение "
        "мера сделать хотеть хотеться пожелание требовать".split()
    ),
    "problem": frozenset(
        "проблема недостаток жалоба претензия замечание хватать беспокоить устраивать".split()
    ),
}


@dataclass(frozen=True)
class Context:
    """`text` is what the statement refers to, "" for nothing; `role` what the line above asks."""

    text: str
    role: str


def contexts(tokens: Tokens, spans: Sequence[Span]) -> Iterator[Context]:
    """The context of each statement of a text.

    A line that ends in a colon leads the items after it: «Предлагаю следующее:» makes them
    solutions, «Проблемы:» problems, whatever the question was.
    """
    before, lead, role = "", "", ""
    for number, (start, end) in enumerate(spans):
        words = range(*tokens.inside(start, end))
        following = spans[number + 1][0] if number + 1 < len(spans) else len(tokens.text)
        if ":" in tokens.text[end:following]:
            lead, role = tokens.text[start:end], _asked(tokens, words)
            yield Context("", "")
            continue
        leaning = number > 0 and _dependent(tokens, words)
        yield Context((before or lead) if leaning else lead, role)
        if not leaning:
            before = tokens.text[start:end]


def _dependent(tokens: Tokens, words: Sequence[int]) -> bool:
    """True for «Там темно», «Это опасно», and for a thought without a noun: «Надо исправить»."""
    if any(tokens.lemmas[index] in _REFERRING for index in words[:_FIRST]):
        return True
    named = any(tokens.pos[index] in {"NOUN", "PROPN", "X"} for index in words)
    return not named and any(tokens.pos[index] in {"VERB", "ADJ", "ADV"} for index in words)


def _asked(tokens: Tokens, words: Sequence[int]) -> str:
    lemmas = {tokens.lemmas[index] for index in words}
    return next((role for role, known in _LEADS.items() if lemmas & known), "")
