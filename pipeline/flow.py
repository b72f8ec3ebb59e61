"""The flow, from a folder of files to a report: the stages in reading order and what runs them.

    files → answers → annotations → statements → vectors → topics → findings → strategy → report

A stage is a plain function from tables and settings to tables. Its key is its name, its code,
its own settings, its models and the hashes of its inputs: equal key, result reused. Files with
personal data are read and masked in one stage, so that nothing unmasked is ever kept.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import engines, packs, progress, runs, settings
from pipeline.errors import InputError
from pipeline.settings import Dataset, Settings

PACKAGE = Path(__file__).parent
Made = dict[str, Any]


@dataclass(frozen=True)
class Inputs:
    """What a stage function is given: the dataset, the settings, and what stages before it made."""

    dataset: Dataset
    settings: Settings
    made: Mapping[str, Any]
    executor: Executor
    progress: Callable[[int, int], None]


@dataclass(frozen=True)
class Stage:
    """One stage: what it needs and makes, and what else its result depends on."""

    name: str
    title: str
    run: Callable[[Inputs], Made]
    needs: tuple[str, ...]
    makes: tuple[str, ...]
    settings: tuple[str, ...]  # sections
    code: tuple[str, ...]  # packages under pipeline/
    models: Mapping[str, str] = field(default_factory=dict)  # task -> setting of its version


def read_answers(inputs: Inputs) -> Made:
    """Files to answers: read, clean, mask, set repeats aside."""
    from pipeline.clean import clean
    from pipeline.ingest import read_dataset

    read = read_dataset(inputs.dataset, inputs.settings, inputs.executor)
    cleaned = clean(read.items, inputs.settings, inputs.executor, inputs.progress)
    return {
        "answers": cleaned.answers,
        "journal": cleaned.journal,
        "frequencies": read.frequencies,
        "sources": [entry.plain() for entry in read.ledger],
        "notes": list(read.notes),
    }


def annotate_answers(inputs: Inputs) -> Made:
    """Distinct texts to tokens with lemmas, parts of speech, syntax and names."""
    from pipeline.russian import annotate

    answers = inputs.made["answers"]
    texts = sorted(set(answers["analysis"][answers["status"] == "used"]))
    return {
        "annotations": annotate(texts, inputs.settings, inputs.executor, inputs.progress),
    }


def find_statements(inputs: Inputs) -> Made:
    """Answers to thoughts with roles, directions and slots."""
    from pipeline.statements import statements

    made = inputs.made
    found = statements(
        made["answers"],
        made["annotations"],
        inputs.settings,
        inputs.dataset.directions,
        inputs.executor,
        inputs.progress,
    )
    return {"statements": found}


def encode_statements(inputs: Inputs) -> Made:
    """Statements to vectors."""
    from pipeline.encode import encode

    made = inputs.made
    vectors = encode(made["statements"], made["annotations"], inputs.settings, inputs.progress)
    return {"vectors": vectors}


def find_topics(inputs: Inputs) -> Made:
    """Statements and vectors to topics; statements and answers learn their topic."""
    from pipeline.topics import topics

    made = inputs.made
    found = topics(
        made["statements"],
        made["answers"],
        made["vectors"],
        inputs.settings,
        progress=inputs.progress,
    )
    return {"topics": found.topics, "statements": found.statements, "answers": found.answers}


def find_findings(inputs: Inputs) -> Made:
    """Statements inside topics to recurring problems and solutions, and the links between them."""
    from pipeline.findings import findings

    made = inputs.made
    found = findings(
        made["answers"], made["statements"], made["topics"], made["vectors"], inputs.settings
    )
    return {"findings": found.findings, "links": found.links}


STAGES: tuple[Stage, ...] = (
    Stage(
        name="answers",
        title="Чтение и очистка",
        run=read_answers,
        needs=("files",),
        makes=("answers", "journal", "frequencies", "sources", "notes"),
        settings=("read", "privacy", "clean"),
        code=("ingest", "clean"),
    ),
    Stage(
        name="annotations",
        title="Разбор русского текста",
        run=annotate_answers,
        needs=("answers",),
        makes=("annotations",),
        settings=("russian",),
        code=("russian", "clean"),
    ),
    Stage(
        name="statements",
        title="Мысли, роли, направления",
        run=find_statements,
        needs=("answers", "annotations"),
        makes=("statements",),
        settings=("statements",),
        code=("statements", "russian"),
        models={"roles": "statements.roles", "directions": "statements.directions_model"},
    ),
    Stage(
        name="vectors",
        title="Векторы",
        run=encode_statements,
        needs=("statements", "annotations"),
        makes=("vectors",),
        settings=("encoder",),
        code=("encode",),
        models={"encoder": "encoder.model"},
    ),
    Stage(
        name="topics",
        title="Темы",
        run=find_topics,
        needs=("statements", "answers", "vectors"),
        makes=("topics", "statements", "answers"),
        settings=("topics", "names"),
        code=("topics",),
        models={"topics": "topics.model"},
    ),
    Stage(
        name="findings",
        title="Повторяющиеся проблемы и предложения",
        run=find_findings,
        needs=("answers", "statements", "topics", "vectors"),
        makes=("findings", "links"),
        settings=("findings",),
        code=("findings",),
    ),
)


def run(
    dataset: str | Path,
    out: str | Path | None = None,
    overrides: Sequence[str] = (),
    edition: str = "",
    jobs: int = 1,
    scheduler: str = "",
    report_to: progress.Reporter | None = None,
) -> runs.Run:
    """Run the whole flow on a dataset folder and return the finished run.

    `overrides` are «section.key=value» texts over dataset.toml; `edition` is working or public;
    `jobs` local processes or a Dask `scheduler` work on partitions. Raises InputError when the
    input is at fault and InvariantError when a result would break a promise.
    """
    folder = Path(dataset)
    if edition:
        overrides = (*overrides, f"report.edition={edition}")
    described, chosen = settings.load(folder, overrides)
    files = _file_hashes(folder)
    reporter = report_to or progress.Silent()
    with (
        runs.workplace(folder.resolve().name, Path(out) if out else None) as place,
        _one_thread(),
        engines.engine(jobs, scheduler) as executor,
    ):
        key = _run_key(described, chosen, files)
        done = place.finished(key)
        if done:
            reporter.begin("Прогон")
            reporter.end("ничего не изменилось, взят готовый")
            return done
        return _Runner(place, described, chosen, files, executor, reporter).run(key)


class _Runner:
    """One pass over the stages: what they made so far, their keys, hashes and log."""

    def __init__(
        self,
        place: runs.Workplace,
        dataset: Dataset,
        chosen: Settings,
        files: Mapping[str, str],
        executor: Executor,
        reporter: progress.Reporter,
    ) -> None:
        self.place, self.dataset, self.settings = place, dataset, chosen
        self.files, self.executor, self.reporter = files, executor, reporter
        self.made: Made = {}
        self.hashes: dict[str, str] = {"files": _digest([files, repr(dataset)])}
        self.stages: list[dict[str, Any]] = []
        self.log = progress.Log()

    def run(self, key: str) -> runs.Run:
        """All stages, the promises, then the files of the run."""
        from pipeline.report import finish

        self.log.write("run", key=key, files=len(self.files))
        for stage in STAGES:
            self.stage(stage)
        with self.place.new_run(key) as folder:
            finish.write(folder, self)
        run = self.place.finished(key)
        assert run is not None
        return run

    def stage(self, stage: Stage) -> None:
        """Take the stage's result from before, or work it out and keep it."""
        key = _stage_key(stage, self.settings, self.hashes)
        self.reporter.begin(stage.title)
        with progress.timed() as seconds:
            made = self.place.stage(stage.name, key)
            reused = made is not None
            if made is None:
                made = stage.run(self._inputs())
                self.place.keep_stage(stage.name, key, made)
        rows_in = {name: _rows(self.made[name]) for name in stage.needs if name in self.made}
        rows_out = {name: _rows(made[name]) for name in stage.makes}
        self.made |= made
        self.hashes |= {name: _content_hash(name, value) for name, value in made.items()}
        record = {
            "stage": stage.name,
            "key": key,
            "reused": reused,
            "seconds": seconds[0],
            "rows_in": rows_in,
            "rows_out": rows_out,
        }
        self.stages.append(record)
        self.log.write("stage", **record)
        count = f"{stage.makes[0]} {rows_out[stage.makes[0]]}"
        self.reporter.end(f"{count}, без изменений" if reused else count)

    def _inputs(self) -> Inputs:
        return Inputs(self.dataset, self.settings, self.made, self.executor, self.reporter.advance)


def ledger(sources: Sequence[Mapping[str, Any]], answers: Any) -> dict[str, dict[str, Any]]:
    """Every source file with its rows and how many of them ended in each status."""
    statuses: dict[str, Counter[str]] = {}
    for source, status in zip(answers["source"], answers["status"], strict=True):
        statuses.setdefault(source, Counter())[status] += 1
    return {
        entry["source"]: {
            **entry,
            "status": dict(sorted(statuses.get(entry["source"], {}).items())),
        }
        for entry in sources
    }


def _file_hashes(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise InputError(
            "нет такой папки с данными", file=folder, remedy="Проверьте путь: data/raw/<набор>"
        )
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.parts[1:])
    )
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in paths}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _code_hash(packages: tuple[str, ...]) -> str:
    """The hash of the source and data files of some packages and of the tables they speak in."""
    digest = hashlib.sha256((PACKAGE / "tables.py").read_bytes())
    for package in packages:
        for path in sorted((PACKAGE / package).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(PACKAGE).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _stage_key(stage: Stage, chosen: Settings, hashes: Mapping[str, str]) -> str:
    models = {}
    for task, name in stage.models.items():
        section, key = name.split(".")
        version = chosen[section][key]
        models[task] = version if ":" in version else packs.fingerprint(task, version)
    return _digest(
        [
            stage.name,
            _code_hash(stage.code),
            {section: dict(chosen[section]) for section in stage.settings},
            models,
            {name: hashes[name] for name in stage.needs},
        ]
    )


def _run_key(dataset: Dataset, chosen: Settings, files: Mapping[str, str]) -> str:
    everything = tuple(sorted(path.name for path in PACKAGE.iterdir() if path.is_dir()))
    models = [packs.fingerprint(task) for task in ("roles", "directions", "encoder", "topics")]
    return _digest([repr(dataset), chosen.plain(), files, models, _code_hash(everything)])[:10]


def _content_hash(name: str, value: Any) -> str:
    return hashlib.sha256(runs.serialize(name, value)[1]).hexdigest()


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _rows(value: Any) -> int:
    return len(value)


def _one_thread() -> Any:
    """One thread in BLAS: sums in another order would change the last digits of the tables."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)
