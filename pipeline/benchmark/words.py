"""Lemmas against gold tokens, names of persons found and places kept."""

from __future__ import annotations

from pathlib import Path

from pipeline.benchmark.page import Section, Table, interval, share
from pipeline.errors import InputError
from pipeline.evaluate import lemmas as of_lemmas
from pipeline.evaluate import privacy as of_privacy

LEMMAS, ENTITIES = "morphology/lemmas.tsv", "entities"


def lemmas(shared: Path) -> Section:
    """Accuracy by genre beside pymorphy3's first guess, plain and by part of speech."""
    table = of_lemmas.evaluate(shared / LEMMAS)
    rows = []
    for genre, row in table.iterrows():
        tokens = int(row["tokens"])
        found = [interval(share(round(row[name] * tokens), tokens)) for name in _METHODS]
        rows.append([_GENRES.get(str(genre), str(genre)), str(tokens), *found])
    head = ["genre", "words", *_METHODS.values()]
    data = f"Content words of `{LEMMAS}` (UD Taiga and GSD, GramEval 2020, MorphoRuEval 2017)."
    notes = ["Participles stand apart: treebanks lead them to the verb. Case and ё are folded."]
    return Section("Lemmas", data, [Table(head, rows)], notes)


_METHODS = {
    "first": "pymorphy3, first guess",
    "by_pos": "the same by part of speech",
    "veche": "veche",
}
_GENRES = {"(причастия)": "participles", "social, все вместе": "social media together"}


def privacy(shared: Path) -> Section:
    """Persons wholly masked, places and organisations touched by mistake, by file."""
    files = sorted((shared / ENTITIES).glob("*.jsonl"))
    if not files:
        raise InputError("нет файлов *.jsonl", file=shared / ENTITIES)
    rows = []
    for path in files:
        one = of_privacy.evaluate(path)
        rows.append(
            [
                path.stem,
                interval(share(one.masked, one.persons)) + f" of {one.persons}",
                interval(share(one.places_touched, one.places), 4) + f" of {one.places}",
                interval(share(one.organisations_touched, one.organisations), 4)
                + f" of {one.organisations}",
                f"{one.seconds:.0f}",
            ]
        )
    head = ["file", "persons masked (recall)", "places touched", "organisations touched"]
    head.append("seconds of processor")
    notes = [
        "A person counts as masked when every letter of the name is; news, not answers of a survey."
    ]
    return Section("Personal data", f"`{ENTITIES}/*.jsonl`.", [Table(head, rows)], notes)
