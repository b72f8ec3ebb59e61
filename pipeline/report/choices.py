"""Where voices agree and differ, and what is left for people to decide: one sentence each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.report.agreement import theses
from pipeline.report.figures import Figures, groups_of
from pipeline.report.overview import leading
from pipeline.report.result import Result
from pipeline.report.typography import counted, listed, number

_MOST, _NAMED = 5, 3  # sentences of one sort; findings named in a sentence


def choices(result: Result, figures: Figures) -> list[tuple[str, list[str]]]:
    """The lists with their titles, as every document shows them."""
    return [
        ("В чём жители и рабочие группы согласны", agreed(result, figures)),
        ("В чём расходятся", differing(result, figures)),
        ("Чем отличаются районы", districts(result, figures)),
        ("Что предстоит решить", to_decide(result, figures)),
    ]


def agreed(result: Result, figures: Figures) -> list[str]:
    """What residents and most groups name alike, the most supported first."""
    shared = [f for f in result.findings.itertuples(index=False) if f.consensus == "общее"]
    shared.sort(key=lambda f: (-f.respondents, f.finding_id))
    return [f"{f.name} — {who(figures, f)}" for f in shared[:_MOST]]


def differing(result: Result, figures: Figures) -> list[str]:
    """Conflicts with both sides: an objection with its people, then what it stands against."""
    sides: dict[str, list[str]] = {}
    for pair in disputes(result):
        sides.setdefault(pair.against_id, []).append(pair.finding_id)
    told = []
    for against, wishes in list(sides.items())[:_MOST]:
        objection = result.finding[against]
        others = [f"«{result.finding[w].name}» ({who(figures, result.finding[w])})" for w in wishes]
        told.append(
            f"«{objection.name}» ({who(figures, objection)}). Другие предлагают: "
            f"{listed(others[:_NAMED])}."
        )
    return told


def to_decide(result: Result, figures: Figures) -> list[str]:
    """What the documents leave open for those who sign the strategy."""
    parts = (_disputes, _lacking, _contradicted, _unasked, _unanswered)
    return [sentence for part in parts if (sentence := part(result, figures))]


def who(figures: Figures, finding: Any) -> str:
    """«13 человек; группы: наука и бизнес»."""
    said = [figures.people(finding.respondents)] if finding.respondents else []
    if groups := groups_of(finding):
        said.append(f"{'группа' if len(groups) == 1 else 'группы'}: {listed(groups)}")
    return "; ".join(said)


def disputes(result: Result) -> list[Any]:
    """Pairs of for and against with weight on both sides, the most people first."""
    pairs = [
        p
        for p in result.strategy.oppositions
        if {result.finding[fid].consensus for fid in (p.finding_id, p.against_id)} == {"конфликт"}
    ]

    def weight(pair: Any) -> tuple[int, str, str]:
        sides = [result.finding[fid] for fid in (pair.finding_id, pair.against_id)]
        return -sum(int(f.respondents) for f in sides), pair.finding_id, pair.against_id

    return sorted(pairs, key=weight)


def districts(result: Result, figures: Figures) -> list[str]:
    """The largest difference of each district that chance does not explain."""
    profile = result.strategy.districts
    if profile.empty:
        return []
    stands_out = profile[
        profile["distinct"].astype(bool)
        & (profile["kind"] == "problem")
        & (profile["share"] > profile["share_elsewhere"])
    ]
    ranked = stands_out.sort_values(
        ["respondents", "value", "finding_id"], ascending=[False, True, True], kind="stable"
    ).drop_duplicates("value")
    return [
        f"{row.value}: «{row.name}» — {figures.share(row.share)} ответивших, в остальных районах "
        f"{figures.share(row.share_elsewhere) if row.share_elsewhere else 'не называли'}."
        for row in ranked.head(_MOST).itertuples(index=False)
    ]


def _disputes(result: Result, figures: Figures) -> str:
    many = len({pair.against_id for pair in disputes(result)})
    if not many:
        return ""
    told = counted(many, "спор", "спора", "споров")
    return f"Разрешить {told}: доводы «за» и «против» — в разделе «Согласие и разногласия»."


def _lacking(result: Result, figures: Figures) -> str:
    demanded = set(result.strategy.demanded_not_in_draft)
    first = [
        f for kind in ("problem", "solution") for f in leading(result, kind, len(result.findings))
        if f.finding_id in demanded
    ]  # fmt: skip
    if not first:
        return ""
    first.sort(key=lambda f: (-f.respondents, f.finding_id))
    return (
        "Внести в стратегию то, чего нет в наработках, или объяснить, почему не вносится: "
        f"{_named(figures, first)}."
    )


def _contradicted(result: Result, figures: Figures) -> str:
    against = [row for row in theses(result, "draft") if row.verdict == "contradicted"]
    if not against:
        return ""
    names = _first([f"«{row.text}»" for row in against])
    return f"Пересмотреть или отстоять тезисы, против которых возражают: {names}."


def _unasked(result: Result, figures: Figures) -> str:
    held = theses(result, "draft")
    silent = sum(row.verdict == "unasked" for row in held)
    if not silent:
        return ""
    total = counted(len(held), "тезиса", "тезисов", "тезисов")
    return f"Решить, нужны ли тезисы наработок, о которых никто не говорил: {silent} из {total}."


def _unanswered(result: Result, figures: Figures) -> str:
    found = [result.finding[fid] for fid in result.strategy.problems_without_solution]
    found = [f for f in found if f.respondents]
    if not found:
        return ""
    found.sort(key=lambda f: (-f.respondents, f.finding_id))
    return f"Найти решения для проблем, к которым предложений не нашлось: {_named(figures, found)}."


def _named(figures: Figures, findings: Iterable[Any]) -> str:
    return _first([f"«{f.name}» ({figures.people(f.respondents)})" for f in findings])


def _first(names: list[str]) -> str:
    """«а, б, в и ещё 79»."""
    left = len(names) - _NAMED
    return listed([*names[:_NAMED], *([f"ещё {number(left)}"] if left > 0 else [])])
