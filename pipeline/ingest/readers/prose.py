"""Plain text and Markdown: headings, list items, labelled lines and paragraphs."""

from __future__ import annotations

import re
from itertools import groupby

from pipeline.ingest.content import Block, Cell, Content

_LISTED = 3  # lines of a paragraph that can be things said one after another
_ROOMY = 0.3  # share of lines with room for the next word; in wrapped text hardly one has it
_NARROWEST = 50  # characters: nobody wraps text in shorter lines
_HEAD = 80  # characters of a heading typed as a plain line
_ITEM = re.compile(r"(\s*)([-–—•*·▪●○]|\(?\d{1,3}(?:\.\d{1,3})*[.)]|\(?[а-яa-z]\))\s+(.*)", re.I)
_DECIMAL = re.compile(r"(\s*)(\d{1,2}(?:\.\d{1,2})+)\s+(.*)")
_THESIS = re.compile(
    r"(\s*)([А-ЯЁA-Z]{1,3}[-–]\d{1,3}(?=[.):]?\s)|[А-ЯЁA-Z]{1,3}\d{1,3}(?=[.):]\s))[.):]?\s+(.*)"
)
# «Тезис 8: сохранить …»: a line of its own, and its words stay.
_NAMED = re.compile(r"(\s*)()((?:тезис|пункт)\w?\s*(?:№\s*)?\d+(?:\.\d+)*\s*[.:)–—-]\s.*)", re.I)


def read_prose(text: str, encoding: str, markdown: bool = False) -> Content:
    """The blocks of a text; a paragraph may run over several lines."""
    lines = [line.rstrip().replace("\0", "") for line in text.split("\n")]
    return Content(
        format="Markdown" if markdown else "текст",
        encoding=encoding,
        blocks=blocks_of(lines if markdown else _apart(lines), markdown),
    )


def _apart(lines: list[str]) -> list[str]:
    """The lines with blank ones between those that are no lines of one wrapped paragraph.

    Where a text is wrapped, the first word of the next line had no room on the line before it;
    where that holds for few lines, people pressed Enter after each thing that they said.
    """
    result: list[str] = []
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        paragraph = list(group)
        if not filled or not _is_listed(paragraph):
            result += paragraph
            continue
        sentences = paragraph[0].lstrip()[0].isupper()
        width = max(_NARROWEST, *map(len, paragraph))
        for above, line in zip(["", *paragraph], paragraph, strict=False):
            wrapped = len(above.rstrip()) + 1 + len(line.split()[0]) > width
            goes_on = sentences and line.lstrip()[0].islower() and wrapped
            result += [line] if goes_on else ["", line]
    return result


def _is_listed(paragraph: list[str]) -> bool:
    """Whether many lines of a paragraph end before they are full."""
    if len(paragraph) < _LISTED or any("|" in line or starts_item(line) for line in paragraph):
        return False
    width = max(map(len, paragraph))
    pairs = list(zip(paragraph, paragraph[1:], strict=False))
    roomy = sum(len(one) + 1 + len(other.split()[0]) <= width for one, other in pairs)
    return roomy >= _ROOMY * len(pairs)


def starts_item(line: str) -> bool:
    """True if the line begins with a bullet, a number or the id of a thesis."""
    return any(pattern.match(line) for pattern in (_THESIS, _NAMED, _DECIMAL, _ITEM))


def blocks_of(lines: list[str], markdown: bool) -> list[Block]:
    """Lines put together into blocks."""
    blocks: list[Block] = []
    longest = max(map(len, lines), default=0)
    joined = False  # the next plain line continues the last block
    place = 0
    while place < len(lines):
        line = lines[place]
        if not line.strip():
            joined = False
            place += 1
            continue
        table, used = _pipe_table(lines, place)
        if table:
            blocks.append(Block("table", table=table))
            place += used
            joined = False
            continue
        block = _start(line, markdown, lines[place + 1] if place + 1 < len(lines) else "")
        goes_on = joined and not _stands_apart(lines, place, blocks[-1], longest)
        if block is None and goes_on and _continues(blocks[-1], line):
            blocks[-1].text = f"{blocks[-1].text} {line.strip()}"
        else:
            block = block or Block("paragraph", _unmarked(line.strip(), markdown))
            blocks.append(block)
        if _is_rule(lines[place + 1] if place + 1 < len(lines) else "") and markdown:
            place += 1
        joined = blocks[-1].kind in ("paragraph", "item")
        place += 1
    return _nested([block for block in blocks if block.text or block.table])


def _stands_apart(lines: list[str], place: int, above: Block, longest: int) -> bool:
    """Whether a plain line under an item or over a list is one of its own, not a wrapped one."""
    below = lines[place + 1] if place + 1 < len(lines) else ""
    counting = above.number.isdigit() and re.match(rf"\s*{int(above.number) + 1}[.)]\s", below)
    # A heading hardly stands between «1.» and «2.».
    width = longest if counting else max(longest, _NARROWEST)
    had_room = _had_room(lines[place - 1], lines[place], width)
    return had_room and (above.kind == "item" or _heads(lines, place))


def _had_room(above: str, line: str, width: int) -> bool:
    """Whether the line begins with a capital and its first word had room on the line above.

    Then the line above is not wrapped: somebody pressed Enter, and this line says something else.
    """
    first = line.split()[0].lstrip('«"(')
    return first[:1].isupper() and len(above.rstrip()) + 1 + len(line.split()[0]) <= width


def _heads(lines: list[str], place: int) -> bool:
    """Whether a list begins right under a line that does not end as a sentence does."""
    below = [line for line in lines[place + 1 : place + 3] if not _is_short_head(line)]
    return _is_short_head(lines[place]) and bool(below) and starts_item(below[0])


def _is_short_head(line: str) -> bool:
    text = line.strip()
    return bool(text) and len(text) <= _HEAD and text[-1] not in ";,!" and not starts_item(line)


def _nested(blocks: list[Block]) -> list[Block]:
    """Bullets under a numbered item that stand at its own indent, as its parts: «1.», «-», «2.»."""
    parts = False
    for above, block in zip(blocks, blocks[1:], strict=False):
        if block.kind != "item" or block.number != "•":
            parts = False
        elif above.kind == "item" and above.number[:1].isdigit() and above.level == block.level:
            parts = True
        if parts:
            block.level += 1
    return blocks


def _start(line: str, markdown: bool, following: str) -> Block | None:
    """A heading or item that begins at this line; None for plain text."""
    if markdown:
        heading = re.match(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*$", line)
        if heading:
            return Block("heading", heading[2], level=len(heading[1]))
        if _is_rule(following) and len(line) < 120:
            return Block("heading", line.strip(), level=1 if "=" in following else 2)
        if _is_rule(line):
            return Block("paragraph", "")
        bold = re.fullmatch(r"\s*(?:\*\*|__)(.+?)(?:\*\*|__):?\s*", line)
        if bold:
            return Block("paragraph", bold[1], bold=True)
    match = _THESIS.match(line) or _NAMED.match(line) or _DECIMAL.match(line) or _ITEM.match(line)
    if match and match[3]:
        indent = len(match[1].expandtabs(4)) // 2
        number = match[2] if match[2][:1] not in "-–—•*·▪●○" else "•"
        decimal = number.strip("().").count(".") if number[0].isdigit() else 0
        text = _unmarked(match[3].strip(), markdown)
        return Block("item", text, level=max(decimal, indent), number=number.strip("()."))
    return None


def _continues(block: Block, line: str) -> bool:
    """True if a plain line goes on with the block above rather than starting its own."""
    if block.bold or block.text.endswith(":"):
        return False
    labelled = re.match(r"\s*[А-ЯЁ][а-яё ]{2,30}(?::|\s(?:№\s*)?\d{1,3}[.:)])", line)
    return not labelled and not (line.strip().endswith(":") and len(line) < 80)


def _is_rule(line: str) -> bool:
    return bool(re.fullmatch(r"\s{0,3}(?:={3,}|-{3,}|\*{3,}|_{3,})\s*", line))


def _unmarked(text: str, markdown: bool) -> str:
    """The text without Markdown's emphasis and links."""
    if not markdown:
        return text
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|(?<!\w)[*_])(?=\S)(.+?)(?<=\S)\1", r"\2", text)


def _pipe_table(lines: list[str], place: int) -> tuple[list[list[Cell]], int]:
    """A Markdown table that starts here, and how many lines it takes; empty if there is none."""
    if "|" not in lines[place] or place + 1 >= len(lines):
        return [], 0
    if not re.fullmatch(r"\s*\|?(\s*:?-{3,}:?\s*\|)*\s*:?-{3,}:?\s*\|?\s*", lines[place + 1]):
        return [], 0
    used, rows = 0, []
    for line in lines[place:]:
        if "|" not in line:
            break
        used += 1
        if used == 2:
            continue
        parts = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
        texts = [re.sub(r"<br\s*/?>", "\n", part.replace("\\|", "|")).strip() for part in parts]
        rows.append(
            [Cell([Block("paragraph", _unmarked(t, True))], column=c) for c, t in enumerate(texts)]
        )
    return rows, used
