"""`veche check` on the terminal: one panel a file, calm where all is well, loud where it is not."""

from __future__ import annotations

import re

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pipeline.ingest.check import Inspection, SourceReport, aside

_KINDS = {"survey": "анкета", "proposal": "документ группы", "draft": "наработки"}
_ROLES = {
    "problem": "проблемы",
    "solution": "решения",
    "vision": "образ будущего",
    "praise": "чем довольны",
    "open": "без роли",
}
ASIDE = {
    "attribute": "признаки для разрезов",
    "single": "закрытые вопросы",
    "multi": "выбор нескольких",
    "scale": "оценки по шкале",
    "matrix": "таблицы оценок",
    "person": "номер человека",
    "technical": "служебные, не хранятся",
    "empty": "пустые или отложенные",
}
_UNSURE = 0.6


def render(inspection: Inspection, console: Console | None = None) -> None:
    """Print every file, the folder's notes and what to do next."""
    console = console or Console(highlight=False)
    folder = str(inspection.folder)
    title = "" if inspection.title == inspection.folder.name else f"{inspection.title}  "
    console.print(Text.assemble((_plain(title), "bold"), _plain(folder)), "")
    for source in inspection.sources:
        console.print(_panel(source))
    for note in inspection.notes:
        console.print(f"[yellow]•[/] {escape(_plain(note))}")
    console.print(_summary(inspection))


def _panel(source: SourceReport) -> Panel:
    if source.refused:
        body: RenderableType = Text(_plain(f"не прочитан: {source.refused}"), style="red")
        return Panel(body, title=f"[red]{escape(_plain(source.name))}[/]", title_align="left")
    parts: list[RenderableType] = [Text(_facts(source), style="dim")]
    if source.questions:
        parts.append(_questions(source))
    for kind, names in aside(source).items():
        shown = "; ".join(_short(name, 40) for name in names[:8])
        more = f" и ещё {len(names) - 8}" if len(names) > 8 else ""
        parts.append(Text(f"{ASIDE[kind]}: {shown}{more}", style="dim"))
    parts += [Text(f"• {_plain(note)}", style="yellow") for note in source.notes]
    if source.first:
        parts.append(_first_lines(source))
    return Panel(Group(*parts), title=f"[bold]{escape(_plain(source.name))}[/]", title_align="left")


def _first_lines(source: SourceReport) -> Table:
    """The first answers as they will be read."""
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for locator, role, text in source.first:
        place = re.sub(r"\brow (\d+)$", r"строка \1", _plain(locator))
        table.add_row(Text(place), Text(_ROLES[role]), Text(_short(text, 200)))
    return table


def _facts(source: SourceReport) -> str:
    unit = "строк" if source.kind == "survey" else "пунктов"
    facts = [_KINDS[source.kind], source.format, source.encoding]
    if source.delimiter:
        facts.append(f"разделитель: {source.delimiter}")
    if source.header_row:
        facts.append(f"шапка в строке {source.header_row}")
    facts.append(f"{unit}: {source.rows}")
    for label, value in (
        ("человек", source.respondent),
        ("вопрос в столбце", source.question_column),
        ("группа", source.group),
        ("сессия", source.session),
        ("модератор", source.moderator),
    ):
        if value:
            facts.append(f"{label}: {value}")
    return _plain(" · ".join(filter(None, facts)))


def _questions(source: SourceReport) -> Table:
    table = Table(box=None, padding=(0, 1), show_header=True, header_style="dim")
    table.add_column("вопрос" if source.kind == "survey" else "раздел", ratio=1, overflow="fold")
    table.add_column("роль")
    if source.kind == "survey":
        table.add_column("уверенность", justify="right")
    table.add_column("ответов", justify="right")
    for question in source.questions[:30]:
        unsure = question.confidence < _UNSURE and source.kind == "survey"
        role = Text(_ROLES[question.role], style="yellow" if unsure else "green")
        row: list[RenderableType] = [Text(_plain(question.wording) or "(без заголовка)"), role]
        if source.kind == "survey":
            row.append(
                Text(f"{question.confidence:.2f}".replace(".", ",") + (" ?" if unsure else ""))
            )
        row.append(Text(str(question.filled)))
        table.add_row(*row)
    if len(source.questions) > 30:
        table.add_row(Text(f"… и ещё {len(source.questions) - 30}", style="dim"))
    return table


def _summary(inspection: Inspection) -> str:
    refused = sum(bool(source.refused) for source in inspection.sources)
    unsure = sum(
        question.confidence < _UNSURE
        for source in inspection.sources
        if source.kind == "survey"
        for question in source.questions
    )
    lines = [f"\nФайлов {len(inspection.sources)}, ответов и предложений {inspection.said}."]
    if refused:
        lines.append(f"[red]Не прочитано файлов: {refused}.[/] Остальные это не задерживает.")
    if unsure:
        lines.append(
            f"[yellow]Вопросов с неясной ролью: {unsure}.[/]"
            " veche check --write запишет dataset.toml, впишите роль там."
        )
    return "\n".join(lines)


def _plain(text: str) -> str:
    """The text without signs that a terminal would obey."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)


def _short(text: str, length: int) -> str:
    text = " ".join(_plain(text).split())
    return text if len(text) <= length else text[: length - 1] + "…"
