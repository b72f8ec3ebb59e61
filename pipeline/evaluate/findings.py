"""How near the findings of a run come to what is known of the data, and what they understate.

    python -m pipeline.evaluate.findings ../shared/data [--out FOLDER] [--themes]

Three kinds of truth, none of them perfect: the themes planted in the invented example (their people
are a floor: others may say a thing in passing), the topics that officials gave to whole appeals
(an appeal may hold several thoughts), and the clusters that the organisers of polls made. The flow
runs on each as a user would run it; `--out` keeps the runs, so that a second call is quick.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.errors import InputError, VecheError
from pipeline.runs import Run
from pipeline.tables import FINDING_KINDS

LEAST = 5  # voices of a theme, or of a finding, from which it is measured
OF_POLLS = 3  # the same for the clusters of a poll, which are small
_ROW = re.compile(r"row (\d+)")


@dataclass(frozen=True)
class Group:
    """Voices that belong together: a finding, a theme, a cluster; `kind` "" fits every kind."""

    name: str
    kind: str
    voices: frozenset[Hashable]


@dataclass(frozen=True)
class Score:
    """Figures of one set; every mean is over themes or findings of at least LEAST voices."""

    themes: int
    findings: int
    purity: float  # of a finding's voices, the share of the theme that most of them are of
    f1: float  # of a theme with the finding that fits it best
    found: float  # share of a theme's voices in the finding that fits it best
    missed: tuple[str, ...]  # themes that no finding is mostly about
    matter_purity: float  # purity of matters, the level above findings
    matter_f1: float  # of a theme with the finding or the matter that fits it best
    matter_found: float  # share of its voices there
    best: tuple[tuple[str, int, str, int, int], ...]  # as _best gives it

    def line(self, name: str) -> str:
        """The figures in one line."""
        return (
            f"{name:<10} тем {self.themes:>4}, выводов {self.findings:>4}: чистота "
            f"{self.purity:.3f}, F1 лучшего вывода {self.f1:.3f}, его доля людей темы "
            f"{self.found:.3f}, тем без своего вывода {len(self.missed)}; с близким: чистота "
            f"{self.matter_purity:.3f}, F1 {self.matter_f1:.3f}, доля {self.matter_found:.3f}"
        ).replace(".", ",")


def score(
    findings: Sequence[Group], above: Sequence[Group], themes: Sequence[Group], least: int = LEAST
) -> Score:
    """Compare findings, and the matters `above` them, with themes by their voices."""
    large = [theme for theme in themes if len(theme.voices) >= least]
    best = [_best(theme, findings) for theme in large]
    wide = [_best(theme, [*findings, *above]) for theme in large]
    shares = _purities(findings, themes, least)
    return Score(
        themes=len(large),
        findings=len(shares),
        purity=_mean(shares),
        f1=_mean([_f1(row[1], row[3], row[4]) for row in best]),
        found=_mean([common / size for _, size, _, common, _ in best]),
        missed=tuple(theme.name for theme in large if not _has_own(theme, findings)),
        matter_purity=_mean(_purities(above, themes, least)),
        matter_f1=_mean([_f1(row[1], row[3], row[4]) for row in wide]),
        matter_found=_mean([common / size for _, size, _, common, _ in wide]),
        best=tuple(best),
    )


Fit = tuple[str, int, str, int, int]  # theme, its voices, finding, common voices, its voices


def _best(theme: Group, groups: Sequence[Group]) -> Fit:
    """The group of the theme's kind whose voices are nearest to the theme's."""
    near = [g for g in groups if _fits(g, theme) and g.voices & theme.voices]
    fits = [(len(g.voices & theme.voices), len(g.voices), g.name) for g in near]
    common, own, name = max(
        fits, key=lambda fit: (_f1(len(theme.voices), fit[0], fit[1]), fit[2]), default=(0, 0, "")
    )
    return theme.name, len(theme.voices), name, common, own


def _has_own(theme: Group, findings: Sequence[Group]) -> bool:
    """True when some finding of two voices or more is at least half of the theme."""
    return any(
        2 * len(f.voices & theme.voices) >= max(4, len(f.voices))
        for f in findings
        if _fits(f, theme)
    )


def _purities(groups: Sequence[Group], themes: Sequence[Group], least: int) -> list[float]:
    """For each large group, the share of its voices that belong to one theme of its kind."""
    return [
        max((len(g.voices & t.voices) for t in themes if _fits(g, t)), default=0) / len(g.voices)
        for g in groups
        if len(g.voices) >= least and any(_fits(g, theme) for theme in themes)
    ]


def _fits(finding: Group, theme: Group) -> bool:
    return not theme.kind or theme.kind == finding.kind


def _f1(theme: int, common: int, found: int) -> float:
    return 2 * common / (theme + found)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def heard(
    findings: pd.DataFrame, statements: pd.DataFrame, voice_of: Mapping[str, Hashable]
) -> list[Group]:
    """Recurring findings by the voices of their answers; `voice_of` maps answer ids to voices."""
    answer_of = dict(zip(statements["statement_id"], statements["answer_id"], strict=True))
    groups = []
    for row in findings[_recurring(findings)].itertuples():
        voices = _voices(row.statement_ids, answer_of, voice_of)
        if voices:
            groups.append(Group(row.name, row.kind, voices))
    return groups


def matters(
    findings: pd.DataFrame, statements: pd.DataFrame, voice_of: Mapping[str, Hashable]
) -> list[Group]:
    """The matters that hold a recurring finding, with all their voices, rare ones too."""
    answer_of = dict(zip(statements["statement_id"], statements["answer_id"], strict=True))
    known = set(findings["matter_id"][_recurring(findings)]) - {None, ""}
    held = findings[findings["matter_id"].isin(known)]
    groups = []
    for _, rows in held.groupby("matter_id", sort=True):
        ids = [statement for said in rows["statement_ids"] for statement in said]
        voices = _voices(ids, answer_of, voice_of)
        largest = rows.loc[rows["respondents"].idxmax()]
        if voices:
            groups.append(Group(f"{largest['name']} и близкое", largest["kind"], voices))
    return groups


def _recurring(findings: pd.DataFrame) -> pd.Series:
    return findings["recurring"].fillna(False).astype(bool)


def _voices(
    statements: Iterable[str], answer_of: Mapping[str, str], voice_of: Mapping[str, Hashable]
) -> frozenset[Hashable]:
    answers = (answer_of[statement] for statement in statements)
    return frozenset(voice_of[answer] for answer in answers if answer in voice_of)


def rows_of(answers: pd.DataFrame, source: str = "") -> dict[str, int]:
    """Answer id -> data row of its file (the first is 1), of one source or of all."""
    some = answers[answers["source"] == source] if source else answers
    found = zip(some["answer_id"], some["locator"].str.extract(_ROW)[0], strict=True)
    return {answer: int(row) for answer, row in found if isinstance(row, str)}


def themes_of(labels: Mapping[Hashable, str]) -> list[Group]:
    """Themes of any kind from labelled voices; voices without a label are left out."""
    voices: dict[str, set[Hashable]] = defaultdict(set)
    for voice, label in labels.items():
        if label:
            voices[label].add(voice)
    return [Group(name, "", frozenset(said)) for name, said in sorted(voices.items())]


def of_example(run: Run, folder: Path, facts: Path) -> Score:
    """The first wave of the invented example against the themes planted in it."""
    planted = tomllib.loads(facts.read_text(encoding="utf-8"))["theme"]
    name = "answers-2018-04.csv"
    with (folder / name).open(encoding="cp1251", newline="") as file:
        numbers = [int(row["Номер анкеты"]) for row in csv.DictReader(file, delimiter=";")]
    voice_of = {answer: numbers[row - 1] for answer, row in rows_of(run.answers, name).items()}
    themes = [Group(t["name"], t["kind"], frozenset(t["april"])) for t in planted]
    return _scored(run, voice_of, themes)


def of_appeals(run: Run, labels: Sequence[str]) -> Score:
    """A run on appeals against one label for each data row."""
    rows = rows_of(run.answers)
    themes = themes_of({row: labels[row - 1] for row in rows.values()})
    return _scored(run, rows, themes)


def _scored(run: Run, voice_of: Mapping[str, Hashable], themes: Sequence[Group]) -> Score:
    findings = heard(run.findings, run.statements, voice_of)
    return score(findings, matters(run.findings, run.statements, voice_of), themes)


def of_polls(run: Run, labels: pd.DataFrame) -> Score:
    """A run on a poll against the clusters of its organisers, which never cross a question."""
    rows = rows_of(run.answers)
    questions: dict[Hashable, str] = dict(enumerate(labels["question_id"], 1))
    clusters = zip(labels["question_id"], labels["cluster"], strict=True)
    named = {row: "\n".join(pair) for row, pair in enumerate(clusters, 1)}
    claimed = {rows[answer] for answer in _claiming(run.statements) if answer in rows}
    counts = Counter(named[row] for row in claimed)
    themes = themes_of({row: named[row] for row in sorted(claimed) if counts[named[row]] > 1})
    labelled = frozenset(voice for theme in themes for voice in theme.voices)
    known = _parts(heard(run.findings, run.statements, rows), questions, labelled)
    above = _parts(matters(run.findings, run.statements, rows), questions, labelled)
    return score(known, above, themes, OF_POLLS)


def _parts(
    groups: Sequence[Group], questions: Mapping[Hashable, str], labelled: frozenset[Hashable]
) -> list[Group]:
    """The labelled voices of each group, apart by question."""
    parts = [
        Group(group.name, group.kind, frozenset(part) & labelled)
        for group in groups
        for part in _by(group.voices, questions)
    ]
    return [part for part in parts if part.voices]


def _claiming(statements: pd.DataFrame) -> set[str]:
    """Ids of the answers that hold a thought of a kind that findings are made of."""
    return set(statements["answer_id"][statements["role"].isin(FINDING_KINDS)])


def _by(voices: Iterable[Hashable], questions: Mapping[Hashable, str]) -> list[set[Hashable]]:
    parts: dict[str, set[Hashable]] = defaultdict(set)
    for voice in voices:
        parts[questions[voice]].add(voice)
    return [part for _, part in sorted(parts.items())]


def measure(data: Path, out: Path, example: Path, facts: Path) -> dict[str, Score]:
    """Run the flow on what is there and score it; InputError when nothing is."""
    from pipeline import run

    found: dict[str, Score] = {}
    if example.is_dir() and facts.is_file():
        found["example"] = of_example(run(example, out=out), example, facts)
    for name, file in (("kursk", "kursk/appeals.csv"), ("polls", "polls/answers_labeled.csv")):
        path = data / file
        if not path.is_file():
            continue
        labels = pd.read_csv(path, dtype=str, keep_default_na=False)
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / name
            folder.mkdir()
            (folder / path.name).write_bytes(path.read_bytes())
            done = run(folder, out=out)
        found[name] = (
            of_polls(done, labels) if name == "polls" else of_appeals(done, list(labels["topic"]))
        )
    if not found:
        raise InputError("нечего мерить: нет ни примера, ни размеченных наборов", file=data)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evaluate.findings")
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--example", type=Path, default=Path("data/raw/example"))
    parser.add_argument("--facts", type=Path, default=Path("tests/example_facts.toml"))
    parser.add_argument("--themes", action="store_true", help="print every theme")
    chosen = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as aside:
            out = chosen.out or Path(aside)
            found = measure(chosen.data, out, chosen.example, chosen.facts)
    except VecheError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, figures in found.items():
        sys.stdout.write(f"{figures.line(name)}\n")
        for theme, size, finding, common, own in figures.best if chosen.themes else ():
            sys.stdout.write(f"    {theme!r} {size}: «{finding}» {common} из {own}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
