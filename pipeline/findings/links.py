"""Which solution answers which problem: who named both, in what words, and about what.

Evidence of one voice, from strong to weak: a connective between the two («поэтому», «чтобы»,
«из-за»), one row of a table «Проблема | Решение», neighbours in an answer, one answer, two answers
of one person. What two findings would share by chance is taken off; likeness of what they are
about (shared objects, vectors, topic) completes the score.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from pipeline import tables
from pipeline.findings.concepts import concepts
from pipeline.findings.matters import canonical, subject_lemmas
from pipeline.findings.voices import Voices
from pipeline.naming.words import words

CONNECTED, ROW, NEXT, ANSWER, PERSON = 1.0, 1.0, 0.75, 0.45, 0.3
_CONNECTIVE = re.compile(
    r"\b(?:поэтому|потому|из-за|чтобы|что\s*бы|для\s+этого|в\s+связи|следовательно|значит|тогда|"
    r"отсюда|решение|предлага\w+|нужно|надо|необходимо|если)\b",
    re.IGNORECASE,
)
_NEAR = 40  # characters between neighbours
_SCORE = 0.35  # links below are not shown
_ALIKE = 0.55  # likeness that links two findings which no voice named together
_MATTER = 0.5  # share of a finding's statements from which it is of a municipal matter
_PER_PROBLEM = 8
_MOST_PAIRS = 400  # of one answer, row or person: who lists everything links nothing
_EVIDENCE = 8  # statement ids of a link


@dataclass
class _Pair:
    """What speaks for one problem–solution pair: the strongest bond of each voice."""

    voices: dict[str, float] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)
    evidence: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, voice: str, bond: float, answer: str, statements: tuple[str, str]) -> None:
        if bond > self.voices.get(voice, 0.0):
            self.voices[voice] = bond
            self.evidence[voice] = statements
        if answer:
            self.answers.add(answer)


def links(findings: pd.DataFrame, heard: Voices, vectors: np.ndarray) -> pd.DataFrame:
    """The `links` table; `vectors` are the rows of `heard.said`."""
    if findings.empty:
        return tables.empty("links")
    subjects = _Subjects(findings, heard, vectors)
    pairs = _named_together(heard, subjects.finding_of)
    people = {
        row.finding_id: max(1, row.respondents + len(json.loads(row.groups)))
        for row in findings.itertuples()
    }
    everyone = max(1, len({*heard.said["respondent"], *heard.said["group"]} - {""}))
    recurring = dict(zip(findings["finding_id"], findings["recurring"], strict=True))
    names = dict(zip(findings["finding_id"], findings["name"], strict=True))
    candidates = set(pairs) | subjects.alike_pairs(_ALIKE)
    rows = []
    for problem, solution in sorted(candidates):
        pair = pairs.get((problem, solution), _Pair())
        chance = people[problem] * people[solution] / everyone
        bond = 1.0 - math.exp(-max(0.0, sum(pair.voices.values()) - 0.5 * chance) / 1.2)
        strongest = max(pair.voices.values(), default=0.0)
        alike = subjects.likeness(problem, solution)
        score = _score(bond, strongest, alike)
        rare = not recurring[problem] and not recurring[solution]
        if score < _SCORE or (rare and strongest < NEXT):
            continue
        if strongest < CONNECTED and keeps_what_is_lacking(names[problem], names[solution]):
            continue
        rows.append((problem, solution, round(score, 4), len(pair.answers), _shown(pair)))
    frame = pd.DataFrame(rows, columns=tables.LINKS.names)
    return tables.conform(_strongest(frame), "links")


def _score(bond: float, strongest: float, alike: float) -> float:
    """0 to 1. Being named together without a common subject is weak, and so is the reverse."""
    if strongest < NEXT and alike < 0.12:
        return 0.4 * bond
    return min(1.0, 0.6 * bond + 0.55 * alike) if bond else 0.7 * alike


def _shown(pair: _Pair) -> list[str]:
    best = sorted(pair.voices, key=lambda voice: (-pair.voices[voice], voice))
    ids = [sid for voice in best for sid in pair.evidence[voice]]
    return list(dict.fromkeys(ids))[:_EVIDENCE]


def _strongest(frame: pd.DataFrame) -> pd.DataFrame:
    ordered = frame.sort_values(
        ["problem_id", "score", "same_answer", "solution_id"], ascending=[True, False, False, True]
    )
    return ordered.groupby("problem_id", sort=False).head(_PER_PROBLEM).reset_index(drop=True)


def _named_together(heard: Voices, finding_of: Mapping[str, str]) -> dict[tuple[str, str], _Pair]:
    """Pairs that one voice named: in an answer, a table row, or two answers of one person."""
    pairs: dict[tuple[str, str], _Pair] = defaultdict(_Pair)
    texts = heard.answers_of["text"].to_dict()
    for scope in ("answer_id", "row_id", "respondent"):
        held: dict[str, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for row in heard.rows:
            key = getattr(row, scope)
            if key and row.role in ("problem", "solution") and row.statement_id in finding_of:
                held[key][row.role == "solution"].append(row)
        for _, (problems, solutions) in sorted(held.items()):
            if len(problems) * len(solutions) > _MOST_PAIRS:
                continue
            for one, other in product(problems, solutions):
                bond, answer = _bond(one, other, scope, texts)
                ends = (finding_of[one.statement_id], finding_of[other.statement_id])
                voice = one.respondent or one.group or one.answer_id
                pairs[ends].add(voice, bond, answer, (one.statement_id, other.statement_id))
    return dict(pairs)


def _bond(one: Any, other: Any, scope: str, texts: Mapping[str, str]) -> tuple[float, str]:
    """How closely a voice joins the two statements, and the answer that holds both ("" if two)."""
    if scope == "row_id":
        return ROW, str(one.row_id)
    if one.answer_id != other.answer_id:
        return PERSON, ""
    first, second = sorted((one, other), key=lambda statement: statement.start)
    between = texts[one.answer_id][first.end : second.start]
    near = len(between) <= _NEAR
    opening = texts[one.answer_id][first.start : first.start + 12]
    closing = texts[one.answer_id][second.start : second.start + 25]
    if near and (
        _CONNECTIVE.search(between) or _CONNECTIVE.match(closing) or _CONNECTIVE.match(opening)
    ):
        return CONNECTED, str(one.answer_id)
    return (NEXT if near else ANSWER), str(one.answer_id)


# What is done with a thing that is there: no answer to «нет тротуара».
_KEEPING = frozenset("уборка ремонт очистка чистка вывоз мойка покос содержание покраска".split())
_LACKING = frozenset("отсутствие нехватка недостаток дефицит".split())


def keeps_what_is_lacking(problem: str, solution: str) -> bool:
    """True for «Отсутствие тротуаров» and «Уборка тротуаров»: one cannot answer the other."""
    lack, deed = (_nouns(name)[:2] for name in (problem, solution))
    return (
        len(lack) == len(deed) == 2
        and lack[0] in _LACKING
        and deed[0] in _KEEPING
        and lack[1] == deed[1]
    )


def _nouns(name: str) -> list[str]:
    return [canonical(word.lemma) for word in words(name) if word.pos == "NOUN"]


class _Subjects:
    """What findings are about: shares of lemmas among their statements, and centres of vectors.

    A municipal matter that most of a finding's statements speak of counts as one more of its words:
    «бродячие собаки» and «приют» share no word and are of one matter.
    """

    def __init__(self, findings: pd.DataFrame, heard: Voices, vectors: np.ndarray) -> None:
        position = {sid: row for row, sid in enumerate(r.statement_id for r in heard.rows)}
        lemmas = [subject_lemmas(row.lemmas) for row in heard.rows]
        spread: dict[str, int] = defaultdict(int)
        known = concepts()
        self.finding_of: dict[str, str] = {}
        self.words: dict[str, dict[str, float]] = {}
        centers = []
        for row in findings.itertuples():
            rows = [position[sid] for sid in row.statement_ids]
            self.finding_of.update(dict.fromkeys(row.statement_ids, row.finding_id))
            counts: dict[str, float] = defaultdict(float)
            matters: dict[str, float] = defaultdict(float)
            for index in rows:
                for lemma in lemmas[index]:
                    counts[lemma] += 1 / len(rows)
                for matter in {known[lemma] for lemma in lemmas[index] if lemma in known}:
                    matters[matter] += 1 / len(rows)
            self.words[row.finding_id] = {k: v for k, v in counts.items() if v >= 0.3} | {
                k: v for k, v in matters.items() if v >= _MATTER
            }
            for lemma in self.words[row.finding_id]:
                spread[lemma] += 1
            center = vectors[rows].mean(axis=0)
            centers.append(center / max(1e-9, float(np.linalg.norm(center))))
        self.ids = list(findings["finding_id"])
        self.kinds = list(findings["kind"])
        self.recurring = list(findings["recurring"])
        self.row = {finding_id: index for index, finding_id in enumerate(self.ids)}
        self.centers = np.stack(centers)
        self.topics = dict(zip(self.ids, findings["topic_id"], strict=True))
        total = len(self.ids)
        self.rarity = {
            k: math.log((1 + total) / n) / math.log(1 + total) for k, n in spread.items()
        }
        sample = self.centers[:: max(1, total // 400)]
        self.floor = float(np.clip(np.quantile(sample @ sample.T, 0.85), 0.0, 0.9))

    def likeness(self, problem: str, solution: str) -> float:
        """0 to 1: shared subjects by rarity, likeness of centres, one topic."""
        ours, theirs = self.words[problem], self.words[solution]
        shared = math.fsum(
            min(ours[k], theirs[k]) * self.rarity[k] for k in sorted(ours.keys() & theirs.keys())
        )
        masses = [
            math.fsum(v * self.rarity[k] for k, v in sorted(words.items()))
            for words in (ours, theirs)
        ]
        words = shared / max(1e-9, 0.7 * min(masses) + 0.3 * max(masses)) if shared else 0.0
        cosine = float(self.centers[self.row[problem]] @ self.centers[self.row[solution]])
        meaning = max(0.0, (cosine - self.floor) / (1.0 - self.floor))
        topic = self.topics[problem]
        same = 0.1 if topic and topic == self.topics[solution] else 0.0
        return min(1.0, 0.55 * min(1.0, words) + 0.4 * meaning + same)

    def alike_pairs(self, least: float) -> set[tuple[str, str]]:
        """Recurring problem–solution pairs whose subjects alone are at least so alike."""
        some = [i for i, kept in enumerate(self.recurring) if kept]
        problems = [i for i in some if self.kinds[i] == "problem"]
        solutions = [i for i in some if self.kinds[i] == "solution"]
        if not problems or not solutions:
            return set()
        cosine = self.centers[problems] @ self.centers[solutions].T
        near = np.argwhere(cosine >= self.floor)
        pairs = {(self.ids[problems[int(i)]], self.ids[solutions[int(j)]]) for i, j in near}
        return {pair for pair in pairs if self.likeness(*pair) >= least}
