"""An evaluation as one readable page in Russian that opens without the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from pipeline.evaluate import charts
from pipeline.statements.directions_taxonomy import OTHER, shipped
from pipeline.vocabulary import ROLE_TITLES

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}
td,th{border:1px solid #ccc;padding:.25rem .6rem}td{text-align:right}
td:first-child,.text td{text-align:left}caption{text-align:left;font-weight:600}
svg{max-width:100%;height:auto}h2{margin-top:2.5rem}.note{background:#fff6dd;padding:.5rem 1rem}
"""
MEASURES = {
    "f1_problem_solution": "F1 проблем и предложений (среднее)",
    "micro_f1": "F1 направлений (микро)",
    "samples_f1": "F1 по высказываниям",
    "macro_f1": "Среднее F1 по классам",
    "accuracy": "Доля верных",
    "first_among_gold": "Первое направление среди верных",
}
_BY = {
    "question": "вопрос",
    "source": "источник",
    "length": "длина",
    "district": "район",
    "direction": "направление",
}
_DRIFT = {"labels": "доли меток", "lengths": "длина ответов", "questions": "виды вопросов"}


def evaluation_html(result: Mapping[str, Any]) -> str:
    """The page of what `evaluate`, `evaluate_roles` or `evaluate_directions` returned."""
    titles = _titles(result["task"])
    what = "Роли" if result["task"] == "roles" else "Направления"
    parts = [
        f"<h1>{what}: оценка модели</h1>",
        f"<p>Данные: {escape(result['data'])}, строк {result['rows']}, людей или документов "
        f"{result['groups']}. Модель: {escape(result['model'])}. Везде в скобках 95 % интервал "
        "бутстрепа, в котором ответы одного человека или документа берутся вместе.</p>",
        _warning(result),
        _overall(result),
        _against(result.get("against")),
        _people(result.get("people")),
        _classes(result["classes"], titles),
        _confusion(result["confusion"], titles),
        _calibration(result["calibration"], result["ece"]),
        _slices(result["slices"], result["main"], titles),
        _curve(result.get("curve")),
        _drift(result.get("drift")),
        _worst(result["worst"], titles),
    ]
    return (
        "<!doctype html><html lang='ru'><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{what}: оценка модели</title><style>{_STYLE}</style>{''.join(parts)}</html>\n"
    )


def _titles(task: str) -> dict[str, str]:
    directions = {one.id: one.short for one in shipped().directions} | {OTHER: "прочее"}
    return ROLE_TITLES | directions if task == "roles" else directions


def _number(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace(".", ",").replace("-", "−")


def _interval(estimate: Mapping[str, float]) -> str:
    low, high = _number(estimate["low"]), _number(estimate["high"])
    return f"{_number(estimate['value'])} ({low}–{high})"


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    cells = "".join(f"<th scope='col'>{escape(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table class='{kind}'><caption>{caption}</caption><tr>{cells}</tr>{body}</table>"


def _dot(name: str, one: Mapping[str, float]) -> tuple[str, float, float, float]:
    return name, one["value"], one["low"], one["high"]


def _warning(result: Mapping[str, Any]) -> str:
    if not result.get("learnt_from"):
        return ""
    return "<p class='note'>Модель училась на этом самом файле: цифры завышены.</p>"


def _overall(result: Mapping[str, Any]) -> str:
    rows = [
        [title, _interval(result[name])] for name, title in MEASURES.items() if result.get(name)
    ]
    rows.append(["Ошибка калибровки (ECE)", _number(result["ece"])])
    return "<h2>Главное</h2>" + _table("Меры качества", ["Мера", "Значение"], rows)


def _against(against: Mapping[str, Any] | None) -> str:
    if not against:
        return ""
    rows = [
        [
            MEASURES[name],
            _interval(against["scores"][name]),
            f"{_signed(gap['value'])} ({_signed(gap['low'])}…{_signed(gap['high'])})",
            _number(gap["p"]),
        ]
        for name, gap in against["difference"].items()
        if name in MEASURES and name in against["scores"]
    ]
    test = against["difference"]["mcnemar"]
    note = " Та модель училась на этом файле." if against.get("learnt_from") else ""
    return (
        "<h2>Рядом с другой версией</h2>"
        + _table(
            f"Версия {escape(against['version'])} на тех же строках; разность со знаком плюс — "
            "оцениваемая лучше",
            ["Мера", "У той версии", "Разность", "p"],
            rows,
        )
        + f"<p>Исправлено строк: {test['gained']}, испорчено: {test['lost']} "
        f"(критерий Макнемара, p = {_number(test['p'])}).{note}</p>"
    )


def _people(people: Mapping[str, Any] | None) -> str:
    if not people:
        return ""
    title = MEASURES[people["measure"]]
    rows = [
        ["человек–человек", _interval(people["person_person"])]
        + [_number(people["person_person_kappa"])],
        ["модель–человек", _interval(people["model_person"])]
        + [_number(people["model_person_kappa"])],
    ]
    head = ["Кто с кем", title, "Каппа Коэна"]
    return "<h2>Рядом с людьми</h2>" + _table("Согласие двух размечавших и модели", head, rows)


def _classes(classes: Mapping[str, Any], titles: Mapping[str, str]) -> str:
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
    dots = [_dot(titles.get(name, name), one["f1"]) for name, one in classes.items()]
    head = ["Класс", "Точность", "Полнота", "F1", "Строк"]
    picture = charts.intervals("F1 по классам с интервалами", dots)
    return "<h2>По классам</h2>" + picture + _table("Цифры картинки", head, rows)


def _confusion(confusion: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    names = [titles.get(name, name) for name in confusion["classes"]]
    picture = charts.confusion("Что с чем путает модель", names, confusion["table"])
    return f"<h2>Что с чем путает</h2><p>Строка — верно, столбец — модель.</p>{picture}"


def _calibration(bins: Sequence[Mapping[str, float]], error: float) -> str:
    rows = [
        [
            f"{_number(one['from'])}–{_number(one['from'] + 0.1)}",
            str(one["count"]),
            _number(one["confidence"]),
            _number(one["right"]),
        ]
        for one in bins
    ]
    dots = [(one["confidence"], one["right"], int(one["count"])) for one in bins]
    head = ["Уверенность", "Строк", "Средняя уверенность", "Верно на деле"]
    picture = charts.calibration("Уверенность модели и доля верных", dots)
    caption = f"Калибровка, ECE {_number(error)}"
    return f"<h2>Можно ли верить уверенности</h2>{picture}" + _table(caption, head, rows)


def _slices(slices: Sequence[Mapping[str, Any]], main: str, titles: Mapping[str, str]) -> str:
    if not slices:
        return ""
    parts = ["<h2>Где лучше, где хуже</h2>"]
    for by in dict.fromkeys(one["by"] for one in slices):
        own = [one for one in slices if one["by"] == by]
        names = [titles.get(one["slice"], one["slice"]) for one in own]
        dots = [_dot(name, one["right"]) for name, one in zip(names, own, strict=True)]
        rows = [
            [name, str(one["rows"]) + (" — мало" if one["few"] else "")]
            + [_interval(one["main"]), _interval(one["right"])]
            for name, one in zip(names, own, strict=True)
        ]
        head = [_BY[by].capitalize(), "Строк", MEASURES[main], "Доля верных"]
        parts.append(charts.intervals(f"Доля верных: {_BY[by]}", dots))
        parts.append(_table(f"Срез: {_BY[by]}", head, rows))
    return "".join(parts)


def _curve(curve: Mapping[str, Any] | None) -> str:
    if not curve:
        return ""
    points = [(one["labels"], *_dot("", one["main"])[1:]) for one in curve["points"]]
    rows = [[str(one["labels"]), _interval(one["main"])] for one in curve["points"]]
    title = MEASURES[curve["measure"]]
    base = curve["base"]["value"] if curve.get("base") else None
    return (
        "<h2>Сколько размечать</h2>"
        + charts.curve(f"{title} от числа размеченных", points, base)
        + _table("Кривая обучения на этих данных", ["Размечено", title], rows)
    )


def _drift(drift: Mapping[str, Any] | None) -> str:
    if not drift:
        return ""
    unknown = _number(100 * drift["unknown_words"]).rstrip("0").rstrip(",")
    parts = [
        "<h2>Похожи ли данные на те, на которых училась модель</h2>"
        f"<p>Слов, которых модель не встречала: {unknown} %."
    ]
    if drift["fresh"]:
        parts.append(" Чаще всего: " + escape(", ".join(drift["fresh"])) + ".")
    rows = [[_DRIFT[name], _number(gap)] for name, gap in drift["divergence"].items()]
    note = (
        ""
        if not drift["notable"]
        else ("<p class='note'>Данные заметно другие: разметьте партию и дообучите модель.</p>")
    )
    head = ["Что", "Расхождение, от 0 до 1"]
    table = _table("Расхождение Йенсена — Шеннона", head, rows) if rows else ""
    return "".join(parts) + "</p>" + table + note


def _worst(worst: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> str:
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
    return "<h2>Ошибки</h2>" + _table("Худшие ошибки: уверенные и неверные", head, rows, "text")
