"""Sheets of the strategy's tables: links, consensus, draft, districts, sessions, topics, ledger."""

from __future__ import annotations

import json

from pipeline.report.agreement import group_verdicts, telling, theses
from pipeline.report.columns import titled
from pipeline.report.method import cleaning, ledger_rows
from pipeline.report.result import Result
from pipeline.report.sheet import Column, Sheet
from pipeline.report.typography import date
from pipeline.vocabulary import (
    CHANGE_TITLES,
    CONSENSUS_NOTES,
    DECIDED_TITLES,
    DISPOSITION_TITLES,
    FINDING_TITLES,
    GROUP_VERDICT_TITLES,
    STATUS_TITLES,
    VERDICT_TITLES,
)

_MOST_SESSIONS = 40  # side by side on a sheet


def links(result: Result) -> Sheet:
    """Which proposal answers which problem: what recurs first, and that alone on paper."""
    known = result.finding
    ordered = result.links.sort_values(
        ["score", "problem_id", "solution_id"], ascending=[False, True, True], kind="stable"
    )
    found = [
        link
        for link in ordered.itertuples(index=False)
        if link.problem_id in known and link.solution_id in known
    ]
    recurs = [known[link.problem_id].recurring and known[link.solution_id].recurring
              for link in found]  # fmt: skip
    both = [link for link, holds in zip(found, recurs, strict=True) if holds]
    others = [link for link, holds in zip(found, recurs, strict=True) if not holds]
    rows = tuple(
        (known[link.problem_id].name, known[link.solution_id].name, float(link.score),
         int(link.same_answer), link.problem_id, link.solution_id)
        for link in (*both, *others)
    )  # fmt: skip
    columns = (
        Column("Проблема", 46), Column("Предложение", 46), Column("Сила связи", 10, "share"),
        Column("В одном ответе", 12, "number"), Column("Номер проблемы", 16),
        Column("Номер предложения", 16),
    )  # fmt: skip
    note = (
        "Сверху связи того, что повторяется, самые сильные первыми; на бумагу идут они. В одном "
        "ответе — сколько раз оба сказаны вместе."
    )
    empty = "Связей нет: ни одно предложение не отвечает ни на одну из проблем."
    return Sheet(
        "Связи",
        "Какое предложение отвечает на какую проблему",
        note,
        columns,
        rows,
        empty=empty,
        printed=4,
        printed_rows=len(both),
    )


def consensus(result: Result) -> Sheet:
    """Findings against residents and groups."""
    matrix = result.strategy.matrix
    fixed = ("finding_id", "kind", "name", "consensus", "opposed")
    voices = [column for column in matrix.columns if column not in fixed]
    rows = tuple(
        (row["name"], FINDING_TITLES[row["kind"]],
         int(result.finding[row["finding_id"]].respondents), *(row[voice] for voice in voices),
         row["consensus"], "; ".join(result.finding[fid].name for fid in row["opposed"]))
        for row in telling(result).to_dict("records")
    ) if len(voices) > 1 else ()  # fmt: skip
    columns = (
        Column("Вывод", 46), Column("Вид", 16), Column("Людей", 9, "number"),
        *(Column(voice.capitalize(), 17) for voice in voices),
        Column("Отметка", 17), Column("Что против", 44),
    )  # fmt: skip
    note = "Сверху конфликты и общее. Пусто — не высказывались. " + "; ".join(
        f"«{name}» — {meaning}" for name, meaning in CONSENSUS_NOTES.items()
    )
    empty = "Рабочих групп не было: сравнивать мнение жителей не с чем."
    return Sheet("Согласие", "Кто за и кто против", f"{note}.", columns, rows, empty=empty)


def coverage(result: Result) -> Sheet:
    """Theses of the draft and what was said of them."""
    rows = tuple(
        ("наработки" if row.document == "draft" else "стратегия региона", row.thesis, row.text,
         VERDICT_TITLES[row.verdict],
         int(row.respondents),
         ", ".join(json.loads(row.groups or "{}")),
         "; ".join(result.finding[fid].name for fid in row.finding_ids),
         "\n".join(group_verdicts(row)))
        for document in ("draft", "region") for row in theses(result, document)
    )  # fmt: skip
    columns = (
        Column("Документ", 18), Column("№", 9), Column("Тезис", 56), Column("Итог", 20),
        Column("Людей", 9, "number"), Column("Группы", 24), Column("Что говорят", 60),
        Column("Решения групп", 60),
    )  # fmt: skip
    note = "Итог предлагает программа по сказанному; окончательное решение — за модератором."
    empty = "Ни наработок, ни стратегии региона в наборе нет: сверять не с чем."
    return Sheet("Наработки", "Тезисы наработок и стратегии региона: что о них сказано", note,
                 columns, rows, frozen=3, empty=empty)  # fmt: skip


def decided(result: Result) -> Sheet:
    """What people decided at the desk."""
    values = {**GROUP_VERDICT_TITLES, **DISPOSITION_TITLES, "": ""}
    rows = tuple(
        (DECIDED_TITLES[row.what], row.subject, row.group, values[row.value], row.text, row.why,
         row.who)
        for row in result.decided.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column("Что решено", 22), Column("О чём", 56), Column("Группа", 18), Column("Решение", 18),
        Column("Текст", 50), Column("Почему", 40), Column("Кто", 18),
    )  # fmt: skip
    note = "Записано на столе модераторов; переименования и переносы уже стоят в таблицах."
    empty = "На столе модераторов пока ничего не решено."
    return Sheet("Решения людей", "Что решили люди", note, columns, rows, empty=empty)


def districts(result: Result) -> Sheet:
    """What districts name."""
    rows = tuple(
        (str(row.value), FINDING_TITLES[row.kind], row.name,
         int(row.respondents), int(row.base), float(row.share), float(row.share_elsewhere),
         "заметно отличается" if row.distinct else "")
        for row in result.strategy.districts.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column(result.strategy.place or "Район", 22), Column("Вид", 16), Column("Вывод", 50),
        Column("Людей", 9, "number"), Column("Ответили", 10, "number"), Column("Доля", 9, "share"),
        Column("В остальных", 11, "share"), Column("Отличие", 20),
    )  # fmt: skip
    note = "Доля — от ответивших жителей района."
    empty = "В анкете нет вопроса о районе, или по районам ничего не повторяется."
    return Sheet("Районы", "Что называют в районах", note, columns, rows, empty=empty)


def sessions(result: Result) -> Sheet:
    """Voices by session."""
    names = result.strategy.session_names[-_MOST_SESSIONS:]
    rows = tuple(
        (row["name"], FINDING_TITLES[row["kind"]],
         *(int(row[n]) for n in names),
         CHANGE_TITLES[row["change"]])
        for row in result.strategy.sessions.to_dict("records")
    ) if len(names) > 1 else ()  # fmt: skip
    columns = (
        Column("Вывод", 50), Column("Вид", 16), *(Column(date(n), 13, "number") for n in names),
        Column("Изменение", 18),
    )  # fmt: skip
    empty = "Сессия одна: сравнивать не с чем."
    return Sheet("Сессии", "Голоса по сессиям", "Люди и группы, каждый один раз за сессию.",
                 columns, rows, empty=empty)  # fmt: skip


def closed(result: Result) -> Sheet:
    """Closed questions; where one was asked in several files, each file has rows of its own."""
    several = result.frequencies["source"].nunique() > 1
    rows = tuple(
        (titled(f.question), f.answer, int(f.count), int(f.base),
         f.count / f.base if f.base else None, f.source if several else "")
        for f in result.frequencies.itertuples(index=False)
    )  # fmt: skip
    columns = (
        Column("Вопрос", 60), Column("Ответ", 40), Column("Раз", 9, "number"),
        Column("Ответили", 10, "number"), Column("Доля", 9, "share"), Column("Файл", 30),
    )  # fmt: skip
    empty = "Закрытых вопросов в наборе нет."
    return Sheet("Закрытые вопросы", "Ответы на закрытые вопросы",
                 "Сколько раз выбран каждый ответ.", columns, rows, empty=empty)  # fmt: skip


def ledger(result: Result) -> Sheet:
    """Where every record has gone."""
    statuses, rows = ledger_rows(result)
    columns = (
        Column("Источник", 50), Column("Всего", 10, "number"),
        *(Column(STATUS_TITLES[s].capitalize(), 14, "number") for s in statuses),
    )  # fmt: skip
    return Sheet("Учтено всё", "Что стало с каждой записью", cleaning(result), columns,
                 tuple(tuple(row) for row in rows))  # fmt: skip
