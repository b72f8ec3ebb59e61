"""The outline of a document: which lines are headings, and under which each item stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.content import Block
from pipeline.ingest.wording import clean, guess_role
from pipeline.ingest.worktables import LABEL

_TITLE = re.compile(
    r"(предложени|протокол|доклад|рабочая\s+группа|рабочей\s+группы|группа\b|итоги|наработки|тезисы|проект|стратеги|раздаточн|рабочий\s+лист|отч[её]т|лист\s+соглас)",
    re.I,
)
_SURE = 0.75  # a heading whose wording tells a role with this confidence is a question


@dataclass
class Line:
    """A block that says something, with the headings above it."""

    block: Block
    headings: list[str] = field(default_factory=list)
    question: str = ""
    role: str = "open"


def outline(blocks: Sequence[Block]) -> Iterator[Line]:
    """The items, paragraphs and tables in order; headings become their context."""
    stack: list[tuple[int, str, str]] = []  # depth, wording, role or ""
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        depth = _heading_depth(block, following, first=place == 0, said=bool(stack))
        if depth is not None:
            text = clean(block.text.rstrip(": "))
            role, confidence = guess_role(text)
            while stack and stack[-1][0] >= depth:
                stack.pop()
            stack.append((depth, text, role if confidence >= _SURE and role != "open" else ""))
            continue
        if block.kind == "item":
            while stack and stack[-1][0] >= 100 + 2 * block.level + 1:
                stack.pop()
        yield _line(block, stack)
        if _has_parts(block, following):
            while stack and stack[-1][0] >= 100 + 2 * block.level:
                stack.pop()
            stack.append((100 + 2 * block.level, clean(block.text), ""))


def _line(block: Block, stack: Sequence[tuple[int, str, str]]) -> Line:
    telling = [(text, role) for _, text, role in stack if role]
    question, role = telling[-1] if telling else (stack[-1][1] if stack else "", "open")
    return Line(block, [text for _, text, _ in stack], question, role)


def _heading_depth(block: Block, following: Block | None, first: bool, said: bool) -> int | None:
    """How deep a heading is; None for a line that says something.

    Depths: styled headings 1 to 9, bold lines 20, lines with a colon 30, items that only
    introduce the items under them 100 and more.
    """
    text = block.text.strip()
    if block.kind == "heading":
        return max(1, min(block.level, 9))
    if block.kind in ("table", "note") or not text:
        return None
    if block.kind == "item":
        introduces = _has_parts(block, following) and (text.endswith(":") or _is_name(text))
        short = len(text) <= 120 and not text.endswith((".", ";", ",", "!"))
        introduces |= block.bold and short and following is not None and not following.bold
        if introduces or _is_numbered_section(block, following):
            return 100 + 2 * block.level
        return None
    label = LABEL.fullmatch(text)
    if following is None or (label and label["rest"].strip()):
        return None
    short = len(text) <= 120 and not text.endswith((".", ";", ",", "!"))
    if block.bold and short:
        return 10 if first else 20
    if text.endswith("?") and len(text) <= 250 and following.kind == "item":
        return 30
    if text.endswith(":") and len(text) <= 250 and following.kind in ("item", "paragraph", "table"):
        return 30
    if short and _names_sections(text, following):
        return 15
    over_list = following.kind in ("item", "table")
    if first and short and not over_list and (_TITLE.search(text) or _is_title(text)):
        return 10
    letters = [letter for letter in text if letter.isalpha()]
    shouted = len(letters) >= 4 and all(map(str.isupper, letters)) and len(text.split()) <= 12
    if short and (shouted or (over_list and _names_a_list(text))):
        return 20
    if _bare_role(text):
        return 20
    return None


def _names_sections(text: str, following: Block) -> bool:
    """True for «Группа Наука» over «Проблемы»: a line that a heading follows."""
    below = following.kind == "paragraph" and _bare_role(following.text)
    return below and len(text.split()) <= 6 and bool(_TITLE.search(text))


def _is_title(text: str) -> bool:
    return len(text.split()) <= 8 and not text[0].islower()


def _is_name(text: str) -> bool:
    """True for an item that is a subject («Дороги», «Наука и кадры») rather than a thought."""
    return bool(re.fullmatch(r"\w+(\s+и\s+\w+)?", text))


def _has_parts(block: Block, following: Block | None) -> bool:
    """True for a list item with a list of its own under it."""
    return (
        block.kind == "item"
        and following is not None
        and following.kind == "item"
        and following.level > block.level
    )


def _is_numbered_section(block: Block, following: Block | None) -> bool:
    """True for «1. Проблемы» before a list or paragraph: a heading typed with a number."""
    return (
        following is not None
        and block.number != "•"
        and _bare_role(block.text)
        and (following.kind != "item" or following.number != block.number)
    )


def _names_a_list(text: str) -> bool:
    return len(text.split()) <= 6 and (
        guess_role(text)[1] >= _SURE or bool(_TITLE.search(text)) or len(text.split()) <= 4
    )


def _bare_role(text: str) -> bool:
    """True for «Проблемы», «Наши предложения», «Что предлагаем»: a role named and no more."""
    return len(text.split()) <= 4 and bool(
        re.fullmatch(
            r"(наши|[а-яё]+ые)?\s*"
            r"(проблемы|предложения|решения|пути\s+решения|мероприятия|меры|задачи|цели|что\s+предлагаем"
            r"|что\s+делать|что\s+мешает|видение|достижения|сильные\s+стороны|слабые\s+стороны)"
            r"(\s+(группы|города|и\s+решения))?[:.]?",
            text.strip(),
            re.I,
        )
    )
