import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report import typography as t


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [(1234.5, 1, "1\u00a0234,5"), (0, 0, "0"), (1234567, 0, "1\u00a0234\u00a0567"), (-2, 0, "−2")],
)
def test_numbers_are_russian(value, digits, said):
    assert t.number(value, digits) == said


def test_percent_and_interval():
    assert t.percent(0.123) == "12,3\u00a0%"
    assert t.interval(0.101, 0.148) == "10,1–14,8\u00a0%"


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "ответ"), (2, "ответа"), (5, "ответов"), (11, "ответов"), (21, "ответ"), (112, "ответов")],
)
def test_plural(count, form):
    assert t.plural(count, "ответ", "ответа", "ответов") == form


def test_dates_and_lists():
    assert t.date("2018-04-19") == "19.04.2018"
    assert t.date("вторая сессия") == "вторая сессия"
    assert t.listed(["а", "б", "в"]) == "а, б и в"
    assert t.listed([]) == ""


def test_short_words_are_bound_to_the_next():
    assert t.bound("Дороги в городе и вода") == "Дороги в\u00a0городе и\u00a0вода"


@given(st.text())
def test_binding_changes_spaces_alone(text):
    assert t.bound(text).replace("\u00a0", " ") == text.replace("\u00a0", " ")


@given(st.text())
def test_legible_text_may_stand_in_xml(text):
    from xml.etree import ElementTree

    element = ElementTree.Element("t")
    element.text = t.legible(text)
    ElementTree.fromstring(ElementTree.tostring(element, encoding="unicode"))


def test_many_sessions_are_said_by_their_ends():
    assert t.sessions(["2018-04-19"]) == "сессия 19.04.2018"
    assert t.sessions(["2018-04-19", "2018-05-17"]) == "сессии 19.04.2018 и 17.05.2018"
    assert t.sessions([f"2018-01-{day:02}" for day in range(1, 31)]) == "01.01.2018 – 30.01.2018"
