"""Answers that say nothing in words of their own: the model, its folds, a pack that does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline import packs
from pipeline.clean import emptiness
from pipeline.clean.nonanswers import non_answer, plainly_nothing, words_of
from pipeline.errors import PackError
from pipeline.train import nonanswers

PROBLEMS = "Какие проблемы города волнуют Вас больше всего?"
PROPOSALS = "Что Вы предложили бы сделать для молодёжи?"


@pytest.mark.parametrize(
    ("answer", "question", "role"),
    [
        ("не берусь судить о проблемах", PROBLEMS, "problem"),
        ("так сразу и не вспомню", PROBLEMS, "problem"),
        ("затрудняюсь что-то выделить", PROBLEMS, "problem"),
        ("честно, даже не думала над этим", PROPOSALS, "solution"),
        ("конкретных предложений для молодёжи у меня нет", PROPOSALS, "solution"),
        ("ничего не могу предложить, не разбираюсь", PROPOSALS, "solution"),
    ],
)
def test_no_phrase_tells_it_and_the_model_does(answer: str, question: str, role: str) -> None:
    assert not plainly_nothing(answer, question, role)
    assert non_answer(answer, question, role)


@pytest.mark.parametrize(
    ("answer", "question", "role"),
    [
        ("не могу записаться к врачу", PROBLEMS, "problem"),
        ("никто не убирает снег", PROBLEMS, "problem"),
        ("не знаю, куда сдавать батарейки", PROBLEMS, "problem"),
        ("молодёжи некуда пойти", PROBLEMS, "problem"),
        ("безразличие властей", PROBLEMS, "problem"),
        ("да, нужен скейтпарк", PROPOSALS, "solution"),
        ("просто больше секций", PROPOSALS, "solution"),
        ("не закрывать клуб", PROPOSALS, "solution"),
    ],
)
def test_what_only_sounds_like_it_stays(answer: str, question: str, role: str) -> None:
    assert not non_answer(answer, question, role)


def test_a_long_answer_is_never_set_aside() -> None:
    sure = emptiness.Emptiness(np.zeros(emptiness.SLOTS, np.float32), 40.0, 0.5, 0.5)
    assert sure.says_nothing(words_of("не знаю"), PROBLEMS, "problem")
    assert not sure.says_nothing(["не"] * (emptiness.LONGEST + 1), PROBLEMS, "problem")


def test_the_question_own_words_are_an_echo_not_content() -> None:
    echoed = set(emptiness.features(["проблемы", "города"], PROBLEMS, "problem"))
    told = set(emptiness.features(["проблемы", "парка"], PROBLEMS, "problem"))
    assert "frame echo echo" in echoed and "no content True" in echoed
    assert "frame echo NOUN" in told and "no content False" in told


def test_folds_keep_questions_and_authors_apart() -> None:
    made = [("", f"Вопрос {n // 3}?", n % 2) for n in range(60)]
    made += [(author, "Что ещё?", n % 2) for author in "12" for n in range(10)]
    rows = pd.DataFrame(
        [
            {"author": author, "question": question, "question_role": "open"}
            | {"nothing": bool(empty), "answer": "", "form": "не знаю" if empty else "дороги"}
            for author, question, empty in made
        ]
    )
    held = list(nonanswers.held_apart(rows))
    assert np.array_equal(np.sum(held, axis=0), np.ones(len(rows)))
    for part in held:
        real = rows["author"] == ""
        assert not set(rows[part & real]["question"]) & set(rows[~part & real]["question"])
        assert rows[part]["author"].nunique() == 1
    chances = nonanswers.unmet(rows, nonanswers.matrix(rows))
    assert (chances[rows["nothing"]] > 0.5).all() and (chances[~rows["nothing"]] < 0.5).all()


def test_a_pack_of_another_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packs.save(
        emptiness.TASK,
        "odd",
        tensors={"weights": np.zeros(8, np.float32)},
        data={"model": {"bias": 0.0, "threshold": 0.5, "elsewhere": 0.5}},
        meta={},
        card="",
        root=tmp_path,
    )
    monkeypatch.setenv("VECHE_MODELS", str(tmp_path))
    with pytest.raises(PackError, match="другой версией"):
        emptiness.load("odd")
