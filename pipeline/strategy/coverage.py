"""Each thesis of the draft, and each item of the region's strategy, against what was said."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz

from pipeline import tables
from pipeline.findings.voices import draft_copies
from pipeline.strategy.region import Region
from pipeline.strategy.subjects import (
    Subjects,
    action_traits,
    contrary,
    lemmas_of,
    refuses,
    same_action,
)

_ABOUT = 0.42  # likeness from which a finding is about a thesis
_CLOSE = 55.0  # token-set similarity (percent) of a group's item that rewords a thesis
_ANSWERS = 0.6  # score of a link from which a proposal surely answers a problem
_TOGETHER = 2  # or so many answers that name both
_EVIDENCE = 12
_WORD = re.compile("[A-Za-zА-Яа-яЁё]{3}")
_CAPACITY = re.compile(r"\d\s+мест\w*", re.IGNORECASE)  # «на 1 000 мест» speaks of no places


@dataclass(frozen=True)
class Thesis:
    """One thesis of a draft or item of a region's strategy."""

    document: str
    thesis: str
    answer_id: str
    text: str
    direction: str
    lemmas: tuple[str, ...]
    keys: tuple[str, ...] = ()  # lemmas by any of which the user knows the subject


def theses(answers: pd.DataFrame, statements: pd.DataFrame) -> list[Thesis]:
    """The theses of all drafts, in their own order; headings and empty items are left out."""
    drafts = answers[(answers["kind"] == "draft") & (answers["status"] == "used")]
    parts = dict(iter(statements.groupby("answer_id", sort=False)))
    found = []
    for row in drafts.itertuples():
        if not _WORD.search(row.text):
            continue  # a number or a mark of a list that was read as an item
        part = parts.get(row.answer_id)
        lemmas = [x for xs in part["lemmas"] for x in xs] if part is not None else []
        if _CAPACITY.search(row.text):
            lemmas = [x for x in lemmas if x != "место"]
        directions = [d for ds in part["directions"] for d in ds or []] if part is not None else []
        found.append(
            Thesis("draft", row.thesis or "", row.answer_id, row.text,
                   directions[0] if directions else "", tuple(lemmas or lemmas_of(row.text)))
        )  # fmt: skip
    return found


def region_items(region: Region | None) -> list[Thesis]:
    """The items of the region's strategy as theses."""
    if region is None:
        return []
    return [
        Thesis("region", item.id, "", item.title, item.directions[0] if item.directions else "",
               tuple(lemmas_of(" ".join([item.title, item.text]))),
               tuple(lemmas_of(" ".join(item.words))))
        for item in region.items
    ]  # fmt: skip


def coverage(
    items: Sequence[Thesis],
    findings: pd.DataFrame,
    subjects: Subjects,
    answers: pd.DataFrame,
    statements: pd.DataFrame,
) -> pd.DataFrame:
    """The `coverage` table.

    supported: findings of the same drift about the same thing; amended: a group rewords the thesis,
    or people ask for another action on the same thing; contradicted: an objection to it, or a
    contrary proposal; unasked: nobody spoke of it. A verbatim copy of a thesis is no support.
    """
    weighty = set(findings.loc[findings["recurring"] | (findings["groups"] != "{}"), "finding_id"])
    rewordings = _rewordings(items, answers, statements)
    rows = []
    for item in items:
        matched = matches(item, findings, subjects)
        ids = [fid for fid, _, _ in matched]
        part = findings[findings["finding_id"].isin(ids)]
        people, groups = _support(part, statements, answers)
        evidence = [q for fid in ids for q in _quotes(findings, fid)]
        rows.append({
            "document": item.document, "thesis": item.thesis, "answer_id": item.answer_id,
            "text": item.text, "direction": item.direction,
            "verdict": _verdict(matched, rewordings.get(item.answer_id, []), weighty),
            "finding_ids": ids,
            "score": max((score for _, score, _ in matched), default=0.0),
            "respondents": people, "groups": json.dumps(groups, ensure_ascii=False, sort_keys=True),
            "evidence": [*rewordings.get(item.answer_id, []), *evidence][:_EVIDENCE],
        })  # fmt: skip
    return tables.conform(pd.DataFrame(rows, columns=tables.COVERAGE.names), "coverage")


def matches(
    item: Thesis, findings: pd.DataFrame, subjects: Subjects
) -> list[tuple[str, float, str]]:
    """(finding_id, score, drift) of the findings about the thesis, best first."""
    kinds = dict(zip(findings["finding_id"], findings["kind"], strict=True))
    weighty = dict(zip(findings["finding_id"], findings["recurring"], strict=True))
    traits = action_traits(item.lemmas)
    found = []
    for finding_id in subjects.near([*item.lemmas, *item.keys]):
        score = max(
            subjects.likeness(said, finding_id)
            for said in (item.lemmas, *([key] for key in item.keys))
        )
        if score < _ABOUT:
            continue
        drift = "supports"
        if kinds[finding_id] == "against":
            drift = "contradicts" if refuses(subjects.traits[finding_id], traits) else "supports"
        elif kinds[finding_id] == "solution" and contrary(traits, subjects.traits[finding_id]):
            drift = "contradicts"
        elif kinds[finding_id] == "solution" and not same_action(
            traits, subjects.traits[finding_id]
        ):
            drift = "amends"
        found.append((finding_id, round(score, 4), drift))
    return sorted(found, key=lambda m: (not weighty[m[0]], -m[1], m[0]))[:10]


def _verdict(
    matched: Sequence[tuple[str, float, str]], reworded: Sequence[str], weighty: Container[str]
) -> str:
    """One person's objection does not make a thesis contradicted; it is listed all the same."""
    drifts = [drift for fid, _, drift in matched if fid in weighty or drift != "contradicts"]
    if "contradicts" in drifts:
        return "contradicted"
    if reworded or (drifts and "supports" not in drifts):
        return "amended"
    return "supported" if drifts else "unasked"


def _rewordings(
    items: Sequence[Thesis], answers: pd.DataFrame, statements: pd.DataFrame
) -> dict[str, list[str]]:
    """answer_id of a draft thesis -> statement ids of group items that reword it."""
    copies = draft_copies(answers)
    papers = answers[(answers["kind"] == "proposal") & (answers["status"] == "used")]
    first = statements.sort_values("start").groupby("answer_id")["statement_id"].first()
    found: dict[str, list[str]] = {}
    for item in items:
        if item.document != "draft":
            continue
        for row in papers.itertuples():
            named = bool(item.thesis) and row.thesis == item.thesis
            if row.answer_id in copies or row.answer_id not in first.index:
                continue
            near = fuzz.token_sort_ratio(tables.fold(item.text), tables.fold(row.text))
            if named or near >= _CLOSE + 15:
                found.setdefault(item.answer_id, []).append(str(first[row.answer_id]))
    return found


def _support(
    findings: pd.DataFrame, statements: pd.DataFrame, answers: pd.DataFrame
) -> tuple[int, dict[str, int]]:
    """Distinct people and group items behind several findings together."""
    ids = {sid for sids in findings["statement_ids"] for sid in sids}
    said_in = statements.loc[statements["statement_id"].isin(ids), "answer_id"]
    part = answers[answers["answer_id"].isin(said_in)]
    people = set(part.loc[part["kind"] == "survey", "respondent"]) - {"", None}
    groups = part.loc[part["kind"] == "proposal", "group"].value_counts()
    return len(people), {str(name): int(groups[name]) for name in sorted(groups.index)}


def _quotes(findings: pd.DataFrame, finding_id: str) -> list[str]:
    return list(findings.loc[findings["finding_id"] == finding_id, "quotes"].iloc[0])[:2]


def in_draft(
    findings: pd.DataFrame, items: Iterable[Thesis], subjects: Subjects, links: pd.DataFrame
) -> dict[str, str]:
    """finding_id -> covered, contradicted or missing, by the draft's theses.

    A problem is covered as well when the draft holds what people propose against it: «ремонт
    дорог» answers «плохие дороги», however few words the thesis shares with the complaint.
    """
    status = dict.fromkeys(findings["finding_id"], "missing")
    for item in items:
        if item.document != "draft":
            continue
        for finding_id, _, drift in matches(item, findings, subjects):
            if drift == "contradicts":
                status[finding_id] = "contradicted"
            elif status[finding_id] == "missing":
                status[finding_id] = "covered"
    sure = links[(links["score"] >= _ANSWERS) | (links["same_answer"] >= _TOGETHER)]
    for problem, solution in zip(sure["problem_id"], sure["solution_id"], strict=True):
        if status.get(problem) == "missing" and status.get(solution) == "covered":
            status[problem] = "covered"
    return status
