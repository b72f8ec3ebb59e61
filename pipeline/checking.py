"""`veche check`: what will be read, and how, before anything is run."""

from __future__ import annotations

from pathlib import Path

from pipeline import engines, progress, runs, settings
from pipeline.errors import InputError


def check(folder: Path, write: bool = False, answers: Path | None = None, jobs: int = 1) -> None:
    """Show what is in a folder; `write` saves a draft dataset.toml, `answers` a table."""
    from pipeline.ingest import check as inspecting

    dataset, chosen = settings.load(folder)
    inspection = inspecting.inspect(dataset, chosen)
    inspecting.show(inspection)
    if write:
        _write_draft(folder / settings.DATASET_FILE, inspecting.draft_toml(inspection))
    if answers is not None:
        _write_answers(dataset, chosen, answers, jobs)


def _write_draft(path: Path, text: str) -> None:
    if path.exists():
        raise InputError(
            "файл уже есть и не тронут", file=path, remedy="Переименуйте его и повторите --write"
        )
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_answers(
    dataset: settings.Dataset, chosen: settings.Settings, path: Path, jobs: int
) -> None:
    from pipeline.clean import clean
    from pipeline.ingest import read_dataset

    reporter = progress.reporter()
    reporter.begin("Чтение и очистка")
    with engines.engine(jobs) as executor:
        read = read_dataset(dataset, chosen, executor)
        cleaned = clean(read.items, chosen, executor, reporter.advance)
    _, content = runs.serialize("answers", cleaned.answers)
    path.write_bytes(content)
    reporter.end(f"ответов {len(cleaned.answers)}, записано {path}")
