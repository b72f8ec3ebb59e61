"""The command `veche`. Every command is a function of the package with a thin skin around it.

Imports stay inside the commands, so that `veche --help` answers at once. Exit codes: 0 done,
1 the input is at fault (one message, never a traceback), 2 wrong usage.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands import annotating, benching, compare, evaluate, models, serving, train
from pipeline.errors import VecheError

_IN_RUSSIAN = {
    errno.ENOENT: "нет такого файла или папки",
    errno.EACCES: "нет прав на чтение или запись",
    errno.EPERM: "операция запрещена",
    errno.EISDIR: "это папка, а нужен файл",
    errno.ENOTDIR: "это файл, а нужна папка",
    errno.ENOSPC: "на диске кончилось место",
    errno.EROFS: "диск открыт только для чтения",
}

app = typer.Typer(
    name="veche",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="veche: от того, что говорят люди, к стратегии города.",
)

DatasetFolder = Annotated[
    Path, typer.Argument(metavar="DATASET", help="Папка с данными: data/raw/<набор>.")
]
Jobs = Annotated[int, typer.Option(help="Сколько процессов; 0 — по числу ядер.", min=0)]


@app.command()
def check(
    dataset: DatasetFolder,
    write: Annotated[
        bool, typer.Option("--write", help="Записать черновик dataset.toml для правки.")
    ] = False,
    answers: Annotated[
        Path | None,
        typer.Option(help="Записать ответы, прочитанные и обезличенные, в файл Parquet."),
    ] = None,
    jobs: Jobs = 0,
) -> None:
    """Прочитать папку, ничего не запуская: файлы, кодировки, вопросы и их роли, что не читается.

    Пример: veche check data/raw/example --write
    """
    from pipeline import checking

    checking.check(dataset, write=write, answers=answers, jobs=_jobs(jobs))


@app.command()
def run(
    dataset: DatasetFolder,
    out: Annotated[
        Path | None, typer.Option(help="Куда складывать прогоны; обычно data/processed.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="section.key=value", help="Настройка поверх dataset.toml."),
    ] = None,
    edition: Annotated[
        str, typer.Option(help="working — служебное издание, public — для публикации.")
    ] = "",
    jobs: Jobs = 0,
    scheduler: Annotated[str, typer.Option(help="Адрес готового кластера Dask: tcp://…")] = "",
) -> None:
    """Главное: от файлов до выводов, отчёта и документов. Последняя строка — папка прогона.

    Пример: veche run data/raw/example --set findings.people=5
    """
    from pipeline import flow, progress

    finished = flow.run(
        dataset,
        out=out,
        overrides=set_ or (),
        edition=edition,
        jobs=_jobs(jobs),
        scheduler=scheduler,
        report_to=progress.reporter(),
    )
    typer.echo(str(finished.path))


@app.command()
def explain(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Папка прогона.")],
    id_: Annotated[str, typer.Argument(metavar="ID", help="Номер ответа, мысли, темы или вывода.")],
) -> None:
    """Показать, что сделал каждый шаг с ответом, мыслью, темой или выводом, и почему.

    Пример: veche explain data/processed/example/latest 3f9a1c20b7de
    """
    from pipeline import explain, runs

    typer.echo(explain.explain(runs.open_run(run), id_))


@app.command()
def label(
    source: Annotated[Path, typer.Argument(metavar="INPUT.csv", help="Таблица с текстами.")],
    target: Annotated[Path, typer.Argument(metavar="OUTPUT.csv", help="Куда записать.")],
    text: Annotated[str, typer.Option(help="Столбец с текстом.")] = "text",
    question: Annotated[str, typer.Option(help="Столбец с вопросом, если он есть.")] = "",
    jobs: Jobs = 0,
    careful: Annotated[
        bool,
        typer.Option(
            "--careful", help="И в длинной таблице перечитать все неуверенные строки (дольше)."
        ),
    ] = False,
) -> None:
    """Добавить к таблице роль, уверенность, направления и леммы: строка в строку.

    Строки, в которых первая модель не уверена, читает вторая, внимательная. В таблице длиннее
    5000 строк она читает только самые неуверенные, с --careful — все.

    Пример: veche label ответы.csv размечено.csv --text Ответ
    """
    from pipeline import labelling

    rows = labelling.label_file(source, target, text, question, _jobs(jobs), careful)
    typer.echo(f"Размечено строк: {rows}. Записано: {target}")


@app.command()
def embed(
    source: Annotated[Path, typer.Argument(metavar="INPUT.csv", help="Таблица с текстами.")],
    target: Annotated[Path, typer.Argument(metavar="OUTPUT.npy", help="Куда записать.")],
    text: Annotated[str, typer.Option(help="Столбец с текстом.")] = "text",
) -> None:
    """Записать векторы текстов (float32, строка на текст).

    Пример: veche embed ответы.csv векторы.npy --text Ответ
    """
    from pipeline import labelling

    rows, width = labelling.embed_file(source, target, text)
    typer.echo(f"Векторов: {rows}, размерность: {width}. Записано: {target}")


app.command()(compare.compare)
app.command()(serving.serve)
app.add_typer(serving.users, name="user")
app.command()(benching.benchmark)
app.add_typer(train.app, name="train")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(models.app, name="models")
app.add_typer(annotating.app, name="annotate")


def main() -> None:
    """Run the command; faults of the input become one message and exit code 1."""
    _speak_utf8()
    try:
        app()
    except VecheError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("Остановлено. Сделанное сохранено: следующий запуск продолжит.", err=True)
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        what = _IN_RUSSIAN.get(error.errno or 0, error.strerror or str(error))
        typer.echo(f"{where}{what}. Проверьте путь, права и место на диске.", err=True)
        sys.exit(1)


def _jobs(jobs: int) -> int:
    return jobs or os.cpu_count() or 1


def _speak_utf8() -> None:
    """A Windows console in another encoding must not break a Russian message."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
