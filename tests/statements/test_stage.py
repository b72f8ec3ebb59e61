"""Used answers to the table of statements."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from pipeline import engines, settings, tables
from pipeline.russian import annotate
from pipeline.statements import statements
from pipeline.statements.context import Context, contexts
from pipeline.statements.split import split
from pipeline.statements.stage import Thought, content_lemmas, sentences_before

SETTINGS = settings.Settings(settings.defaults())
COLUMNS = ("answer_id", "text", "question", "question_role", "slots", "status", "analysis")
ROWS = [
    ("а1", "нет парковок, поэтому надо строить", "Какие проблемы?", "problem", "{}"),
    ("а2", "Дороги, снег и автобусы", "Какие проблемы?", "problem", "{}"),
    ("а3", "Нет света на ул. Мира. Там страшно ходить", "", "open", "{}"),
    ("а4", "Построить мост", "", "open", '{"deadline": "2030", "responsible": "администрация"}'),
    ("а5", "Дороги, снег и автобусы", "Какие проблемы?", "problem", "{}"),
]


def table(rows=ROWS, statuses=()):
    frame = pd.DataFrame(
        [(*row, "used", row[1].replace("o", "о")) for row in rows], columns=COLUMNS
    )
    for place, status in statuses:
        frame.loc[place, "status"] = status
    frame["kind"] = "survey"
    return tables.conform(frame.reindex(columns=tables.ANSWERS.names), "answers")


def made(answers, executor=None):
    executor = executor or engines.InProcess()
    texts = sorted(set(answers["analysis"][answers["status"] == "used"]))
    annotations = annotate(texts, SETTINGS, executor)
    return statements(answers, annotations, SETTINGS, {}, executor)


@pytest.fixture(scope="module")
def found():
    return made(table())


def test_texts_are_pieces_of_the_answers(found):
    texts = {row[0]: row[1] for row in ROWS}
    for row in found.itertuples():
        assert texts[row.answer_id][row.start : row.end] == row.text
        assert row.statement_id == f"{row.answer_id}-{row.start}"
    assert list(found.columns) == tables.STATEMENTS.names
    assert found["statement_id"].is_unique


def test_equal_answers_have_equal_statements(found):
    columns = ["text", "role", "role_confidence", "directions", "lemmas", "slots"]
    two, five = (
        found.loc[found["answer_id"] == name, columns].reset_index(drop=True)
        for name in ("а2", "а5")
    )
    assert list(two["text"]) == ["Дороги", "снег", "автобусы"]
    pd.testing.assert_frame_equal(two, five)


def test_negation_stays_in_the_lemmas(found):
    assert list(found["lemmas"].iloc[0]) == ["нет", "парковка"]


def test_masks_are_no_words(tokens_of):
    text = "Звоните [имя] [номер документа] про мост"
    (tokens,) = tokens_of([text]).values()
    assert content_lemmas(tokens, range(len(tokens.starts))) == ["звонить", "мост"]


def test_a_statement_keeps_what_it_leans_on(found):
    leaning = found.set_index("text")["context"]
    assert leaning["Там страшно ходить"] == "Нет света на ул. Мира"
    assert leaning["поэтому надо строить"] == "нет парковок"
    assert leaning["снег"].eq("").all()


def test_slots_of_the_table_row_are_kept(found):
    (slots,) = found.loc[found["answer_id"] == "а4", "slots"]
    assert json.loads(slots) == {
        "deadline": "2030",
        "object": "мост",
        "responsible": "администрация",
    }


def test_only_used_answers_speak():
    answers = table(statuses=[(0, "duplicate"), (1, "empty")])
    assert set(made(answers)["answer_id"]) == {"а3", "а4", "а5"}
    assert made(table(statuses=[(place, "rejected") for place in range(len(ROWS))])).empty


def test_order_of_the_answers_changes_nothing_but_order(found):
    turned = made(table(ROWS[::-1]))
    by_id = [frame.set_index("statement_id").sort_index() for frame in (found, turned)]
    pd.testing.assert_frame_equal(*by_id)


def test_the_line_above_a_list_says_what_its_items_are(tokens_of):
    text = "Проблемы:\n- дороги\n- снег\nПредлагаю:\n- мост"
    (tokens,) = tokens_of([text]).values()
    spans = split(tokens)
    pairs = [
        (text[start:end], context.text, context.role)
        for (start, end), context in zip(spans, contexts(tokens, spans), strict=True)
    ]
    assert pairs == [
        ("Проблемы", "", ""),
        ("дороги", "Проблемы", "problem"),
        ("снег", "Проблемы", "problem"),
        ("Предлагаю", "", ""),
        ("мост", "Предлагаю", "solution"),
    ]


def test_a_leaning_thought_takes_its_direction_from_what_it_leans_on():
    rows = [
        ("а1", "Не работает светофор на Кирова. Надо исправить", "", "open", "{}"),
        ("а2", "В поликлинике нет врачей. Надо исправить", "", "open", "{}"),
    ]
    second = made(table(rows)).groupby("answer_id").nth(1)
    assert [list(ids) for ids in second["directions"]] == [["transport"], ["health"]]


@pytest.mark.parametrize(
    ("pieces", "before"),
    [
        (["Нет света на Мира. ", "Там страшно"], ["", "Нет света на Мира."]),
        (["Дороги, ", "снег"], ["", ""]),
        (["Темно!\n", "нет парковок, ", "надо строить"], ["", "Темно!", "Темно!"]),
        (["Плохо. ", "Школы\n", "больницы"], ["", "Плохо.", ""]),
    ],
)
def test_what_stands_before_is_a_sentence(pieces, before):
    found, start = [], 0
    for piece in pieces:
        end = start + len(piece.rstrip(" ,\n"))
        found.append(Thought((start, end), [], Context("", ""), {}, {}))
        start += len(piece)
    assert list(sentences_before("".join(pieces), found).values()) == before
