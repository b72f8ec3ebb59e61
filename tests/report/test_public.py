"""The public edition: no small cells, no unquoted words, rounded figures."""

import io
import json
import math
import re
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from test_documents import texts_of

from pipeline.report import documents, report_html
from pipeline.report.release import released
from pipeline.strategy.consensus import Opposition, matrix
from pipeline.strategy.portrait import Point
from pipeline.strategy.publication import coarse
from pipeline.strategy.quasi import quasi_identifiers


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


def test_few_masked_values_are_not_called_none(public_files):
    assert "Личных данных в ответах не найдено" not in words_of(public_files)
    assert "заменены пометками" in words_of(public_files)


def test_editions_are_marked(files, public_files):
    assert "Для служебного пользования" in files["report.html"].decode("utf-8")
    assert "для публикации" in public_files["report.html"].decode("utf-8").lower()
    first = "\n".join(texts_of(Document(io.BytesIO(files["strategy.docx"])))[:8])
    assert "Для служебного пользования" in first
    assert not any(name.startswith("evening") for name in public_files)


def test_no_id_leads_from_words_to_an_answer_or_a_person(city, public_files):
    words = set(re.findall(r"[0-9a-f]{6,}(?:-\d+)?", words_of(public_files)))
    hidden = {*city.answers["answer_id"], *city.statements["statement_id"],
              *city.answers["respondent"].dropna()} - {""}  # fmt: skip
    assert not words & hidden
    quotes = [q for f in json.loads(public_files["strategy.json"])["findings"] for q in f["quotes"]]
    assert quotes and all(set(quote) == {"text", "source"} for quote in quotes)


def test_files_and_moderators_stand_nowhere(city):
    answers = city.answers.copy()
    answers["source"] = "Ответы Ивановой М. П.csv"
    answers["moderator"] = "Сидоров Пётр"
    ledger = {"Ответы Ивановой М. П.csv": {"kind": "survey", "rows": 1203, "status": {"used": 1196,
              "duplicate": 7}}}  # fmt: skip
    made = documents(replace(city, edition="public", answers=answers,
                             run={**city.run, "ledger": ledger}))  # fmt: skip
    everything = words_of(made)
    assert "Иванов" not in everything and "Сидоров" not in everything
    assert json.loads(made["strategy.json"])["ledger"] == {
        "анкеты": {"rows": 1205, "status": {"used": 1195, "duplicate": 5}}
    }


def test_links_of_few_answers_are_not_counted(city, shown):
    few = city.links.assign(same_answer=[3 + 9 * (n % 2) for n in range(len(city.links))])
    links = released(replace(city, edition="public", links=few)).links
    assert set(links["same_answer"]) == {0, 10}


def test_swot_counts_no_few_people(city):
    groups = ("бизнес",)
    points = (
        Point("Мало воды", 7, groups, "", ("a",)),
        Point("Я живу в доме 5", 0, groups, "", ()),
    )
    swot = replace(city.strategy.swot, threats=points)
    strategy = replace(city.strategy, swot=swot)
    threats = released(replace(city, edition="public", strategy=strategy)).strategy.swot.threats
    assert [(p.text, p.respondents, p.statement_ids) for p in threats] == [("Мало воды", 0, ())]


def test_a_held_back_objection_leaves_no_trace_in_the_matrix(city):
    findings = city.findings
    wish = findings[(findings["kind"] == "solution") & (findings["respondents"] >= 10)].iloc[0]
    against = findings[findings["kind"] == "against"].iloc[0]
    assert against["respondents"] < 10
    pair = Opposition(wish["finding_id"], against["finding_id"], 0.9)
    whole = matrix(findings, [pair]).set_index("finding_id")
    assert whole.loc[wish["finding_id"], "жители"] == "за и против"
    strategy = replace(city.strategy, oppositions=(pair,), matrix=whole.reset_index())
    row = released(replace(city, edition="public", strategy=strategy)).strategy.matrix
    row = row.set_index("finding_id").loc[wish["finding_id"]]
    assert row["жители"] == "за" and list(row["opposed"]) == []


def test_records_are_rounded_too(city, public_files):
    facts = json.loads(public_files["strategy.json"])["overview"]
    assert all(facts[name] % 5 == 0 for name in ("people", "said", "used", "thoughts"))
    assert len(city.statements) not in (facts["thoughts"], facts["thoughts"] - 1)


def test_words_of_topics_are_said_by_several(city, shown):
    rare = city.topics.copy()
    rare["keywords"] = [[*words, "редкоеслово"] for words in rare["keywords"]]
    topics = released(replace(city, edition="public", topics=rare)).topics
    assert not any("редкоеслово" in words for words in topics["keywords"])
    assert any(len(words) for words in topics["keywords"])
    assert not any(len(names) for names in topics["alternatives"])


@pytest.mark.slow
def test_a_weighted_share_is_no_finer_than_the_counts():
    for base in (35, 60, 200, 5000):
        step = max(0.01, 5 / base)
        for people in range(base + 1):
            share = coarse(people / base, base)
            same = sum(coarse(n / base, base) == share for n in range(base + 1))
            assert abs(share - people / base) <= step / 2 + 0.006
            assert same >= 2 or share == 1.0
    assert math.isnan(coarse(math.nan, 100))


@pytest.mark.slow
@pytest.mark.browser
def test_the_public_page_works(city, open_page):
    page = open_page(report_html(replace(city, edition="public")))
    page.wait_for_selector("#filters:not([hidden])")
    page.click("#list tbody tr:first-child th button")
    page.wait_for_selector("#detail[open] .voices")
    assert page.said == []
    assert not re.search(r"undefined|NaN|null", page.inner_text("body"))
