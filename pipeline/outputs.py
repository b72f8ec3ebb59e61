"""The files of a finished run: tables, run.json, settings, log, report and documents."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pipeline import runs, settings
from pipeline.progress import Log

TABLES = ("answers", "statements", "topics", "findings", "links", "coverage", "frequencies")
LIBRARIES = ("spacy", "slovnet", "pymorphy3", "bertopic", "scikit-learn", "numpy", "pandas")


def files(
    made: Mapping[str, Any], info: Mapping[str, Any], chosen: settings.Settings, log: Log
) -> dict[str, bytes]:
    """File name -> bytes of everything that stands in the folder of a run."""
    contents = dict(runs.serialize(name, made[name]) for name in (*TABLES, "journal", "vectors"))
    contents["settings.toml"] = settings.to_toml(chosen).encode("utf-8")
    contents["run.json"] = (json.dumps(info, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    log.write("written", files=sorted(contents))
    contents["log.jsonl"] = log.text().encode("utf-8")
    return contents


def versions() -> dict[str, str]:
    """Python and the libraries that a result may depend on."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found
