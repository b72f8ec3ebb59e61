"""All documents of a run: the same bytes each time, exact quotes, figures that recount."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import jsonschema
import openpyxl
import pandas as pd
import pytest
from docx import Document
from invented_city import DISTRICTS
from invented_city import result as invented
from recount import Recount

from pipeline.report import documents
from pipeline.report.exchange import schema
from pipeline.report.figures import Figures
from pipeline.report.sheets_tables import closed
from pipeline.report.workbook import strategy_xlsx

HEADS = ("Название", "Людей", "Ответили", "Доля", "Номер")


@pytest.fixture(scope="module")
def annex(files):
    return Document(io.BytesIO(files["strategy.docx"]))


@pytest.fixture(scope="module")
def book(files):
    return openpyxl.load_workbook(io.BytesIO(files["strategy.xlsx"]))


def texts_of(document):
    parts = [p.text for p in document.paragraphs]
    for table in document.tables:
        for row in table._tbl.tr_lst:
            parts += ["".join(t.text or "" for t in p.iter() if t.tag.endswith("}t"))
                      for p in row.iter() if p.tag.endswith("}p")]  # fmt: skip
    return parts


@pytest.mark.slow
def test_equal_results_give_equal_bytes(city, files):
    assert documents(city) == files


def test_every_file_of_the_contract_is_there(files):
    assert {"report.html", "strategy.docx", "strategy.xlsx", "strategy.json"} <= set(files)
    assert sum(name.startswith("evening-") for name in files) == 8


def test_json_keeps_to_its_schema(files, public_files):
    for made in (files, public_files):
        jsonschema.validate(json.loads(made["strategy.json"]), schema())


def test_json_figures_recount(city, files):
    recount = Recount(city)
    found = json.loads(files["strategy.json"])["findings"]
    assert len(found) == len(city.findings)
    for finding in found:
        count = recount.of(finding["finding_id"])
        assert (finding["respondents"], finding["base"]) == (count.people, count.base)
        assert finding["share"] == pytest.approx(count.people / count.base)
        assert finding["groups"] == count.groups


def test_json_quotes_are_exact_spans(city, files):
    texts = dict(zip(city.answers["answer_id"], city.answers["text"], strict=True))
    quotes = [q for f in json.loads(files["strategy.json"])["findings"] for q in f["quotes"]]
    assert len(quotes) > 50
    for quote in quotes:
        assert texts[quote["answer_id"]][quote["start"] : quote["end"]] == quote["text"]


def test_every_quote_of_the_annex_is_what_somebody_said(city, annex):
    said = set(city.statements["text"])
    sources = [f"» — {name}" for name in (*DISTRICTS, "группа «")]
    texts = [t for t in texts_of(annex) if t.startswith("«")]
    quoted = [t[1:-1] for t in texts if t.endswith("»") and not any(s in t for s in sources)]
    quoted += [t[1:].split(s)[0] for t in texts for s in sources if s in t]
    assert len(quoted) > 60
    assert [t for t in quoted if t not in said] == []


def test_leading_figures_of_the_annex_recount(city, annex):
    recount = Recount(city)
    names = {f["name"]: f["finding_id"] for f in recount.findings.values()}
    checked = 0
    for table in annex.tables[:2]:
        for row in table.rows[1:]:
            cells = [cell.text for cell in row.cells]
            count = recount.of(names[cells[1].split("\n")[0]])
            tenths = (2000 * count.people + count.base) // (2 * count.base)  # halves up
            share = f"{tenths // 10},{tenths % 10}"
            assert cells[2] == str(count.people)
            assert cells[3] == f"{share}\u00a0%"
            assert set(filter(None, cells[-1].replace("—", "").split(", "))) == set(count.groups)
            checked += 1
    assert checked == 10


def test_people_of_directions_recount(city, annex):
    recount = Recount(city)
    caption = next(p for p in annex.paragraphs if p.text.endswith("числу высказавшихся"))
    table = next(t for t in annex.tables if t._tbl.getprevious() is caption._p)
    titles = {title: id_ for id_, title in city.directions.items()}
    for row in table.rows[1:]:
        cells = [cell.text for cell in row.cells]
        section = next(s for s in city.strategy.sections if s.direction == titles[cells[0]])
        ids = {i for r in section.rows for i in (r.problem_id, *r.solution_ids) if i}
        statements = [s for i in ids for s in recount.findings[i]["statement_ids"]]
        assert cells[1] == str(len(recount.people(statements)))


def test_the_annex_is_a_real_document(annex):
    styles = {p.style.name for p in annex.paragraphs}
    assert {"Heading 1", "Heading 2", "Caption", "Title"} <= styles
    for table in annex.tables:
        assert table._tbl.tr_lst[0].find(".//{*}tblHeader") is not None
    numbers = [re.match(r"Таблица\s(\d+)\.", p.text) for p in annex.paragraphs
               if p.style.name == "Caption"]  # fmt: skip
    assert [int(n[1]) for n in numbers if n] == list(range(1, len(annex.tables) + 1))
    headings = [p.text for p in annex.paragraphs if p.style.name.startswith("Heading")]
    contents = [p for p in annex.element.body.iter() if p.tag.endswith("}hyperlink")]
    assert len(contents) == len(headings)
    assert any(
        "TOC" in (i.text or "") for i in annex.element.iter() if i.tag.endswith("}instrText")
    )


def test_dates_inside_the_archives_are_fixed(files):
    for name, content in files.items():
        if name.endswith((".docx", ".xlsx")):
            stamps = {i.date_time for i in zipfile.ZipFile(io.BytesIO(content)).infolist()}
            assert stamps == {(1980, 1, 1, 0, 0, 0)}


def heads_of(page):
    return {cell.value: cell.column for cell in page[3]}


def test_workbook_figures_recount_and_lead_to_their_words(city, book):
    recount = Recount(city)
    evidence, answers = book["Подтверждения"], book["Ответы"]
    words, whole = heads_of(evidence), heads_of(answers)
    for name in ("Проблемы", "Решения", "Возражения", "Образ будущего"):
        page = book[name]
        heads = heads_of(page)
        for row in range(4, page.max_row + 1):
            _, people, base, share, id_ = (page.cell(row, heads[h]).value for h in HEADS)
            count = recount.of(id_)
            assert (people, base) == (count.people, count.base)
            assert share == pytest.approx(count.people / count.base)
            target = page.cell(row, heads["Людей"]).hyperlink.location
            first = int(target.split("!A")[1])
            said = recount.findings[id_]["statement_ids"]
            column = words["Номер вывода"]
            assert [evidence.cell(first + i, column).value for i in range(len(said))] == [
                id_
            ] * len(said)
            assert evidence.cell(first, words["Номер мысли"]).value == said[0]
            link = evidence.cell(first, words["Весь ответ"])
            there = int(link.hyperlink.location.split("!A")[1])
            found = answers.cell(there, whole["Номер ответа"]).value
            assert found == link.value == recount.answer_of[said[0]]


def test_summary_figures_recount(city, book):
    recount = Recount(city)
    page, heads = book["Сводка"], heads_of(book["Сводка"])
    names = {f["name"]: f["finding_id"] for f in recount.findings.values()}
    checked = 0
    for row in page.iter_rows(min_row=4):
        people = row[heads["Людей"] - 1].value
        if people is not None:
            assert people == recount.of(names[row[1].value]).people
            checked += 1
    assert checked > 10


def test_workbook_is_comfortable(book):
    for page in book.worksheets:
        assert page.freeze_panes is not None
        assert page.auto_filter.ref or "Строк" not in page["A3"].value
        assert page.column_dimensions["A"].width > 8
        assert page.page_setup.orientation == "landscape" and page.print_title_rows == "$3:$3"
        assert page.print_area and page.page_setup.fitToHeight == 0
        assert "служебного пользования" in page.oddHeader.right.text


def test_paper_shows_recurring_findings_and_the_screen_the_rare_ones_too(city):
    every_third = [number % 3 == 0 for number in range(len(city.findings))]
    findings = city.findings.assign(recurring=every_third)
    mixed = replace(city, strategy=replace(city.strategy, findings=findings))
    book = openpyxl.load_workbook(io.BytesIO(strategy_xlsx(mixed)))
    for name, kind in (("Проблемы", "problem"), ("Решения", "solution")):
        page, column = book[name], heads_of(book[name])["Повторяется"]
        kept = [page.cell(row, column).value for row in range(4, page.max_row + 1)]
        recurring = int(findings.loc[findings["kind"] == kind, "recurring"].sum())
        assert kept == ["да"] * recurring + ["редкий голос"] * (len(kept) - recurring)
        assert 0 < recurring < len(kept)
        assert page.print_area.endswith(f"${3 + recurring}")
        assert "редкие голоса — ниже" in page["A2"].value


def test_lists_for_the_screen_take_little_paper(book):
    for name in ("Подтверждения", "Мысли", "Ответы"):
        page = book[name]
        assert page.max_row > 60
        assert page.print_area.endswith("$43")
        assert "на бумагу идут первые 40 строк" in page["A2"].value


def test_a_closed_question_of_two_files_says_which(city, book):
    assert "Файл" not in heads_of(book["Закрытые вопросы"])
    second = city.frequencies.assign(source="вторая-волна.csv")
    both = pd.concat([city.frequencies, second], ignore_index=True)
    rows = closed(replace(city, frequencies=both)).rows
    assert {row[-1] for row in rows} == {*city.frequencies["source"], "вторая-волна.csv"}


def test_the_contents_lead_to_every_sheet_and_back(book):
    page = book["Содержание"]
    targets = [row[0].hyperlink.location for row in page.iter_rows(min_row=4)]
    assert targets == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    for other in book.worksheets[1:]:
        back = [cell.hyperlink.location for cell in other[1] if cell.hyperlink]
        assert back == ["'Содержание'!A1"]


def test_an_empty_sheet_says_why(city):
    book = openpyxl.load_workbook(io.BytesIO(documents(invented(people=3))["strategy.xlsx"]))
    assert book["Решения людей"]["A4"].value == "На столе модераторов пока ничего не решено."
    assert book["Решения людей"].auto_filter.ref is None


def test_long_texts_are_shown_whole(book):
    page = book["Ответы"]
    for row in range(4, 60):
        lines = len(page.cell(row, 1).value or "") / page.column_dimensions["A"].width
        assert page.row_dimensions[row].height > 9 * lines


def test_closed_questions_are_as_counted(city, annex):
    table = next(t for t in annex.tables if t.rows[0].cells[2].text == "Ответы")
    row = [cell.text.replace("\u00a0", " ") for cell in table.rows[1].cells]
    first = city.frequencies.sort_values("count", ascending=False).iloc[0]
    tenths = (2000 * first["count"] + first["base"]) // (2 * first["base"])
    assert row[1] == str(first["base"])
    assert row[2].startswith(
        f"{first['answer']} — {first['count']} ({tenths // 10},{tenths % 10} %)"
    )


def test_a_very_long_quote_is_cut_with_a_mark(city):
    sid = city.findings["quotes"].iloc[0][0]
    statements = city.statements.copy()
    statements.loc[statements["statement_id"] == sid, "text"] = "слово " * 200
    quote = Figures(replace(city, statements=statements)).quote(sid)
    assert quote.endswith(" […]")
    assert ("слово " * 200).startswith(quote.removesuffix(" […]"))
    assert len(quote) < 410


@pytest.mark.slow
def test_the_hash_seed_changes_nothing():
    code = (
        "import hashlib; from invented_city import result; from pipeline.report import documents;"
        "print([hashlib.sha256(b).hexdigest() for _, b in sorted(documents(result(60)).items())])"
    )
    folder = Path(__file__).parent
    path = os.pathsep.join([str(folder), str(folder.parents[1])])
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
