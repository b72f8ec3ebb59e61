"""The topics of a finished run, or of a dataset's newest run, as a pack for later waves."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from pipeline import runs
from pipeline.encode import encode
from pipeline.errors import InputError
from pipeline.runs import Run
from pipeline.settings import Settings, defaults
from pipeline.topics.cluster import LEAST, SMALL
from pipeline.topics.likeness import JOIN
from pipeline.topics.model import Known, TopicModel, centers_of, encoder_print
from pipeline.topics.space import fit_space
from pipeline.topics.units import in_context, units
from pipeline.train.packing import libraries


def train_topics(
    source: Path, name: str = "", root: Path | None = None, settings: Settings | None = None
) -> Path:
    """Make a pack of the topics of a run and return its folder.

    `source` is a run's folder, a dataset's folder of runs or a dataset that was run before. Names
    and ids stay as they are in the run. InputError where there is no finished run.
    """
    run = _run_of(source)
    chosen = settings or _settings(run)
    model = topic_model(run, chosen)
    digest = hashlib.sha256((run.path / "topics.parquet").read_bytes()).hexdigest()
    version = name or f"d{digest[:12]}"
    meta = {
        "data": {"topics.parquet": digest},
        "run": run.path.name,
        "command": f"veche train topics {source.name}" + (f" --name {name}" if name else ""),
        "libraries": libraries(),
    }
    return model.save(version, meta, root)


def topic_model(run: Run, settings: Settings) -> TopicModel:
    """The model of a run's topics: their statements' mean in the space of all its topics."""
    every = run.statements
    drawn = in_context(encode(every, None, settings), every["answer_id"].tolist())
    placed = every["topic_id"].notna().to_numpy()
    if not placed.any():
        raise InputError("в прогоне нет тем", file=run.path, remedy="Нужны ответы с темами")
    said = every[placed]
    found = units(said["text"].tolist(), said["lemmas"].tolist(), drawn[placed])
    adapt = bool(settings.topics.adapt)
    space = fit_space(found.vectors, found.lemmas, adapt)
    rows = space.place(found.vectors, found.lemmas)
    _, first = np.unique(found.of_row, return_index=True)
    labels = said["topic_id"].iloc[first].tolist()
    topics = tuple(
        Known(
            row.topic_id,
            row.name,
            tuple(row.alternatives),
            tuple(row.keywords),
            row.parent_id if isinstance(row.parent_id, str) else None,
        )
        for row in run.topics.sort_values("topic_id").itertuples(index=False)
    )
    centers = centers_of(rows, labels, [one.id for one in topics])
    least = JOIN if len(rows) <= SMALL else LEAST
    return TopicModel(space, centers, topics, least, encoder_print(settings.encoder.model))


def _run_of(source: Path) -> Run:
    """The run that a path means: itself, or the newest of a dataset."""
    if (source / "run.json").is_file() or (source / "latest").is_file():
        return runs.open_run(source)
    newest = runs.latest(source.resolve().name)
    if newest is None:
        raise InputError(
            "нет готового прогона этого набора",
            file=source,
            remedy=f"Сначала: veche run {source}",
        )
    return newest


def _settings(run: Run) -> Settings:
    """The settings that the run was made with."""
    values = defaults()
    for section, table in run.info["settings"].items():
        for key in values.get(section, {}):
            values[section][key] = table.get(key, values[section][key])
    return Settings(values)
