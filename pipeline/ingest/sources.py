"""Which files a dataset has, what each is, and what its path says of group and session."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError, did_you_mean
from pipeline.settings import DATASET_FILE, Dataset, Draft, Papers, Survey

_TABLES = {".csv", ".tsv", ".tab", ".xls", ".xlsx", ".xlsm", ".ods", ".json", ".jsonl", ".ndjson"}
_TABLES |= {".parquet", ".html", ".htm", ".xml"}
_SKIPPED = re.compile(
    r"(readme|licen[cs]e|прочти|читай|labels?)\b.*|.*\.(toml|tmp|bak|lock)|thumbs\.db|desktop\.ini",
    re.I,
)
_DRAFT = re.compile(r"draft|наработк|черновик|разда(точн|тк)", re.I)
_MAYBE_DRAFT = re.compile(r"проект(?!н)|тезис", re.I)
_PAPERS = re.compile(
    r"групп|предложени|замечани|поправк|отзыв|proposals?|papers|протокол|рабочи[ей]\s+лист|заседани",
    re.I,
)
_ANSWERS = re.compile(r"ответ|анкет|опрос|answers?|survey|responses?|poll|results?", re.I)
_FOLDERS = re.compile(
    r"(groups?|группы|рабочие\s+группы|предложения|предложения\s+групп|proposals|papers|протоколы)",
    re.I,
)
_GENERIC = re.compile(
    r"\b(рабочая|рабочей|группа|группы|group|предложения|предложение|протокол|доклад|лист|итоги|сессия|сессии"
    r"|session|заседание|от|г|модератор|стратегическая|стратсессия|report|paper|proposals?)\b",
    re.I,
)
_DATES = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_.](?P<m>\d\d)[-_.](?P<d>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-_.](?P<m>\d{1,2})[-_.](?P<y>20\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
)
_SESSION = re.compile(
    r"(?:(?:сессия|session|заседание)[\s_№-]*(\d{1,2}))|(?:(\d{1,2})[\s_-]*(?:-?[яй]\s+)?(?:сессия|session))",
    re.I,
)
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.](0[1-9]|1[0-2])(?![-_.]?\d)")
_WAVE = re.compile(
    r"(?:волна|wave)[\s_№-]*(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})[\s_-]*(?:-?[яй]\s+)?(?:волна|wave)",
    re.I,
)
_MODERATOR = re.compile(r"модератор[\s_:-]+(.+)$", re.I)


@dataclass(frozen=True)
class Source:
    """A file to read: `name` is its path inside the folder, with forward slashes."""

    path: Path
    name: str
    kind: str  # survey, proposal, draft
    survey: Survey | None = None  # the entry of dataset.toml, if there is one
    scope: str = ""  # people's numbers mean the same person inside one scope
    group: str = ""
    session: str = ""
    moderator: str = ""
    told: bool = False  # named in dataset.toml


@dataclass(frozen=True)
class Found:
    """The sources in canonical order, files that are refused unread, others, and notes."""

    sources: list[Source]
    refused: list[tuple[str, str]]
    others: list[str]
    notes: list[str]


def find_sources(dataset: Dataset) -> Found:
    """Every file of the folder that is to be read; InputError for a pattern that finds nothing."""
    if not dataset.folder.is_dir():
        raise InputError(
            "нет такой папки с данными",
            file=dataset.folder,
            remedy="Проверьте путь: data/raw/<набор>",
        )
    files, refused = _files(dataset.folder)
    if dataset.surveys or dataset.papers or dataset.drafts:
        sources = list(_named(dataset, files))
        taken = {source.name for source in sources} | {name for name, _ in refused}
        notes = [
            f"{name}: не назван в {DATASET_FILE}, не читался"
            for name in files
            if name not in taken and not _SKIPPED.fullmatch(PurePosixPath(name).name)
        ]
    else:
        names = [name for name in files if not _SKIPPED.fullmatch(PurePosixPath(name).name)]
        notes = [f"{name}: не данные, не читался" for name in files if name not in names]
        notes = [note for note in notes if not note.startswith(DATASET_FILE)]
        sources = [_guessed(files[name], name) for name in names]
    read = {source.name for source in sources}
    others = [name for name in files if name not in read]
    return Found(sorted(sources, key=lambda source: source.name), refused, others, notes)


def _files(folder: Path) -> tuple[dict[str, Path], list[tuple[str, str]]]:
    """Files under the folder by name; links that lead out of it and odd files are refused."""
    root = folder.resolve()
    files: dict[str, Path] = {}
    refused = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            relative = path.relative_to(folder).as_posix()
            if name.startswith((".", "~$")):
                continue
            if path.is_symlink() and not _leads_inside(path, root):
                refused.append((relative, "ссылка ведёт за пределы папки набора"))
            elif not path.is_file():
                refused.append((relative, "это не обычный файл"))
            else:
                files[unicodedata.normalize("NFC", relative)] = path
    return files, refused


def _leads_inside(link: Path, root: Path) -> bool:
    """True if a link ends inside the folder; a link in a loop ends nowhere."""
    try:
        return link.resolve().is_relative_to(root)
    except (RuntimeError, OSError):
        return False


def _named(dataset: Dataset, files: dict[str, Path]) -> Iterator[Source]:
    """The sources of dataset.toml; a file belongs to the first entry that names it."""
    taken: set[str] = set()
    entries: list[Survey | Papers | Draft] = [
        *dataset.surveys,
        *dataset.papers,
        *dataset.drafts,
    ]
    for entry in entries:
        names = [name for name in _matching(entry.file, files, dataset) if name not in taken]
        taken.update(names)
        for name in names:
            yield _entered(entry, files[name], name)


def _matching(pattern: str, files: dict[str, Path], dataset: Dataset) -> list[str]:
    pattern = unicodedata.normalize("NFC", pattern.replace("\\", "/")).removeprefix("./")
    where = dataset.folder / DATASET_FILE
    if pattern.startswith("/") or ".." in pattern.split("/") or ":" in pattern:
        raise InputError(f"file = «{pattern}» ведёт за пределы папки набора", file=where)
    regex = _glob(pattern)
    names = [name for name in files if regex.fullmatch(name)]
    if not names:
        raise InputError(
            f"по образцу «{pattern}» не найдено ни одного файла",
            file=where,
            remedy=did_you_mean(pattern, sorted(files) or ["папка пуста"]),
        )
    return names


def _glob(pattern: str) -> re.Pattern[str]:
    """`*` inside a folder, `**/` through folders, case ignored."""
    out = ""
    for part in re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]*\])", pattern):
        simple = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        if part in simple:
            out += simple[part]
        elif part.startswith("[") and part.endswith("]") and len(part) > 2:
            inside = part[1:-1].replace("\\", "\\\\")
            out += f"[{'^' + inside[1:] if inside[0] == '!' else inside}]"
        else:
            out += re.escape(part)
    return re.compile(out, re.IGNORECASE)


def _entered(entry: Survey | Papers | Draft, path: Path, name: str) -> Source:
    guessed = _guessed(path, name)
    if isinstance(entry, Survey):
        return Source(path, name, "survey", survey=entry, scope=entry.file, session=guessed.session)
    if isinstance(entry, Papers):
        return replace(
            guessed if guessed.kind == "proposal" else _paper(path, name),
            group=entry.group or _paper(path, name).group,
            session=entry.session or guessed.session,
            moderator=entry.moderator or guessed.moderator,
            told=True,
        )
    return Source(path, name, "draft", session=guessed.session)


def _guessed(path: Path, name: str) -> Source:
    """What a file is by its place and name: a draft, a group's paper or a survey."""
    pure = PurePosixPath(name)
    stem = _stem(pure)
    suffix = (
        PurePosixPath(stem).suffix.lower() if pure.suffix.lower() == ".gz" else pure.suffix.lower()
    )
    in_groups = in_groups_folder(name)
    is_table = suffix in _TABLES or pure.suffix.lower() == ".gz"
    if _is_draft(pure, stem, in_groups) and not (is_table and _ANSWERS.search(stem)):
        return Source(path, name, "draft", session=_session(pure))
    if not in_groups and not is_table and is_summary(name):
        return Source(path, name, "survey", scope=name, session=_session(pure))
    if in_groups or not is_table or re.match(r"(групп|group)", stem, re.I):
        return _paper(path, name)
    return Source(path, name, "survey", scope=name, session=_session(pure))


def is_summary(name: str) -> bool:
    """True for a document that people's answers were typed into: «Сводка ответов.docx»."""
    stem = _stem(PurePosixPath(name))
    return bool(_ANSWERS.search(stem)) and not _PAPERS.search(stem)


def _is_draft(pure: PurePosixPath, stem: str, in_groups: bool) -> bool:
    """«Наработки» anywhere; «проект стратегии» unless it is a group's paper about it."""
    if _DRAFT.search(stem):
        return True
    folders = () if in_groups else pure.parts[:-1]
    maybe = any(_MAYBE_DRAFT.search(part) for part in (*folders, stem))
    return any(map(_DRAFT.search, folders)) or (
        maybe and not in_groups and not _PAPERS.search(stem)
    )


def in_groups_folder(name: str) -> bool:
    """True if the file stands under groups/, «предложения» or the like."""
    return any(_FOLDERS.fullmatch(part) for part in PurePosixPath(name).parts[:-1])


def _paper(path: Path, name: str) -> Source:
    pure = PurePosixPath(name)
    moderator = _MODERATOR.search(_stem(pure))
    return Source(
        path,
        name,
        "proposal",
        group=_group(pure),
        session=_session(pure),
        moderator=moderator[1].strip(" _-") if moderator else "",
    )


def _stem(pure: PurePosixPath) -> str:
    return pure.stem.removesuffix(".csv") if pure.suffix.lower() == ".gz" else pure.stem


def _group(pure: PurePosixPath) -> str:
    """The folder under groups/ that is not a date or session, else what is left of the name."""
    folders = list(pure.parts[:-1])
    for at, part in enumerate(folders):
        if _FOLDERS.fullmatch(part):
            folders = folders[at + 1 :]
            break
    for part in (*folders, _MODERATOR.sub("", _stem(pure))):
        left = part
        for pattern in (*_DATES, _MONTH, _SESSION, _WAVE):
            left = pattern.sub(" ", left)
        left = _GENERIC.sub(" ", re.sub(r"№\s*\d+", " ", left.replace("_", " ")))
        left = re.sub(r"\s+[-–—]+\s+", " \0 ", left)  # «Соцсфера - Петров И. И.»
        left = re.sub(r"[\s\-–—.,№()«»\"]+", " ", left).strip(" \0").replace("\0", "—")
        if re.search(r"[^\W\d]{2,}", left):
            return re.sub(r"\s*\d+$", "", left)
    return ""


def _session(pure: PurePosixPath) -> str:
    """An ISO date in the path, nearest the file first; else a month, «сессия N», «волна N»."""
    for part in (_stem(pure), *reversed(pure.parts[:-1])):
        for pattern in _DATES:
            match = pattern.search(part)
            if match:
                try:
                    return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
                except ValueError:
                    continue
        match = _SESSION.search(part)
        if match:
            return f"сессия {match[1] or match[2]}"
        match = _MONTH.search(part)
        if match:
            return f"{match[1]}-{match[2]}"
        match = _WAVE.search(part)
        if match:
            return f"волна {match[1] or match[2]}"
    return ""
