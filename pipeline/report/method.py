"""How the results came about, as sentences and rows that documents and pages share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pipeline.report.columns import titled
from pipeline.report.result import Result
from pipeline.report.typography import counted, number, percent
from pipeline.tables import STATUSES
from pipeline.vocabulary import MODEL_TITLES

_MOST_ANSWERS = 12
_MEASURES = (
    ("f1_problem_solution", "проблемы и предложения отличены верно (мера F1)"),
    ("f1", "согласие с проверочной разметкой (мера F1)"),
    ("micro_f1", "согласие с проверочной разметкой (мера F1)"),
    ("first_among_gold", "направление указано верно"),
    ("macro_f1", "согласие с проверочной разметкой (F1 в среднем по видам)"),
    ("recall", "ответов без содержания найдено"),
    ("ami", "согласие тем с известными разделами обращений (мера AMI)"),
)


def ledger_rows(result: Result) -> tuple[list[str], list[list[Any]]]:
    """Statuses that occur, and a row per source: name, all records, records by status; a total."""
    ledger: Mapping[str, Any] = result.run.get("ledger", {})
    present = [s for s in STATUSES if any(entry["status"].get(s) for entry in ledger.values())]
    rows: list[list[Any]] = [
        [source, entry["rows"], *(entry["status"].get(status, 0) for status in present)]
        for source, entry in sorted(ledger.items())
    ]
    if len(rows) > 1:
        rows.append(["Всего", *(sum(column) for column in list(zip(*rows, strict=True))[1:])])
    return present, rows


def cleaning(result: Result) -> str:
    """What was set aside and why, in words."""
    status = Counter(result.answers["status"])
    used, repeats = result.shown(status["used"]), result.shown(status["duplicate"])
    total, aside = (result.shown(n) for n in (len(result.answers), status.total() - status["used"]))
    if not aside:
        records = counted(total, "запись", "записи", "записей")
        text = f"Ни одна запись не отложена: в разбор {'вошла' if total == 1 else 'вошли все'} "
        text += f"{records}."
    else:
        text = (
            f"Ни одна запись не потеряна: из {counted(total, 'записи', 'записей', 'записей')} "
            f"в разбор {'вошла' if status['used'] == 1 else 'вошли'} {number(used)}, "
            f"{'отложена' if aside == 1 else 'отложены'} {number(aside)}."
        )
    if status["duplicate"]:
        text += (
            f" Повторы ({number(repeats)}) свёрнуты: человек считается один раз, "
            "сколько бы сообщений ни отправил."
        )
    campaigns = result.answers.loc[result.answers["campaign"].fillna("") != "", "campaign"]
    if len(campaigns):
        found = counted(campaigns.nunique(), "кампания", "кампании", "кампаний")
        records = counted(result.shown(len(campaigns)), "запись", "записи", "записей")
        few = len(campaigns) < result.hides_below
        text += (
            f" Найдены одинаковые тексты от разных людей: {found}{'' if few else f', {records}'}."
        )
    return text


def closed_rows(result: Result) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Closed questions: the question, who answered it, and its answers, the most chosen first.

    Questions of many answers (streets, dates) say nothing in a list and are left to the workbook.
    """
    rows = []
    for question, part in result.frequencies.groupby("question", sort=False):
        counts = part.groupby("answer")["count"].sum()
        base = int(part.groupby("source")["base"].max().sum())
        if base and 1 < len(counts) <= _MOST_ANSWERS:
            ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            rows.append((titled(str(question)), base, [(str(a), int(n)) for a, n in ranked]))
    return rows


def masked_rows(result: Result) -> list[tuple[str, int]]:
    """What was masked, the most frequent first."""
    counts: Counter[str] = Counter()
    for kind, count in zip(result.journal["kind"], result.journal["count"], strict=True):
        counts[kind] += int(count)
    if result.public:
        counts = Counter(
            {kind: result.shown(n) for kind, n in counts.items() if n >= result.min_cell}
        )
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def model_rows(result: Result) -> list[list[str]]:
    """Task, version and measured accuracy of each model that has one."""
    rows = []
    for task, model in sorted(result.run.get("models", {}).items()):
        scores = model.get("scores") if isinstance(model, Mapping) else None
        if isinstance(scores, Mapping) and (measured := accuracy(scores)):
            rows.append([MODEL_TITLES.get(task, task), str(model.get("version", "")), measured])
    return rows


def accuracy(scores: Mapping[str, Any]) -> str:
    """A model's first known score with its interval, as a person would say it.

    `scores` hold measures, or sets of measures by the name of the data that gave them; a measure
    is a number beside `low` and `high`, or an object of `value`, `low` and `high`.
    """
    sets = [scores, *(held for held in scores.values() if isinstance(held, Mapping))]
    for measure, meaning in _MEASURES:
        for held in sets:
            score = held.get(measure)
            found = score if isinstance(score, Mapping) else {**held, "value": score}
            value, low, high = (found.get(key) for key in ("value", "low", "high"))
            if isinstance(value, int | float):
                around = f" (от {percent(low, 0)} до {percent(high, 0)})" if low and high else ""
                rows = held.get("rows")
                texts = f", {counted(rows, 'текст', 'текста', 'текстов')}" if rows else ""
                return f"{percent(value, 0)}{around}: {meaning}{texts}"
    return ""


AKIN = (
    "«Вместе с близким» — разные люди, которые говорят о том же предмете: этот вывод, родственные "
    "ему и редкие голоса о нём. В это число легче попадает лишнее, чем в сам вывод."
)


def counting_rules(result: Result) -> list[str]:
    """What counts as support, as base, as recurring; the fixed scale of words."""
    limits = result.run.get("settings", {}).get("findings", {})
    people, groups = limits.get("people", 3), limits.get("groups", 2)
    rules = [
        "Считаются люди, а не сообщения: один человек поддерживает вывод один раз.",
        "Доля — от тех, кто ответил на вопрос, а не от всех участников и не от всех жителей.",
        f"Повторяющимся считается то, что назвали не меньше {people} человек или {groups} групп; "
        "остальное — редкие голоса, они сохранены.",
        "Рабочая группа — один голос, он никогда не прибавляется к числу людей; тезис наработок, "
        "переписанный группой дословно, поддержкой не считается.",
        "«Разброс» — 95-процентный интервал Уилсона: таким он был бы при случайной выборке. Здесь "
        "выборка не случайная, поэтому это нижняя граница неуверенности.",
    ]
    if weights := limits.get("weights"):
        rules.append(
            "Доля «с весами» поправляет состав ответивших по известным долям жителей: "
            f"{'; '.join(weights)}. Она стоит рядом с простой и не заменяет её."
        )
    if result.public:
        rules.append(
            f"В этой редакции числа меньше {result.min_cell} человек не показаны, остальные "
            "округлены до пяти, доли — до целых процентов."
        )
    else:
        rules.insert(3, AKIN)
    return rules
