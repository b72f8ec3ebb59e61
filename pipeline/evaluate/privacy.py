"""How many persons are masked in texts with gold names, and how many places are masked by mistake.

    python -m pipeline.evaluate.privacy DATA_FOLDER

DATA_FOLDER holds *.jsonl files, one document a line: `text` and `entities`, a list of
[start, end, type]. A person is masked when every letter of the name is; a place or an organisation
is touched when a letter of it is that is in no person's name. Persons inside a longer place or
organisation («улица Гагарина») are meant to stay and stand apart.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pandas as pd

from pipeline.clean.privacy import find_personal
from pipeline.errors import InputError, printed

PERSONS = frozenset({"Person", "PER", "PERSON"})
PLACES = frozenset(
    "Location LocOrg LOC LOCATION CITY COUNTRY DISTRICT STATE_OR_PROVINCE FACILITY".split()
)
ORGANISATIONS = frozenset({"Org", "ORG", "ORGANIZATION"})

Entity = tuple[int, int, str]


@dataclass(frozen=True)
class Score:
    """Counts over one file, and the texts of what went wrong with how often it did."""

    persons: int
    masked: int
    eponyms: int
    eponyms_masked: int
    places: int
    places_touched: int
    organisations: int
    organisations_touched: int
    seconds: float  # of processor time
    missed: Counter[str]
    wrong: Counter[str]


def evaluate(path: Path) -> Score:
    """The score over one file of documents."""
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if not documents or "entities" not in documents[0]:
        raise InputError(
            "нет документов с полем entities", file=path, remedy="Дайте папку с *.jsonl"
        )
    begun = process_time()
    found = find_personal([document["text"] for document in documents])
    seconds = process_time() - begun
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for document, spans in zip(documents, found, strict=True):
        text, entities = document["text"], [(a, b, kind) for a, b, kind in document["entities"]]
        masked = {at for span in spans for at in range(span.start, span.end)}
        _count(text, entities, masked, counts, missed, wrong)
    names = [name for name in Score.__dataclass_fields__ if name in _COUNTED]
    return Score(
        **{name: counts[name] for name in names}, seconds=seconds, missed=missed, wrong=wrong
    )


_COUNTED = frozenset(
    "persons masked eponyms eponyms_masked places places_touched organisations "
    "organisations_touched".split()
)


def _count(
    text: str,
    entities: Sequence[Entity],
    masked: set[int],
    counts: Counter[str],
    missed: Counter[str],
    wrong: Counter[str],
) -> None:
    """Add one document to the counts."""
    persons = [entity for entity in entities if entity[2] in PERSONS]
    letters = {at for start, end, _ in persons for at in range(start, end)}
    for start, end, kind in entities:
        whole = [at for at in range(start, end) if text[at].isalpha()]
        if kind in PERSONS:
            hidden = all(at in masked for at in whole)
            if _is_inside((start, end, kind), entities):
                counts["eponyms"] += 1
                counts["eponyms_masked"] += hidden
                continue
            counts["persons"] += 1
            counts["masked"] += hidden
            if not hidden:
                missed[text[start:end]] += 1
        elif kind in PLACES | ORGANISATIONS:
            name = "places" if kind in PLACES else "organisations"
            touched = any(at in masked and at not in letters for at in whole)
            counts[name] += 1
            counts[f"{name}_touched"] += touched
            if touched:
                wrong[text[start:end]] += 1


def _is_inside(person: Entity, entities: Sequence[Entity]) -> bool:
    start, end, _ = person
    return any(
        kind in PLACES | ORGANISATIONS and a <= start and end <= b and (a, b) != (start, end)
        for a, b, kind in entities
    )


def table(scores: dict[str, Score]) -> pd.DataFrame:
    """One row for each file: counts, and shares of 1."""
    rows = [
        {
            "файл": name,
            "персон": score.persons,
            "полнота": score.masked / max(1, score.persons),
            "в названиях": score.eponyms,
            "из них скрыто": score.eponyms_masked,
            "мест": score.places,
            "задето мест": score.places_touched / max(1, score.places),
            "организаций": score.organisations,
            "задето орг.": score.organisations_touched / max(1, score.organisations),
            "секунд": score.seconds,
        }
        for name, score in scores.items()
    ]
    return pd.DataFrame(rows).set_index("файл")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and what was missed; 0, or 1 with a message when the folder is at fault."""
    return printed(_step, sys.argv[1:] if arguments is None else arguments)


def _step(given: Sequence[str]) -> str:
    files = sorted(Path(given[0]).glob("*.jsonl")) if given else []
    if not files:
        raise InputError("нужна папка с файлами *.jsonl", remedy="Назовите папку с разметкой")
    scores = {file.stem: evaluate(file) for file in files}
    parts = [table(scores).T.to_string(float_format="{:.4f}".format)]
    for name, score in scores.items():
        parts.append(f"{name}: не скрыты {_listed(score.missed)}")
        parts.append(f"{name}: скрыты зря {_listed(score.wrong)}")
    return "\n\n".join(parts)


def _listed(counts: Counter[str]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{' '.join(text.split())} ({count})" for text, count in ordered) or "нет"


if __name__ == "__main__":
    sys.exit(main())
