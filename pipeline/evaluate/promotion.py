"""Which version is current, and why: promotion needs proof, a rollback needs none.

`history.jsonl` beside the versions tells every change of `current`, with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import packs
from pipeline.errors import InputError, PackError
from pipeline.evaluate import evaluation

HISTORY = "history.jsonl"


def promote(task: str, version: str, why: str = "", root: Path | None = None) -> dict[str, Any]:
    """Make a version current; the entry of the history.

    The version and the current one must have been evaluated on the same rows. A significant loss,
    or an evaluation on rows that the version has learnt from, is refused unless `why` says why.
    """
    if task == "topics":
        raise InputError(
            "темы не бывают текущими: их называют при прогоне",
            remedy=f"veche run НАБОР --set topics.model={version}",
        )
    packs.load(task, version, root)
    current = packs.current(task, root)
    if current == version:
        raise InputError(f"версия «{version}» модели «{task}» и так текущая")
    proven = current and not (why and _is_unreadable(task, current, root))
    proof = _proof(task, version, current, root) if current and proven else None
    if proof is not None and not why:
        _refuse_loss(task, version, proof)
    return _move(task, current, version, "promote", why, proof, root)


def rollback(task: str, root: Path | None = None) -> dict[str, Any]:
    """Make the version that was current before the last promotion current again."""
    before: list[str] = []
    for entry in history(task, root):
        if entry["kind"] == "promote" and entry["from"]:
            before.append(entry["from"])
        elif entry["kind"] == "rollback" and before:
            before.pop()
    if not before:
        raise InputError(
            f"у модели «{task}» нет прежней версии: её ещё не меняли",
            remedy=f"Другую версию делает текущей veche models promote {task} ВЕРСИЯ",
        )
    version = before[-1]
    packs.load(task, version, root)
    return _move(task, packs.current(task, root), version, "rollback", "", None, root)


def history(task: str, root: Path | None = None) -> list[dict[str, Any]]:
    """Every change of `current`, the oldest first."""
    path = (root or packs.home()) / task / HISTORY
    if not path.is_file():
        return []
    try:
        entries = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
        return [entry for entry in entries if {"kind", "from", "to"} <= set(entry)]
    except (ValueError, TypeError) as error:
        raise PackError("журнал моделей повреждён", file=path) from error


def _is_unreadable(task: str, version: str, root: Path | None) -> bool:
    """Whether a version cannot be compared with, since it does not load."""
    try:
        packs.load(task, version, root)
    except PackError:
        return True
    return False


def _proof(task: str, version: str, current: str, root: Path | None) -> dict[str, Any]:
    """The newest kind of evidence: the evaluation on most rows of both versions as they are now."""
    ours, theirs = (packs.fingerprint(task, name, root) for name in (version, current))
    found = [
        record
        for record in evaluation.records(task, root)
        if record["fingerprint"] == ours
        and (record.get("against") or {}).get("fingerprint") == theirs
    ]
    if not found:
        raise InputError(
            f"версии «{version}» и «{current}» модели «{task}» не сравнивали на одних данных",
            remedy=f"Сначала: veche evaluate {task} ДАННЫЕ --model {version}",
        )
    honest = [record for record in found if not record["learnt_from"]]
    return max(honest or found, key=lambda record: (record["rows"], record["data_sha256"]))


def _refuse_loss(task: str, version: str, proof: Mapping[str, Any]) -> None:
    gap = proof["against"]["difference"][proof["main"]]
    anyway = f"Если так надо, объясните: veche models promote {task} {version} --why «причина»"
    if gap["high"] < 0:
        raise InputError(
            f"версия «{version}» хуже текущей на данных «{proof['data']}»: "
            f"{proof['main']} {gap['value']:+.3f} ({gap['low']:+.3f}…{gap['high']:+.3f})",
            remedy=anyway,
        )
    if proof["learnt_from"]:
        raise InputError(
            f"версия «{version}» училась на данных «{proof['data']}», они ничего не доказывают",
            remedy=f"Оцените на данных, которых она не видела. {anyway}",
        )


def _move(
    task: str,
    old: str | None,
    new: str,
    kind: str,
    why: str,
    proof: Mapping[str, Any] | None,
    root: Path | None,
) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "kind": kind,
        "from": old,
        "to": new,
        "why": why,
    }
    if proof is not None:
        entry["data"] = proof["data"]
        entry["difference"] = proof["against"]["difference"][proof["main"]]
    path = (root or packs.home()) / task / HISTORY
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    packs.set_current(task, new, root)
    return entry
