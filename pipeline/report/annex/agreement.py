"""Who agrees with whom, and how the draft handed out to the groups stands against the voices."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from pipeline.report.agreement import group_verdicts, said_of, telling, theses
from pipeline.report.choices import disputes, who
from pipeline.report.figures import Figures, groups_of
from pipeline.report.paper import Line, Paper
from pipeline.report.result import Result
from pipeline.report.typography import counted, date
from pipeline.vocabulary import CONSENSUS_NOTES, FINDING_TITLES, VERDICT_TITLES

_ROWS = 30
_VOICES_WIDTH = 110  # millimetres for columns of voices on a standing page
_SIGNS = {"за": "за", "против": "против", "за и против": "за и против", "": "·"}
_COUNTED = {"draft": ("тезис", "тезиса", "тезисов"), "region": ("пункт", "пункта", "пунктов")}
_FIXED = ("finding_id", "kind", "name", "consensus", "opposed")


def consensus(paper: Paper, result: Result) -> None:
    """Findings against residents and groups: for, against, silent."""
    matrix = result.strategy.matrix
    if matrix.empty:
        return
    figures = Figures(result)
    voices = [column for column in matrix.columns if column not in _FIXED]
    if len(voices) < 2 and not disputes(result):
        return  # nobody to compare residents with
    wide = sum(map(_column, voices)) > _VOICES_WIDTH
    if wide:
        paper.turn(landscape=True)
    paper.heading("Согласие и разногласия")
    if len(voices) > 1:
        _voices(paper, result, figures, voices)
    else:
        paper.text("Рабочих групп не было; ниже — предложения, против которых возражают жители.")
    _conflicts(paper, result, figures)
    if wide:
        paper.turn(landscape=False)


def _voices(paper: Paper, result: Result, figures: Figures, voices: list[str]) -> None:
    matrix = result.strategy.matrix
    tally = Counter(matrix["consensus"])
    paper.bullets(
        [f"«{name}» — {note}: {counted(tally[name], 'вывод', 'вывода', 'выводов')}"
         for name, note in CONSENSUS_NOTES.items() if tally[name]]
    )  # fmt: skip
    told = [row for row in telling(result).to_dict("records") if _compares(row, voices)]
    rows = []
    for row in told[:_ROWS]:
        people = result.finding[row["finding_id"]].respondents
        cells = [
            f"{_SIGNS[row[voice]]}, {figures.count(people)}"
            if voice == "жители" and row[voice] == "за"
            else _SIGNS[row[voice]]
            for voice in voices
        ]
        name = [Line(row["name"], "strong"), Line(FINDING_TITLES[row["kind"]].lower(), "muted")]
        rows.append([name, *cells, row["consensus"]])
    paper.table(
        "Кто за и кто против (точка — не высказывались; у жителей — число людей)",
        [("Вывод", 43), *((voice.capitalize(), _column(voice)) for voice in voices),
         ("Отметка", 21)],
        rows,
    )  # fmt: skip
    left = f"Показаны первые {_ROWS} из {len(told)}. " if len(told) > _ROWS else ""
    paper.text(
        f"{left}То, что называют одни жители или одна группа, есть на листе «Согласие» в "
        "strategy.xlsx.", "Note",
    )  # fmt: skip


def _column(voice: str) -> float:
    """Millimetres that the head of a voice's column takes."""
    return 6 + 1.7 * len(voice)


def _compares(row: dict[Any, Any], voices: list[str]) -> bool:
    """Whether more than one side speaks of the finding: otherwise there is nothing to compare."""
    return row["consensus"] == "конфликт" or sum(bool(row[voice]) for voice in voices) > 1


def _conflicts(paper: Paper, result: Result, figures: Figures) -> None:
    pairs = disputes(result)
    if not pairs:
        return
    paper.heading("За и против рядом", 2)
    paper.table(
        "Предложения, против которых возражают",
        [("За", 50), ("Против", 50)],
        [
            [_side(figures, result.finding[pair.finding_id]),
             _side(figures, result.finding[pair.against_id])]
            for pair in pairs[:10]
        ],
    )  # fmt: skip


def _side(figures: Figures, finding: Any) -> list[Line]:
    groups = ", ".join(groups_of(finding))
    return [
        Line(finding.name, "strong"),
        Line(figures.support(finding) + (f"; группы: {groups}" if groups else ""), "muted"),
        *(Line(f"«{figures.quote(quote)}»", "quote") for quote in finding.quotes[:2]),
    ]


def coverage(paper: Paper, result: Result) -> None:
    """Theses of the draft, what people demand and the draft lacks, and the region's strategy."""
    if not result.strategy.has_draft and result.strategy.region is None:
        return
    paper.heading("Учёт наработок")
    figures = Figures(result)
    if result.strategy.has_draft:
        _theses(paper, result, figures, "draft", "Тезисы наработок и что о них сказано")
        _lacking(paper, result, figures)
    if result.strategy.region is not None:
        paper.heading("Связь со стратегией региона", 2)
        edition = date(result.strategy.region.edition)
        paper.text(
            f"{result.strategy.region.title}{f', редакция: {edition}' if edition else ''}.", "Note"
        )
        _theses(paper, result, figures, "region", "Пункты стратегии региона и что о них сказано")


def _theses(paper: Paper, result: Result, figures: Figures, document: str, caption: str) -> None:
    held, rows = theses(result, document), []
    tally = Counter(row.verdict for row in held)
    paper.text(
        f"Всего {counted(len(held), *_COUNTED[document])}: "
        + ", ".join(f"{title} — {tally[verdict]}"
                    for verdict, title in VERDICT_TITLES.items() if tally[verdict]) + "."
    )  # fmt: skip
    for row in held:
        names = [finding.name for finding in said_of(result, row)]
        reworded = [sid for sid in row.evidence if result.group(sid)][:1] if not names else []
        groups = list(json.loads(row.groups)) or [result.group(sid) for sid in reworded]
        who = [f"{figures.count(row.respondents)} чел."] if row.respondents else []
        who += [", ".join(groups)] if groups else []
        style = "muted" if row.verdict == "unasked" else "strong"
        decided = [Line(said) for said in group_verdicts(row)]
        rows.append(
            [row.thesis or "—", row.text, [Line(VERDICT_TITLES[row.verdict], style), *decided],
             [Line(name) for name in names]
             or [Line(f"«{figures.quote(sid)}»", "quote") for sid in reworded] or "—",
             "; ".join(who) or "—"]
        )  # fmt: skip
    paper.table(
        caption,
        [("№", 8), ("Тезис", 34), ("Итог", 16), ("Что говорят", 28), ("Кто", 18)],
        rows,
    )


def _lacking(paper: Paper, result: Result, figures: Figures) -> None:
    demanded = result.strategy.demanded_not_in_draft
    paper.heading("О чём говорят, а в наработках этого нет", 2)
    if not demanded:
        paper.text("Такого нет: каждый повторяющийся вывод в наработках есть.")
    paper.bullets(
        [f"{result.finding[fid].name} — {who(figures, result.finding[fid])}"
         for fid in demanded[:20]]
    )  # fmt: skip
    if (left := len(demanded) - 20) > 0:
        more = counted(left, "вывод", "вывода", "выводов")
        paper.text(f"И ещё {more} — в strategy.xlsx, столбец «Наработки».", "Note")
