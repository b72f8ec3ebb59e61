"""The encoder and the topics, beside averaged Navec, BERTopic, NMF and k-means."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import packs
from pipeline.benchmark.page import Section, Table, interval
from pipeline.errors import InputError
from pipeline.evaluate import encoder as of_encoder
from pipeline.evaluate import topics as of_topics

FILES = {
    "petersburg/appeal_answer_pairs.csv.gz": (["appeal", "answer"], ["text_a", "text_b"]),
    "petersburg/appeals.csv.gz": (["text", "reason"], ["text", "topic"]),
    "kursk/appeals.csv": (["text", "topic"], ["text", "topic"]),
}
SET_FILES = {
    "kursk": "kursk/appeals.csv",
    "petersburg": "petersburg/appeals.csv.gz",
    "polls": "polls/answers_labeled.csv",
}
REPEATS = 3
LEARNT = "learnt from"
_MEASURES = {
    "first": "the other half is nearest",
    "among_ten": "… among the ten nearest",
    "reciprocal": "mean reciprocal rank",
    "same_topic": "same topic among the ten nearest",
}
_WAYS = {
    "средний Navec": "averaged Navec",
    "TF-IDF + NMF, верное число": "TF-IDF and NMF, given the true number",
    "TF-IDF + SVD + k-means, верное число": "TF-IDF, SVD, k-means, given the true number",
    "BERTopic, средний Navec": "BERTopic on averaged Navec",
    "BERTopic, TF-IDF + SVD": "BERTopic on TF-IDF and SVD",
    "BERTopic, TF-IDF + SVD, выпавшие к ближайшей": "the same, outliers to the nearest topic",
}
_FIGURES = ("ami", "v", "bcubed_f1", "bcubed_precision", "bcubed_recall")


def encoder(shared: Path) -> Section:
    """Retrieval of the other half of a pair, and of texts of one topic."""
    tables = []
    for name, (columns, wanted) in FILES.items():
        if not (shared / name).is_file():
            continue
        frame = pd.read_csv(shared / name, dtype=str, keep_default_na=False)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "data.csv"
            frame[columns].set_axis(wanted, axis=1).to_csv(path, index=False)
            found = of_encoder.evaluate_encoder(path)
        tables.append(_encoder_table(name, found.plain(), _learnt(shared, name)))
    if not tables:
        raise InputError("нет файлов для энкодера", file=shared)
    return Section("Encoder", f"Every n-th row, {of_encoder.POOL} at most.", tables, [_note()])


def _encoder_table(name: str, found: Mapping[str, Any], learnt: bool) -> Table:
    methods = found["methods"]
    measures = list(next(iter(methods.values())))
    rows = [
        [_WAYS.get(way, f"veche, {way} model"), *(interval(figures[one]) for one in measures)]
        for way, figures in methods.items()
    ]
    title = f"`{name}`, {found['rows']} rows" + (f" ({LEARNT})" if learnt else "")
    return Table(["", *(_MEASURES[one] for one in measures)], rows, title)


def topics(shared: Path) -> Section:
    """Topics against labels, the number of topics found by the system itself."""
    found = of_topics.evaluate_topics(shared, baselines=True, repeats=REPEATS)
    tables = [_topics_table(one, _learnt(shared, SET_FILES[one["name"]])) for one in found.sets]
    notes = [
        "AMI is adjusted for chance; B³ is over texts. The number of topics is the system's own; "
        "where a baseline is given the true number, the row says so.",
        _note(),
    ]
    return Section("Topics", "Labelled sets of the data folder.", tables, notes)


def _topics_table(one: Mapping[str, Any], learnt: bool) -> Table:
    rows = [
        [
            _WAYS.get(name, name),
            *(f"{figures[key]:.3f}" for key in _FIGURES),
            str(figures["topics"]),
            f"{figures['none']:.3f}",
        ]
        for name, figures in one["methods"].items()
    ]
    steady = one["stability"]
    title = f"{one['name']}: {one['texts']} texts, {one['classes']} classes"
    if steady["ari_median"] is not None:
        title += f"; ARI between runs in other row orders {steady['ari_median']:.3f}"
    title += f" (encoder {LEARNT})" if learnt else ""
    head = ["", "AMI", "V", "B³ F1", "B³ precision", "B³ recall", "topics", "without a topic"]
    return Table(head, rows, title)


def _learnt(shared: Path, name: str) -> bool:
    """Whether the current encoder's training data hold this very file."""
    version = packs.current("encoder")
    path = shared / name
    if version is None or not path.is_file():
        return False
    known = packs.read_meta("encoder", version).get("data", {})
    return hashlib.sha256(path.read_bytes()).hexdigest() in known.values()


def _note() -> str:
    return (
        f"Where it says «{LEARNT}», the shipped encoder has seen this file in training, so the "
        "figure flatters it; a folder with other texts of the same layout gives the honest one."
    )
