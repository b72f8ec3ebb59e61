"""How good the topics are on labelled texts, beside baselines run in the same process.

python -m pipeline.evaluate.topics ../shared/data --baselines
python -m pipeline.evaluate.topics texts.csv --alternatives --model=VERSION
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.encode.lemmas import content_lemmas
from pipeline.evaluate import partitions
from pipeline.evaluate.topic_alternatives import alternatives as all_alternatives
from pipeline.evaluate.topic_baselines import baselines as all_baselines
from pipeline.evaluate.topic_sets import LabelledSet, read_sets
from pipeline.topics.quality import stability
from pipeline.topics.space import fit_space
from pipeline.topics.texts import topics_of_texts

OURS = "veche"
MEASURES = {
    "ami": "AMI",
    "v": "V",
    "bcubed_f1": "B³ F1",
    "bcubed_precision": "B³ точность",
    "bcubed_recall": "B³ полнота",
    "topics": "тем",
    "none": "без темы",
    "npmi": "c-NPMI",
    "diversity": "разные слова",
}
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.25rem .6rem;"
    "text-align:right}td:first-child{text-align:left}"
)
Grouping = Callable[[Sequence[str], Sequence[Sequence[str]], int], np.ndarray]


@dataclass(frozen=True)
class TopicsReport:
    """`sets`: a dictionary for each labelled set: `name`, `texts`, `methods`, `stability`."""

    data: str
    model: str
    sets: tuple[dict[str, Any], ...]
    notes: tuple[str, ...] = ()  # ways that could not be tried, and why

    def plain(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {"task": "topics", "data": self.data, "model": self.model, "sets": list(self.sets)}

    def lines(self) -> list[str]:
        """The table as lines of text for a terminal."""
        made = []
        for one in self.sets:
            made.append(f"{one['name']}: текстов {one['texts']}, классов {one['classes']}")
            made.append("  " + " ".join(f"{title:>12}" for title in MEASURES.values()))
            for name, figures in one["methods"].items():
                cells = " ".join(f"{_number(figures[key]):>12}" for key in MEASURES)
                made.append(f"  {cells}  {name}")
            made.append(f"  {_steady(one['stability'])}")
        return [*made, *self.notes]

    def page(self) -> str:
        """A page in Russian that opens without the network."""
        parts = [f"<h1>Темы: оценка на «{escape(self.data)}»</h1>"]
        head = "".join(f"<th>{escape(title)}</th>" for title in ("способ", *MEASURES.values()))
        for one in self.sets:
            rows = "".join(
                f"<tr><td>{escape(name)}</td>"
                + "".join(f"<td>{_number(figures[key])}</td>" for key in MEASURES)
                + "</tr>"
                for name, figures in one["methods"].items()
            )
            parts.append(
                f"<h2>{escape(one['name'])}: текстов {one['texts']}, классов {one['classes']}</h2>"
                f"<table><tr>{head}</tr>{rows}</table><p>{_steady(one['stability'])}</p>"
            )
        return (
            "<!doctype html><html lang='ru'><meta charset='utf-8'><title>Темы: оценка</title>"
            f"<style>{STYLE}</style>{''.join(parts)}</html>\n"
        )


def evaluate_topics(
    path: Path,
    baselines: bool = False,
    model: str = "",
    repeats: int = 20,
    alternatives: bool = False,
) -> TopicsReport:
    """Measure the topics found in labelled texts; the system chooses their number itself.

    `path` is a CSV with `text` and `topic` (and perhaps `question`) or a folder of labelled sets,
    `model` an encoder as in `encoder.model`. Stability is measured over `repeats` runs, each with
    another order of the rows. `baselines` and `alternatives` set other ways beside ours; of the
    latter those whose packages are absent are left out, and `notes` say which.
    """
    ways: dict[str, Grouping] = dict(all_baselines()) if baselines else {}
    notes: list[str] = []
    if alternatives:
        tried, notes = all_alternatives(model)
        ways |= tried
    sets = tuple(_measured(one, ways, model, repeats) for one in read_sets(path))
    return TopicsReport(path.name, model or "current", sets, tuple(notes))


def _measured(
    one: LabelledSet, others: Mapping[str, Grouping], model: str, repeats: int
) -> dict[str, Any]:
    def ours(texts: Sequence[str], lemmas: Sequence[Sequence[str]], classes: int) -> np.ndarray:
        return topics_of_texts(texts, encoder=model)[0]

    ways: dict[str, Grouping] = {OURS: ours, **others}
    lemmas = [content_lemmas(part.texts) for part in one.parts]
    figures: dict[str, list[dict[str, Any]]] = {name: [] for name in ways}
    for part, words in zip(one.parts, lemmas, strict=True):
        for name, way in ways.items():
            found = way(part.texts, words, len(set(part.labels)))
            figures[name].append(
                partitions.against_labels(part.labels, found.tolist())
                | partitions.sizes(found)
                | partitions.of_words(words, found)
            )
    return {
        "name": one.name,
        "parts": len(one.parts),
        "texts": sum(len(part.texts) for part in one.parts),
        "classes": sum(len(set(part.labels)) for part in one.parts),
        "methods": {name: _mean(rows) for name, rows in figures.items()},
        "stability": _stability(one, model, repeats),
    }


def _mean(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Means over the parts; topics are counted together."""
    found = {key: round(float(np.mean([row[key] for row in rows])), 4) for key in rows[0]}
    return {**found, "topics": sum(row["topics"] for row in rows)}


def _stability(one: LabelledSet, model: str, repeats: int) -> dict[str, Any]:
    """Median ARI between pairs of runs in other row orders; mean stability under resampling."""
    from sklearn.metrics import adjusted_rand_score

    chance = np.random.default_rng(20180419)
    alike, steady = [], []
    for part in one.parts:
        runs = []
        for _ in range(repeats):
            order = chance.permutation(len(part.texts))
            labels = np.empty(len(order), dtype=np.int64)
            labels[order] = topics_of_texts([part.texts[row] for row in order], encoder=model)[0]
            runs.append(labels)
        alike += [adjusted_rand_score(a, b) for i, a in enumerate(runs) for b in runs[:i]]
        _, found, partition = topics_of_texts(part.texts, encoder=model)
        rows = fit_space(found.vectors, found.lemmas).place(found.vectors, found.lemmas)
        weights = np.bincount(partition.labels[partition.labels >= 0])
        if len(weights):
            steady.append(
                np.average(stability(rows, found.keys, partition), weights=np.maximum(weights, 1))
            )
    return {
        "repeats": repeats,
        "ari_median": round(float(np.median(alike)), 4) if alike else None,
        "ari_least": round(float(np.min(alike)), 4) if alike else None,
        "resampled": round(float(np.mean(steady)), 4) if steady else None,
    }


def _steady(found: dict[str, Any]) -> str:
    if found["ari_median"] is None:
        return f"устойчивость при повторных выборках {_number(found['resampled'])}"
    return (
        f"устойчивость: ARI между {found['repeats']} прогонами в другом порядке строк "
        f"{_number(found['ari_median'])} (наименьший {_number(found['ari_least'])}), "
        f"при повторных выборках {_number(found['resampled'])}"
    )


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    return str(value) if isinstance(value, int) else f"{value:.3f}".replace(".", ",")


if __name__ == "__main__":
    given = {word.split("=")[0]: word.partition("=")[2] for word in sys.argv[2:]}
    report = evaluate_topics(
        Path(sys.argv[1]),
        "--baselines" in given,
        given.get("--model", ""),
        3 if "--quick" in given else 20,
        "--alternatives" in given,
    )
    if "--json" in given:
        sys.stdout.write(json.dumps(report.plain(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(report.lines()) + "\n")
