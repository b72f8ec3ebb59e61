"""«Как получены результаты»: sample, cleaning, models and their error, what was set aside."""

from __future__ import annotations

from pipeline.findings.support import FEW
from pipeline.report.columns import titled
from pipeline.report.method import (
    cleaning,
    closed_rows,
    counting_rules,
    ledger_rows,
    masked_rows,
    model_rows,
)
from pipeline.report.paper import Line, Paper
from pipeline.report.result import Result
from pipeline.report.typography import number, percent
from pipeline.vocabulary import STATUS_TITLES


def method(paper: Paper, result: Result) -> None:
    """How the figures came about, so that they can be defended at a hearing."""
    paper.heading("Как получены результаты")
    paper.text(
        "Раздел отвечает на вопросы, которые задают на слушаниях: кого спросили, что отбросили, "
        "кто читал ответы и насколько этому можно верить."
    )
    _sample(paper, result)
    _ledger(paper, result)
    _masked(paper, result)
    _models(paper, result)
    paper.heading("Что означают цифры", 2)
    paper.bullets(counting_rules(result))


def _sample(paper: Paper, result: Result) -> None:
    paper.heading("Кто ответил", 2)
    rows = [
        [titled(question), Line(number(count), "figure"), "мало ответов" if count < FEW else ""]
        for question, count in result.strategy.answered.items()
    ]
    if not rows:
        paper.text("Анкеты в наборе данных нет: разобраны только бумаги рабочих групп.")
        return
    paper.text(
        "Анкета была открытой, отвечали те, кто захотел. Такая выборка показывает, что говорят "
        "неравнодушные, и не измеряет мнение всех жителей."
    )
    paper.table(
        "Сколько человек ответили на каждый открытый вопрос",
        [("Вопрос", 74), ("Чел.", 12), ("", 14)],
        rows,
    )
    closed = closed_rows(result)
    if closed:
        paper.table(
            "Состав ответивших и ответы на закрытые вопросы",
            [("Вопрос", 32), ("Ответили", 11), ("Ответы", 57)],
            [[question, Line(number(base), "figure"), _answers(answers, base)]
             for question, base, answers in closed],
        )  # fmt: skip


def _answers(answers: list[tuple[str, int]], base: int) -> str:
    return "; ".join(f"{answer} — {number(n)} ({percent(n / base)})" for answer, n in answers)


def _ledger(paper: Paper, result: Result) -> None:
    paper.heading("Учтено всё", 2)
    paper.text(cleaning(result))
    statuses, rows = ledger_rows(result)
    paper.table(
        "Что стало с каждой записью исходных файлов",
        [("Источник", 34), ("Всего", 10)] + [(STATUS_TITLES[s].capitalize(), 12) for s in statuses],
        [[row[0], *(Line(number(n), "figure") for n in row[1:])] for row in rows],
    )


def _masked(paper: Paper, result: Result) -> None:
    paper.heading("Личные данные", 2)
    if result.journal.empty:
        paper.text("Личных данных в ответах не найдено.")
        return
    counts = ", ".join(f"{title} — {number(count)}" for title, count in masked_rows(result))
    paper.text(
        "Личные данные заменены пометками до начала разбора; сами значения нигде не хранятся."
        + (f" Скрыто: {counts}." if counts else "")
    )


def _models(paper: Paper, result: Result) -> None:
    paper.heading("Кто читал ответы и насколько ошибается", 2)
    paper.text(
        "Ответы прочла программа, без отправки данных в интернет. Она ничего не сочиняет: каждая "
        "цитата — точный отрывок ответа, каждая цифра пересчитывается по номерам ответов."
    )
    rows = model_rows(result)
    if rows:
        paper.table(
            "Модели и их измеренная точность",
            [("Задача", 34), ("Версия", 14), ("Точность", 52)],
            rows,
        )
