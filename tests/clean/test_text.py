"""Technical garbage goes, the person's own words stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import characters, html, mojibake
from pipeline.clean.text import clean_text

CHANGED = [
    ("<p>Нет <b>света</b></p>", "Нет света"),
    ("Дороги<br>Парки<br/>Дворы", "Дороги\nПарки\nДворы"),
    ("<ul><li>дороги</li><li>снег</li></ul>", "дороги\n\nснег"),
    ("<td>Проблема</td><td>Решение</td>", "Проблема Решение"),
    ("<script>alert(1)</script>Вода", "Вода"),
    ("<style>p {color: red}</style>Свет", "Свет"),
    ("<!-- от руки -->Мост", "Мост"),
    ("парк &laquo;Водный&raquo;&nbsp;&mdash; мусор", "парк «Водный» — мусор"),
    ("&amp;lt;p&amp;gt;Снег&amp;lt;/p&amp;gt;", "Снег"),
    ("&#1071;ма &#x44F;ма", "Яма яма"),
    ("[b]Яма[/b] на [url=http://a.ru]Кирова[/url]", "Яма на Кирова"),
    ("и\u0306од", "йод"),
    ("е\u0308лка", "ёлка"),
    ("до\u0301ма", "дома"),
    ("нет\u200bсвета", "нетсвета"),
    ("до\u00adроги", "дороги"),
    ("\ufeffПарк", "Парк"),
    ("снег\u202e и лёд\u202c", "снег и лёд"),
    ("нет\u00a0\u2009света", "нет света"),
    ("  два   пробела ", "два пробела"),
    ("а\r\nб\rв\u2028г", "а\nб\nв\nг"),
    ("а\n\n\n\n\nб", "а\n\nб"),
    ("\uf0b7 дороги", "• дороги"),
    ("Р”РѕСЂРѕРіРё РїР»РѕС…РёРµ", "Дороги плохие"),
    ("Äîðîãè ïëîõèå", "Дороги плохие"),
    ("дНПНЦХ ОКНУХЕ", "Дороги плохие"),
    ("дПТПЗЙ РМПИЙЕ", "Дороги плохие"),
    ("„®а®ЈЁ Ї«®еЁҐ", "Дороги плохие"),
    ("Ð”Ð¾Ñ€Ð¾Ð³Ð¸", "Дороги"),
]
SAME = [
    "5 < 7 > 3", "я <3 город", "a<b", "AT&T", "R&D и M&M", "Q&A; потом", "см. [1]", "[имя]", "[телефон] не отвечает", "МОЙ ДОМ",
    "Мoсквa", "о6ед", "ghbdtn", "Н А Д О Е Л О", "ё и е", "парк «Водный» — мусор", "№ 5", "1/2", "😀👍🏽", "👨‍👩‍👧", "ә ө ү ң", "Ямы!!!", "ООО «Ромашка»",
    "С уважением", "СРОЧНО", "Рыба", "РСТ", "Россия", "СССР", "РЖД", "naïve café", "Ünlü", "x ≤ 5", "100 %", "и/или", "http://a.ru/?a=1&b=2", "_нет_", "**важно**",
    "Ўзбек", "Їжак", "Ђорђе", "а\nб", "а\n\nб", "…", "—", "-", "",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "clean"), CHANGED)
def test_technical_garbage_goes(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize("text", SAME)
def test_everything_else_stays(text: str) -> None:
    assert clean_text(text) == text


_MESSY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            list("<>/&;#[]abpclite=амп рйёРСÐÑ\u0306\u0308\u0301\u200d\u200b\u00ad\n\r ")
        ),
    ),
    max_size=60,
)


@given(_MESSY)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_step_fails_on_any_text(text: str) -> None:
    for step in (
        html.strip_tags,
        html.decode_entities,
        mojibake.fix_mojibake,
        characters.plain_spaces,
    ):
        assert isinstance(step(text), str)


def test_a_hostile_text_takes_no_time() -> None:
    for text in ("<" * 50_000, "&" * 50_000, "<!--" * 20_000, "[b" * 30_000, "Р°" * 20_000):
        assert isinstance(clean_text(text), str)
