"""The page in a real browser: counts, comparison, evidence, keyboard, phone, paper."""

import json
import re
from pathlib import Path

import pytest
from recount import Recount

from pipeline.report import evening_html

pytestmark = pytest.mark.browser

NBSP = "\u00a0"


@pytest.fixture
def page(files, open_page):
    opened = open_page(files["report.html"], viewport={"width": 1200, "height": 900})
    opened.wait_for_selector("#filters:not([hidden])")
    return opened


def rows(page):
    """name -> (people, base) of the list as it is shown."""
    while page.is_visible("#more"):
        page.click("#more")
    shown = {}
    for row in page.query_selector_all("#list tbody tr"):
        name = row.query_selector("th button").inner_text()
        found = re.search(r"([\d\s]+) из ([\d\s]+)", row.inner_text().replace(NBSP, ""))
        shown[name] = (int(found[1]), int(found[2])) if found else (0, 0)
    return shown


def counted(city, keep):
    recount = Recount(city)
    made = {}
    for id_, finding in recount.findings.items():
        count = recount.of(id_, keep)
        if finding["kind"] in ("problem", "solution") and (count.people or count.groups):
            made[finding["name"]] = (count.people, count.base) if count.people else (0, 0)
    return made


def test_first_list_recounts_and_nothing_is_fetched(city, page):
    assert rows(page) == counted(city, lambda row: True)
    assert [url for url in page.asked if not url.startswith(("file:", "blob:"))] == []
    assert page.said == []


@pytest.mark.slow
def test_filters_recount(city, page):
    page.select_option("label:has-text('Район') select", "Заводской")

    def keep(row):
        return json.loads(row["attributes"]).get("Район") == "Заводской"

    assert rows(page) == counted(city, keep)


@pytest.mark.slow
def test_a_session_of_residents_recounts(city, page):
    page.select_option("label:has-text('Сессия') select", "2018-05-17")
    page.select_option("label:has-text('Кто') select", "")

    def keep(row):
        return row["session"] == "2018-05-17" and row["kind"] == "survey"

    assert rows(page) == counted(city, keep)


@pytest.mark.slow
def test_two_districts_side_by_side(city, page):
    page.select_option("label:has-text('Сравнить …') select", "Район: Центральный")
    page.select_option("label:has-text('… с') select", "Район: Заводской")
    recount = Recount(city)
    names = {f["name"]: i for i, f in recount.findings.items()}
    for row in page.query_selector_all("#list tbody tr"):
        cells = [c.inner_text().replace(NBSP, " ") for c in row.query_selector_all("td")]
        id_ = names[row.query_selector("th button").inner_text()]
        for cell, district in zip(cells, ("Центральный", "Заводской"), strict=False):
            count = recount.of(
                id_, lambda r, d=district: json.loads(r["attributes"]).get("Район") == d
            )
            assert f"{count.people} из {count.base}" in cell


@pytest.mark.slow
def test_a_figure_opens_its_statements_and_each_its_answer(city, page):
    name = page.inner_text("#list tbody tr:first-child th button")
    page.click("#list tbody tr:first-child th button")
    page.wait_for_selector("#detail[open]")
    assert page.inner_text("#detail-title") == name
    finding = next(f for f in Recount(city).findings.values() if f["name"] == name)
    while page.is_visible("#detail .plain-button"):
        page.click("#detail .plain-button")
    said = [q.inner_text() for q in page.query_selector_all("#detail .voices q")]
    texts = city.statements.set_index("statement_id")["text"]
    assert sorted(said) == sorted(texts[s] for s in finding["statement_ids"])
    page.click("#detail .voices summary >> nth=0")
    whole = page.inner_text("#detail .voices .answer >> nth=0")
    assert whole in set(city.answers["text"])
    assert page.inner_text("#detail .voices mark >> nth=0") in whole
    assert page.url.endswith(finding["finding_id"])
    page.keyboard.press("Escape")
    assert page.query_selector("#detail[open]") is None


@pytest.mark.slow
def test_everything_is_reached_from_the_keyboard(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus(".disc >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("#detail[open]")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    focusable = page.evaluate(
        "[...document.querySelectorAll('[data-finding],[data-topic],[data-direction]')]"
        ".every((e) => e.tabIndex >= 0)"
    )
    assert focusable


@pytest.mark.slow
def test_search_finds_words_whatever_their_case_and_yo(city, page):
    page.fill("#search input", "ЧЕРНЫЙ снег")
    page.wait_for_function("document.querySelector('#heard').textContent.length > 0")
    page.wait_for_timeout(350)
    expected = sum("чёрный снег" in t.lower() for t in city.statements["text"])
    assert expected
    assert page.inner_text("#heard").startswith(f"{expected}{NBSP}")


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True])
def test_contrast_is_at_least_aa(files, open_page, dark):
    page = open_page(files["report.html"], color_scheme="dark" if dark else "light")
    page.wait_for_selector("#filters:not([hidden])")
    poor = page.evaluate(Path(__file__).with_name("contrast.js").read_text("utf-8"))
    assert poor == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 768])
def test_nothing_sticks_out_on_a_phone(files, open_page, width):
    page = open_page(files["report.html"], viewport={"width": width, "height": 740})
    page.wait_for_selector("#filters:not([hidden])")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("#overview .open >> nth=0")
    page.wait_for_selector("#detail[open]")
    assert page.evaluate("document.querySelector('#detail').scrollWidth") <= width


@pytest.mark.slow
def test_paper_shows_lists_and_hides_controls(page):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.is_visible("#filters")
    assert not page.is_visible(".menu")
    assert page.is_visible("#map details table")


@pytest.mark.slow
def test_every_picture_has_a_table_or_words(page):
    for picture in page.query_selector_all("svg"):
        hidden = picture.get_attribute("aria-hidden") == "true"
        in_table = picture.evaluate("e => e.closest('table') !== null")
        assert (hidden and in_table) or picture.get_attribute("aria-label")


@pytest.mark.slow
def test_the_evening_page_is_styled_and_silent(city, open_page):
    page = open_page(evening_html(city, "наука"))
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(0, 0, 0)"
    assert page.said == []
