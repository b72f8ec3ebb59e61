"""The stage as a whole: one status each, repeats counted, nothing personal kept, any order."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.clean.made_items import cleaned, paper, survey


def test_every_item_ends_in_one_status_and_keeps_the_persons_words() -> None:
    items = survey(
        [("1", "Дороги ПЛОХИЕ, мoй телефон 8-923-123-45-67"), ("2", ""), ("3", "-"), ("4", "не знаю"), ("5", "ЖКХ"), ("5", "ЖКХ"), ("6", "\ufffd\ufffd\ufffd\ufffd а")]
    )  # fmt: skip
    answers = cleaned(items).answers
    by_row = answers.set_index("locator")
    assert len(answers) == len(items)
    assert answers["answer_id"].is_unique
    assert by_row.at["row 1", "text"] == "Дороги ПЛОХИЕ, мoй телефон [телефон]"
    assert by_row.at["row 1", "analysis"] == "Дороги плохие, мой телефон [телефон]"
    statuses = by_row["status"].to_dict()
    assert {statuses["row 5"], statuses["row 6"]} == {"used", "duplicate"}
    del statuses["row 5"], statuses["row 6"]
    assert statuses == {
        "row 1": "used",
        "row 2": "empty",
        "row 3": "non_answer",
        "row 4": "non_answer",
        "row 7": "rejected",
    }
    assert (answers["text"].str.len() == answers["analysis"].str.len()).all()
    assert all(answers.loc[answers["status"] != "used", "reason"])


def test_respondents_become_pseudonyms_and_papers_have_none() -> None:
    items = pd.concat(
        [
            survey([("ivan@mail.ru", "Нужен мост"), ("ivan@mail.ru", "Нет воды")]),
            paper(["Построить мост"]),
        ],
        ignore_index=True,
    )
    answers = cleaned(items).answers
    people = set(answers.loc[answers["kind"] == "survey", "respondent"])
    assert len(people) == 1 and "ivan" not in people.pop()
    assert set(answers.loc[answers["kind"] == "proposal", "respondent"]) == {""}


def test_the_order_of_rows_does_not_matter() -> None:
    items = survey(
        [(str(number % 7), f"Ответ номер {number % 5} про дороги и мосты") for number in range(40)]
    )
    shuffled = items.sample(frac=1, random_state=3).reset_index(drop=True)
    pd.testing.assert_frame_equal(cleaned(items).answers, cleaned(shuffled).answers)


def test_cleaning_changes_nothing_that_it_was_given() -> None:
    items = survey([("1", "<p>Нет света</p>"), ("2", "Тел. 8 923 123 45 67")])
    before = items.copy(deep=True)
    cleaned(items)
    pd.testing.assert_frame_equal(items, before)


def test_the_journal_counts_kinds_and_holds_no_value() -> None:
    items = survey(
        [
            ("1", "Звоните 8-923-123-45-67 или 8-923-765-43-21"),
            ("2", "Пишите ivanov@mail.ru, Иванов Пётр Ильич"),
            ("3", "Нет света"),
        ]
    )
    journal = cleaned(items).journal
    counts = journal.groupby("kind")["count"].sum().to_dict()
    assert counts == {"телефон": 2, "почта": 1, "имя": 1}
    stored = journal.to_csv()
    assert not any(value in stored for value in ("923", "ivanov", "Иванов"))


def test_personal_data_beside_the_text_is_masked_too() -> None:
    items = survey([("1", "Нет света")]).assign(
        attributes='{"Контакт": "8-923-123-45-67", "Район": "Центральный"}', slots='{"responsible": "Петров И. С., тел. 74-35-12"}', heading="Обратился Сидоров Пётр Ильич"
    )  # fmt: skip
    items["question"] = "Что скажете главе Кузнецову С. Н.?"
    done = cleaned(items)
    row = done.answers.iloc[0]
    assert row["question"] == "Что скажете главе [имя]?"
    assert done.journal["count"].sum() == 5
    assert row["attributes"] == '{"Контакт": "[телефон]", "Район": "Центральный"}'
    assert "Петров" not in row["slots"] and "74-35-12" not in row["slots"]
    assert "Сидоров" not in row["heading"]


@pytest.mark.parametrize("kind", ["proposal", "draft"])
def test_papers_keep_their_order(kind: str) -> None:
    texts = ["Третий пункт", "Первый пункт", "Второй пункт"]
    assert list(cleaned(paper(texts, kind=kind)).answers["text"]) == texts


def test_nothing_is_masked_when_the_dataset_says_that_it_is_masked_already() -> None:
    answers = cleaned(survey([("1", "Тел. 8-923-123-45-67")]), mask=False).answers
    assert answers.at[0, "text"] == "Тел. 8-923-123-45-67"


@pytest.mark.parametrize(
    ("moderator", "stored"),
    [
        ("Иванова Мария Петровна", ""),
        ("Мария", ""),
        ("Петров И. И., начальник отдела стратегии", "начальник отдела стратегии"),
        ("сотрудник университета", "сотрудник университета"),
        ("", ""),
    ],
)
def test_a_moderator_is_stored_by_post_and_not_by_name(moderator: str, stored: str) -> None:
    items = paper(["Построить мост"]).assign(moderator=moderator)
    assert list(cleaned(items).answers["moderator"]) == [stored]
