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
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import PackError, did_you_mean

PROTOCOL = 1
ALLOWED = {".safetensors", ".json", ".md"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Pack:
    """A loaded pack: `meta` is pack.json, `data` its JSON files by stem, `tensors` its arrays."""

    task: str
    version: str
    meta: Mapping[str, Any]
    tensors: Mapping[str, np.ndarray] = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)


def home() -> Path:
    """The folder of packs: VECHE_MODELS, the checkout's `models/`, or the ones in the wheel."""
    named = os.environ.get("VECHE_MODELS")
    if named:
        return Path(named)
    package = Path(__file__).parent
    checkout = package.parent / "models"
    return checkout if checkout.is_dir() else package / "shipped_models"


def versions(task: str, root: Path | None = None) -> list[str]:
    """The versions of `task`, sorted by name."""
    folder = (root or home()) / task
    return sorted(path.parent.name for path in folder.glob("*/pack.json"))


def current(task: str, root: Path | None = None) -> str | None:
    """The version that `current` names, or None when the task has no pack."""
    pointer = (root or home()) / task / "current"
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None


def fingerprint(task: str, version: str = "", root: Path | None = None) -> str:
    """What a stage's key holds of a pack: its name and the hash of pack.json; "" for no pack."""
    version = version or current(task, root) or ""
    path = (root or home()) / task / version / "pack.json"
    if not (version and path.is_file()):
        return ""
    return f"{task}/{version}:{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"


def describe(task: str, version: str = "", root: Path | None = None) -> dict[str, Any]:
    """`version`, `scores` and `fingerprint` of a pack, without loading its weights."""
    version = version or current(task, root) or ""
    meta = _read_meta((root or home()) / task / version, task, version)
    return {
        "version": version,
        "scores": meta.get("scores", {}),
        "fingerprint": fingerprint(task, version, root),
    }


def load(task: str, version: str | None = None, root: Path | None = None) -> Pack:
    """Load a pack, `current` by default; PackError names what is missing, damaged or unsafe."""
    root = root or home()
    version = version or current(task, root)
    if version is None:
        raise PackError(f"нет модели «{task}»", file=root / task, remedy="Обучите её: veche train")
    if not _NAME.fullmatch(version):
        raise PackError(f"недопустимое имя версии модели «{version}»", file=root / task)
    folder = root / task / version
    if not (folder / "pack.json").is_file():
        raise PackError(
            f"нет версии «{version}» модели «{task}»",
            file=folder,
            remedy=did_you_mean(version, versions(task, root)),
        )
    meta = _read_meta(folder, task, version)
    return Pack(task, version, meta, *_read_files(folder, meta["files"]))


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
    if not _NAME.fullmatch(version):
        raise PackError(f"недопустимое имя версии модели «{version}»", file=root / task)
    folder = root / task / version
    if folder.exists():
        raise PackError(
            f"версия «{version}» модели «{task}» уже есть", file=folder, remedy="Назовите иначе"
        )
    contents = {"card.md": card.encode("utf-8")}
    if tensors:
        ordered = {name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)}
        contents["weights.safetensors"] = to_bytes(ordered)
    contents |= {f"{stem}.json": _json_bytes(value) for stem, value in data.items()}
    hashes = {name: hashlib.sha256(value).hexdigest() for name, value in sorted(contents.items())}
    meta = {"protocol": PROTOCOL, "task": task, "version": version, **meta, "files": hashes}
    contents["pack.json"] = _json_bytes(meta, indent=2)
    aside = folder.with_name(f".{version}.aside")
    aside.mkdir(parents=True, exist_ok=True)
    for name, value in contents.items():
        (aside / name).write_bytes(value)
    aside.rename(folder)
    if make_current:
        set_current(task, version, root)
    return folder


def set_current(task: str, version: str, root: Path | None = None) -> None:
    """Point `current` at a version, atomically."""
    pointer = (root or home()) / task / "current"
    aside = pointer.with_name(".current.aside")
    aside.write_text(version + "\n", encoding="utf-8", newline="\n")
    aside.replace(pointer)


def _read_meta(folder: Path, task: str, version: str) -> dict[str, Any]:
    try:
        meta = json.loads((folder / "pack.json").read_text(encoding="utf-8"))
        sound = (
            meta["protocol"] <= PROTOCOL
            and meta["task"] == task
            and meta["version"] == version
            and isinstance(meta["files"], dict)
        )
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise PackError(
            "pack.json повреждён, от другой модели или новее программы",
            file=folder / "pack.json",
            remedy="Верните папку модели из архива или обновите veche",
        )
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
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != expected:
            raise PackError(
                "файл модели изменён или отсутствует",
                file=path,
                remedy="Верните папку модели из архива",
            )
        if path.suffix == ".json":
            data[path.stem] = json.loads(content)
        elif path.suffix == ".safetensors":
            tensors |= _tensors(content, path)
    return tensors, data


def _tensors(content: bytes, path: Path) -> dict[str, np.ndarray]:
    from safetensors import SafetensorError
    from safetensors.numpy import load as from_bytes

    try:
        tensors = from_bytes(content)
    except (SafetensorError, ValueError, KeyError) as error:
        raise PackError("файл весов не читается", file=path) from error
    for name, tensor in tensors.items():
        if tensor.dtype.kind == "f" and not np.isfinite(tensor).all():
            raise PackError(f"в весах «{name}» есть бесконечности или NaN", file=path)
    return tensors


def _json_bytes(value: Any, indent: int | None = None) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)
    return (text + "\n").encode("utf-8")
