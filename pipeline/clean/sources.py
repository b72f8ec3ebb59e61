"""How a file is called in what is stored: a moderator's name in a file name is personal data too.

«groups/бизнес/Иванов Иван 2018-04-19.docx» becomes «groups/бизнес/[имя] 2018-04-19 (3f9a1c).docx».
The sign is made of the whole name with the key of the dataset's pseudonyms: two files stay two, a
file keeps its sign while others come and go, and `veche check` tells the analyst which file it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from pipeline.clean.people import signed
from pipeline.clean.privacy import PLACEHOLDER, mask_texts
from pipeline.clean.privacy.gazetteer import name_word
from pipeline.settings import Settings

_DATE = re.compile(  # is no birth date in the name of a file
    r"((?<!\d)(?:20\d\d[-_.]\d\d[-_.]\d\d|\d{1,2}[-_.]\d{1,2}[-_.](?:20)?\d\d|20\d{6}|20\d\d)(?!\d))"
)
_MAY_NAME = re.compile(r"[А-ЯЁ]|[A-Z][a-z]|\d{7}|@")  # what plain names of files do not have
_INITIALS = re.compile(r"\b([А-ЯЁ][а-яё]+) ([А-ЯЁ]) ?([А-ЯЁ])\b(?!\.)")
_LONE = re.compile(r"[\W\d_]*[А-ЯЁ][а-яё]+[\W\d_]*")
_CALLED = "модератор "  # after which a lone «Петров» is known for a name
_NO_GROUP = re.compile(r"(?:(?:рабочая|группа|стол|секция|команда|\d+|№)\s*)*", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_ABBREVIATION = 4  # letters
_SIGN = 6  # hex digits


def stored_names(names: Iterable[str], settings: Settings) -> dict[str, str]:
    """The paths of files -> how they are called in what is stored."""
    if not settings.privacy.mask:
        return {name: name for name in names}
    return {name: stored_name(name, settings.privacy.key) for name in names}


def stored_groups(groups: Iterable[str], settings: Settings) -> dict[str, str]:
    """The names of groups -> how they are called in what is stored."""
    if not settings.privacy.mask:
        return {group: group for group in groups}
    return {group: stored_group(group, settings.privacy.key) for group in groups}


def stored_notes(notes: Sequence[str], settings: Settings) -> list[str]:
    """What is said of the files, without persons: «строка под таблицей: «Исполнитель: [имя]»»."""
    if not settings.privacy.mask:
        return list(notes)
    return [done.text for done in mask_texts(notes)]


def stored_name(name: str, key: str) -> str:
    """The path of a file inside its dataset without persons; the same path where it names none."""
    if not _MAY_NAME.search(name):
        return name
    *folders, last = PurePosixPath(name).parts
    suffixes = "".join(PurePosixPath(last).suffixes[-2:] if last.endswith(".gz") else [])
    suffix = suffixes or PurePosixPath(last).suffix
    parts = [*folders, last.removesuffix(suffix)]
    masked = [without_persons(part) for part in parts]
    if masked == parts:
        return name
    masked[-1] += f" ({signed(name, key, _SIGN)}){suffix}"
    return "/".join(masked)


def stored_group(group: str, key: str) -> str:
    """What a group is called without persons: «Соцсфера» of «Соцсфера Петров И. И.».

    «группа 3f9a1c» where a person's name was all that told it from others.
    """
    masked = without_persons(group)
    if masked == group:
        return group
    left = re.sub(rf"{PLACEHOLDER.pattern}|\bмодератор\w*", " ", masked, flags=re.IGNORECASE)
    left = " ".join(left.split()).strip(" ,;:-–—()")
    if _NO_GROUP.fullmatch(left):  # two groups stay two
        return f"{left or 'группа'} {signed(group, key, _SIGN)}"
    return left


@lru_cache(maxsize=10_000)
def without_persons(part: str) -> str:
    """A part of a path with persons and other personal data masked; its dates stay."""
    pieces = _DATE.split(part)
    views = [re.sub(r"_+|(?<=[^\W\d])-(?=[^\W\d])", " ", piece) for piece in pieces]
    views = [_INITIALS.sub(_with_dots, view) for view in views]
    called = [_CALLED if _LONE.fullmatch(view) else "" for view in views]
    done = mask_texts([before + view for before, view in zip(called, views, strict=True)])
    return "".join(
        mask.text.removeprefix(before)
        if mask.found and not _is_abbreviations(view, mask.text)
        else piece
        for piece, before, view, mask in zip(pieces, called, views, done, strict=True)
    )


def _is_abbreviations(view: str, masked: str) -> bool:
    """Whether all that masking took away is «УК ЖЭУ» or the like."""
    lost = set(_WORD.findall(view)) - set(_WORD.findall(masked))
    return bool(lost) and all(word.isupper() and len(word) <= _ABBREVIATION for word in lost)


def _with_dots(match: re.Match[str]) -> str:
    """«Петрова ОА» as «Петрова О. А.»; «Отдел УК» stays."""
    listed = name_word(match[1]).listed
    return f"{match[1]} {match[2]}. {match[3]}." if listed else match[0]
