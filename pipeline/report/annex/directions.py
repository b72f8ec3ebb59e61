"""Problems and solutions by direction: problem → cause → solution → resource → support → quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.report.choices import who
from pipeline.report.figures import RESIDENT, Figures
from pipeline.report.paper import Cell, Line, Paper
from pipeline.report.result import Result
from pipeline.report.typography import counted, number

_ROWS = 10  # of one direction; the rest is in strategy.xlsx
_SOLUTIONS, _QUOTES = 4, 3


def directions(paper: Paper, result: Result) -> None:
    """A table of directions, then a section for each."""
    sections = result.strategy.sections
    if not sections:
        return
    figures = Figures(result)
    paper.turn(landscape=True)
    paper.heading("Проблемы и решения по направлениям")
    paper.text(
        "В каждой строке — проблема, её причина словами жителей, предложения, которые на неё "
        "отвечают, и кто за этим стоит: люди, которые назвали проблему или хотя бы одно из "
        "предложений. Строки идут по числу людей."
    )
    paper.table(
        "Направления по числу высказавшихся",
        [("Направление", 46), ("Чел.", 10), ("Проблем", 12), ("Предложений", 14),
         ("Самое частое", 50)],
        [_direction_row(result, figures, section) for section in sections],
    )  # fmt: skip
    for section in sections:
        _section(paper, result, figures, section)
    paper.turn(landscape=False)
    _unmatched(paper, result, figures)


def _direction_row(result: Result, figures: Figures, section: Any) -> list[Cell]:
    problems = [row for row in section.rows if row.problem_id]
    solutions = {sid for row in section.rows for sid in row.solution_ids}
    first = result.finding[problems[0].problem_id].name if problems else "—"
    return [
        Line(result.direction(section.direction), "strong"),
        Line(figures.count(section.respondents), "figure"),
        Line(number(len(problems)), "figure"),
        Line(number(len(solutions)), "figure"),
        first,
    ]


def _section(paper: Paper, result: Result, figures: Figures, section: Any) -> None:
    title = result.direction(section.direction)
    paper.heading(title, 2)
    shown = section.rows[:_ROWS]
    if len(section.rows) > _ROWS:
        rows = counted(len(section.rows), "строки", "строк", "строк")
        paper.text(f"Показаны первые {_ROWS} из {rows}; все — в strategy.xlsx.", "Note")
    paper.table(
        f"{title}: проблемы и решения",
        [("№", 3), ("Проблема и причина", 25), ("Что предлагают", 27), ("Чем и кем", 14),
         ("Кто поддерживает", 18), ("Словами людей", 34)],
        _rows(result, figures, shown),
    )  # fmt: skip


def _rows(result: Result, figures: Figures, shown: Sequence[Any]) -> list[list[Cell]]:
    """A proposal is told once; rows below that it answers too lead to where it stands."""
    stands: dict[str, int] = {}
    rows = []
    for place, row in enumerate(shown, start=1):
        rows.append(_row(result, figures, row, place, stands))
        for sid in row.solution_ids[:_SOLUTIONS]:
            stands.setdefault(sid, place)
    return rows


def _row(
    result: Result, figures: Figures, row: Any, place: int, stands: Mapping[str, int]
) -> list[Cell]:
    told = bool(row.solution_ids) and all(sid in stands for sid in row.solution_ids[:_SOLUTIONS])
    return [
        str(place),
        _problem(result, figures, row),
        _solutions(result, figures, row.solution_ids, stands),
        Line("см. там же", "muted") if told else _means(row),
        _support(figures, row),
        [line for sid in _chosen(result, figures, row, told) for line in _quoted(figures, sid)],
    ]


def _chosen(result: Result, figures: Figures, row: Any, told: bool) -> list[str]:
    """Ids of quotes: most of the problem, one of its first proposal unless that was `told`."""
    wishes = [result.finding[sid] for sid in row.solution_ids[:1]]
    if not row.problem_id:
        return figures.told(wishes[0], _QUOTES)
    wish = [] if told or not wishes else figures.told(wishes[0], 1)
    return [*figures.told(result.finding[row.problem_id], _QUOTES - len(wish)), *wish]


def _quoted(figures: Figures, statement_id: str) -> list[Line]:
    """The words, and their district or group where it is known."""
    source, quote = figures.source(statement_id), f"«{figures.quote(statement_id)}»"
    if source.startswith(f"{RESIDENT}, "):
        source = source.removeprefix(f"{RESIDENT}, ")
    return [Line(quote, "quote", "" if source == RESIDENT else source)]


def _problem(result: Result, figures: Figures, row: Any) -> list[Line]:
    if not row.problem_id:
        return [Line("Проблема не названа", "muted")]
    problem = result.finding[row.problem_id]
    support = [Line(line, "muted") for line in figures.support_lines(problem)]
    lines = [Line(problem.name, "strong"), *support]
    if row.causes:
        lines.append(
            Line(f"Причина, словами людей: {'; '.join(f'«{cause}»' for cause in row.causes)}")
        )
    return lines


def _solutions(
    result: Result, figures: Figures, ids: Sequence[str], stands: Mapping[str, int]
) -> list[Line]:
    if not ids:
        return [Line("Предложений нет", "muted")]
    lines = []
    for sid in ids[:_SOLUTIONS]:
        solution = result.finding[sid]
        if sid in stands:
            lines.append(Line(solution.name, "strong", f"см. строку {stands[sid]}"))
        else:
            lines.append(Line(solution.name, "strong"))
            lines.append(Line(figures.support_line(solution), "muted"))
    if len(ids) > _SOLUTIONS:
        left = counted(len(ids) - _SOLUTIONS, "предложение", "предложения", "предложений")
        lines.append(Line(f"и ещё {left}", "muted"))
    return lines


def _means(row: Any) -> list[Line]:
    pairs = (("Ресурс", row.resources), ("Исполнитель", row.responsible), ("Срок", row.deadlines))
    if not row.solution_ids:
        return [Line("—", "muted")]
    lines = [Line(f"{title}: {'; '.join(values)}") for title, values in pairs if values]
    return lines or [Line("не названы", "muted")]


def _support(figures: Figures, row: Any) -> list[Line]:
    lines = []
    if row.respondents:
        lines.append(Line(f"Жители: {figures.count(row.respondents)} чел.", "strong"))
    if row.groups:
        lines.append(Line(f"Группы: {', '.join(row.groups)}"))
    if not figures.result.strategy.groups:
        return lines
    verdicts = [
        figures.result.finding[i].consensus for i in (row.problem_id, *row.solution_ids) if i
    ]
    lines.append(Line("Есть и за, и против" if "конфликт" in verdicts else verdicts[0].capitalize(),
                      "muted"))  # fmt: skip
    return lines


def _unmatched(paper: Paper, result: Result, figures: Figures) -> None:
    for title, ids, empty in (
        ("Проблемы, к которым не нашлось предложений",
         result.strategy.problems_without_solution,
         "Таких нет: на каждую повторяющуюся проблему есть хотя бы одно предложение."),
        ("Предложения, для которых не нашлось названной проблемы",
         result.strategy.solutions_without_problem,
         "Таких нет."),
    ):  # fmt: skip
        paper.heading(title, 2)
        if not ids:
            paper.text(empty)
        paper.bullets([_listed(result, figures, fid) for fid in ids[:20]])
        if len(ids) > 20:
            paper.text(f"Это самые частые из {len(ids)}; все — в strategy.xlsx.", "Note")


def _listed(result: Result, figures: Figures, finding_id: str) -> str:
    finding = result.finding[finding_id]
    return f"{finding.name} — {who(figures, finding)}"
