"""The files of a finished run: tables, run.json, settings, log, report and documents."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pipeline import packs, runs, settings
from pipeline.paging import pages_of
from pipeline.progress import Log

TABLES = (
    "answers",
    "statements",
    "topics",
    "levels",
    "findings",
    "links",
    "coverage",
    "frequencies",
    "decided",
)
LIBRARIES = ("spacy", "slovnet", "pymorphy3", "bertopic", "scikit-learn", "numpy", "pandas")
MODELS = {
    "roles": ("statements", "roles"),
    "directions": ("statements", "directions_model"),
    "nonanswers": ("clean", "nonanswers"),
    "encoder": ("encoder", "model"),
    "topics": ("topics", "model"),
}


def files(
    made: Mapping[str, Any],
    info: Mapping[str, Any],
    dataset: settings.Dataset,
    chosen: settings.Settings,
    log: Log,
) -> dict[str, bytes]:
    """File name -> bytes of everything that stands in the folder of a run."""
    contents = dict(runs.serialize(name, made[name]) for name in (*TABLES, "journal", "vectors"))
    contents["settings.toml"] = settings.to_toml(chosen).encode("utf-8")
    contents["run.json"] = (json.dumps(info, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    contents |= _documents(made, info, dataset, chosen)
    log.write("written", files=sorted(contents))
    contents["log.jsonl"] = log.text().encode("utf-8")
    return contents


def _documents(
    made: Mapping[str, Any],
    info: Mapping[str, Any],
    dataset: settings.Dataset,
    chosen: settings.Settings,
) -> dict[str, bytes]:
    """The report and the documents of the strategy."""
    from pipeline import report
    from pipeline.statements.directions_taxonomy import taxonomy
    from pipeline.topics.places import places

    result = report.Result(
        title=dataset.title,
        date=date.today().isoformat(),
        **{name: made[name] for name in ("answers", "statements", "topics", "levels", "links")},
        frequencies=made["frequencies"],
        journal=made["journal"],
        decided=made["decided"],
        strategy=made["strategy"],
        directions={d.id: d.title for d in taxonomy(dataset.directions).directions},
        run=info,
        places=places(made["topics"], made["statements"], made["vectors"]),
        edition=chosen.report.edition,
        min_cell=chosen.report.min_cell,
    )
    return report.documents(result, pages_of if chosen.report.page_numbers else None)


def models(chosen: settings.Settings) -> dict[str, dict[str, Any]]:
    """Task -> the model of a run: its version, what it scored, and the hash of its files."""
    used = {}
    for task, (section, key) in MODELS.items():
        name = chosen[section][key]
        if ":" in name:
            used[task] = {"version": name}
        elif packs.fingerprint(task, name):
            used[task] = packs.describe(task, name)
    return used


def versions() -> dict[str, str]:
    """Python and the libraries that a result may depend on."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found
