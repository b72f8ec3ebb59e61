"""Keys of stages and runs: equal key, equal result.

A stage's key is its name, its code, its own settings, its models and the hashes of its inputs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import packs
from pipeline.errors import InputError
from pipeline.settings import Dataset, Settings

PACKAGE = Path(__file__).parent


def file_hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every file of a dataset folder, by its path inside it; hidden ones apart."""
    if not folder.is_dir():
        raise InputError(
            "нет такой папки с данными", file=folder, remedy="Проверьте путь: data/raw/<набор>"
        )
    paths = (path for path in folder.rglob("*") if path.is_file())
    inside = {path.relative_to(folder): path for path in paths}
    return {
        name.as_posix(): _sha256(inside[name])
        for name in sorted(inside)
        if not any(part.startswith(".") for part in name.parts)
    }


def stage_key(
    name: str,
    code: Iterable[str],
    settings: Mapping[str, Any],
    models: Mapping[str, str],
    inputs: Mapping[str, str],
) -> str:
    """The key of a stage: `code` names packages, `models` tasks with versions, `inputs` hashes."""
    used = {task: _fingerprint(task, version) for task, version in models.items()}
    return digest([name, _code_hash(tuple(code)), settings, used, inputs])


def run_key(dataset: Dataset, settings: Settings, files: Mapping[str, str]) -> str:
    """The key of a whole run, the last part of its folder's name."""
    packages = tuple(sorted(path.name for path in PACKAGE.iterdir()))
    current = [packs.fingerprint(task) for task in packs.TASKS]
    return digest([repr(dataset), settings.plain(), files, current, _code_hash(packages)])[:10]


def digest(value: Any) -> str:
    """16 hex digits of a JSON-like value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _fingerprint(task: str, version: str) -> str:
    """Of a pack of ours; a model of the user's own, «onnx:PATH», stands for itself."""
    return version if ":" in version else packs.fingerprint(task, version)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _code_hash(packages: tuple[str, ...]) -> str:
    """The hash of the source and data files of packages (or modules) and of what all stand on."""
    sources = [PACKAGE / "tables.py", PACKAGE / "engines.py"]
    for package in packages:
        root = PACKAGE / package
        inside = root.rglob("*") if root.is_dir() else (root,)
        sources += sorted(path for path in inside if path.is_file())
    hashed = hashlib.sha256()
    for path in sources:
        if path.suffix != ".pyc":
            hashed.update(path.relative_to(PACKAGE).as_posix().encode())
            hashed.update(path.read_bytes())
    return hashed.hexdigest()
