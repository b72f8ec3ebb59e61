"""All sections in turn, with progress; a section without data is named and left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline import progress
from pipeline.benchmark import adaptation, machine, peers, speed, statements, vectors, words
from pipeline.benchmark.page import Section, markdown
from pipeline.errors import InputError, VecheError, did_you_mean

SECTIONS: Mapping[str, Callable[[Path], Section]] = {
    "roles": statements.roles,
    "directions": statements.directions,
    "retraining": adaptation.adaptation,
    "encoder": vectors.encoder,
    "lemmas": words.lemmas,
    "privacy": words.privacy,
    "speed": speed.speed,
    "topics": vectors.topics,
}


def benchmark(
    shared: Path,
    names: Sequence[str] = (),
    reporter: progress.Reporter | None = None,
    so_far: Callable[[str], None] | None = None,
) -> str:
    """The page in Markdown; `names` picks sections, all by default.

    `so_far` is given the page after every section, so that a long benchmark leaves something
    wherever it is stopped.
    InputError when the folder holds nothing to measure on or a section is unknown.
    """
    reporter = reporter or progress.Silent()
    for name in names:
        if name not in SECTIONS:
            raise InputError(f"нет раздела «{name}»", remedy=did_you_mean(name, SECTIONS))
    sections: list[Section] = []
    missing: list[str] = []
    facts = machine.facts()  # what is measured is what is there now
    wanted = list(names or SECTIONS)
    for number, name in enumerate(wanted, 1):
        reporter.begin(name)
        try:
            sections.append(SECTIONS[name](shared))
            reporter.end("измерено")
            if so_far:
                left = [f"{one}: not yet" for one in wanted[number:]]
                so_far(_page(sections, [*missing, *left], names, facts))
        except (VecheError, FileNotFoundError) as error:
            missing.append(f"{name}: {_where(error, shared)}")
            reporter.end("нет данных")
    if not sections:
        raise InputError("в папке нет данных для измерений", file=shared)
    return _page(sections, missing, names, facts)


def _page(
    measured: Sequence[Section],
    missing: Sequence[str],
    names: Sequence[str],
    facts: Mapping[str, str],
) -> str:
    sections = list(measured)
    if missing:
        sections.append(Section("Not measured here", "\n".join(f"- {m}" for m in missing), []))
    picked = f" --only {' '.join(names)}" if names else ""
    command = f"python -m pipeline.benchmark DATA --out docs/benchmark.md{picked}"
    return markdown(sections, peers.peers(), facts, command)


def _where(error: Exception, shared: Path) -> str:
    """The message without the path of anyone's folder."""
    return str(error).replace(str(shared), "DATA")
