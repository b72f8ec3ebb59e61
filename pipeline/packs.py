"""Model packs: `models/<task>/<version>/`, the only place that reads or writes `models/`.

A pack is a folder that a person can read: `pack.json` (protocol, what it is, the sha256 of every
other file), `card.md`, tensors as safetensors, everything else as JSON. Nothing is unpickled.
`models/<task>/current` is a text file that names one version.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import shapes
from pipeline.errors import PackError, did_you_mean

PROTOCOL = 1
TASKS = ("roles", "directions", "reader", "encoder", "topics", "nonanswers")
ALLOWED = {".safetensors", ".json", ".md"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LIMITS = {
    "pack.json": 4 << 20,
    ".md": 4 << 20,
    ".json": 256 << 20,
    ".safetensors": 2 << 30,
}
_POINTER = 1 << 10
_FROM_ARCHIVE = "Верните папку модели из архива"


@dataclass(frozen=True)
class Pack:
    """A loaded pack: `meta` is pack.json, `data` its JSON files by stem, `tensors` its arrays."""

    task: str
    version: str
    meta: Mapping[str, Any]
    tensors: Mapping[str, np.ndarray] = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)


def home() -> Path:
    """The folder that new packs go to: VECHE_MODELS, the checkout's `models/`, or `./models`.

    An installed package may lie where nobody may write, and an update replaces it, so packs of a
    user's own never go there.
    """
    named = os.environ.get("VECHE_MODELS")
    if named:
        return Path(named)
    checkout = Path(__file__).parents[1] / "models"
    return checkout if checkout.is_dir() else Path("models")


def shipped() -> Path:
    """The packs that came with the program: the checkout's `models/`, or those in the wheel."""
    checkout = Path(__file__).parents[1] / "models"
    return checkout if checkout.is_dir() else Path(__file__).parent / "shipped_models"


def places(root: Path | None = None) -> tuple[Path, ...]:
    """Where packs are looked for, in order: `root` alone, or one's own and then the shipped."""
    if root is not None:
        return (root,)
    return (home(),) if home() == shipped() else (home(), shipped())


def versions(task: str, root: Path | None = None) -> list[str]:
    """The versions of `task`, sorted by name."""
    found = {
        path.parent.name for place in places(root) for path in place.glob(f"{task}/*/pack.json")
    }
    return sorted(name for name in found if _NAME.fullmatch(name))


def current(task: str, root: Path | None = None) -> str | None:
    """The version that `current` names, or None when the task has no pack."""
    for place in places(root):
        pointer = place / task / "current"
        if pointer.is_file():
            return _small(pointer, _POINTER).decode("utf-8", "replace").strip()
    return None


def folder_of(task: str, version: str, root: Path | None = None) -> Path:
    """The folder of a version, whether it exists or not; PackError for a name that is no name."""
    if not _NAME.fullmatch(version):
        raise PackError(
            f"недопустимое имя версии модели «{version}»",
            file=places(root)[0] / task,
            remedy="Имя — латинские буквы, цифры, точка, дефис и подчёркивание",
        )
    folders = [place / task / version for place in places(root)]
    return next((folder for folder in folders if (folder / "pack.json").is_file()), folders[0])


def require_new(task: str, version: str, root: Path | None = None) -> Path:
    """The folder that a new version gets; PackError when it is there, also beside the package."""
    root = root or home()
    folder = folder_of(task, version, root)
    if folder.exists() or version in versions(task, None if root == home() else root):
        raise PackError(
            f"версия «{version}» модели «{task}» уже есть", file=folder, remedy="Назовите иначе"
        )
    return folder


def fingerprint(task: str, version: str = "", root: Path | None = None) -> str:
    """What a stage's key holds of a pack: its name and the hash of pack.json; "" for no pack.

    The packs that it needs follow, each after a plus.
    """
    version = version or current(task, root) or ""
    if not _NAME.fullmatch(version):
        return ""
    path = folder_of(task, version, root) / "pack.json"
    if not path.is_file():
        return ""
    own = f"{task}/{version}:{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
    try:
        needed = _needs(read_meta(task, version, root))
    except PackError:
        return own  # loading it will say what is wrong
    # Only tasks further along TASKS, so that no pack needs itself; what is no name, `load` refuses.
    later = TASKS[TASKS.index(task) + 1 :] if task in TASKS else ()
    sound = [need for need in needed if need[0] in later and isinstance(need[1], str)]
    return "+".join([own, *(fingerprint(name, one) for name, one in sound)])


def _needs(meta: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The packs without which this one does not work, by task and version."""
    needed = meta.get("needs", {})
    return sorted(needed.items()) if isinstance(needed, dict) else []


def describe(task: str, version: str = "", root: Path | None = None) -> dict[str, Any]:
    """`version`, `scores` and `fingerprint` of a pack, without loading its weights."""
    version = version or current(task, root) or ""
    meta = read_meta(task, version, root)
    return {
        "version": version,
        "scores": meta.get("scores", {}),
        "fingerprint": fingerprint(task, version, root),
    }


def read_meta(task: str, version: str, root: Path | None = None) -> dict[str, Any]:
    """pack.json of a version, checked; PackError names the nearest version when there is none."""
    folder = folder_of(task, version, root)
    if not (folder / "pack.json").is_file():
        raise PackError(
            f"нет версии «{version}» модели «{task}»",
            file=folder,
            remedy=did_you_mean(version, versions(task, root)),
        )
    return _read_meta(folder, task, version)


def read_card(task: str, version: str, root: Path | None = None) -> str:
    """card.md of a version, in Russian and English."""
    read_meta(task, version, root)
    path = folder_of(task, version, root) / "card.md"
    if path.is_symlink() or not path.is_file():
        return ""
    return _small(path, _LIMITS[".md"]).decode("utf-8", "replace")


def load(task: str, version: str | None = None, root: Path | None = None) -> Pack:
    """Load a pack, `current` by default; PackError names what is missing, damaged or unsafe."""
    version = version or current(task, root)
    if version is None:
        raise PackError(
            f"нет модели «{task}»",
            file=places(root)[0] / task,
            remedy="Верните папку models из архива программы или обучите модель",
        )
    meta = read_meta(task, version, root)
    folder = folder_of(task, version, root)
    tensors, data = _read_files(folder, meta["files"])
    shapes.check(task, tensors, data, folder)
    for name, one in _needs(meta):
        if name not in TASKS or not isinstance(one, str) or not fingerprint(name, one):
            raise PackError(
                f"модели нужна версия «{one}» модели «{name}», а её нет",
                file=folder,
                remedy="Верните её папку из архива или обучите эту модель заново",
            )
    return Pack(task, version, meta, tensors, data)


def save(
    task: str,
    version: str,
    *,
    tensors: Mapping[str, np.ndarray],
    data: Mapping[str, Any],
    meta: Mapping[str, Any],
    card: str,
    root: Path | None = None,
    make_current: bool = False,
) -> Path:
    """Write a new version; a version that exists is never changed (PackError).

    `meta` becomes part of pack.json: settings, data hashes, scores, parent, training command.
    The bytes depend on the arguments alone, so the same training gives the same files.
    """
    from safetensors.numpy import save as to_bytes

    root = root or home()
    folder = require_new(task, version, root)
    contents = {"card.md": card.encode("utf-8")}
    if tensors:
        ordered = {name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)}
        contents["weights.safetensors"] = to_bytes(ordered)
    contents |= {f"{stem}.json": _json_bytes(value) for stem, value in data.items()}
    hashes = {name: hashlib.sha256(value).hexdigest() for name, value in sorted(contents.items())}
    meta = {"protocol": PROTOCOL, "task": task, "version": version, **meta, "files": hashes}
    contents["pack.json"] = _json_bytes(meta, indent=2)
    aside = folder.with_name(f".{version}.aside")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, value in contents.items():
        (aside / name).write_bytes(value)
    aside.rename(folder)
    if make_current:
        set_current(task, version, root)
    return folder


def set_current(task: str, version: str, root: Path | None = None) -> None:
    """Point `current` at a version, atomically."""
    pointer = (root or home()) / task / "current"
    pointer.parent.mkdir(parents=True, exist_ok=True)
    aside = pointer.with_name(".current.aside")
    aside.write_text(version + "\n", encoding="utf-8", newline="\n")
    aside.replace(pointer)


def _read_meta(folder: Path, task: str, version: str) -> dict[str, Any]:
    path = folder / "pack.json"
    if folder.is_symlink() or path.is_symlink():
        raise PackError("модель — ссылка на другое место, а не папка", file=folder)
    meta = _json(_small(path, _LIMITS["pack.json"]), path)
    if not isinstance(meta, dict) or not isinstance(meta.get("files"), dict):
        raise PackError("pack.json повреждён", file=path, remedy=_FROM_ARCHIVE)
    protocol = meta.get("protocol")
    if type(protocol) is not int or not 1 <= protocol <= PROTOCOL:
        raise PackError(
            f"неизвестный протокол модели {str(protocol)[:20]!r}, программа знает до {PROTOCOL}",
            file=path,
            remedy="Обновите veche или верните модель из архива",
        )
    if meta.get("task") != task or meta.get("version") != version:
        named = f"{meta.get('task')}/{meta.get('version')}"[:80]
        raise PackError(f"pack.json от другой модели: «{named}»", file=path, remedy=_FROM_ARCHIVE)
    return meta


def _read_files(
    folder: Path, hashes: Mapping[str, str]
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    strangers = {path.name for path in folder.iterdir()} - set(hashes) - {"pack.json"}
    if strangers:
        raise PackError(f"в папке модели лишние файлы: {', '.join(sorted(strangers))}", file=folder)
    tensors: dict[str, np.ndarray] = {}
    data: dict[str, Any] = {}
    for name, expected in hashes.items():
        path = folder / name
        if Path(name).name != name or path.suffix not in ALLOWED or path.is_symlink():
            raise PackError(f"файл «{name}» в модели не допускается", file=folder)
        if not path.is_file():
            raise PackError("нет файла модели", file=path, remedy=_FROM_ARCHIVE)
        content = _small(path, _LIMITS[path.suffix])
        if hashlib.sha256(content).hexdigest() != expected:
            raise PackError("файл модели изменён", file=path, remedy=_FROM_ARCHIVE)
        if path.suffix == ".json":
            data[path.stem] = _json(content, path)
        elif path.suffix == ".safetensors":
            tensors |= _tensors(content, path)
    return tensors, data


def _small(path: Path, limit: int) -> bytes:
    """The bytes of a file, read only when they are not more than `limit`."""
    size = path.stat().st_size
    if size > limit:
        raise PackError(f"файл слишком велик: {size} байт, допустимо {limit}", file=path)
    return path.read_bytes()


def _json(content: bytes, path: Path) -> Any:
    def refuse(word: str) -> Any:
        raise ValueError(word)

    try:
        return json.loads(content, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise PackError("файл не читается как JSON", file=path, remedy=_FROM_ARCHIVE) from error


def _tensors(content: bytes, path: Path) -> dict[str, np.ndarray]:
    from safetensors import SafetensorError
    from safetensors.numpy import load as from_bytes

    try:
        tensors = from_bytes(content)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise PackError("файл весов не читается", file=path) from error
    for name, tensor in tensors.items():
        if tensor.dtype.kind == "f" and not np.isfinite(tensor).all():
            raise PackError(f"в весах «{name}» есть бесконечности или NaN", file=path)
    return tensors


def _json_bytes(value: Any, indent: int | None = None) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)
    return (text + "\n").encode("utf-8")
