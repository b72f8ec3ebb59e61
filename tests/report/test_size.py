"""A report of 30,000 answers: under 15 MB, first view under 2 s."""

import time

import pytest
from invented_city import result as invented

from pipeline.report import report_html

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_thirty_thousand_answers(open_page):
    big = invented(people=12_000, long=3)
    assert len(big.answers) > 30_000
    html = report_html(big)
    assert len(html.encode("utf-8")) < 15_000_000
    start = time.perf_counter()
    page = open_page(html)
    page.wait_for_selector("#list tbody tr")
    assert time.perf_counter() - start < 2.0
    page.wait_for_selector("#filters:not([hidden])", timeout=5000)
    page.select_option("label:has-text('Район') select", "Заводской")
    page.click("#list tbody tr:first-child th button")
    page.wait_for_selector("#detail[open] .voices li")
    assert page.said == []
