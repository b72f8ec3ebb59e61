"""Planted problems and solutions are found with their support and their links, noise is not."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest
from planted import Scores, planted, scores
from tables_made import Made, settings

from pipeline import run, tables
from pipeline.findings import findings

PROBLEM, SOLUTION = "Какие проблемы города надо решить?", "Что Вы предлагаете сделать?"


def found(seed: int, subjects: int, noise: int) -> tuple[Scores, object]:
    """Scores of the findings stage on a planted survey; likeness of meaning is made of words."""
    made, key_of, people_of = Made(), {}, defaultdict(set)
    for said in planted(seed, subjects, noise):
        answer = made.say(*[(role, text) for role, text, _ in said.thoughts], person=said.person)
        start = 0
        for _, text, key in said.thoughts:
            key_of[f"{answer}-{start}"] = key
            start += len(text) + 1
            if key:
                people_of[key].add(said.person)
    answers, statements, vectors = made.tables()
    result = findings(answers, statements, tables.empty("topics"), vectors, settings())
    return scores(result.findings, result.links, key_of, people_of), result


def good(score: Scores) -> bool:
    return score.found >= 0.9 and score.linked >= 0.8 and score.false < 0.05


def test_a_small_planted_survey_is_found():
    score, result = found(seed=5, subjects=15, noise=150)
    assert good(score), score
    assert set(result.findings["kind"]) <= {"problem", "solution"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sixty_problems_and_solutions_among_three_thousand_of_noise(seed):
    score, _ = found(seed, subjects=60, noise=3000)
    assert good(score), score


@pytest.mark.slow
def test_planted_findings_survive_the_whole_flow(tmp_path):
    """From a CSV through reading, roles, vectors and topics of the shipped models."""
    said = planted(seed=4, subjects=60, noise=1000)
    folder = tmp_path / "planted"
    folder.mkdir()
    key_of_text: dict[str, str] = {}
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Номер анкеты", PROBLEM, SOLUTION])
        for one in said:
            cells = {role: text for role, text, _ in one.thoughts}
            key_of_text |= {text: key for _, text, key in one.thoughts}
            writer.writerow([one.person, cells.get("problem", ""), cells.get("solution", "")])
    (folder / "dataset.toml").write_text(
        'title = "План"\n[[survey]]\nfile = "answers.csv"\nrespondent = "Номер анкеты"\n',
        encoding="utf-8",
    )
    done = run(folder, out=tmp_path / "out")
    text_of = done.answers.set_index("answer_id")["text"]
    key_of_answer = {aid: key_of_text.get(text, "") for aid, text in text_of.items()}
    key_of = {
        row.statement_id: key_of_answer[row.answer_id] for row in done.statements.itertuples()
    }
    people_of = defaultdict(set)
    for row in done.answers.itertuples():
        if key_of_answer[row.answer_id]:
            people_of[key_of_answer[row.answer_id]].add(row.respondent)
    score = scores(done.findings, done.links, key_of, people_of)
    assert good(score), score
