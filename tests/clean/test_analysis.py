"""Forms for analysis lie beside the text, character by character, and the text is not touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.analysis import analysis_form
from pipeline.clean.layout import russian_layout
from pipeline.clean.lookalikes import russian_letters
from pipeline.clean.navec import word_counts
from pipeline.clean.shouting import quiet
from pipeline.clean.spaced import join_spaced

LOOKALIKES = [
    ("Мoсквa", "Москва"), ("cвет", "свет"), ("дорoги", "дороги"), ("о6ед", "обед"), ("с0рок", "сорок"), ("Тротyар", "Тротуар"),
    ("IKEA", "IKEA"), ("YouTube", "YouTube"), ("16кг", "16кг"), ("А123ВС", "А123ВС"), ("COVID", "COVID"), ("3D", "3D"), ("Wi-Fi", "Wi-Fi"), ("4G нет", "4G нет"),
]  # fmt: skip
LAYOUT = [
    ("ljhjub", "дороги"), ("ghbdtn vbh", "привет мир"), ("gkj[bt ljhjub", "плохие дороги"),
    ("good road", "good road"), ("IKEA", "IKEA"), ("Wi-Fi", "Wi-Fi"), ("https://nvkz.ru", "https://nvkz.ru"), ("Yandex taxi", "Yandex taxi"),
]  # fmt: skip
SHOUTED = [
    ("ДОРОГИ НЕ ЧИСТЯТ", "Дороги не чистят"), ("НЕТ СВЕТА", "Нет света"), ("ЖКХ НЕ РАБОТАЕТ", "ЖКХ не работает"), ("УЛИЦА ЛЕНИНА В ЯМАХ", "Улица Ленина в ямах"),
    ("СРОЧНО почините", "Срочно почините"), ("ЖКХ", "ЖКХ"), ("МФЦ и УК", "МФЦ и УК"), ("Нет света", "Нет света"), ("В НОВОКУЗНЕЦКЕ НЕТ ВОДЫ", "В Новокузнецке нет воды"),
]  # fmt: skip
SPACED = [
    ("Н А Д О Е Л О", "НАДОЕЛО......"),
    ("Д О Р О Г И плохие", "ДОРОГИ      плохие"),
    ("а и б", "а и б"),
    ("Т Р К Ц", "Т Р К Ц"),
]


@pytest.mark.parametrize(("raw", "form"), LOOKALIKES)
def test_lookalike_letters(raw: str, form: str) -> None:
    assert russian_letters(raw) == form


@pytest.mark.parametrize(("raw", "form"), LAYOUT)
def test_keyboard_layout(raw: str, form: str) -> None:
    assert russian_layout(raw) == form


@pytest.mark.parametrize(("raw", "form"), SHOUTED)
def test_shouting(raw: str, form: str) -> None:
    assert quiet(raw) == form


@pytest.mark.parametrize(("raw", "form"), SPACED)
def test_spaced_letters(raw: str, form: str) -> None:
    assert join_spaced(raw) == form


def test_all_together_and_placeholders_stay() -> None:
    assert (
        analysis_form("Н А Д О Е Л О! ДОРOГИ НЕ ЧИСТЯТ, [телефон]")
        == "Надоело      ! Дороги не чистят, [телефон]"
    )
    assert analysis_form("пишите на [почта]") == "пишите на [почта]"


@given(st.text(st.one_of(st.characters(), st.sampled_from(list("АБВабвaoc [];'36"))), max_size=60))
@settings(max_examples=300, deadline=None)
def test_the_form_is_as_long_as_the_text_and_final(text: str) -> None:
    form = analysis_form(text)
    assert len(form) == len(text)
    assert len(analysis_form(form)) == len(text)


def test_clean_russian_words_do_not_change() -> None:
    words = [word for word in word_counts() if re.fullmatch("[а-яё]+", word)][:40_000:4]
    assert len(words) == 10_000
    assert [word for word in words if russian_letters(word) != word] == []


def test_latin_brands_do_not_change(shared: Path) -> None:
    import pandas as pd

    texts = (
        pd.read_csv(shared / "polls" / "answers_all.csv")
        .select_dtypes("object")
        .iloc[:, -1]
        .dropna()
        .astype(str)
    )
    latin = sorted(
        {word for text in texts for word in text.split() if word.isascii() and word.isalpha()}
    )
    assert [word for word in latin if russian_letters(word) != word] == []
