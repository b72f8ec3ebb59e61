"""`veche train`: labelled data to a new version of a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    help="Обучить модель заново: новая версия в models/, текущая не меняется.",
    rich_markup_mode=None,
)

Data = Annotated[
    list[Path],
    typer.Argument(metavar="DATA…", help="Размеченные файлы: CSV, JSONL, выгрузка Label Studio."),
]
Name = Annotated[str, typer.Option(help="Имя новой версии; без него имя даст хеш данных.")]
Base = Annotated[
    str, typer.Option(help="От какой версии учиться: current, имя версии или none — с начала.")
]
Budget = Annotated[
    float, typer.Option(help="Сколько секунд на подбор настроек (по расчёту).", min=1)
]
Seed = Annotated[int, typer.Option(help="Зерно случайного выбора.")]


@app.command("roles")
def train_roles(
    data: Data, name: Name = "", base: Base = "current", budget: Budget = 60, seed: Seed = 0
) -> None:
    """Роли высказываний: столбцы text, role и, если есть, question, group.

    Пример: veche train roles партия.csv решения.csv --name опрос-2026
    """
    _train("roles", data, name, base, budget, seed)


@app.command("directions")
def train_directions(
    data: Data, name: Name = "", base: Base = "current", budget: Budget = 60, seed: Seed = 0
) -> None:
    """Направления стратегии: столбцы text, directions (через «;») и, если есть, question, group.

    Пример: veche train directions партия.csv --name survey-2026
    """
    _train("directions", data, name, base, budget, seed)


@app.command("encoder")
def train_encoder(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="CSV: text_a и text_b, или text; или папка.")
    ],
    name: Name = "",
) -> None:
    """Энкодер: пары текстов об одном (text_a, text_b) или тексты (text). Это минуты.

    Пример: veche train encoder пары.csv --name city-2026
    """
    from pipeline import progress
    from pipeline.train.encoder_pack import train_encoder as work

    reporter = progress.reporter()
    reporter.begin("Обучение энкодера")
    folder = work(data, name)
    reporter.end(f"версия {folder.name}")
    typer.echo(f"Дальше: veche evaluate encoder ДАННЫЕ --model {folder.name}")
    typer.echo(str(folder))


@app.command("topics")
def train_topics(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="Папка прогона или набора, который прогоняли.")
    ],
    name: Name = "",
) -> None:
    """Сохранить темы прогона, чтобы следующие волны относились к ним же.

    Пример: veche train topics data/processed/example/latest --name wave-1
    """
    from pipeline.train.topics import train_topics as work

    folder = work(data, name)
    typer.echo(f"Дальше: veche run НАБОР --set topics.model={folder.name}")
    typer.echo(str(folder))


def _train(task: str, data: list[Path], name: str, base: str, budget: float, seed: int) -> None:
    from pipeline import packs, progress
    from pipeline.train import packing, tracking

    reporter = progress.reporter()
    reporter.begin("Подбор настроек и обучение")
    choices = packing.Choices(name, base, budget, seed)
    folder = packing.train(task, data, choices, progress=reporter.advance)
    reporter.end(f"модель «{task}», версия {folder.name}")
    meta = packs.read_meta(task, folder.name)
    tracking.log(task, folder.name, meta)
    typer.echo(packing.summary(meta))
    typer.echo(
        f"Текущая версия не изменена. Дальше: veche evaluate {task} ДАННЫЕ --model {folder.name}"
    )
    typer.echo(str(folder))
