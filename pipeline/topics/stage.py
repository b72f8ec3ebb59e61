"""The stage: statements with vectors to topics; statements and answers learn their topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline import tables
from pipeline.settings import Settings
from pipeline.topics.cluster import LEAST, SMALL, Partition, fit, nearest
from pipeline.topics.coverage import Corpus
from pipeline.topics.identity import former_labels
from pipeline.topics.keywords import class_tfidf, keywords
from pipeline.topics.likeness import JOIN
from pipeline.topics.model import Known, TopicModel, encoder_print, load_model
from pipeline.topics.naming import name_topics
from pipeline.topics.quality import Quality, quality
from pipeline.topics.space import fit_space
from pipeline.topics.table import table
from pipeline.topics.tree import parents
from pipeline.topics.units import Units, in_context, units

MIXED = "Разное"  # so begins the name of a topic that no subject stands for
FOUNDING = ("problem", "solution", "against", "vision", "praise")


@dataclass(frozen=True)
class Topics:
    """What the stage made; `model` is what new texts can be assigned with."""

    topics: pd.DataFrame
    statements: pd.DataFrame
    answers: pd.DataFrame
    model: TopicModel


def topics(
    statements: pd.DataFrame,
    answers: pd.DataFrame,
    vectors: np.ndarray,
    settings: Settings,
    progress: Callable[[int, int], None] | None = None,
    before: Mapping[str, str] | None = None,
) -> Topics:
    """Find topics, or assign to those of `topics.model`; fill `topic_id` and `topic_confidence`.

    `before` maps texts (see `identity.text_hash`) to the topics they had in the run before, for
    topics that go on from there.
    """
    drawn = in_context(vectors, statements["answer_id"].tolist())
    found = units(statements["text"].tolist(), statements["lemmas"].tolist(), drawn)
    founding = _founding(statements, answers, found)
    encoder = encoder_print(settings.encoder.model)
    if settings.topics.model:
        model = load_model(settings.topics.model, encoder)
        labels, confidence = model.assign(found.vectors, found.lemmas)
    else:
        start = former_labels([found.keys[unit] for unit in founding], before or {})
        model, labels, confidence = _found(statements, found, founding, settings, encoder, start)
    measured = _measured(model, found, founding, labels, confidence, settings)
    of_row, sure = labels[found.of_row], confidence[found.of_row]
    frame = table(statements, answers, of_row, sure, model.topics, measured)
    done = statements.assign(
        topic_id=[model.topics[label].id if label >= 0 else None for label in of_row],
        topic_confidence=[float(s) if l >= 0 else None for l, s in zip(of_row, sure, strict=True)],
    )
    return Topics(
        tables.conform(frame, "topics"),
        tables.conform(done, "statements"),
        tables.conform(answers.assign(topic_id=_of_answers(done, answers)), "answers"),
        model,
    )


def _measured(
    model: TopicModel,
    found: Units,
    founding: np.ndarray,
    labels: np.ndarray,
    confidence: np.ndarray,
    settings: Settings,
) -> Quality:
    """Figures of the model's topics over the units that topics are made of."""
    lemmas = [found.lemmas[unit] for unit in founding]
    return quality(
        model.space.place(found.vectors[founding], lemmas),
        [found.keys[unit] for unit in founding],
        lemmas,
        Partition(labels[founding], model.centers, confidence[founding]),
        [one.keywords for one in model.topics],
        settings.topics.seed,
        bool(settings.topics.size or settings.topics.model),
        [one.name.startswith(MIXED) for one in model.topics],
    )


def _found(
    statements: pd.DataFrame,
    found: Units,
    founding: np.ndarray,
    settings: Settings,
    encoder: str,
    start: np.ndarray,
) -> tuple[TopicModel, np.ndarray, np.ndarray]:
    """Topics of this survey as a model, with the topic of each unit and the similarity to it."""
    space = fit_space(
        found.vectors[founding],
        [found.lemmas[unit] for unit in founding],
        settings.topics.adapt,
    )
    rows = space.place(found.vectors, found.lemmas)
    keys = [found.keys[unit] for unit in founding]
    part = fit(rows[founding], keys, settings.topics.size, start)
    least = JOIN if len(founding) <= SMALL else LEAST
    labels, confidence = nearest(rows, part.centers, least)
    labels[founding] = part.labels
    confidence[founding] = part.similarity
    known = _known(statements, found, labels, confidence, part.centers)
    return TopicModel(space, part.centers, known, least, encoder), labels, confidence


def _known(
    statements: pd.DataFrame,
    found: Units,
    labels: np.ndarray,
    confidence: np.ndarray,
    centers: np.ndarray,
) -> tuple[Known, ...]:
    count = len(centers)
    words = keywords(*class_tfidf(found.lemmas, labels, count))
    names = name_topics(_corpus(statements, found, labels, confidence), count)
    ids = [tables.short_hash("topic", tables.fold(named.name)) for named in names]
    sizes = np.bincount(labels[found.of_row][labels[found.of_row] >= 0], minlength=count)
    heads = parents(centers, sizes)
    return tuple(
        Known(
            ids[topic],
            names[topic].name,
            tuple(names[topic].alternatives),
            tuple(words[topic]),
            None if (head := heads[topic]) is None else ids[head],
        )
        for topic in range(count)
    )


def _founding(statements: pd.DataFrame, answers: pd.DataFrame, found: Units) -> np.ndarray:
    """Units that topics are made of: what citizens want or complain of; papers without a survey."""
    kinds = answers.set_index("answer_id")["kind"].reindex(statements["answer_id"]).to_numpy()
    citizens = kinds == "survey"
    speaks = statements["role"].isin(FOUNDING).to_numpy() & (citizens | ~citizens.any())
    return np.unique(found.of_row[speaks])


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
