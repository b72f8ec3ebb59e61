"""What a resident writes never becomes code, markup or a formula."""

import io
import json
import re
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from invented_city import PAYLOADS

from pipeline.report import documents, report_html
from pipeline.report.page_data import embedded


@pytest.fixture(scope="module")
def hostile_files(hostile):
    return documents(replace(hostile, title="</title><script>window.hacked=1</script>"))


def test_markup_is_never_ended_from_inside(hostile_files):
    html = hostile_files["report.html"].decode("utf-8")
    assert html.count("<script") == html.count("</script>") == 3
    assert html.count("</style>") == 1
    visible = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.S)
    assert "onerror=window" not in visible.replace("&lt;img src=x onerror=window", "")
    assert "unsafe" not in re.search(r'Content-Security-Policy" content="([^"]*)', html)[1]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_embedded_json_holds_no_markup_and_reads_back(payload):
    text = embedded({"a": payload})
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"a": payload}


def test_workbook_has_no_formulas(hostile, hostile_files):
    book = openpyxl.load_workbook(io.BytesIO(hostile_files["strategy.xlsx"]))
    cells = [c for page in book.worksheets for row in page.iter_rows() for c in row if c.value]
    assert [c.coordinate for c in cells if c.data_type == "f"] == []
    words = {c.value for c in cells}
    assert {"=1+1", "+7", "-2", "@SUM(1)"} <= words


@pytest.mark.slow
def test_long_and_odd_texts_open(hostile):
    answers = hostile.answers.copy()
    answers.loc[0, "text"] = "я" * 40_000
    answers.loc[1, "text"] = "\x00\x0b 😀 \ufffe конец"
    files = documents(replace(hostile, answers=answers))
    book = openpyxl.load_workbook(io.BytesIO(files["strategy.xlsx"]))
    longest = max(len(str(c.value)) for row in book["Ответы"].iter_rows() for c in row if c.value)
    assert longest <= 32_767
    assert any("[обрезано]" in str(c.value) for row in book["Ответы"].iter_rows() for c in row)
    Document(io.BytesIO(files["strategy.docx"]))


@pytest.mark.slow
@pytest.mark.browser
def test_nothing_runs_in_a_browser(hostile, hostile_files, open_page):
    page = open_page(hostile_files["report.html"])
    page.wait_for_selector("#said-list li")
    for opener in page.query_selector_all("#overview .open")[:4]:
        opener.click()
        page.wait_for_selector("#detail[open]")
        page.keyboard.press("Escape")
    page.evaluate("location.hash = 'topic/air'")
    page.wait_for_selector("#detail[open] .voices")
    for details in page.query_selector_all("#detail summary")[:20]:
        details.click()
    assert page.evaluate("window.hacked") is None
    assert page.query_selector_all("main img, main iframe, #detail img, #detail iframe") == []
    assert page.said == []


@pytest.mark.slow
@pytest.mark.browser
def test_an_unknown_address_changes_nothing(city, open_page):
    page = open_page(report_html(city))
    page.evaluate("location.hash = 'finding/<img src=x onerror=window.hacked=1>'")
    page.wait_for_timeout(100)
    assert page.evaluate("window.hacked") is None
    assert page.query_selector("#detail[open]") is None
