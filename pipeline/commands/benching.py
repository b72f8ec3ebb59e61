"""`veche benchmark`: every figure of the product on a data folder, as one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def benchmark(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="Папка с gold/, morphology/ и др.")],
    out: Annotated[Path, typer.Option(help="Куда записать страницу, Markdown.")] = Path(
        "benchmark.md"
    ),
    only: Annotated[list[str] | None, typer.Option(help="Только этот раздел; можно повторять.")] = (
        None
    ),
) -> None:
    """Измерить всё на своей папке данных: роли, направления, дообучение, леммы, темы, скорость.

    Пример: veche benchmark ../shared/data --out docs/benchmark.md
    """
    from pipeline import progress
    from pipeline.benchmark import run

    def write(page: str) -> None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, encoding="utf-8", newline="\n")

    write(run.benchmark(data, only or (), progress.reporter(), write))
    typer.echo(str(out))
