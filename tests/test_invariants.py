"""Every promise is broken on purpose, to see the run fail and say which."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pandas as pd
import pytest

from pipeline import invariants, tables
from pipeline.errors import InvariantError
from pipeline.invariants import RunTables


def sound() -> RunTables:
    answers = pd.DataFrame(
        {
            "answer_id": ["a1", "a2", "a3", "a4", "a5"],
            "kind": ["survey", "survey", "survey", "proposal", "survey"],
            "source": ["s.csv", "s.csv", "s.csv", "g.docx", "s.csv"],
            "question_role": ["problem"] * 5,
            "respondent": ["р-1", "р-2", "р-2", "", "р-3"],
            "group": ["", "", "", "наука", ""],
            "text": ["Нет дорог. Строить!", "Нет дорог", "нет дорог!", "Нет дорог", ""],
            "status": ["used", "used", "used", "used", "empty"],
            "topic_id": ["t1", "t1", "t1", None, None],
        }
    )
    spans = [("a1", 0, 9), ("a1", 11, 18), ("a2", 0, 9), ("a3", 0, 9), ("a4", 0, 9)]
    texts = answers.set_index("answer_id")["text"]
    statements = pd.DataFrame(
        {
            "statement_id": [f"{answer}-{start}" for answer, start, _ in spans],
            "answer_id": [answer for answer, _, _ in spans],
            "start": [start for _, start, _ in spans],
            "end": [end for _, _, end in spans],
            "text": [texts[answer][start:end] for answer, start, end in spans],
            "role": ["problem", "solution", "problem", "problem", "problem"],
            "second_role": "",
            "topic_id": ["t1", "t1", "t1", "t1", None],
        }
    )
    topics = pd.DataFrame({"topic_id": ["t1"], "quotes": [["a2-0"]]})
    problem = ["a1-0", "a2-0", "a3-0", "a4-0"]
    findings = pd.DataFrame(
        {
            "finding_id": ["f1", "f2"],
            "kind": ["problem", "solution"],
            "topic_id": ["t1", "t1"],
            "respondents": [2, 1],
            "base": [3, 3],
            "share": [2 / 3, 1 / 3],
            "share_low": [0.3, 0.1],
            "share_high": [0.9, 0.7],
            "groups": [json.dumps({"наука": 1}), "{}"],
            "statement_ids": [problem, ["a1-11"]],
            "quotes": [["a2-0"], ["a1-11"]],
            "consensus": ["общее", "особое мнение"],
            "in_draft": ["missing", "missing"],
        }
    )
    links = pd.DataFrame({"problem_id": ["f1"], "solution_id": ["f2"]})
    ledger = {
        "s.csv": {"file_rows": 4, "rows": 4, "status": {"used": 3, "empty": 1}},
        "g.docx": {"file_rows": 1, "rows": 1, "status": {"used": 1}},
    }
    frames = (answers, statements, topics, findings, links)
    names = ("answers", "statements", "topics", "findings", "links")
    whole = [tables.conform(frame, name) for frame, name in zip(frames, names, strict=True)]
    return RunTables(*whole, ledger)


def put(table: str, row: int, column: str, value: object) -> Callable[[RunTables], RunTables]:
    def spoil(run: RunTables) -> RunTables:
        frame = getattr(run, table).copy()
        frame[column] = [value if i == row else old for i, old in enumerate(frame[column])]
        return dataclasses.replace(run, **{table: frame})

    return spoil


def lose_an_answer(run: RunTables) -> RunTables:
    return dataclasses.replace(run, answers=run.answers.iloc[:-1])


def miscount_in_ledger(run: RunTables) -> RunTables:
    ledger = {**run.ledger, "s.csv": {"rows": 4, "status": {"used": 4}}}
    return dataclasses.replace(run, ledger=ledger)


def forget_a_file(run: RunTables) -> RunTables:
    return dataclasses.replace(run, ledger={"s.csv": run.ledger["s.csv"]})


def test_a_sound_run_passes() -> None:
    invariants.check(sound())


@pytest.mark.parametrize(
    ("spoil", "promise"),
    [
        (put("answers", 1, "answer_id", "a1"), "Каждый номер"),
        (put("statements", 1, "statement_id", "a1-0"), "Каждый номер"),
        (put("answers", 0, "status", "lost"), "Роли, статусы"),
        (put("statements", 0, "role", "opinion"), "Роли, статусы"),
        (put("findings", 0, "consensus", "нет"), "Роли, статусы"),
        (lose_an_answer, "Всё сказанное"),
        (miscount_in_ledger, "Всё сказанное"),
        (forget_a_file, "Всё сказанное"),
        (put("statements", 0, "text", "Нет дороги"), "точный отрывок"),
        (put("statements", 0, "end", 8), "точный отрывок"),
        (put("answers", 1, "status", "duplicate"), "Всё сказанное"),
        (put("statements", 2, "topic_id", "t9"), "Тема каждой"),
        (put("answers", 2, "topic_id", "t9"), "Тема каждой"),
        (put("findings", 0, "respondents", 3), "разные люди"),
        (put("findings", 0, "groups", '{"бизнес": 1}'), "разные люди"),
        (put("findings", 0, "statement_ids", ["a2-0", "a2-0", "a1-0"]), "разные люди"),
        (put("statements", 0, "role", "against"), "не смешаны"),
        (put("findings", 0, "quotes", ["a1-11"]), "Каждая цитата — мысль своего вывода"),
        (put("topics", 0, "quotes", ["a4-0"]), "Каждая цитата темы"),
        (put("findings", 0, "share", 0.5), "Доля равна"),
        (put("findings", 0, "share_high", 0.5), "Доля равна"),
        (put("links", 0, "solution_id", "f1"), "Связь ведёт"),
    ],
)
def test_a_broken_promise_is_named(spoil: Callable[[RunTables], RunTables], promise: str) -> None:
    with pytest.raises(InvariantError, match=promise):
        invariants.check(spoil(sound()))


def test_statements_of_answers_set_aside_are_noticed() -> None:
    run = sound()
    run.answers.loc[1, "status"] = "duplicate"
    ledger = {**run.ledger, "s.csv": {"rows": 4, "status": {"used": 2, "duplicate": 1, "empty": 1}}}
    with pytest.raises(InvariantError, match="только у принятых"):
        invariants.check(dataclasses.replace(run, ledger=ledger))


def test_every_promise_is_listed() -> None:
    promises = {
        value
        for value in vars(invariants).values()
        if getattr(value, "__annotations__", {}).get("run") == "RunTables"
        and getattr(value, "__name__", "") != "check"
    }
    assert promises == set(invariants.PROMISES)
