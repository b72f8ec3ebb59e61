"""The evening report of a group: what it named, how to solve it, what residents say.

One content, two forms: a Word file of one or two pages, and a page to print.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.report.agreement import theses
from pipeline.report.figures import Figures, adds
from pipeline.report.paper import Line, Paper
from pipeline.report.release import released
from pipeline.report.result import Result
from pipeline.report.templates import asset, environment, source
from pipeline.report.typography import capital, counted, date, listed, sessions
from pipeline.strategy.slots import Slots, means
from pipeline.vocabulary import EDITION_MARKS, VERDICT_TITLES

_ROWS, _ASKED, _THESES = 7, 5, 6  # more would not leave it at two pages
DRAFT_TITLE = "Наработки, о которых говорила группа"
DRAFT_NOTE = "Итог — по словам всех: жителей и групп; окончательное решение за модератором."
_MEANS = (("resource", "Ресурс"), ("responsible", "Исполнитель"), ("deadline", "Срок"))
_WIDTHS = {"resource": 20, "responsible": 20, "deadline": 11}


@dataclass(frozen=True)
class Named:
    """A finding that the group spoke of, ready to print."""

    name: str
    quote: str  # the group's own words, "" where they are the name over again
    residents: str
    others: str
    consensus: str
    resource: str  # what the group itself said of means, of doers, of the term
    responsible: str
    deadline: str


@dataclass(frozen=True)
class Evening:
    """What stands in a group's report."""

    title: str
    about: str
    mark: str
    lead: str  # how much was named and how much of it residents name too
    problems: tuple[Named, ...]
    solutions: tuple[Named, ...]
    draft: tuple[str, ...]
    unspoken: tuple[tuple[str, str, str], ...]  # name, people, quote: for the next session


def evening(result: Result, group: str) -> Evening:
    """Collect the report of `group`; what residents share comes first."""
    result = released(result)
    figures = Figures(result)
    said = [f for f in result.findings.itertuples(index=False) if group in json.loads(f.groups)]
    said.sort(key=lambda f: (-f.respondents, -json.loads(f.groups)[group], f.finding_id))
    return Evening(
        title=f"Доклад группы «{group}»",
        about=_about(result, group),
        mark=f"{result.title} · {date(result.date)} · {EDITION_MARKS[result.edition]}",
        lead=_lead(said),
        problems=tuple(_named(figures, f, group) for f in said if f.kind == "problem"),
        solutions=tuple(
            _named(figures, f, group) for f in said if f.kind in ("solution", "against")
        ),
        draft=tuple(_theses(result, group)),
        unspoken=tuple(_unspoken(result, figures, group)),
    )


def evening_docx(result: Result, group: str) -> bytes:
    """The report as a Word document; equal results give equal bytes."""
    content = evening(result, group)
    paper = Paper(content.title, "veche", result.date, content.mark)
    paper.text(content.title, "Title")
    paper.text(content.about, "Subtitle")
    if content.lead:
        paper.text(content.lead, "Lead")
    paper.heading("Какие проблемы назвала группа", 1, numbered=False)
    _problem_table(paper, content.problems)
    paper.heading("Как группа предлагает их решать", 1, numbered=False)
    _solution_table(paper, content.solutions)
    if content.draft:
        paper.heading(DRAFT_TITLE, 1, numbered=False)
        paper.text(DRAFT_NOTE)
        paper.bullets(content.draft)
    if content.unspoken:
        paper.heading("О чём спросить на следующей сессии", 1, numbered=False)
        paper.text("Жители говорят об этом часто, а группа не назвала:")
        paper.bullets(
            [f"{name} — {people}" + (f" («{quote}»)" if quote else "")
             for name, people, quote in content.unspoken]
        )  # fmt: skip
    return paper.bytes()


def evening_html(result: Result, group: str) -> str:
    """The report as a page to print, with no script."""
    content, style = evening(result, group), asset("evening.css")
    return (
        environment("evening.html")
        .get_template("evening.html")
        .render(
            content=content,
            shown=_ROWS,
            means=_means(content.solutions),
            style=style,
            allowed=source(style),
            draft_title=DRAFT_TITLE,
            draft_note=DRAFT_NOTE,
        )  # fmt: skip
    )


def _about(result: Result, group: str) -> str:
    answers = result.answers
    papers = answers[(answers["group"] == group) & (answers["status"] == "used")]
    met = sorted({s for s in papers["session"] if s})
    moderators = sorted({m for m in papers["moderator"] if m})
    parts = [counted(len(papers), "предложение", "предложения", "предложений")]
    if met:
        parts.append(sessions(met))
    if moderators:
        parts.append(f"модератор {listed(moderators)}")
    return " · ".join(parts)


def _lead(said: Sequence[Any]) -> str:
    problems = [f for f in said if f.kind == "problem"]
    wishes = [f for f in said if f.kind in ("solution", "against")]
    if not problems and not wishes:
        return ""
    named = [
        counted(len(problems), "проблему", "проблемы", "проблем"),
        counted(len(wishes), "предложение", "предложения", "предложений"),
    ]
    shared = sum(bool(f.respondents) for f in (*problems, *wishes))
    alike = f"{shared} из них называют и жители" if shared else "жители ничего из этого не называли"
    return f"Группа назвала {listed(named)}; {alike}."


def _named(figures: Figures, finding: Any, group: str) -> Named:
    result = figures.result
    ids = [s for s in finding.statement_ids if result.group(s) == group]
    own, slots = [figures.quote(s) for s in ids], _own_slots(result, ids)
    others = [name for name in json.loads(finding.groups) if name != group]
    return Named(
        name=finding.name,
        quote=next((quote for quote in own if adds(quote, finding.name)), ""),
        residents=_residents(figures, finding),
        others=", ".join(others) or "—",
        consensus=finding.consensus,
        resource="; ".join(means(slots, "resource", most=2)),
        responsible="; ".join(means(slots, "responsible", "addressee", most=2)),
        deadline="; ".join(means(slots, "deadline", most=1)),
    )


def _own_slots(result: Result, statement_ids: Sequence[str]) -> list[Slots]:
    """What the group's own lines say of means: another group's money is not in its report."""
    found: list[Slots] = []
    for sid in statement_ids:
        said = result.statement[sid]
        for text in (result.answer[said.answer_id].slots, said.slots):
            held = json.loads(text or "{}")
            found.append({name: [[str(value), 1]] for name, value in held.items()})
    return found


def _residents(figures: Figures, finding: Any) -> str:
    if not finding.respondents:
        return "не называли"
    share = figures.share(finding.share)
    return f"{figures.people(finding.respondents)}, {share}"


def _theses(result: Result, group: str) -> list[str]:
    spoken = [row for row in theses(result, "draft") if group in json.loads(row.groups or "{}")]
    return [
        f"{row.thesis}. {capital(row.text)} — {VERDICT_TITLES[row.verdict]}"
        for row in spoken[:_THESES]
    ]


def _unspoken(result: Result, figures: Figures, group: str) -> list[tuple[str, str, str]]:
    """What residents ask for and the group has not named: the agenda of the next session."""
    asked = [f for f in result.findings.itertuples(index=False)
             if f.recurring and f.respondents and f.kind in ("problem", "solution")
             and group not in json.loads(f.groups)]  # fmt: skip
    asked.sort(key=lambda f: (-f.respondents, f.finding_id))
    return [
        (f.name, figures.people(f.respondents), figures.telling_quote(f)) for f in asked[:_ASKED]
    ]


def _problem_table(paper: Paper, problems: Sequence[Named]) -> None:
    if not problems:
        paper.text("Проблем группа не записала.")
        return
    paper.table(
        "Проблемы группы и голоса жителей (доля — от ответивших)",
        [("Проблема", 46), ("Жители", 24), ("Другие группы", 18), ("Отметка", 14)],
        [[[Line(p.name, "strong"), *([Line(f"«{p.quote}»", "quote")] if p.quote else [])],
          p.residents, p.others, p.consensus] for p in problems[:_ROWS]],
    )  # fmt: skip
    _left(paper, problems)


def _solution_table(paper: Paper, solutions: Sequence[Named]) -> None:
    if not solutions:
        paper.text("Предложений группа не записала.")
        return
    columns = _means(solutions)
    told = [(title, _WIDTHS[field]) for field, title in columns]
    paper.table(
        "Предложения группы и голоса жителей (доля — от ответивших)",
        [("Предложение", 42), *told, ("Жители", 17)],
        [[[Line(s.name, "strong"), *([Line(f"«{s.quote}»", "quote")] if s.quote else [])],
          *(getattr(s, field) or "—" for field, _ in columns), s.residents]
         for s in solutions[:_ROWS]],
    )  # fmt: skip
    _left(paper, solutions)


def _means(solutions: Sequence[Named]) -> list[tuple[str, str]]:
    """The columns (field, title) of means that some printed proposal fills."""
    shown = solutions[:_ROWS]
    return [(field, title) for field, title in _MEANS if any(getattr(s, field) for s in shown)]


def _left(paper: Paper, rows: Sequence[Named]) -> None:
    if len(rows) > _ROWS:
        paper.text(f"Ещё {len(rows) - _ROWS} — в общей книге strategy.xlsx.", "Note")
