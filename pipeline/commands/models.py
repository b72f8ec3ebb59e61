"""`veche models`: versions, cards, scores; which one is current, and back again."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    help="Версии моделей: список, карточки, какая текущая и как вернуть прежнюю.",
    rich_markup_mode=None,
)

Task = Annotated[
    str,
    typer.Argument(
        metavar="TASK", help="roles, directions, reader, encoder, topics или nonanswers."
    ),
]
Version = Annotated[str, typer.Argument(metavar="VERSION", help="Имя версии.")]


@app.command("list")
def list_models(
    task: Annotated[str, typer.Argument(metavar="[TASK]", help="Только эта задача.")] = "",
    sort: Annotated[str, typer.Option(help="По какому столбцу: f1, version, rows…")] = "",
) -> None:
    """Все версии с оценками и настройками, из которых они получены.

    Пример: veche models list roles --sort f1
    """
    from pipeline.evaluate import listing

    typer.echo(listing.shown(listing.table(_task(task) if task else "", sort)))


@app.command("show")
def show(task: Task, version: Annotated[str, typer.Argument(metavar="[VERSION]")] = "") -> None:
    """Карточка версии, без имени — текущей.

    Пример: veche models show roles 1.0
    """
    from pipeline import packs
    from pipeline.evaluate import promotion

    task, version = _named(task, version)
    version = version or packs.current(task) or ""
    typer.echo(packs.read_card(task, version).rstrip())
    typer.echo(f"\nПапка: {packs.folder_of(task, version)}")
    typer.echo(f"Текущая версия: {packs.current(task)}")
    for entry in promotion.history(task)[-5:]:
        why = f": {entry['why']}" if entry.get("why") else ""
        typer.echo(f"{entry.get('at', '')}  {entry['from'] or '—'} → {entry['to']}{why}")


@app.command("promote")
def promote(
    task: Task,
    version: Annotated[str, typer.Argument(metavar="VERSION", help="Имя версии.")] = "",
    why: Annotated[str, typer.Option(help="Почему, если версия хуже текущей.")] = "",
) -> None:
    """Сделать версию текущей. Сначала нужна veche evaluate на данных, которых она не видела.

    Пример: veche models promote roles survey-2026
    """
    from pipeline.evaluate import promotion

    task, version = _named(task, version)
    entry = promotion.promote(task, version, why)
    typer.echo(f"Модель «{task}»: текущая версия {entry['to']}, была {entry['from'] or '—'}.")
    typer.echo(f"Вернуть: veche models rollback {task}")


@app.command("rollback")
def rollback(task: Task) -> None:
    """Вернуть версию, которая была текущей до последней замены.

    Пример: veche models rollback roles
    """
    from pipeline.evaluate import promotion

    entry = promotion.rollback(_task(task))
    typer.echo(f"Модель «{task}»: снова {entry['to']}, была {entry['from']}.")


@app.command("compare")
def compare(
    one: Annotated[str, typer.Argument(metavar="A", help="TASK/VERSION, например roles/current.")],
    other: Annotated[str, typer.Argument(metavar="B", help="TASK/VERSION той же задачи.")],
) -> None:
    """Две версии рядом: настройки, данные, оценки.

    Пример: veche models compare roles/current roles/survey-2026
    """
    from pipeline.errors import InputError
    from pipeline.evaluate import listing

    (task, version), (second, another) = _named(one, ""), _named(other, "")
    if task != second or not version or not another:
        raise InputError(
            "сравнить можно две версии одной задачи",
            remedy="Пример: veche models compare roles/1.0 roles/survey-2026",
        )
    typer.echo(listing.side_by_side(task, version, another).to_string(index=False))


def _named(task: str, version: str) -> tuple[str, str]:
    """«roles», «1.0» as they are, or both out of «roles/1.0»; `current` is the one that is."""
    from pipeline import packs

    name, _, inside = task.partition("/")
    version = version or inside
    return _task(name), packs.current(name) or "" if version == "current" else version


def _task(name: str) -> str:
    from pipeline.errors import InputError, did_you_mean
    from pipeline.packs import TASKS

    if name not in TASKS:
        raise InputError(f"неизвестная задача «{name}»", remedy=did_you_mean(name, TASKS))
    return name
