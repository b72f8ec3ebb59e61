"""Questions that let people choose several options, in one cell or one column an option each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from pipeline.ingest.column import MATRIX, MULTI, OPEN, PERSON, TECHNICAL, Column, Values
from pipeline.ingest.wording import FREE, invites, uncoded
from pipeline.tables import fold

SEPARATORS = (";", "\n", "|", ",")
TICKED = {"да", "y", "yes", "1", "true", "истина", "x", "х", "+", "✓", "v", "выбрано", "checked"}
UNTICKED = {"нет", "n", "no", "0", "false", "ложь", "не выбрано", "unchecked", "-", ""}
_OTHER = re.compile(
    r"друго[ей]|ино[ей]|other|свой\s+(вариант|ответ)|сво[ей]|комментари|comment", re.I
)
# «Вопрос [строка]» of LimeSurvey, Google and others; «Вопрос / строка» of Yandex and CMS.
_PARTS = (
    re.compile(r"(.+?)\s*\[(.+)\]\s*(?:\(\d+\))?$", re.S),
    re.compile(r"(.+?)\s+[/→>|]\s+([^/→>|]+)$", re.S),
    re.compile(r"(.+?)(?:\s+[-–—]|\s*:)\s+([^:]+)$", re.S),
)
_SHARED = 12  # different values that the rows of one matrix may have


def multi_of(name: str, values: Values, free: bool) -> Column | None:
    """A multi-select: cells of options from a small list, joined by one separator.

    Under a `free` wording («Какие проблемы …?») people write lists of their own, so there the
    options must stand in one order in all cells: a form prints them in its own order, people
    do not.
    """
    if len(values.filled) < (20 if free else 8) or len(values.distinct) < 2:
        return None
    for separator in SEPARATORS:
        joined = [value for value in values.filled if separator in value]
        if len(joined) < max(3, 0.08 * len(values.filled)):
            continue
        options = _options(values.filled, separator)
        if options is None:
            continue
        column = Column(
            name, MULTI, why=f"выбор из {len(options)}", options=options, separator=separator
        )
        cells = [chosen(value, column) for value in joined]
        several = [cell for cell in cells if len(cell) > 1]
        if len(several) < max(2, 0.05 * len(values.filled)):
            continue  # the separator stands inside options: one is chosen, not several
        if free and not (len(several) >= 0.25 * len(values.filled) and _in_one_order(several)):
            continue
        return column
    return None


def chosen(cell: str, column: Column) -> list[str]:
    """The options in a cell in its order; an option may itself hold the separator."""
    left, found = cell, []
    for option in column.options:  # longest first
        if column.separator in option and option in left:
            found.append((cell.find(option), option))
            left = left.replace(option, column.separator, 1)
    parts = [part.strip() for part in left.split(column.separator)]
    found += [(cell.find(part), part) for part in parts if part]
    return [option for _, option in sorted(found)]


def _in_one_order(cells: Sequence[Sequence[str]]) -> bool:
    """True if any two options always stand in the same order, and many pairs were seen twice."""
    seen = Counter(pair for cell in cells for pair in combinations(cell, 2))
    total = sum(seen.values())
    agreed = sum(count for pair, count in seen.items() if count >= seen[pair[::-1]])
    return total >= 2 * len(seen) and agreed >= 0.95 * total and len(set(map(tuple, cells))) >= 3


def _options(filled: Sequence[str], separator: str) -> tuple[str, ...] | None:
    """The list of options, pieces of one option that holds the separator put together again."""
    pieces: Counter[str] = Counter()
    followed: dict[str, Counter[str]] = {}
    for value in filled:
        parts = [part.strip() for part in value.split(separator) if part.strip()]
        pieces.update(set(parts))
        for left, right in zip(parts, [*parts[1:], ""], strict=True):
            followed.setdefault(left, Counter())[right] += 1
    often = max(2, len(filled) // 50)
    regular = {piece for piece, count in pieces.items() if count >= often}
    covered = sum(pieces[piece] for piece in regular)
    if not 2 <= len(regular) <= 40 or covered < 0.85 * sum(pieces.values()):
        return None
    if sum(len(piece.split()) for piece in regular) / len(regular) > 8:
        return None
    before = Counter(right for counts in followed.values() for right in counts if right)
    options = set(regular)
    for piece in sorted(regular):
        after = followed[piece]
        follower, count = max(after.items(), key=lambda item: (item[1], item[0]))
        bound = follower and count == sum(after.values()) and before[follower] == 1
        if bound and (follower[:1].islower() or follower[:1].isdigit()):
            options -= {piece, follower}
            options.add(f"{piece}{separator} {follower}" if separator == "," else piece)
    return tuple(sorted(options, key=lambda option: (-len(option), option)))


def with_parts(columns: list[Column], values: Sequence[Values]) -> list[Column]:
    """Columns of one question, a part each: an expanded multi-select or a matrix."""
    result = list(columns)
    for question, places, parts in _groups(columns):
        regular = [at for at, part in zip(places, parts, strict=True) if not _OTHER.match(part)]
        option = dict(zip(places, parts, strict=True))
        if len(places) < 2 or not regular:
            continue
        inside = [values[at] for at in regular]
        ticks = all(_ticks(values[at], option[at]) for at in regular)
        if invites(question) == FREE:  # «Ваши предложения: дороги», and all have written «нет»
            marks = TICKED | {fold(option[at]) for at in regular}
            if not (ticks and any(fold(v) in marks for found in inside for v in found.distinct)):
                continue
        elif not ticks and not _one_scale(inside):
            continue
        for at in places:
            part = Column(
                columns[at].name,
                MULTI if ticks else MATRIX,
                why=f"часть вопроса «{question}»",
                question=question,
                option=option[at],
            )
            if at in regular:
                result[at] = part
            elif values[at].filled:
                part = replace(part, kind=MULTI, why=f"своё к вопросу «{question}»")
                if not _ticks(values[at], option[at]):
                    part = replace(part, kind=OPEN, role="open", confidence=0.6)
                result[at] = part
    return result


def _groups(columns: Sequence[Column]) -> Iterator[tuple[str, list[int], list[str]]]:
    """Questions with the places and names of their parts; a column belongs to one at most."""
    taken: set[int] = set()
    for pattern in _PARTS:
        groups: dict[str, list[tuple[int, str]]] = {}
        for at, column in enumerate(columns):
            match = pattern.match(uncoded(column.name))
            if match and at not in taken and column.kind not in (TECHNICAL, PERSON):
                groups.setdefault(match[1].strip(), []).append((at, match[2].strip()))
        for question, members in groups.items():
            if len(members) >= 2:
                taken.update(at for at, _ in members)
                yield question, [at for at, _ in members], [part for _, part in members]


def _ticks(values: Values, option: str) -> bool:
    """True if a column holds marks alone: «да», «1», the option itself."""
    return {fold(value) for value in values.distinct} <= TICKED | UNTICKED | {fold(option)}


def _one_scale(columns: Sequence[Values]) -> bool:
    """True if the columns share a short list of answers that they repeat."""
    shared = {fold(value) for values in columns for value in values.distinct}
    filled = sum(len(values.filled) for values in columns)
    return len(shared) <= _SHARED and filled >= 2 * len(shared)
