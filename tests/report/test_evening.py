"""The evening report of a group: its own words and means, whom residents agree with."""

import io
import json
import re
from dataclasses import replace

from docx import Document

from pipeline.report import evening_docx, evening_html
from pipeline.report.documents import file_names
from pipeline.report.evening import evening


def test_evening_report_keeps_to_its_group(city):
    html = evening_html(city, "бизнес")
    said = {city.statement[s].text for s in city.statements["statement_id"]}
    quotes = re.findall(r"<q>(.*?)</q>", html)
    assert quotes
    assert set(quotes) <= said
    document = Document(io.BytesIO(evening_docx(city, "бизнес")))
    assert document.paragraphs[0].text == "Доклад группы «бизнес»"
    assert "<script" not in html


def test_an_evening_report_has_the_means_of_its_group_alone(city):
    def money(kind, group):
        return "1 млрд рублей" if kind == "proposal" and group == "наука" else ""

    slots = [
        json.dumps({"resource": sum_}, ensure_ascii=False) if (sum_ := money(kind, group)) else "{}"
        for kind, group in zip(city.answers["kind"], city.answers["group"], strict=True)
    ]
    bare = city.statements.assign(slots="{}")
    rich = replace(city, answers=city.answers.assign(slots=slots), statements=bare)
    assert {s.resource for s in evening(rich, "наука").solutions} == {"1 млрд рублей"}
    assert {s.resource for s in evening(rich, "бизнес").solutions} == {""}


def test_no_column_of_an_evening_report_is_all_dashes(city):
    def bare(slots):
        held = json.loads(slots or "{}")
        kept = {k: v for k, v in held.items() if k not in ("responsible", "addressee")}
        return json.dumps(kept, ensure_ascii=False)

    without = replace(
        city,
        answers=city.answers.assign(slots=city.answers["slots"].map(bare)),
        statements=city.statements.assign(slots=city.statements["slots"].map(bare)),
    )
    for group in ("бизнес", "наука"):
        document = Document(io.BytesIO(evening_docx(without, group)))
        heads = [cell.text for table in document.tables for cell in table.rows[0].cells]
        assert "Предложение" in heads
        assert "Исполнитель" not in heads
        assert "Исполнитель" not in evening_html(without, group)


def test_groups_get_files_of_their_own():
    names = file_names(["бизнес", "Бизнес!", "а/б:в", "?", "../наука"])
    assert names == {"бизнес": "бизнес", "Бизнес!": "Бизнес-2", "а/б:в": "а-б-в", "?": "группа",
                     "../наука": "наука"}  # fmt: skip
