"""Settings: defaults.toml < the dataset's own dataset.toml < `--set section.key=value`.

An unknown key is an error that names the nearest known one; a value of another kind is an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pipeline.errors import SettingsError, did_you_mean
from pipeline.tables import QUESTION_ROLES

DATASET_FILE = "dataset.toml"

T = TypeVar("T")


class Section(Mapping[str, Any]):
    """One section of the settings: read-only, `section.key` or `section["key"]`."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        self._name = name
        self._values = MappingProxyType(dict(values))

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        try:
            return self._values[key]
        except KeyError:
            raise AttributeError(f"{self._name}.{key}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __reduce__(self) -> tuple[Any, ...]:
        return Section, (self._name, dict(self._values))


class Settings(Section):
    """All sections: `settings.topics.seed`."""

    def __init__(self, values: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(
            "settings", {name: Section(name, section) for name, section in values.items()}
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return Settings, (self.plain(),)

    def plain(self) -> dict[str, dict[str, Any]]:
        """The settings as plain dictionaries, for keys and for settings.toml."""
        return {name: dict(section) for name, section in self.items()}


@dataclass(frozen=True)
class Survey:
    """One `[[survey]]` of dataset.toml: which files, and what their columns mean."""

    file: str
    respondent: str = ""
    session: str = ""  # a date, or the name of the column that holds one
    attributes: tuple[str, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)  # column -> question role
    question: str = ""  # long tables: the column that holds the question's wording
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: int = 0  # 1-based row of the header; 0: found by the reader, −1: there is none


@dataclass(frozen=True)
class Papers:
    """One `[[papers]]`: proposals of a working group. Empty fields come from the file's path."""

    file: str
    group: str = ""
    session: str = ""
    moderator: str = ""


@dataclass(frozen=True)
class Draft:
    """One `[[draft]]`: theses handed out to the groups («наработки»)."""

    file: str


@dataclass(frozen=True)
class Dataset:
    """What dataset.toml says of a folder; empty tuples where it says nothing."""

    folder: Path
    title: str
    surveys: tuple[Survey, ...] = ()
    papers: tuple[Papers, ...] = ()
    drafts: tuple[Draft, ...] = ()
    directions: Mapping[str, Any] = field(default_factory=dict)  # the user's own taxonomy


def defaults() -> dict[str, dict[str, Any]]:
    """The commented defaults of the package, parsed."""
    path = Path(__file__).with_name("defaults.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def load(folder: Path, overrides: Sequence[str] = ()) -> tuple[Dataset, Settings]:
    """Read `folder`/dataset.toml, if there is one, and lay `overrides` over it.

    `overrides` are «section.key=value» texts; raises SettingsError with the place and a remedy.
    """
    path = folder / DATASET_FILE
    raw = _read_toml(path) if path.is_file() else {}
    dataset = _dataset(folder, raw, path)
    values = defaults()
    _lay_over(values, raw.get("settings", {}), where=path)
    for override in overrides:
        _lay_over(values, _parse_override(override, values), where="--set")
    return dataset, Settings(values)


def beside(dataset: Dataset, name: str) -> str:
    """The text of a file that the settings name beside dataset.toml; SettingsError without it."""
    path = dataset.folder / name
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError("файл не найден", file=path, remedy="Исправьте имя файла") from error
    except UnicodeDecodeError as error:
        raise SettingsError("файл не в кодировке UTF-8", file=path) from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(
            "файл не в кодировке UTF-8", file=path, remedy="Сохраните его в UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"ошибка в записи: {error}", file=path, remedy="Исправьте указанную строку"
        ) from error


def _dataset(folder: Path, raw: Mapping[str, Any], path: Path) -> Dataset:
    known = ("title", "survey", "papers", "draft", "settings", "directions")
    _check_keys(raw, known, path, "")
    surveys = tuple(_entry(Survey, table, path, "survey") for table in _tables(raw, "survey", path))
    for survey in surveys:
        for column, role in survey.questions.items():
            if role not in QUESTION_ROLES:
                raise SettingsError(
                    f"у вопроса «{column}» неизвестная роль «{role}»",
                    file=path,
                    remedy=did_you_mean(str(role), QUESTION_ROLES),
                )
    return Dataset(
        folder=folder,
        title=str(raw.get("title", folder.name)),
        surveys=surveys,
        papers=tuple(_entry(Papers, t, path, "papers") for t in _tables(raw, "papers", path)),
        drafts=tuple(_entry(Draft, t, path, "draft") for t in _tables(raw, "draft", path)),
        directions=raw.get("directions", {}),
    )


def _tables(raw: Mapping[str, Any], name: str, path: Path) -> list[Mapping[str, Any]]:
    tables = raw.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingsError(f"[{name}] записан не так", file=path, remedy=f"Пишите [[{name}]]")
    return tables


def _entry(kind: type[T], table: Mapping[str, Any], path: Path, name: str) -> T:
    fields = kind.__dataclass_fields__  # type: ignore[attr-defined]
    _check_keys(table, fields, path, name)
    if "file" not in table:
        raise SettingsError(f"в [[{name}]] не указан file", file=path, remedy="Добавьте file = …")
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}
    for key, value in values.items():
        example = getattr(kind, key, None)
        if isinstance(example, str | int | tuple) and not isinstance(value, type(example)):
            value = str(value) if isinstance(example, str) else None
        if value is None:
            raise SettingsError(f"[[{name}]] {key}: значение не того вида", file=path)
        values[key] = value
    return kind(**values)


def _check_keys(
    table: Mapping[str, Any], known: Iterator[str] | Any, where: Path | str, section: str
) -> None:
    for key in table:
        if key not in known:
            name = f"{section}.{key}" if section else key
            raise SettingsError(
                f"неизвестная настройка «{name}»", file=where, remedy=did_you_mean(key, known)
            )


def _lay_over(
    values: dict[str, dict[str, Any]], over: Mapping[str, Any], where: Path | str
) -> None:
    _check_keys(over, values, where, "")
    for section, table in over.items():
        if not isinstance(table, Mapping):
            raise SettingsError(
                f"«{section}» — раздел, а не значение", file=where, remedy=f"Пишите [{section}]"
            )
        _check_keys(table, values[section], where, section)
        for key, value in table.items():
            values[section][key] = _same_kind(value, values[section][key], section, key, where)


def _same_kind(value: Any, default: Any, section: str, key: str, where: Path | str) -> Any:
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        raise SettingsError(
            f"настройка «{section}.{key}»: значение {value!r} не того вида",
            file=where,
            remedy=f"Пример: {key} = {_toml_value(default)}",
        )
    return value


def _parse_override(text: str, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    name, equals, value = text.partition("=")
    section, dot, key = name.strip().partition(".")
    if not (equals and dot and key):
        raise SettingsError(
            f"«{text}» не похоже на настройку", file="--set", remedy="Пишите раздел.ключ=значение"
        )
    default = known.get(section, {}).get(key)
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value
    if isinstance(default, str) and not isinstance(parsed, str):
        parsed = value
    return {section: {key: parsed}}


def _toml_value(value: Any) -> str:
    import tomlkit

    return tomlkit.item(value).as_string()


def to_toml(settings: Settings) -> str:
    """The settings as they held in a run, for its settings.toml."""
    import tomlkit

    return tomlkit.dumps(settings.plain())
