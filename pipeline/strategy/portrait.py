"""Vision and mission, strengths, and a SWOT draft: material for the strategy's front part."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.findings.grouping import Space, group
from pipeline.findings.matters import subject_lemmas
from pipeline.findings.quotes import quotes, readable
from pipeline.findings.support import by_group, people
from pipeline.findings.units import Unit, units
from pipeline.findings.voices import Voices
from pipeline.naming import Member, best_name
from pipeline.naming.words import inflect, words
from pipeline.tables import fold

_THREATS = ("угроз", "риск", "опасност")
_CHANCES = ("возможност", "шанс", "потенциал")
_TOP = 10
_SENTENCE, _SENTENCES = 4, 8  # words of a sentence; how many are shown
_FULL = 8  # words from which a sentence is no thinner than another


@dataclass(frozen=True)
class Strength:
    """Something that people are proud of or thank for."""

    name: str
    respondents: int
    groups: tuple[str, ...]
    statement_ids: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Vision:
    """How people see the city: no numbers that pretend to be votes, except distinct people."""

    words: tuple[tuple[str, int], ...]  # lemma, people
    finding_ids: tuple[str, ...]
    sentences: tuple[str, ...]  # statement ids of typical ones


@dataclass(frozen=True)
class Point:
    """One line of the SWOT draft with what it rests on."""

    text: str
    respondents: int
    groups: tuple[str, ...]
    finding_id: str  # "" for a strength or a single statement
    statement_ids: tuple[str, ...]


@dataclass(frozen=True)
class Swot:
    """A draft for people to edit: every point has its evidence."""

    strengths: tuple[Point, ...]
    weaknesses: tuple[Point, ...]
    opportunities: tuple[Point, ...]
    threats: tuple[Point, ...]


def strengths(praise: Sequence[Any], likeness: float, least: int) -> tuple[Strength, ...]:
    """Praise grouped by what is praised; `praise` holds rows of Voices.

    Groups of fewer than `least` people and of no working group are left to the list of statements.
    """
    some = units(praise)
    blank = np.zeros((len(praise), 1), dtype=np.float32)
    found = []
    for members in group(Space(some, blank), likeness):
        together = [some[index] for index in members]
        said = [praise[row] for row in sorted(row for unit in together for row in unit.rows)]
        persons, groups = people(said), tuple(by_group(said))
        if len(persons) >= least or groups:
            ids = tuple(row.statement_id for row in said)
            shown = tuple(quotes(said, np.zeros((len(said), 1)), 3))
            found.append(Strength(_name(together), len(persons), groups, ids, shown))
    return tuple(sorted(found, key=lambda s: (-s.respondents, -len(s.groups), s.name)))


def _name(together: list[Unit]) -> str:
    members = [Member(unit.text, unit.lemmas, max(1, unit.people)) for unit in together]
    named = best_name(members, "praise")
    return _nominative(named.name if named else together[0].text)


def _nominative(name: str) -> str:
    """«Трамваем», «зимними праздниками» as dictionary forms; other names as they are."""
    tokens = words(name)
    found = [word.find("NOUN", "ADJF") for word in tokens]
    if not found or any(reading is None or reading.case != "ablt" for reading in found):
        return name
    forms = [
        inflect(reading, word.text, {"nomn"})
        for reading, word in zip(found, tokens, strict=True)
        if reading
    ]
    return " ".join(forms)


def vision(findings: pd.DataFrame, heard: Voices) -> Vision:
    """Words by people, recurring images, and typical whole sentences."""
    said = heard.said[heard.said["role"] == "vision"]
    pairs = {
        (lemma, person or party or answer)
        for lemmas, person, party, answer in zip(
            said["lemmas"], said["respondent"], said["group"], said["answer_id"], strict=True
        )
        for lemma in subject_lemmas(lemmas)
    }
    counts = Counter(lemma for lemma, _ in pairs)
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:40]
    recurring = findings[(findings["kind"] == "vision") & findings["recurring"]]
    weight = {sid: sum(counts[x] for x in subject_lemmas(lemmas)) / max(1, len(lemmas or [])) for
              sid, lemmas in zip(said["statement_id"], said["lemmas"], strict=True)}  # fmt: skip
    texts = dict(zip(said["statement_id"], said["text"], strict=True))

    def worth(sid: str) -> float:
        full = min(1.0, len(texts[sid].split()) / _FULL)
        return round(readable(texts[sid]) * (1 + math.log1p(weight[sid])) * full, 6)

    ranked = sorted(texts, key=lambda sid: (-worth(sid), sid))
    sentences = _whole_sentences([(sid, texts[sid]) for sid in ranked])
    spelt = tuple((_spelt(lemma), count) for lemma, count in common)
    return Vision(spelt, tuple(recurring["finding_id"]), tuple(sentences))


def _spelt(lemma: str) -> str:
    """A lemma with its ё, which the tables fold: «зелёный»."""
    read = words(lemma)
    first = read[0].readings if len(read) == 1 else ()
    spelt = first[0].parse.normal_form if first and first[0].parse else lemma
    return spelt if fold(spelt) == fold(lemma) else lemma


def _whole_sentences(ranked: Sequence[tuple[str, str]]) -> list[str]:
    """Ids of the first few texts of more than a phrase, no two of the same words.

    «Для детей» is an answer and no sentence that a mission can be written from; such stand only
    where nobody wrote more.
    """
    first: dict[str, str] = {}
    for sid, text in ranked:
        first.setdefault("".join(filter(str.isalnum, fold(text))), sid)
    kept = set(first.values())
    distinct = [(sid, text) for sid, text in ranked if sid in kept]
    long = [sid for sid, text in distinct if len(text.split()) >= _SENTENCE]
    return (long or [sid for sid, _ in distinct])[:_SENTENCES]


def swot(
    findings: pd.DataFrame, praised: tuple[Strength, ...], heard: Voices, answers: pd.DataFrame
) -> Swot:
    """Strengths from praise, weaknesses from problems, threats and opportunities from papers.

    A paper's own heading («Угрозы», «Возможности») decides; problems that speak of a threat, a
    risk or a danger are threats wherever they stand.
    """
    problems = findings[(findings["kind"] == "problem") & findings["recurring"]]
    threat = [any(stem in name.casefold() for stem in _THREATS) for name in problems["name"]]
    mask = np.array(threat, dtype=bool)
    weaknesses = [_of_finding(row) for row in problems[~mask].head(_TOP).itertuples()]
    threats = [_of_finding(row) for row in problems[mask].head(_TOP).itertuples()]
    return Swot(
        strengths=tuple(Point(s.name, s.respondents, s.groups, "", s.statement_ids)
                        for s in praised[:_TOP]),
        weaknesses=tuple(weaknesses),
        opportunities=tuple(_under_heading(heard, answers, _CHANCES, "problem")),
        threats=tuple(
            [*threats, *_under_heading(heard, answers, _THREATS, "solution")][: 2 * _TOP]
        ),
    )  # fmt: skip


def _of_finding(row) -> Point:  # type: ignore[no-untyped-def]
    return Point(row.name, int(row.respondents), tuple(json.loads(row.groups)), row.finding_id,
                 tuple(row.statement_ids))  # fmt: skip


def _under_heading(
    heard: Voices, answers: pd.DataFrame, stems: tuple[str, ...], but: str
) -> list[Point]:
    """Items of group papers that stand under a heading or column of such a name.

    A table «Риск | Мера» holds its remedies under the same heading: the role `but` is left out.
    """
    papers = answers[(answers["kind"] == "proposal") & (answers["status"] == "used")]
    titles = (papers["heading"].fillna("") + " " + papers["question"].fillna("")).str.casefold()
    named = np.array([any(stem in title for stem in stems) for title in titles], dtype=bool)
    here = papers[named]
    said = heard.said[heard.said["answer_id"].isin(here["answer_id"]) & (heard.said["role"] != but)]
    return [Point(row.text, 0, (row.group,), "", (row.statement_id,)) for row in said.itertuples()][
        :_TOP
    ]
