"""`veche compare`: what changed between two runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import InputError

_FORMATS = (".html", ".json", ".txt")


def compare(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="Прежний прогон: папка, набор/прогон или набор.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Новый прогон, названный так же.")],
    out: Annotated[
        Path | None, typer.Option(help="Записать всё в файл: .html, .json или .txt.")
    ] = None,
    shown: Annotated[int, typer.Option(help="Сколько строк каждого вида печатать.", min=1)] = 10,
) -> None:
    """Сравнить два прогона: темы и выводы, что появились, выросли, уменьшились, слились, исчезли.

    Пример: veche compare data/processed/опрос/2026-04-19-1a2b3c4d5e опрос --out перемены.html
    """
    from pipeline.comparing import compare, open_either
    from pipeline.comparing.page import page
    from pipeline.comparing.view import as_json, lines

    if out and out.suffix not in _FORMATS:
        raise InputError(
            f"не умею писать {out.suffix or 'без расширения'}",
            file=out,
            remedy=f"Назовите файл с расширением {', '.join(_FORMATS)}",
        )
    compared = compare(open_either(old), open_either(new))
    typer.echo("\n".join(lines(compared, shown)))
    if out:
        text = {
            ".html": lambda: page(compared),
            ".json": lambda: as_json(compared),
            ".txt": lambda: "\n".join(lines(compared, 10**6)) + "\n",
        }[out.suffix]()
        out.write_text(text, encoding="utf-8")
        typer.echo(f"\nЗаписано: {out}")
