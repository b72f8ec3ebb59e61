"""The stage: statements with vectors to topics; statements and answers learn their topic."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline import tables
from pipeline.settings import Settings
from pipeline.topics.cluster import NONE, fit
from pipeline.topics.keywords import class_tfidf, keywords
from pipeline.topics.naming import Corpus, name_topics
from pipeline.topics.units import Units, respondents_of, units

FOUNDING = ("problem", "solution", "against", "vision", "praise")
QUOTES = 5
LEAST_SIMILARITY = 0.3


@dataclass(frozen=True)
class Topics:
    """What the stage made; `model` is what new texts can be assigned with."""

    topics: pd.DataFrame
    statements: pd.DataFrame
    answers: pd.DataFrame
    model: Any = None


def topics(
    statements: pd.DataFrame,
    answers: pd.DataFrame,
    vectors: np.ndarray,
    settings: Settings,
    progress: Callable[[int, int], None] | None = None,
) -> Topics:
    """Find topics; fill `topic_id` and `topic_confidence` of statements and answers."""
    found = units(statements["text"].tolist(), statements["lemmas"].tolist(), vectors)
    founding = _founding(statements, answers, found)
    part = fit(found.vectors[founding], settings.topics.size, settings.topics.seed)
    labels, confidence = _assign(found.vectors, part.centers)
    labels[founding] = part.labels
    confidence[founding] = part.similarity
    ids, frame = _table(statements, answers, found, labels, confidence, len(part.centers))
    of_row, sure = labels[found.of_row], confidence[found.of_row]
    done = statements.assign(
        topic_id=[ids[label] if label >= 0 else None for label in of_row],
        topic_confidence=[float(s) if l >= 0 else None for l, s in zip(of_row, sure, strict=True)],
    )
    return Topics(
        tables.conform(frame, "topics"),
        tables.conform(done, "statements"),
        tables.conform(answers.assign(topic_id=_of_answers(done, answers)), "answers"),
    )


def _founding(statements: pd.DataFrame, answers: pd.DataFrame, found: Units) -> np.ndarray:
    """Units that topics are made of: what citizens want or complain of; papers without a survey."""
    kinds = answers.set_index("answer_id")["kind"].reindex(statements["answer_id"]).to_numpy()
    citizens = kinds == "survey"
    speaks = statements["role"].isin(FOUNDING).to_numpy() & (citizens | ~citizens.any())
    return np.unique(found.of_row[speaks])


def _assign(vectors: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nearest topic of each vector and the similarity to it; NONE where none is near."""
    if len(centers) == 0:
        return np.full(len(vectors), NONE), np.zeros(len(vectors), dtype=np.float32)
    similarity = vectors @ centers.T
    best = similarity.argmax(axis=1)
    near = similarity[np.arange(len(best)), best]
    return np.where(near >= LEAST_SIMILARITY, best, NONE), near


def _table(
    statements: pd.DataFrame,
    answers: pd.DataFrame,
    found: Units,
    labels: np.ndarray,
    confidence: np.ndarray,
    count: int,
) -> tuple[list[str], pd.DataFrame]:
    words = keywords(*class_tfidf(found.lemmas, labels, count))
    voices = respondents_of(statements, answers)
    names = name_topics(_corpus(statements, found, labels, confidence), count)
    of_row = labels[found.of_row]
    ids, rows = [], []
    for topic in range(count):
        members = np.flatnonzero(of_row == topic)
        ids.append(tables.short_hash("topic", tables.fold(names[topic].name)))
        ranked = _by_confidence(members, confidence[found.of_row], statements, found)
        people = {voices[row] for row in members}
        rows.append(
            {
                "topic_id": ids[-1],
                "name": names[topic].name,
                "name_origin": "morphology",
                "keywords": words[topic],
                "parent_id": None,
                "statements": len(members),
                "respondents": sum(1 for who in people if who and not who.startswith("group:")),
                "groups": json.dumps(
                    dict(sorted(Counter(v[6:] for v in people if v.startswith("group:")).items())),
                    ensure_ascii=False,
                ),
                "directions": _directions(statements, members),
                "quotes": _distinct_people(ranked, voices, statements)[:QUOTES],
                "rim": _distinct_people(ranked[::-1], voices, statements)[:QUOTES],
                "alternatives": list(names[topic].alternatives),
                "marks": [],
                "overlap": "{}",
            }
        )
    return ids, pd.DataFrame(rows) if rows else tables.empty("topics")


def _corpus(
    statements: pd.DataFrame, found: Units, labels: np.ndarray, confidence: np.ndarray
) -> Corpus:
    """What topics are named from: each distinct text once, as its first statement has it."""
    order = np.lexsort((statements["statement_id"].astype(str), statements["text"].astype(str)))
    _, place = np.unique(found.of_row[order], return_index=True)
    first = statements.iloc[order[place]]
    return Corpus(
        texts=first["text"].tolist(),
        lemmas=found.lemmas,
        roles=first["role"].fillna("").tolist(),
        weights=np.bincount(found.of_row, minlength=len(found.keys)).astype(np.float64),
        labels=labels,
        typical=confidence,
    )


def _by_confidence(
    members: np.ndarray, confidence: np.ndarray, statements: pd.DataFrame, found: Units
) -> list[int]:
    ids = statements["statement_id"].to_numpy()
    return sorted(members, key=lambda row: (-round(float(confidence[row]), 6), ids[row]))


def _distinct_people(ranked: list[int], voices: np.ndarray, statements: pd.DataFrame) -> list[str]:
    """Statement ids in the given order, one a voice."""
    seen: set[str] = set()
    chosen = []
    for row in ranked:
        if voices[row] and voices[row] not in seen:
            seen.add(voices[row])
            chosen.append(statements["statement_id"].iat[row])
    return chosen


def _directions(statements: pd.DataFrame, members: np.ndarray) -> list[str]:
    """Directions of at least a quarter of the members that have one, most common first."""
    counts = Counter(
        direction for row in members for direction in statements["directions"].iat[row]
    )
    named = [row for row in members if len(statements["directions"].iat[row])]
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [direction for direction, count in ranked if count * 4 >= len(named)][:3]


def _of_answers(statements: pd.DataFrame, answers: pd.DataFrame) -> list[str | None]:
    """The topic of most of each answer's text; a duplicate has its original's."""
    lengths: dict[str, Counter[str]] = {}
    for row in statements.itertuples():
        if row.topic_id:
            lengths.setdefault(row.answer_id, Counter())[row.topic_id] += row.end - row.start
    best = {
        answer: min(counts.items(), key=lambda pair: (-pair[1], pair[0]))[0]
        for answer, counts in lengths.items()
    }
    return [
        best.get(original or answer)
        for answer, original in zip(answers["answer_id"], answers["duplicate_of"], strict=True)
    ]
