"""The public edition: no small cells, no unquoted words, rounded figures."""

import io
import json
import re
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from test_documents import texts_of

from pipeline.report import report_html
from pipeline.report.release import released
from pipeline.strategy.publication import quasi_identifiers


@pytest.fixture(scope="module")
def shown(city):
    return released(replace(city, edition="public"))


def words_of(public_files):
    """All text of the public documents."""
    annex = "\n".join(texts_of(Document(io.BytesIO(public_files["strategy.docx"]))))
    book = openpyxl.load_workbook(io.BytesIO(public_files["strategy.xlsx"]))
    cells = [str(c.value) for p in book.worksheets for row in p.iter_rows() for c in row if c.value]
    html = public_files["report.html"].decode("utf-8")
    return "\n".join([annex, *cells, html, public_files["strategy.json"].decode("utf-8")])


def test_releasing_twice_changes_nothing(shown):
    assert released(shown) is shown


def test_small_findings_are_held_back(city, shown):
    small = city.findings[(city.findings["respondents"] < 10)]
    small = small[small["groups"] == "{}"]
    assert len(small)
    assert not set(small["finding_id"]) & set(shown.findings["finding_id"])
    assert shown.held_back >= len(small)


def test_names_of_held_back_findings_stand_nowhere(city, shown, public_files):
    everything = words_of(public_files)
    held = set(city.findings["finding_id"]) - set(shown.findings["finding_id"])
    names = city.findings.set_index("finding_id").loc[sorted(held), "name"]
    assert [name for name in names if name in everything] == []


def test_only_gated_quotes_are_published(city, shown, public_files):
    quoted = {q for ids in shown.findings["quotes"] for q in ids}
    quoted |= set(shown.strategy.vision.sentences)
    quoted |= {q for s in shown.strategy.strengths for q in s.quotes}
    texts = city.statements.set_index("statement_id")["text"]
    allowed = {texts[q] for q in quoted}
    assert all(not quasi_identifiers(text) for text in allowed)
    everything = words_of(public_files)
    drafts = set(city.answers.loc[city.answers["kind"] == "draft", "text"])
    unquoted = set(city.statements["text"]) - allowed - drafts
    assert [text for text in sorted(unquoted) if len(text) > 12 and f"«{text}»" in everything] == []
    answers = set(city.answers["text"]) - allowed - drafts
    assert [text for text in sorted(answers) if len(text) > 40 and text in everything] == []


def test_counts_are_rounded(shown, public_files):
    found = json.loads(public_files["strategy.json"])["findings"]
    assert found
    for finding in found:
        assert finding["respondents"] % 5 == finding["base"] % 5 == 0
        assert finding["respondents"] >= 10 or (finding["groups"] and not finding["respondents"])
        for table in [finding["sessions"], finding["questions"], *finding["attributes"].values()]:
            assert all(n is None or n % 5 == 0 for n in table.values())


def test_the_page_carries_no_answers(public_files):
    html = public_files["report.html"].decode("utf-8")
    assert 'id="said"' not in html
    assert 'id="voices"' not in html
    assert "житель, " not in html


def test_editions_are_marked(files, public_files):
    assert "Для служебного пользования" in files["report.html"].decode("utf-8")
    assert "для публикации" in public_files["report.html"].decode("utf-8").lower()
    first = "\n".join(texts_of(Document(io.BytesIO(files["strategy.docx"])))[:8])
    assert "Для служебного пользования" in first
    assert not any(name.startswith("evening") for name in public_files)


@pytest.mark.slow
@pytest.mark.browser
def test_the_public_page_works(city, open_page):
    page = open_page(report_html(replace(city, edition="public")))
    page.wait_for_selector("#filters:not([hidden])")
    page.click("#list tbody tr:first-child th button")
    page.wait_for_selector("#detail[open] .voices")
    assert page.said == []
    assert not re.search(r"undefined|NaN|null", page.inner_text("body"))
