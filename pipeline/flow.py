"""The flow, from a folder of files to a report: the stages in reading order and what runs them.

    files → answers → annotations → statements → vectors → topics → findings → strategy → report

A stage is a plain function from tables and settings to tables. Its key is its name, its code,
its own settings, its models and the hashes of its inputs: equal key, result reused. Files with
personal data are read and masked in one stage, so that nothing unmasked is ever kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import engines, keys, progress, runs, settings
from pipeline.stage import Inputs, Made, Stage


def read_answers(inputs: Inputs) -> Made:
    """Files to answers: read, clean, mask, set repeats aside."""
    from pipeline.clean.sources import stored_groups, stored_names, stored_notes
    from pipeline.clean.stage import clean
    from pipeline.decisions import lines
    from pipeline.ingest import read_dataset

    typed = inputs.made["lines"]
    read = read_dataset(inputs.dataset, inputs.settings, inputs.executor)
    read = read.called(
        stored_names(read.files, inputs.settings), stored_groups(read.groups, inputs.settings)
    )
    items = lines.with_items(read.items, typed) if typed else read.items
    cleaned = clean(items, inputs.settings, inputs.executor, inputs.progress)
    near = inputs.settings.clean.near_duplicate
    sources = [entry.plain() for entry in read.ledger]
    return {
        "answers": lines.without_twins(cleaned.answers, near) if typed else cleaned.answers,
        "journal": cleaned.journal,
        "frequencies": read.frequencies,
        "sources": [*sources, lines.entry(typed)] if typed else sources,
        "notes": stored_notes(read.notes, inputs.settings),
    }


def annotate_answers(inputs: Inputs) -> Made:
    """Distinct texts to tokens with lemmas, parts of speech, syntax and names."""
    from pipeline.clean.spelling import misspelt
    from pipeline.russian import annotate

    answers = inputs.made["answers"]
    texts = sorted(set(answers["analysis"][answers["status"] == "used"]))
    return {
        "annotations": annotate(
            texts, inputs.settings, inputs.executor, inputs.progress, misspelt(texts)
        ),
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


def settle_lines(inputs: Inputs) -> Made:
    """Lines typed at a session stay one thought each, with the role that people settled."""
    from pipeline.decisions.lines import settled_lines

    made = inputs.made
    if not made["lines"]:
        return {}
    return {"statements": settled_lines(made["answers"], made["statements"], made["lines"])}


def encode_statements(inputs: Inputs) -> Made:
    """Statements to vectors."""
    from pipeline.encode import encode

    made = inputs.made
    vectors = encode(made["statements"], made["annotations"], inputs.settings, inputs.progress)
    return {"vectors": vectors}


def remember_topics(inputs: Inputs) -> Made:
    """The topics that texts had in the run before, where answers have come or gone since."""
    from pipeline import identity

    made = inputs.made
    before = identity.topics_before(made["statements"], inputs.settings, made["previous"])
    return {"before": before}


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
        before=made["before"],
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


def keep_ids(inputs: Inputs) -> Made:
    """Topics and findings that the run before had get the ids they had there."""
    from pipeline import identity, outputs

    made = inputs.made
    previous = made["previous"]
    encoder = outputs.models(inputs.settings).get("encoder")
    same = previous is not None and previous.info.get("models", {}).get("encoder") == encoder
    given = bool(inputs.settings.topics.model)
    carried = identity.carry(made, made["vectors"], previous, same, topics_given=given)
    return dict(carried.tables)


def suggest_names(inputs: Inputs) -> Made:
    """Names of topics by a language model of the user's own, if one is set; never fatal."""
    from pipeline.topics.suggesting import suggested

    made, chosen = inputs.made, inputs.settings
    topics, log = suggested(made["topics"], made["statements"], chosen.names, chosen.privacy.mask)
    return {"topics": topics, "names": log}


def find_levels(inputs: Inputs) -> Made:
    """Branches above the topics and parts below the large ones, with ids that last."""
    from pipeline import identity, outputs
    from pipeline.topics.levels import levels

    made, previous = inputs.made, inputs.made["previous"]
    found = levels(
        made["topics"], made["statements"], made["answers"], made["vectors"], inputs.settings
    )
    tables = {"topics": found.topics, "statements": found.statements, "levels": found.levels}
    encoder = outputs.models(inputs.settings).get("encoder")
    same = previous is not None and previous.info.get("models", {}).get("encoder") == encoder
    return dict(identity.carry_levels(tables, made["vectors"], previous, same))


def write_strategy(inputs: Inputs) -> Made:
    """Findings to what the documents are made of: consensus, draft coverage, sections."""
    from pipeline.decisions.decided import decided
    from pipeline.strategy import read_region, strategy

    made = inputs.made
    name = inputs.settings.strategy.region
    text = settings.beside(inputs.dataset, name) if name else ""
    written = strategy(
        made["answers"],
        made["statements"],
        made["topics"],
        made["findings"],
        made["links"],
        made["frequencies"],
        inputs.settings,
        read_region(text, name) if name else None,
    )
    frames = {name: made[name] for name in ("answers", "statements", "topics", "links")}
    frames |= {"findings": written.findings, "coverage": written.coverage}
    told = decided(frames, made["decisions"], inputs.settings)
    return {
        "findings": written.findings,
        "coverage": told.coverage,
        "decided": told.table,
        "strategy": replace(written, coverage=told.coverage),
    }


def settle_decisions(inputs: Inputs) -> Made:
    """What people decided at the desk, laid over what the machine found."""
    from pipeline.decisions.settled import TABLES, settled

    made = inputs.made
    if not made["decisions"]:
        return {}
    return settled({name: made[name] for name in TABLES}, made["decisions"], inputs.settings)


STAGES: tuple[Stage, ...] = (
    Stage(
        name="answers",
        title="Чтение и очистка",
        run=read_answers,
        needs=("files", "lines"),
        makes=("answers", "journal", "frequencies", "sources", "notes"),
        settings=("read", "privacy", "clean"),
        code=("ingest", "clean", "decisions/lines.py"),
        models={"nonanswers": ("clean", "nonanswers")},
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
        models={
            "roles": ("statements", "roles"),
            "directions": ("statements", "directions_model"),
        },
    ),
    Stage(
        name="lines",
        title="Строки сессий",
        run=settle_lines,
        needs=("answers", "statements", "lines"),
        makes=("statements",),
        settings=(),
        code=("decisions/lines.py",),
        kept=False,
    ),
    Stage(
        name="vectors",
        title="Векторы",
        run=encode_statements,
        needs=("statements", "annotations"),
        makes=("vectors",),
        settings=("encoder",),
        code=("encode",),
        models={"encoder": ("encoder", "model")},
    ),
    Stage(
        name="before",
        title="Прежние темы",
        run=remember_topics,
        needs=("statements", "previous"),
        makes=("before",),
        settings=("topics",),
        code=("identity.py", "topics"),
    ),
    Stage(
        name="topics",
        title="Темы",
        run=find_topics,
        needs=("statements", "answers", "vectors", "before"),
        makes=("topics", "statements", "answers"),
        settings=("topics",),
        code=("topics", "naming"),
        models={"topics": ("topics", "model")},
    ),
    Stage(
        name="findings",
        title="Повторяющиеся проблемы и предложения",
        run=find_findings,
        needs=("answers", "statements", "topics", "vectors"),
        makes=("findings", "links"),
        settings=("findings",),
        code=("findings", "naming"),
    ),
    Stage(
        name="identity",
        title="Постоянные номера",
        run=keep_ids,
        needs=("topics", "statements", "answers", "findings", "links", "vectors", "previous"),
        makes=("topics", "statements", "answers", "findings", "links"),
        settings=("topics",),
        code=("identity.py", "topics"),
    ),
    Stage(
        name="settled",
        title="Решения людей",
        run=settle_decisions,
        needs=("answers", "statements", "topics", "findings", "links", "decisions"),
        makes=("answers", "statements", "topics", "findings", "links"),
        settings=("findings", "strategy"),
        code=("decisions",),
        kept=False,
    ),
    Stage(
        name="names",
        title="Названия тем",
        run=suggest_names,
        needs=("topics", "statements"),
        makes=("topics", "names"),
        settings=("names", "privacy"),
        code=("naming", "topics"),
    ),
    Stage(
        name="levels",
        title="Уровни тем",
        run=find_levels,
        needs=("topics", "statements", "answers", "vectors", "previous"),
        makes=("topics", "statements", "levels"),
        settings=("topics",),
        code=("identity.py", "topics", "naming"),
    ),
    Stage(
        name="strategy",
        title="Стратегия",
        run=write_strategy,
        needs=("answers", "statements", "topics", "findings", "links", "frequencies", "decisions"),
        makes=("findings", "coverage", "decided"),
        settings=("strategy", "findings", "privacy"),
        code=("strategy", "findings", "decisions"),
        kept=False,
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
    from pipeline.decisions import settled
    from pipeline.naming.asking import endpoint
    from pipeline.running import Runner

    folder = Path(dataset)
    if edition:
        overrides = (*overrides, f"report.edition={edition}")
    described, chosen = settings.load(folder, overrides)
    if chosen.names.url:
        endpoint(chosen.names.url, chosen.names.model, chosen.names.host)
    files = keys.file_hashes(folder)
    reporter = report_to or progress.Silent()
    with (
        runs.workplace(folder.resolve().name, Path(out) if out else None) as place,
        _one_thread(),
        engines.engine(jobs, scheduler) as executor,
    ):
        decisions = settled.read(place.folder)
        key = keys.run_key(described, chosen, {**files, **settled.fingerprint(decisions)})
        done = place.finished(key)
        if done:
            reporter.begin("Прогон")
            reporter.end("ничего не изменилось, взят готовый")
            return done
        previous = place.previous(chosen.topics.previous)
        runner = Runner(place, described, chosen, files, executor, reporter, previous, decisions)
        return runner.run(STAGES, key)


def _one_thread() -> Any:
    """One thread in BLAS: sums in another order would change the last digits of the tables."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)
