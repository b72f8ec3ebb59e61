"""`veche evaluate`: a version on a labelled file, beside the current one; kept for `promote`.

What is kept beside the packs holds figures only. Texts, the worst mistakes, are in what the user
asked for and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import labelled, packs
from pipeline.evaluate import scored
from pipeline.evaluate.directions import load_directions, score_directions
from pipeline.evaluate.drift import drift
from pipeline.evaluate.report import report
from pipeline.evaluate.roles import load_roles, score_roles
from pipeline.evaluate.scored import Scored

LOADERS: Mapping[str, tuple[Callable[..., Any], Callable[[pd.DataFrame, Any], Scored]]] = {
    "roles": (load_roles, score_roles),
    "directions": (load_directions, score_directions),
}
RECORDS = "evaluations"


@dataclass(frozen=True)
class Evaluation:
    """`result` is everything, ready for JSON; `record` the part that is kept beside the packs."""

    result: dict[str, Any]
    record: dict[str, Any]


def evaluate(
    task: str, data: Path, version: str = "", against: str = "", root: Path | None = None
) -> Evaluation:
    """Evaluate a version of `roles` or `directions`, `current` by default, on a labelled file.

    It is compared on the same rows with `against`, by default the current version. PackError or
    InputError says what is missing.
    """
    current = packs.current(task, root) or ""
    version, against = version or current, against or current
    load, score = LOADERS[task]
    frame = labelled.read(data, labelled.TARGETS[task])
    model = load(version, root)
    found = score(frame, model)
    meta = packs.read_meta(task, version, root)
    hashes = labelled.hashes([data])
    result = report(frame, found, data.name, version) | {
        "fingerprint": packs.fingerprint(task, version, root),
        "data_sha256": hashes[data.name],
        "learnt_from": hashes[data.name] in meta.get("data", {}).values(),
        "against": None,
        "drift": drift(
            frame, labelled.TARGETS[task], model.vocabularies["words"], meta.get("profile")
        ),
    }
    if against and against != version:
        other = score(frame, load(against, root))
        pair = scored.align(found, other)
        result["against"] = {
            "version": against,
            "fingerprint": packs.fingerprint(task, against, root),
            "scores": _plain(other),
            "difference": scored.difference(*pair),
            "learnt_from": hashes[data.name]
            in packs.read_meta(task, against, root).get("data", {}).values(),
        }
    return Evaluation(result, _record(result))


def keep(evaluation: Evaluation, root: Path | None = None) -> Path:
    """Write the record beside the packs, for `veche models promote` and `list`."""
    record = evaluation.record
    folder = (root or packs.home()) / record["task"] / RECORDS
    folder.mkdir(parents=True, exist_ok=True)
    against = (record["against"] or {}).get("version", "alone")
    path = folder / f"{record['model']}--{against}--{record['data_sha256'][:12]}.json"
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True)
    aside = path.with_suffix(".aside")
    aside.write_text(text + "\n", encoding="utf-8", newline="\n")
    aside.replace(path)
    return path


def keep_encoder(
    data: Path, found: dict[str, Any], version: str, against: str, root: Path | None = None
) -> Path | None:
    """Write the record of an evaluated encoder, from the report of `evaluate_encoder`.

    Two encoders are compared by their separate intervals: a loss is one where they do not meet.
    """
    if version not in packs.versions("encoder", root):
        return None
    digest = labelled.hashes([data])[data.name]
    ours = found["methods"][version]
    main = next(iter(ours))
    record = {
        "task": "encoder",
        "data": data.name,
        "data_sha256": digest,
        "model": version,
        "fingerprint": packs.fingerprint("encoder", version, root),
        "rows": found["rows"],
        "main": main,
        "value": ours[main],
        "learnt_from": digest in packs.read_meta("encoder", version, root)["data"].values(),
        "against": None,
    }
    if against:
        theirs = found["methods"][against]
        gap = {
            "value": ours[main]["value"] - theirs[main]["value"],
            "low": ours[main]["low"] - theirs[main]["high"],
            "high": ours[main]["high"] - theirs[main]["low"],
        }
        record["against"] = {
            "version": against,
            "fingerprint": packs.fingerprint("encoder", against, root),
            "difference": {main: {name: round(one, 4) for name, one in gap.items()}},
        }
    return keep(Evaluation({}, record), root)


def records(task: str, root: Path | None = None) -> list[dict[str, Any]]:
    """The kept records of a task; a damaged one counts as none."""
    found = []
    for place in packs.places(root):
        for path in sorted((place / task / RECORDS).glob("*.json")):
            try:
                record = json.loads(path.read_text(encoding="utf-8"))
            except (ValueError, OSError, RecursionError):
                continue
            if isinstance(record, dict) and {"model", "fingerprint", "data_sha256"} <= set(record):
                found.append(record)
    return found


def _plain(found: Scored) -> dict[str, Any]:
    return {name: one.plain() for name, one in scored.estimates(scored.measures(found)).items()}


def _record(result: dict[str, Any]) -> dict[str, Any]:
    """The figures without a single text."""
    kept = ("task", "data", "data_sha256", "model", "fingerprint", "rows", "groups", "main", "ece")
    measures = [name for name in scored.OVERALL[result["task"]] if result.get(name)]
    return {name: result[name] for name in (*kept, *measures, "learnt_from", "against")}
