"""Runs on disk: the only place that reads or writes `data/processed`.

    data/processed/<dataset>/
        <run>/            a finished run; it never changes again
        latest            a text file that names the newest finished run
        .stages/<stage>-<key>/   results of stages, reused while their key is the same
        .lock             held by the kernel while a run is at work, so a kill releases it

Everything is written aside and renamed when it is whole: after a kill the next run finds either
all of a stage's result or none of it, throws the scraps away and goes on by itself.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from pipeline import tables
from pipeline.errors import InputError, did_you_mean

PROCESSED = Path("data/processed")
KEPT_STAGES = 6  # results kept of each stage: enough to go back and forth between settings
_STAGES, _LATEST, _ASIDE = ".stages", "latest", ".aside-"


@dataclass(frozen=True)
class Run:
    """A finished run: its folder and, on demand, its tables."""

    path: Path

    @cached_property
    def answers(self) -> pd.DataFrame:
        """One row is one thing that somebody said (tables.ANSWERS)."""
        return self.table("answers")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row is one thought in an answer (tables.STATEMENTS)."""
        return self.table("statements")

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row is a topic (tables.TOPICS)."""
        return self.table("topics")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row is a recurring problem, solution, objection or vision (tables.FINDINGS)."""
        return self.table("findings")

    @cached_property
    def links(self) -> pd.DataFrame:
        """One row says that a solution answers a problem (tables.LINKS)."""
        return self.table("links")

    @cached_property
    def info(self) -> dict[str, Any]:
        """run.json: versions, settings, inputs, models, stages, ledger."""
        return json.loads((self.path / "run.json").read_text(encoding="utf-8"))

    @cached_property
    def vectors(self) -> np.ndarray:
        """The encoder's vectors of the statements, float32, one row per statement."""
        return np.load(self.path / "vectors.npy", allow_pickle=False)

    def table(self, name: str) -> pd.DataFrame:
        """Read a table of the run; InputError when the run has none or it is damaged."""
        path = self.path / f"{name}.parquet"
        try:
            return tables.from_arrow(pq.read_table(path, partitioning=None))
        except (OSError, ValueError) as error:
            raise InputError(
                f"таблица «{name}» не читается", file=path, remedy="Повторите veche run"
            ) from error


def open_run(path: str | Path) -> Run:
    """The run in a folder; a dataset's folder, or `latest` in it, means the newest one."""
    path = Path(path)
    pointer = path if path.name == _LATEST else path / _LATEST
    if pointer.is_file():
        path = pointer.parent / pointer.read_text(encoding="utf-8").strip()
    if not (path / "run.json").is_file():
        finished = [str(run.parent) for run in path.parent.glob("*/run.json")]
        raise InputError(
            "это не папка готового прогона",
            file=path,
            remedy=did_you_mean(str(path), sorted(finished)) if finished else "Запустите veche run",
        )
    return Run(path)


class Workplace:
    """The folder of one dataset's runs, held by this process alone (see `workplace`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stage(self, name: str, key: str) -> dict[str, Any] | None:
        """What the stage made under this key before, or None; a damaged result counts as none."""
        folder = self.folder / _STAGES / f"{name}-{key}"
        manifest = folder / "manifest.json"
        if not manifest.is_file():
            return None
        hashes = json.loads(manifest.read_text(encoding="utf-8"))
        contents = {}
        for file, expected in hashes.items():
            content = (folder / file).read_bytes() if (folder / file).is_file() else b""
            if hashlib.sha256(content).hexdigest() != expected:
                shutil.rmtree(folder)
                return None
            contents[file] = content
        manifest.touch()
        return {Path(file).stem: _parse(file, content) for file, content in contents.items()}

    def keep_stage(self, name: str, key: str, made: Mapping[str, Any]) -> None:
        """Keep what a stage made: frames as Parquet, arrays as npy, the rest as JSON."""
        final = self.folder / _STAGES / f"{name}-{key}"
        files = dict(serialize(stem, value) for stem, value in made.items())
        hashes = {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}
        with _aside(final) as aside:
            for file, content in files.items():
                (aside / file).write_bytes(content)
            (aside / "manifest.json").write_text(json.dumps(hashes), encoding="utf-8")
        self._forget_old(name)

    def _forget_old(self, name: str) -> None:
        manifests = (self.folder / _STAGES).glob(f"{name}-*/manifest.json")
        newest_first = sorted(manifests, key=lambda path: path.stat().st_mtime, reverse=True)
        for manifest in newest_first[KEPT_STAGES:]:
            shutil.rmtree(manifest.parent)

    def finished(self, key: str) -> Run | None:
        """The finished run of this key, made the latest, or None."""
        for path in self.folder.glob(f"*-{key}/run.json"):
            self._point_latest(path.parent.name)
            return Run(path.parent)
        return None

    def latest(self) -> Run:
        """The newest finished run."""
        return open_run(self.folder)

    def previous(self, named: str) -> Run | None:
        """The run whose ids are carried over: `named`, or the newest finished one; None for «none».

        A newest run that cannot be read any more is no reason not to make a new one.
        """
        if named:
            return None if named == "none" else open_run(named)
        try:
            run = open_run(self.folder) if (self.folder / _LATEST).is_file() else None
            if run:
                _ = run.topics, run.statements, run.findings, run.vectors, run.info
        except (InputError, OSError, ValueError):
            return None
        return run

    @contextmanager
    def new_run(self, key: str) -> Iterator[Path]:
        """A folder to write a run into; it becomes the finished, latest run when the block ends."""
        final = self.folder / f"{date.today().isoformat()}-{key}"
        with _aside(final) as aside:
            yield aside
        self._point_latest(final.name)

    def _point_latest(self, name: str) -> None:
        pointer = self.folder / _LATEST
        aside = pointer.with_name(".latest-aside")
        aside.write_text(name + "\n", encoding="utf-8", newline="\n")
        aside.replace(pointer)


@contextmanager
def workplace(dataset: str, out: Path | None = None) -> Iterator[Workplace]:
    """Hold the folder of a dataset's runs; a second run of the same dataset waits its turn."""
    from filelock import FileLock

    folder = (out or PROCESSED) / dataset
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        for scrap in (*folder.glob(f"{_ASIDE}*"), *(folder / _STAGES).glob(f"{_ASIDE}*")):
            shutil.rmtree(scrap)
        yield Workplace(folder)


def latest(dataset: str, out: Path | None = None) -> Run | None:
    """The newest finished run of a dataset, or None."""
    folder = (out or PROCESSED) / dataset
    return open_run(folder) if (folder / _LATEST).is_file() else None


def serialize(stem: str, value: Any) -> tuple[str, bytes]:
    """The file name and bytes of a stage's result; equal values give equal bytes."""
    if isinstance(value, pd.DataFrame):
        buffer = io.BytesIO()
        pq.write_table(tables.to_arrow(value, stem), buffer, compression="zstd")
        return f"{stem}.parquet", buffer.getvalue()
    if isinstance(value, np.ndarray):
        buffer = io.BytesIO()
        np.save(buffer, value, allow_pickle=False)
        return f"{stem}.npy", buffer.getvalue()
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{stem}.json", (text + "\n").encode("utf-8")


def _parse(file: str, content: bytes) -> Any:
    if file.endswith(".parquet"):
        return tables.from_arrow(pq.read_table(io.BytesIO(content)))
    if file.endswith(".npy"):
        return np.load(io.BytesIO(content), allow_pickle=False)
    return json.loads(content)


@contextmanager
def _aside(final: Path) -> Iterator[Path]:
    """A scratch folder beside `final` that takes its place when the block ends without error."""
    final.parent.mkdir(parents=True, exist_ok=True)
    aside = final.with_name(f"{_ASIDE}{final.name}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    shutil.rmtree(final, ignore_errors=True)
    aside.rename(final)
