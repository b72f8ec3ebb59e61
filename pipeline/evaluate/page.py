"""An evaluation as one readable page in Russian that opens without the network."""

from __future__ import annotations

from html import escape
from typing import Any

from pipeline.statements.directions_taxonomy import OTHER, shipped
from pipeline.vocabulary import ROLE_TITLES

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.25rem .6rem}
td{text-align:right}td:first-child,.text td{text-align:left}caption{text-align:left;font-weight:600}
"""
_OVERALL = {
    "f1_problem_solution": "F1 проблем и предложений (среднее)",
    "macro_f1": "Среднее F1 по ролям",
    "accuracy": "Доля верных",
    "first_among_gold": "Первое направление среди верных",
}


def evaluation_html(result: dict[str, Any]) -> str:
    """The page of what `evaluate_roles` or `evaluate_directions` returned."""
    titles = _titles(result["task"])
    what = "Роли" if result["task"] == "roles" else "Направления"
    parts = [
        f"<h1>{what}: оценка модели</h1>",
        f"<p>Данные: {escape(result['data'])}, строк: {result['rows']}. "
        f"Модель: {escape(result['model'])}.</p>",
        _overall(result),
        _people(result.get("people")),
        _classes(result["classes"], titles),
        _confusion(result.get("confusion"), titles),
        _calibration(result["calibration"], result["ece"]),
        _worst(result["worst"], titles),
    ]
    return (
        "<!doctype html><html lang='ru'><meta charset='utf-8'>"
        f"<title>{what}: оценка модели</title><style>{_STYLE}</style>{''.join(parts)}</html>\n"
    )


def _titles(task: str) -> dict[str, str]:
    if task == "roles":
        return ROLE_TITLES
    return {one.id: one.short for one in shipped().directions} | {OTHER: "прочее"}


def _number(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _interval(estimate: dict[str, float]) -> str:
    low, high = _number(estimate["low"]), _number(estimate["high"])
    return f"{_number(estimate['value'])} ({low}–{high})"


def _table(caption: str, head: list[str], rows: list[list[str]], kind: str = "") -> str:
    cells = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table class='{kind}'><caption>{caption}</caption><tr>{cells}</tr>{body}</table>"


def _overall(result: dict[str, Any]) -> str:
    rows = [
        [title, _interval(result[name])] for name, title in _OVERALL.items() if result.get(name)
    ]
    rows.append(["Ошибка калибровки (ECE)", _number(result["ece"])])
    return _table("Главное, с 95 % интервалами бутстрепа", ["Мера", "Значение"], rows)


def _people(people: dict[str, float] | None) -> str:
    if not people:
        return ""
    return (
        f"<p>Согласие (каппа Коэна): человек–человек {_number(people['person_person_kappa'])}, "
        f"модель–человек {_number(people['model_person_kappa'])}.</p>"
    )


def _classes(classes: dict[str, Any], titles: dict[str, str]) -> str:
    rows = [
        [
            titles.get(name, name),
            _number(one["precision"]),
            _number(one["recall"]),
            _interval(one["f1"]),
            str(one["support"]),
        ]
        for name, one in classes.items()
    ]
    return _table("По классам", ["Класс", "Точность", "Полнота", "F1", "Строк"], rows)


def _confusion(confusion: dict[str, Any] | None, titles: dict[str, str]) -> str:
    if not confusion:
        return ""
    names = [titles.get(name, name) for name in confusion["classes"]]
    rows = [[name, *map(str, row)] for name, row in zip(names, confusion["table"], strict=True)]
    return _table("Что с чем путает: строка — верно, столбец — модель", ["", *names], rows)


def _calibration(bins: list[dict[str, float]], error: float) -> str:
    rows = [
        [
            f"{_number(one['from'])}–{_number(one['from'] + 0.1)}",
            str(one["count"]),
            _number(one["confidence"]),
            _number(one["right"]),
        ]
        for one in bins
    ]
    head = ["Уверенность", "Строк", "Средняя уверенность", "Верно на деле"]
    return _table(f"Калибровка, ECE {_number(error)}", head, rows)


def _worst(worst: list[dict[str, Any]], titles: dict[str, str]) -> str:
    rows = [
        [
            one["text"],
            one["question"],
            ", ".join(titles.get(name, name) for name in one["gold"].split(";")),
            titles.get(one["found"], one["found"]),
            _number(one["confidence"]),
        ]
        for one in worst
    ]
    head = ["Текст", "Вопрос", "Верно", "Модель", "Уверенность"]
    return _table("Худшие ошибки: уверенные и неверные", head, rows, "text")
