"""What every finished run promises, checked at its end; a run that breaks one fails and says which.

Each promise is a function from the tables to the first few ids that break it. The list is in the
order of the contract.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import tables
from pipeline.errors import InvariantError


@dataclass(frozen=True)
class RunTables:
    """The tables that the promises speak of; `ledger` is that of run.json, by source file."""

    answers: pd.DataFrame
    statements: pd.DataFrame
    topics: pd.DataFrame
    findings: pd.DataFrame
    links: pd.DataFrame
    ledger: Mapping[str, Mapping[str, Any]]


TABLES = ("answers", "statements", "topics", "findings", "links")
Promise = Callable[[RunTables], Iterable[str]]


def check(run: RunTables) -> None:
    """Raise InvariantError that names the first broken promise and where it is broken."""
    for promise in PROMISES:
        broken = list(promise(run))
        if broken:
            where = ", ".join(broken[:5]) + (" …" if len(broken) > 5 else "")
            raise InvariantError(
                f"Прогон не завершён: нарушено обещание «{promise.__doc__}» Где: {where}. "
                "Это ошибка программы: пришлите log.jsonl разработчикам."
            )


def ids_are_unique(run: RunTables) -> Iterable[str]:
    """Каждый номер встречается один раз."""
    for frame, column in (
        (run.answers, "answer_id"),
        (run.statements, "statement_id"),
        (run.topics, "topic_id"),
        (run.findings, "finding_id"),
    ):
        yield from frame[column][frame[column].duplicated()].astype(str)


def vocabularies_are_kept(run: RunTables) -> Iterable[str]:
    """Роли, статусы и виды — только из договора."""
    for frame, column, allowed in (
        (run.answers, "status", tables.STATUSES),
        (run.answers, "kind", tables.KINDS),
        (run.answers, "question_role", tables.QUESTION_ROLES),
        (run.statements, "role", tables.ROLES),
        (run.findings, "kind", tables.FINDING_KINDS),
        (run.findings, "consensus", tables.CONSENSUS),
        (run.findings, "in_draft", tables.IN_DRAFT),
    ):
        strange = frame[column][~frame[column].isin(allowed)]
        yield from (f"{column}={value}" for value in sorted(set(map(str, strange))))


def everything_said_is_in_the_ledger(run: RunTables) -> Iterable[str]:
    """Всё сказанное учтено: строки файла равны сумме статусов и строкам таблицы ответов."""
    in_answers = Counter(zip(run.answers["source"], run.answers["status"], strict=True))
    rows = Counter(run.answers["source"])
    for source, entry in run.ledger.items():
        status = entry["status"]
        balanced = entry["rows"] == sum(status.values()) == rows.pop(source, 0)
        if not balanced or any(in_answers[source, name] != n for name, n in status.items()):
            yield source
    yield from sorted(rows)


def statements_are_exact_spans(run: RunTables) -> Iterable[str]:
    """Каждая мысль — точный отрывок ответа."""
    texts = dict(zip(run.answers["answer_id"], run.answers["text"], strict=True))
    for row in run.statements.itertuples():
        if texts.get(row.answer_id, "")[row.start : row.end] != row.text or not row.text:
            yield row.statement_id


def only_used_answers_have_statements(run: RunTables) -> Iterable[str]:
    """Мысли есть только у принятых ответов."""
    used = set(run.answers["answer_id"][run.answers["status"] == "used"])
    strangers = ~run.statements["answer_id"].isin(used)
    yield from run.statements["statement_id"][strangers]


def topics_exist(run: RunTables) -> Iterable[str]:
    """Тема каждой мысли, ответа и вывода есть в таблице тем."""
    known = set(run.topics["topic_id"]) | {None, ""}
    for frame, column in (
        (run.statements, "statement_id"),
        (run.answers, "answer_id"),
        (run.findings, "finding_id"),
    ):
        yield from frame[column][[topic not in known for topic in _none(frame["topic_id"])]]


def findings_count_distinct_people(run: RunTables) -> Iterable[str]:
    """Число людей в выводе — разные люди, группа считается один раз и людьми не бывает."""
    answers = run.answers.set_index("answer_id")
    answer_of = dict(zip(run.statements["statement_id"], run.statements["answer_id"], strict=True))
    kind, person, group = (answers[column].to_dict() for column in ("kind", "respondent", "group"))
    for row in run.findings.itertuples():
        said = [answer_of.get(statement) for statement in row.statement_ids]
        if None in said or len(set(row.statement_ids)) != len(said):
            yield row.finding_id
            continue
        people = {person[answer] for answer in said if kind[answer] == "survey"}
        groups = {group[answer] for answer in said if kind[answer] == "proposal"} - {""}
        counted = {name for name, count in json.loads(row.groups).items() if count}
        if len(people) != row.respondents or not counted <= groups:
            yield row.finding_id


def findings_keep_roles_apart(run: RunTables) -> Iterable[str]:
    """В одном выводе не смешаны проблемы, предложения и возражения."""
    roles = {row.statement_id: {row.role, row.second_role} for row in run.statements.itertuples()}
    for row in run.findings.itertuples():
        if any(row.kind not in roles.get(statement, ()) for statement in row.statement_ids):
            yield row.finding_id


def quotes_belong_to_their_finding(run: RunTables) -> Iterable[str]:
    """Каждая цитата — мысль своего вывода."""
    for row in run.findings.itertuples():
        if not set(row.quotes) <= set(row.statement_ids):
            yield row.finding_id


def quotes_belong_to_their_topic(run: RunTables) -> Iterable[str]:
    """Каждая цитата темы — мысль этой темы."""
    topic = dict(zip(run.statements["statement_id"], run.statements["topic_id"], strict=True))
    for row in run.topics.itertuples():
        if any(topic.get(quote) != row.topic_id for quote in row.quotes):
            yield row.topic_id


def shares_are_of_their_base(run: RunTables) -> Iterable[str]:
    """Доля равна числу людей, делённому на основание, и лежит в своём интервале."""
    for row in run.findings.itertuples():
        share = row.respondents / row.base if row.base else 0.0
        if (
            row.respondents > row.base
            or abs(share - row.share) > 1e-9
            or not row.share_low - 1e-9 <= share <= row.share_high + 1e-9
        ):
            yield row.finding_id


def links_join_a_problem_and_a_solution(run: RunTables) -> Iterable[str]:
    """Связь ведёт от проблемы к предложению и показывает, откуда она."""
    kind = dict(zip(run.findings["finding_id"], run.findings["kind"], strict=True))
    for row in run.links.itertuples():
        ends = kind.get(row.problem_id), kind.get(row.solution_id)
        if ends[0] != "problem" or ends[1] not in ("solution", "against"):
            yield f"{row.problem_id} → {row.solution_id}"


def _none(values: Iterable[Any]) -> list[Any]:
    return [None if value is None or value != value else value for value in values]


PROMISES: tuple[Promise, ...] = (
    ids_are_unique,
    vocabularies_are_kept,
    everything_said_is_in_the_ledger,
    statements_are_exact_spans,
    only_used_answers_have_statements,
    topics_exist,
    findings_count_distinct_people,
    findings_keep_roles_apart,
    quotes_belong_to_their_finding,
    quotes_belong_to_their_topic,
    shares_are_of_their_base,
    links_join_a_problem_and_a_solution,
)
