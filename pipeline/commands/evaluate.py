"""`veche evaluate`: how good a model is, beside the current one and beside people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    no_args_is_help=True,
    help="Измерить модель на размеченных данных: цифры в JSON и страница для чтения.",
    rich_markup_mode=None,
)

Data = Annotated[Path, typer.Argument(metavar="DATA", help="Размеченный файл: CSV или JSONL.")]
Model = Annotated[str, typer.Option("--model", help="Версия; без неё — текущая.")]
Against = Annotated[str, typer.Option(help="С какой версией сравнить; обычно с текущей.")]
Out = Annotated[
    Path | None, typer.Option(help="Куда записать страницу; рядом ляжет JSON. Иначе рядом с DATA.")
]
Curve = Annotated[bool, typer.Option("--curve", help="Добавить кривую обучения (дольше).")]


@app.command("roles")
def evaluate_roles(
    data: Data, model: Model = "", against: Against = "", out: Out = None, curve: Curve = False
) -> None:
    """Роли: столбцы text, role; для сравнения с людьми ещё role_a и role_b.

    Пример: veche evaluate roles проверка.csv --model survey-2026
    """
    _evaluate("roles", data, model, against, out, curve)


@app.command("directions")
def evaluate_directions(
    data: Data, model: Model = "", against: Against = "", out: Out = None, curve: Curve = False
) -> None:
    """Направления: столбцы text, directions; для сравнения с людьми directions_a и directions_b.

    Пример: veche evaluate directions проверка.csv
    """
    _evaluate("directions", data, model, against, out, curve)


@app.command("encoder")
def evaluate_encoder(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="CSV: text_a и text_b, или text и topic.")
    ],
    model: Model = "",
    out: Out = None,
) -> None:
    """Энкодер: находит ли вторую половину пары или тексты той же темы; рядом средний Navec.

    Пример: veche evaluate encoder пары.csv --model city-2026
    """
    from pipeline import packs
    from pipeline.evaluate import encoder, evaluation

    current = packs.current("encoder") or ""
    against = current if model and model != current else ""
    found = encoder.evaluate_encoder(data, model or current, against)
    evaluation.keep_encoder(data, found.plain(), model or current, against)
    _write(found, out or data.with_name(f"{data.stem}-encoder-{model or current}.html"))


@app.command("topics")
def evaluate_topics(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="CSV: text, topic и, если есть, question.")
    ],
    model: Annotated[str, typer.Option("--model", help="Версия энкодера; без неё текущая.")] = "",
    baselines: Annotated[
        bool, typer.Option("--baselines", help="Рядом — BERTopic, NMF, k-means (дольше).")
    ] = False,
    out: Out = None,
) -> None:
    """Темы: насколько найденные группы похожи на размеченные и устойчивы ли они.

    Пример: veche evaluate topics обращения.csv --baselines
    """
    from pipeline.evaluate import topics

    found = topics.evaluate_topics(data, baselines, model)
    _write(found, out or data.with_name(f"{data.stem}-topics.html"))


def _write(found: Any, target: Path) -> None:
    """The page and the JSON of an evaluation that brings both itself."""
    target.write_text(found.page(), encoding="utf-8", newline="\n")
    as_json = target.with_suffix(".json")
    text = json.dumps(found.plain(), ensure_ascii=False, indent=1)
    as_json.write_text(text + "\n", encoding="utf-8", newline="\n")
    for line in found.lines():
        typer.echo(line)
    typer.echo(f"Цифры: {as_json}")
    typer.echo(f"Страница: {target}")


def _evaluate(
    task: str, data: Path, model: str, against: str, out: Path | None, with_curve: bool
) -> None:
    from pipeline import labelled, packs, progress
    from pipeline.evaluate import evaluation, page
    from pipeline.train import curve
    from pipeline.train.tasks import TASKS

    reporter = progress.reporter()
    reporter.begin("Оценка")
    found = evaluation.evaluate(task, data, model, against)
    result = found.result
    if with_curve:
        frame = labelled.read(data, TASKS[task].target)
        base = TASKS[task].load(packs.current(task) or "", None)
        result["curve"] = curve.curve(TASKS[task], frame, base, progress=reporter.advance)
    evaluation.keep(found)
    reporter.end(f"строк {result['rows']}")
    target = out or data.with_name(f"{data.stem}-{task}-{result['model']}.html")
    target.write_text(page.evaluation_html(result), encoding="utf-8", newline="\n")
    as_json = target.with_suffix(".json")
    as_json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for line in _lines(result):
        typer.echo(line)
    typer.echo(f"Цифры: {as_json}")
    typer.echo(f"Страница: {target}")


def _lines(result: dict[str, Any]) -> list[str]:
    from pipeline.evaluate.page import MEASURES

    lines = [
        f"{title}: {_interval(result[name])}"
        for name, title in MEASURES.items()
        if result.get(name)
    ]
    if result["against"]:
        gap = result["against"]["difference"][result["main"]]
        lines.append(
            f"К версии {result['against']['version']}: {gap['value']:+.3f} "
            f"({gap['low']:+.3f}…{gap['high']:+.3f}), p = {gap['p']:.3f}"
        )
    if result["people"]:
        people = result["people"]
        lines.append(
            f"Человек–человек: {_interval(people['person_person'])}, "
            f"модель–человек: {_interval(people['model_person'])}"
        )
    if result["learnt_from"]:
        lines.append("Внимание: модель училась на этом самом файле, цифры завышены.")
    return lines


def _interval(one: dict[str, float]) -> str:
    return f"{one['value']:.3f} ({one['low']:.3f}–{one['high']:.3f})"


@app.command("findings")
def evaluate_findings(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Папка прогона или набора.")],
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILES…]", help="Ответы одного-двух человек.")
    ] = None,
    export: Annotated[Path | None, typer.Option(help="Выписать пары для проверки, CSV.")] = None,
    count: Annotated[int, typer.Option(help="Сколько выводов проверить.", min=1)] = 40,
    out: Annotated[Path | None, typer.Option(help="Куда записать цифры, JSON.")] = None,
) -> None:
    """Слепая проверка выводов прогона двумя людьми: выписать пары, собрать ответы.

    Пример: veche evaluate findings data/processed/example/latest --export проверка.csv
    """
    from pipeline import runs
    from pipeline.errors import InputError
    from pipeline.evaluate import findings_check

    opened = runs.open_run(run)
    if export is not None:
        pairs = findings_check.sample(opened, count)
        pairs.to_csv(export, index=False, encoding="utf-8-sig", lineterminator="\n")
        typer.echo(f"Пар: {len(pairs)}. Впишите в belongs «да» или «нет»: {export}")
        return
    if not files:
        raise InputError("не названы файлы с ответами", remedy="Или выпишите пары: --export")
    result = findings_check.judge(opened, files)
    if out is not None:
        text = json.dumps(result, ensure_ascii=False, indent=1)
        out.write_text(text + "\n", encoding="utf-8", newline="\n")
    typer.echo(findings_check.summary(result))
