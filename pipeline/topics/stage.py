"""The stage: statements with vectors to topics; statements and answers learn their topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline import tables
from pipeline.settings import Settings
from pipeline.topics.answers import of_answers
from pipeline.topics.cluster import LEAST, NONE, SMALL, Partition, fit, nearest
from pipeline.topics.coverage import corpus_of
from pipeline.topics.founding import founding as founding_units
from pipeline.topics.founding import spoken_by
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
    founding = founding_units(statements, answers, found)
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
    alike = model.likeness(found.vectors, found.lemmas)[found.of_row]
    said = [
        model.topics[number].id if number >= 0 else None
        for number in of_answers(statements, answers, of_row, alike)
    ]
    return Topics(
        tables.conform(frame, "topics"),
        tables.conform(done, "statements"),
        tables.conform(answers.assign(topic_id=said), "answers"),
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
    spoken = spoken_by(statements, found, founding)
    part = fit(rows[founding], keys, settings.topics.size, start, spoken)
    least = JOIN if len(founding) <= SMALL else LEAST
    labels, confidence = nearest(rows, part.centers, least)
    labels[founding] = part.labels
    confidence[founding] = part.similarity
    known = _known(statements, found, labels, confidence, part.centers)
    kept = np.array([not one.name.startswith(MIXED) for one in known], dtype=bool)
    if settings.topics.size or kept.all() or not kept.any():
        return TopicModel(space, part.centers, known, least, encoder), labels, confidence
    centers = part.centers[kept]
    labels, confidence = _scattered(rows, labels, confidence, kept, centers, least)
    known = _known(statements, found, labels, confidence, centers)
    return TopicModel(space, centers, known, least, encoder), labels, confidence


def _scattered(
    rows: np.ndarray,
    labels: np.ndarray,
    confidence: np.ndarray,
    kept: np.ndarray,
    centers: np.ndarray,
    least: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Labels and similarities without the topics that nothing names: not `kept`, (topics,).

    Their texts go to the nearest of `centers`, the kept ones, or fit nowhere: «Разное» is no topic.
    """
    number = np.cumsum(kept) - 1
    homeless = (labels >= 0) & ~kept[labels]
    done = np.where((labels >= 0) & ~homeless, number[labels], NONE)
    near = confidence.copy()
    done[homeless], near[homeless] = nearest(rows[homeless], centers, least)
    return done, near


def _known(
    statements: pd.DataFrame,
    found: Units,
    labels: np.ndarray,
    confidence: np.ndarray,
    centers: np.ndarray,
) -> tuple[Known, ...]:
    count = len(centers)
    words = keywords(*class_tfidf(found.lemmas, labels, count))
    names = name_topics(corpus_of(statements, found, labels, confidence), count)
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
