"""`veche annotate`: batches for labelling out of a run, and labels back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    help="Партии на разметку: выгрузить, собрать размеченное, сверить двух размечавших.",
    rich_markup_mode=None,
)


@app.command("export")
def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Папка прогона или набора.")],
    target: Annotated[
        Path, typer.Argument(metavar="OUTPUT", help="Куда: .csv или .json (Label Studio).")
    ],
    count: Annotated[int, typer.Option(help="Сколько высказываний.", min=1)] = 200,
    annotators: Annotated[int, typer.Option(help="Сколько размечающих.", min=1, max=2)] = 1,
    random: Annotated[
        float, typer.Option(help="Какую долю взять наугад, для честной оценки.", min=0, max=1)
    ] = 0.2,
    seed: Annotated[int, typer.Option(help="Зерно случайного выбора.")] = 0,
    exclude: Annotated[
        list[Path] | None,
        typer.Option(help="Уже размеченное: эти люди в партию не попадут."),
    ] = None,
) -> None:
    """Выбрать высказывания, которые научат модель большему: неуверенные, спорные, разные.

    Пример: veche annotate export data/processed/example/latest партия.csv --annotators 2
    """
    from pipeline import runs
    from pipeline.annotate import batch, files

    known = [text for path in exclude or () for text in files.texts(path)]
    chosen = batch.batch(runs.open_run(run), count, random, seed, known)
    for path in files.write(chosen, target, annotators):
        typer.echo(str(path))
    typer.echo(f"Высказываний: {len(chosen)}. Впишите role и directions, остальное не меняйте.")


@app.command("import")
def import_(
    sources: Annotated[
        list[Path], typer.Argument(metavar="FILES…", help="Размеченные файлы: CSV, JSON.")
    ],
    out: Annotated[Path, typer.Option(help="Куда записать собранные метки, CSV.")],
    adjudicated: Annotated[
        Path | None, typer.Option(help="Список разногласий с вписанными решениями.")
    ] = None,
) -> None:
    """Собрать метки; у двух размечавших посчитать согласие и выписать разногласия.

    Пример: veche annotate import партия.a.csv партия.b.csv --out метки.csv
    """
    from pipeline.annotate import collecting, files

    collected = collecting.collect(sources, adjudicated)
    for path in files.write_collected(collected, out):
        typer.echo(str(path))
    typer.echo(collecting.summary(collected))
