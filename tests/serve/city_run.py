"""A finished run of an invented city on disk, made in a second without running the flow."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

from invented_city import result  # noqa: E402

from pipeline import runs, tables  # noqa: E402
from pipeline.decisions import base  # noqa: E402
from pipeline.encode.stage import static_encoder  # noqa: E402

SECRET = "Слова, которые сказал только бизнес"
TABLES = ("answers", "statements", "topics", "findings", "links", "coverage")


@cache
def frames(people: int = 120, seed: int = 1) -> dict:
    """The tables of the city and the vectors of its statements."""
    city = result(people=people, seed=seed)
    made = {name: getattr(city, name).copy() for name in TABLES}
    for number, place in enumerate(made["answers"].index[made["answers"]["group"] == "бизнес"]):
        _reword(made, place, f"{SECRET} {number}")
    vectors = static_encoder().vectors(made["statements"]["lemmas"].tolist())
    return {**made, "vectors": vectors.astype(np.float32), "info": dict(city.run)}


@cache
def city_base(people: int = 120, seed: int = 1, name: str = "run-1") -> base.Base:
    """The same as the desk reads it."""
    made = frames(people, seed)
    return base.from_frames(name, "Новокузнецк-2035", made)


def _reword(made: dict, place: int, text: str) -> None:
    answers, statements = made["answers"], made["statements"]
    own = statements["answer_id"] == answers.loc[place, "answer_id"]
    answers.loc[place, ["text", "analysis"]] = text
    statements.loc[own, ["text", "end"]] = [text, len(text)]


def write_run(folder: Path, made: dict, name: str = "2018-05-20-0000000001") -> runs.Run:
    """Write tables as a finished run of the dataset whose runs stand in `folder`."""
    path = folder / name
    path.mkdir(parents=True)
    for stem in (*TABLES, "vectors"):
        file, content = runs.serialize(stem, made[stem])
        (path / file).write_bytes(content)
    info = {**made["info"], "title": made.get("title", "Новокузнецк-2035")}
    (path / "run.json").write_text(json.dumps(info, ensure_ascii=False), encoding="utf-8")
    (folder / "latest").write_text(name + "\n", encoding="utf-8")
    return runs.open_run(folder)


def regrouped(made: dict, seed: int) -> dict:
    """The tables as a retrained model would leave them: ids, names and a tenth of members change."""
    rng = np.random.default_rng(seed)
    findings = made["findings"].copy()
    ids = [list(held) for held in findings["statement_ids"]]
    by_kind: dict[str, list[int]] = {}
    for place, kind in enumerate(findings["kind"]):
        by_kind.setdefault(kind, []).append(place)
    for places in by_kind.values():
        for place in places:
            moved = [sid for sid in ids[place] if rng.random() < 0.1]
            ids[place] = [sid for sid in ids[place] if sid not in moved]
            for sid in moved:
                ids[int(rng.choice(places))].append(sid)
    findings["statement_ids"] = [sorted(held) for held in ids]
    findings["quotes"] = [sorted(held)[:3] for held in ids]
    findings["finding_id"] = [
        tables.short_hash("re", seed, i, length=10) for i in findings["finding_id"]
    ]
    findings["name"] = [f"{name} ({seed})" for name in findings["name"]]
    findings = findings[[bool(held) for held in ids]].reset_index(drop=True)
    return {**made, "findings": findings, "links": tables.empty("links")}
