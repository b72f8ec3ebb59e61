"""Bare names of columns are said in words; questions stay as they were asked."""

import pytest

from pipeline.report.columns import titled, titles


@pytest.mark.parametrize(
    ("column", "title"),
    [
        ("Ваш район?", "Ваш район?"),
        ("district", "Район"),
        ("category_name", "Категория (название)"),
        ("categoryName", "Категория (название)"),
        ("AGE", "Возраст"),
        ("Q12", "Вопрос 12"),
        ("xz_17", "столбец «xz_17»"),
        ("", ""),
    ],
)
def test_a_column_is_said_in_words(column, title):
    assert titled(column) == title


def test_two_columns_never_bear_one_title():
    assert titles(["sex", "gender", "age"]) == ["sex", "gender", "Возраст"]
