"""The card of a trained pack, in Russian and in English: what it is of, how good, where weak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.statements.directions_taxonomy import OTHER, shipped
from pipeline.vocabulary import ROLE_TITLES

_RUSSIAN = {"roles": "Роли высказываний", "directions": "Направления высказываний"}
_ENGLISH = {"roles": "Roles of statements", "directions": "Directions of statements"}
MEASURES = {
    "f1_problem_solution": ("F1 проблем и предложений", "F1 on problem and solution"),
    "micro_f1": ("F1 (микро)", "micro F1"),
    "samples_f1": ("F1 по высказываниям", "samples F1"),
    "macro_f1": ("среднее F1 по классам", "macro F1"),
    "accuracy": ("доля верных", "accuracy"),
    "first_among_gold": ("первое направление среди верных", "first direction among the gold"),
}


def card(task: str, made: Mapping[str, Any], classes: Mapping[str, Mapping[str, Any]]) -> str:
    """Markdown of the card; `made` is what becomes pack.json, `classes` the figures by class."""
    scores = made["scores"]["cross-validation"]
    russian = _lines(scores, 0, "к исходной модели")
    english = _lines(scores, 1, "over the base")
    adapted = made["settings"]["way"] == "adapted"
    start = f"версия {made['parent']}" if adapted else "обучена с начала"
    began = f"version {made['parent']}, adapted" if adapted else "trained from nothing"
    files = ", ".join(made["data"])
    few = [name for name, one in classes.items() if one["support"] < 30]
    return f"""# {_RUSSIAN[task]}, версия {made["version"]}

Основа: {start}. Данные: {files}; строк {scores["rows"]}, людей или документов {scores["groups"]}.
Команда: `{made["command"]}`.

Оценка — перекрёстная проверка с разбиением по людям и документам, повторы на одной стороне;
в скобках 95 % интервал бутстрепа.

{russian}

{_table(task, classes, "класс | точность | полнота | F1 (95 %) | строк")}

{curve_line(made.get("curve"), 0)}

Мало примеров (меньше 30), цифрам верить нельзя: {_names(task, few) or "нет таких классов"}.
На данных другого опроса проверьте заново: `veche evaluate {task} ДАННЫЕ --model {made["version"]}`.

# {_ENGLISH[task]}, version {made["version"]}

Base: {began}. Data: {files}; {scores["rows"]} rows of {scores["groups"]} people or documents.
Cross-validated, split by person or document with repeats on one side; 95 % bootstrap intervals.

{english}

{curve_line(made.get("curve"), 1)}

Fewer than 30 examples: {", ".join(few) or "none"}. Measure again on data of another survey.
"""


def _lines(scores: Mapping[str, Any], language: int, over: str) -> str:
    lines = [
        f"- {titles[language]}: {interval(scores[name])}"
        for name, titles in MEASURES.items()
        if name in scores
    ]
    gains = scores.get("over_base", {})
    main = next((name for name in MEASURES if name in gains), None)
    if main:
        gain = gains[main]
        lines.append(
            f"- {MEASURES[main][language]} {over}: {gain['value']:+.3f} "
            f"({gain['low']:+.3f}…{gain['high']:+.3f})"
        )
    return "\n".join(lines)


def curve_line(found: Mapping[str, Any] | None, language: int) -> str:
    """The learning curve in one line: labels and the main measure on held-out rows."""
    if not found:
        return ("Кривой обучения нет: мало строк.", "No learning curve: too few rows.")[language]
    said = ("Кривая обучения, число меток и", "Learning curve, labels and")[language]
    held = ("на отложенных строках, их", "on held-out rows, their number")[language]
    points = "; ".join(f"{one['labels']}: {interval(one['main'])}" for one in found["points"])
    name = MEASURES[found["measure"]][language]
    return f"{said} {name} {held} {found['held_out']}: {points}."


def interval(one: Mapping[str, float]) -> str:
    """«0.884 (0.860–0.911)»."""
    return f"{one['value']:.3f} ({one['low']:.3f}–{one['high']:.3f})"


def _names(task: str, ids: list[str]) -> str:
    titles = dict(ROLE_TITLES)
    if task == "directions":
        titles = {one.id: one.short for one in shipped().directions} | {OTHER: "прочее"}
    return ", ".join(titles.get(name, name) for name in ids)


def _table(task: str, classes: Mapping[str, Mapping[str, Any]], head: str) -> str:
    rows = [f"| {head} |", "|---" * 5 + "|"]
    for name, one in classes.items():
        figures = f"{one['precision']:.2f} | {one['recall']:.2f} | {interval(one['f1'])}"
        rows.append(f"| {_names(task, [name])} | {figures} | {one['support']} |")
    return "\n".join(rows)
