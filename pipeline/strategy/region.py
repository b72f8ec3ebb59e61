"""The region's strategy as a user's file: `region.toml`, checked and read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import SettingsError, did_you_mean

_TOP = ("title", "source", "edition", "item")
_ITEM = ("id", "title", "text", "directions", "words")


@dataclass(frozen=True)
class RegionItem:
    """One priority, goal or task of the region's strategy."""

    id: str
    title: str
    text: str = ""
    directions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Region:
    """The region's strategy: title, source, date of the edition, items in their order."""

    title: str
    source: str
    edition: str
    items: tuple[RegionItem, ...]


def read_region(text: str, file: str = "region.toml") -> Region:
    """Parse the text of a region.toml; SettingsError names the place and a remedy."""
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"ошибка в записи: {error}", file=file, remedy="Исправьте указанную строку"
        ) from error
    _check(raw, _TOP, file)
    items = raw.get("item", [])
    if not isinstance(items, list):
        raise SettingsError("[item] записан не так", file=file, remedy="Пишите [[item]]")
    return Region(
        title=str(raw.get("title", "")),
        source=str(raw.get("source", "")),
        edition=str(raw.get("edition", "")),
        items=tuple(_item(item, number, file) for number, item in enumerate(items, 1)),
    )


def _item(raw: Mapping[str, Any], number: int, file: str) -> RegionItem:
    _check(raw, _ITEM, file)
    if not str(raw.get("title", "")).strip():
        raise SettingsError(f"у пункта {number} нет title", file=file, remedy="Впишите название")
    lists = {}
    for key in ("directions", "words"):
        value = raw.get(key, [])
        if not isinstance(value, list):
            raise SettingsError(
                f"у пункта {number} {key} — не список", file=file, remedy=f'Пишите {key} = ["…"]'
            )
        lists[key] = tuple(str(entry) for entry in value)
    return RegionItem(
        id=str(raw.get("id", number)),
        title=str(raw["title"]),
        text=str(raw.get("text", "")),
        **lists,
    )


def _check(raw: Mapping[str, Any], known: tuple[str, ...], file: str) -> None:
    for key in raw:
        if key not in known:
            raise SettingsError(
                f"неизвестный ключ «{key}»", file=file, remedy=did_you_mean(key, known)
            )
