"""How fast: labelling, vectors, and a whole run, on one processor core."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter, process_time

import pandas as pd

from pipeline.benchmark.page import Section, Table

TEXTS = 2000
EXAMPLE = Path(__file__).parents[2] / "data" / "raw" / "example"


def speed(shared: Path) -> Section:
    """Texts a second of `label` and `embed`, seconds of `veche run` on the example."""
    from pipeline.encode import embed
    from pipeline.statements import label

    frame = pd.read_json(shared / "gold" / "train.jsonl", lines=True, dtype=False)
    texts = frame["text"].drop_duplicates().tolist()[:TEXTS]
    rows = []
    for name, work in (("label: role, directions, lemmas", label), ("embed: vectors", embed)):
        work(texts[:20])
        begun, wall = process_time(), perf_counter()
        work(texts)
        spent, wall = process_time() - begun, perf_counter() - wall
        rows.append([name, f"{len(texts)} statements", f"{len(texts) / spent:.0f} a second"])
    if EXAMPLE.is_dir():
        rows.append(_run())
    notes = [
        "By processor time of one core, after the models are loaded, so that other work on the "
        "machine changes little."
    ]
    head = ["what", "of", "how fast"]
    return Section(
        "Speed", "`gold/train.jsonl` and the example dataset.", [Table(head, rows)], notes
    )


def _run() -> list[str]:
    from pipeline import run

    with tempfile.TemporaryDirectory() as folder:
        begun, wall = process_time(), perf_counter()
        finished = run(EXAMPLE, out=folder)
        spent, wall = process_time() - begun, perf_counter() - wall
        size = f"{len(finished.answers)} answers, {len(finished.statements)} statements"
        return ["run: files to findings, report, documents", size, f"{spent:.0f} s"]
