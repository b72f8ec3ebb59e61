"""How good an encoder is: does it find the other half of a pair, or texts of the same topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.encode import embed
from pipeline.encode.lemmas import content_lemmas
from pipeline.errors import InputError
from pipeline.evaluate.csv_files import read_csv
from pipeline.evaluate.metrics import bootstrap
from pipeline.evaluate.topic_baselines import averaged_navec

POOL = 2_000  # rows looked at: a search among more is a matter of the pool, not of the encoder
NEAREST = 10
TITLES = {
    "first": "вторая половина пары — ближайшая",
    "among_ten": "вторая половина пары — среди десяти ближайших",
    "reciprocal": "средний обратный ранг",
    "same_topic": "доля той же темы среди десяти ближайших",
}
NAVEC = "средний Navec"


@dataclass(frozen=True)
class EncoderReport:
    """`methods`: encoder → measure → value, low, high (95 % bootstrap)."""

    data: str
    rows: int
    methods: dict[str, dict[str, dict[str, float]]]

    def plain(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {"task": "encoder", "data": self.data, "rows": self.rows, "methods": self.methods}

    def lines(self) -> list[str]:
        """The figures as lines of text for a terminal."""
        return [
            f"{name}: {TITLES[key]} {_interval(one)}"
            for name, figures in self.methods.items()
            for key, one in figures.items()
        ]

    def page(self) -> str:
        """A page in Russian that opens without the network."""
        body = "".join(f"<li>{escape(line)}</li>" for line in self.lines())
        return (
            "<!doctype html><html lang='ru'><meta charset='utf-8'><title>Энкодер: оценка</title>"
            f"<h1>Энкодер: оценка на «{escape(self.data)}», строк {self.rows}</h1>"
            f"<ul>{body}</ul></html>\n"
        )


def evaluate_encoder(path: Path, model: str = "", against: str = "") -> EncoderReport:
    """Measure an encoder on a CSV of pairs (`text_a`, `text_b`) or of texts with `topic`.

    Beside it stand the version `against`, if named, and averaged Navec.
    """
    frame = read_csv(path)
    frame = frame.iloc[:: max(1, -(-len(frame) // POOL))]
    if {"text_a", "text_b"} <= set(frame.columns):
        sides = [frame["text_a"].tolist(), frame["text_b"].tolist()]
    elif {"text", "topic"} <= set(frame.columns):
        sides = [frame["text"].tolist()]
    else:
        raise InputError(
            "нет столбцов text_a и text_b или text и topic",
            file=path,
            remedy="Переименуйте столбцы",
        )
    if len(frame) < 2:
        raise InputError("в файле меньше двух строк", file=path)
    methods = {}
    for name in dict.fromkeys([model or "current", *([against] if against else []), NAVEC]):
        vectors = [_vectors(texts, name) for texts in sides]
        topics = frame["topic"].tolist() if len(sides) == 1 else []
        methods[name] = _pairs(*vectors) if len(sides) == 2 else _nearest(vectors[0], topics)
    return EncoderReport(path.name, len(frame), methods)


def _vectors(texts: Sequence[str], name: str) -> np.ndarray:
    if name == NAVEC:
        return averaged_navec(content_lemmas(texts))
    return embed(texts, "" if name == "current" else name)


def _pairs(left: np.ndarray, right: np.ndarray) -> dict[str, dict[str, float]]:
    scores = left @ right.T
    ranks = 1 + (scores > np.diag(scores)[:, None] + 1e-6).sum(axis=1)
    measured = {"first": ranks == 1, "among_ten": ranks <= NEAREST, "reciprocal": 1 / ranks}
    return {key: _estimate(values.astype(float)) for key, values in measured.items()}


def _nearest(rows: np.ndarray, topics: Sequence[str]) -> dict[str, dict[str, float]]:
    scores = rows @ rows.T
    np.fill_diagonal(scores, -2)
    near = np.argsort(-scores, axis=1, kind="stable")[:, : min(NEAREST, len(rows) - 1)]
    named = np.unique(topics, return_inverse=True)[1]
    return {"same_topic": _estimate((named[near] == named[:, None]).mean(axis=1))}


def _estimate(values: np.ndarray) -> dict[str, float]:
    return bootstrap(len(values), lambda rows: float(values[rows].mean())).plain()


def _interval(one: dict[str, float]) -> str:
    return f"{one['value']:.3f} ({one['low']:.3f}–{one['high']:.3f})".replace(".", ",")
