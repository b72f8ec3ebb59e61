"""Few answers, none, papers alone: valid documents, no tracebacks."""

import io
from dataclasses import replace

import pytest
from docx import Document
from invented_city import result as invented

from pipeline import tables
from pipeline.report import Result, documents
from pipeline.settings import Settings, defaults
from pipeline.strategy import strategy


def empty() -> Result:
    names = ("answers", "statements", "topics", "findings", "links", "frequencies")
    frames = {name: tables.empty(name) for name in names}
    made = strategy(*frames.values(), Settings(defaults()))
    del frames["findings"]
    return Result(title="Пусто", date="", journal=tables.empty("journal"), strategy=made, **frames)


@pytest.mark.parametrize("edition", ["working", "public"])
@pytest.mark.parametrize(
    "people", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 3, 10, 30))]
)
def test_documents_of_little(people, edition):
    result = replace(invented(people=people) if people else empty(), edition=edition)
    made = documents(result)
    Document(io.BytesIO(made["strategy.docx"]))
    html = made["report.html"].decode("utf-8")
    assert "nan" not in html.lower().replace("nano", "").split("<script")[0]


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_of_nothing_opens(open_page):
    page = open_page(documents(empty())["report.html"])
    page.wait_for_timeout(300)
    assert page.said == []
    assert "Ответов нет" in page.inner_text("#overview")


def test_residents_alone_are_compared_with_nobody():
    result = invented(people=60)
    groups = [g for g in result.answers["group"].dropna().unique() if g]
    assert set(groups) <= set(result.strategy.matrix.columns)
    matrix = result.strategy.matrix.drop(columns=groups)
    alone = replace(result, strategy=replace(result.strategy, matrix=matrix))
    document = Document(io.BytesIO(documents(alone)["strategy.docx"]))
    text = [paragraph.text.replace("\xa0", " ") for paragraph in document.paragraphs]
    assert not any("Согласие и разногласия" in line for line in text)
