"""One pass over the stages: what is reused, what is worked out, what is written at the end."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence, Sized
from concurrent.futures import Executor
from typing import Any

from pipeline import __version__, identity, invariants, keys, outputs, progress, runs
from pipeline.decisions import lines, settled
from pipeline.decisions.log import Decision
from pipeline.naming.suggested import told
from pipeline.settings import Dataset, Settings
from pipeline.stage import Inputs, Made, Stage


class Runner:
    """What the stages made so far, their hashes and the log; `run` is called once."""

    def __init__(
        self,
        place: runs.Workplace,
        dataset: Dataset,
        settings: Settings,
        files: Mapping[str, str],
        executor: Executor,
        reporter: progress.Reporter,
        previous: runs.Run | None = None,
        decisions: Sequence[Decision] = (),
    ) -> None:
        self.place, self.dataset, self.settings = place, dataset, settings
        self.files, self.executor, self.reporter = files, executor, reporter
        self.previous = previous
        typed = lines.typed(decisions)
        self.made: Made = {"previous": previous, "decisions": decisions, "lines": typed}
        self.hashes = {
            "files": keys.digest([files, repr(dataset)]),
            "previous": identity.fingerprint(previous),
            "decisions": keys.digest(settled.fingerprint(decisions)),
            "lines": keys.digest(lines.fingerprint(typed)),
        }
        self.stages: list[dict[str, Any]] = []
        self.log = progress.Log()

    def run(self, stages: Sequence[Stage], key: str) -> runs.Run:
        """All stages, then the promises, then the files of the run."""
        self.log.write("run", key=key, files=len(self.files))
        for stage in stages:
            self._stage(stage)
        made = self.made
        for entry in made["names"]:
            self.log.write("name", **entry)
        if made["names"]:
            self.reporter.begin("Названия от модели")
            self.reporter.end(told(made["names"]))
        books = ledger(made["sources"], made["answers"])
        tables = {name: made[name] for name in invariants.TABLES}
        invariants.check(invariants.RunTables(**tables, ledger=books))
        self.log.write("promises", kept=len(invariants.PROMISES))
        info = self._info(key, books)
        self.reporter.begin("Отчёт и документы")
        written = outputs.files(made, info, self.dataset, self.settings, self.log)
        with self.place.new_run(key) as folder:
            for name, content in written.items():
                (folder / name).write_bytes(content)
        self.reporter.end(f"файлов {len(written)}")
        return self.place.latest()

    def _stage(self, stage: Stage) -> None:
        """Take the stage's result from before, or work it out and keep it."""
        needed = {name: self.hashes[name] for name in stage.needs}
        chosen = {section: dict(self.settings[section]) for section in stage.settings}
        versions = {task: self.settings[s][k] for task, (s, k) in stage.models.items()}
        key = keys.stage_key(stage.name, stage.code, chosen, versions, needed)
        self.reporter.begin(stage.title)
        with progress.timed() as seconds:
            made = self.place.stage(stage.name, key) if stage.kept else None
            reused = made is not None
            if made is None:
                inputs = Inputs(
                    self.dataset, self.settings, self.made, self.executor, self.reporter.advance
                )
                made = stage.run(inputs)
                if stage.kept:
                    self.place.keep_stage(stage.name, key, made)
        given = {name: self.made[name] for name in stage.needs if name in self.made}
        rows_in = {name: len(value) for name, value in given.items() if isinstance(value, Sized)}
        self.made.update(made)
        changed = [name for name in stage.makes if name in made]
        self.hashes.update({name: _content_hash(name, made[name]) for name in changed})
        self._record(stage, key, reused, seconds[0], rows_in)

    def _record(
        self, stage: Stage, key: str, reused: bool, seconds: float, rows_in: dict[str, int]
    ) -> None:
        rows_out = {name: len(self.made[name]) for name in stage.makes}
        record = {
            "stage": stage.name,
            "key": key,
            "reused": reused,
            "seconds": seconds,
            "rows_in": rows_in,
            "rows_out": rows_out,
        }
        self.stages.append(record)
        self.log.write("stage", **record)
        count = f"строк {rows_out[stage.makes[0]]}"
        self.reporter.end(f"{count}, без изменений" if reused else count)

    def _info(self, key: str, books: Mapping[str, Any]) -> dict[str, Any]:
        """run.json: what was run, on what, with what, and where everything said has gone."""
        return {
            "veche": __version__,
            "key": key,
            "dataset": self.dataset.folder.name,
            "title": self.dataset.title,
            "edition": self.settings.report.edition,
            "versions": outputs.versions(),
            "settings": self.settings.plain(),
            "files": stored_files(self.files, books, self.settings),
            "models": outputs.models(self.settings),
            "previous": self.previous.path.name if self.previous else "",
            "stages": self.stages,
            "ledger": books,
            "notes": self.made["notes"],
            "settled": [decision.id for decision in self.made["decisions"]],
        }


def stored_files(
    files: Mapping[str, str], books: Mapping[str, Mapping[str, Any]], settings: Settings
) -> dict[str, str]:
    """The sha256 of every file of the dataset's folder, under the names that are stored.

    Where a name holds a person's, the ledger calls the file otherwise; its hash tells it.
    """
    from pipeline.clean.sources import stored_names

    unread = [name for name in files if name not in books]
    called = stored_names(unread, settings)
    return dict(sorted((called.get(name, name), digest) for name, digest in files.items()))


def ledger(sources: Sequence[Mapping[str, Any]], answers: Any) -> dict[str, dict[str, Any]]:
    """Every source file with its rows and how many of them ended in each status."""
    statuses: dict[str, Counter[str]] = {}
    for source, status in zip(answers["source"], answers["status"], strict=True):
        statuses.setdefault(source, Counter())[status] += 1
    return {
        entry["source"]: {
            **entry,
            "status": dict(sorted(statuses.get(entry["source"], Counter()).items())),
        }
        for entry in sources
    }


def _content_hash(name: str, value: Any) -> str:
    return hashlib.sha256(runs.serialize(name, value)[1]).hexdigest()
