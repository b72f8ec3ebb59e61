"""`veche check`: what will be read, and how, before anything is run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline import engines, progress, runs, settings
from pipeline.errors import InputError


def check(folder: Path, write: bool = False, answers: Path | None = None, jobs: int = 1) -> None:
    """Show what is in a folder; `write` saves a draft dataset.toml, `answers` a table."""
    from pipeline.ingest import check as inspecting

    dataset, chosen = settings.load(folder)
    inspection = inspecting.inspect(dataset, chosen)
    called = _called([source.name for source in inspection.sources], chosen)
    sources = tuple(replace(s, first=_as_stored(s.first, chosen)) for s in inspection.sources)
    inspecting.show(replace(inspection, sources=sources, notes=(*inspection.notes, *called)))
    if write:
        _write_draft(folder / settings.DATASET_FILE, inspecting.draft_toml(inspection))
    if answers is not None:
        _write_answers(dataset, chosen, answers, jobs)


def _as_stored(
    lines: tuple[tuple[str, str, str], ...], chosen: settings.Settings
) -> tuple[tuple[str, str, str], ...]:
    """The first lines of a file as they will be read: cleaned, personal data masked."""
    from pipeline.clean.privacy import mask_texts
    from pipeline.clean.text import clean_text

    texts = [clean_text(text) for _, _, text in lines]
    if chosen.privacy.mask:
        texts = [done.text for done in mask_texts(texts)]
    return tuple((place, role, text) for (place, role, _), text in zip(lines, texts, strict=True))


def _called(names: list[str], chosen: settings.Settings) -> list[str]:
    """What to know of files whose names hold a person's: they are called otherwise later on."""
    from pipeline.clean.sources import stored_names

    return [
        f"{name}: в имени файла есть человек, в таблицах и отчётах он назван «{stored}»"
        for name, stored in stored_names(names, chosen).items()
        if stored != name
    ]


def _write_draft(path: Path, text: str) -> None:
    if path.exists():
        raise InputError(
            "файл уже есть и не тронут", file=path, remedy="Переименуйте его и повторите --write"
        )
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_answers(
    dataset: settings.Dataset, chosen: settings.Settings, path: Path, jobs: int
) -> None:
    from pipeline.clean.sources import stored_groups, stored_names
    from pipeline.clean.stage import clean
    from pipeline.ingest import read_dataset

    reporter = progress.reporter()
    reporter.begin("Чтение и очистка")
    with engines.engine(jobs) as executor:
        read = read_dataset(dataset, chosen, executor)
        read = read.called(stored_names(read.files, chosen), stored_groups(read.groups, chosen))
        cleaned = clean(read.items, chosen, executor, reporter.advance)
    _, content = runs.serialize("answers", cleaned.answers)
    path.write_bytes(content)
    reporter.end(f"ответов {len(cleaned.answers)}, записано {path}")
