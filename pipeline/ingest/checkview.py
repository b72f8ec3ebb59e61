"""`veche check` on the terminal: one panel a file, calm where all is well, loud where it is not."""

from __future__ import annotations

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
_ASIDE = {
    "attribute": "сведения о человеке",
    "single": "закрытые вопросы",
    "multi": "выбор нескольких",
    "scale": "оценки по шкале",
    "matrix": "таблицы оценок",
    "person": "номер человека",
    "technical": "служебные, не хранятся",
    "empty": "пустые или не названные",
}
_UNSURE = 0.6


def render(inspection: Inspection, console: Console | None = None) -> None:
    """Print every file, the folder's notes and what to do next."""
    console = console or Console(highlight=False)
    console.print(f"[bold]{escape(inspection.title)}[/]  {escape(str(inspection.folder))}\n")
    for source in inspection.sources:
        console.print(_panel(source))
    for note in inspection.notes:
        console.print(f"[yellow]•[/] {escape(note)}")
    console.print(_summary(inspection))


def _panel(source: SourceReport) -> Panel:
    if source.refused:
        body: RenderableType = Text(f"не прочитан: {source.refused}", style="red")
        return Panel(body, title=f"[red]{escape(source.name)}[/]", title_align="left")
    parts: list[RenderableType] = [Text(_facts(source), style="dim")]
    if source.questions:
        parts.append(_questions(source))
    elif source.kind == "survey":
        parts.append(Text("открытых вопросов не найдено: назовите их в dataset.toml", style="red"))
    for kind, names in aside(source).items():
        shown = "; ".join(_short(name, 40) for name in names[:8])
        more = f" и ещё {len(names) - 8}" if len(names) > 8 else ""
        parts.append(Text(f"{_ASIDE[kind]}: {shown}{more}", style="dim"))
    parts += [Text(f"• {note}", style="yellow") for note in source.notes]
    parts += [Text(f"{locator}: {_short(text, 100)}") for locator, text in source.first]
    return Panel(Group(*parts), title=f"[bold]{escape(source.name)}[/]", title_align="left")


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
    return " · ".join(filter(None, facts))


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
        row: list[RenderableType] = [Text(question.wording or "(без заголовка)"), role]
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
            f"[yellow]Роль неясна у {unsure} вопр.[/]: veche check --write запишет dataset.toml,"
            " впишите роль там."
        )
    return "\n".join(lines)


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
