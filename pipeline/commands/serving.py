"""`veche serve` and `veche user`: the moderators' desk and its accounts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import InputError

Out = Annotated[
    Path | None, typer.Option(help="Где лежат прогоны и учётные записи; обычно data/processed.")
]
users = typer.Typer(no_args_is_help=True, help="Учётные записи стола модераторов.")


def serve(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="Папка: data/raw/<набор>.")],
    host: Annotated[str, typer.Option(help="Адрес, на котором слушать.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Порт.", min=0, max=65535)] = 8000,
    out: Out = None,
    name: Annotated[
        list[str] | None, typer.Option(help="Имя, под которым стол виден в сети; можно повторять.")
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="Сертификат TLS (PEM).")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Ключ TLS (PEM).")] = None,
) -> None:
    """Открыть стол модераторов: читать, править, решать по тезисам, печатать.

    Пример: veche serve data/raw/example
    """
    from pipeline.serve import starting

    starting.serve(dataset, host, port, out, name or [], tls_cert, tls_key)


@users.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Имя, под которым входят.")],
    role: Annotated[str, typer.Option(help="analyst, moderator или viewer.")],
    group: Annotated[str, typer.Option(help="Рабочая группа модератора.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Прочитать пароль со стандартного ввода.")
    ] = False,
    out: Out = None,
) -> None:
    """Завести учётную запись; пароль спросят.

    Пример: veche user add Мария --role moderator --group бизнес
    """
    from pipeline.serve.starting import accounts

    accounts(out).add(name, role, group, _password(password_stdin))
    typer.echo(f"Готово: {name} может войти.")


@users.command("list")
def list_(out: Out = None) -> None:
    """Показать учётные записи.

    Пример: veche user list
    """
    from pipeline.serve.people import ROLE_TITLES
    from pipeline.serve.starting import accounts

    known = accounts(out).people()
    if not known:
        typer.echo("Учётных записей нет. Заведите: veche user add ИМЯ --role analyst")
    for person in known:
        group = f"\tгруппа «{person.group}»" if person.group else ""
        typer.echo(f"{person.name}\t{ROLE_TITLES[person.role]}{group}")


@users.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Кого убрать.")], out: Out = None
) -> None:
    """Убрать учётную запись; открытые ею страницы закрываются сразу.

    Пример: veche user remove Мария
    """
    from pipeline.serve.starting import accounts

    accounts(out).remove(name)
    typer.echo(f"Готово: {name} больше не войдёт.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError(
            "пароль спросить не у кого", remedy="Передайте его так: --password-stdin < файл"
        )
    return str(typer.prompt("Пароль", hide_input=True, confirmation_prompt="Ещё раз"))
