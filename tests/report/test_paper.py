"""What stays together on a page of our Word documents."""

import io

from docx import Document
from docx.oxml.ns import qn

from pipeline.report.paper import Line, Paper


def test_a_low_table_stays_whole_and_a_tall_one_may_part():
    def kept_rows(lines):
        paper = Paper("Проба", "veche", "2018-05-20", "")
        cell = [Line("слово " * 5, "quote")] * lines
        paper.table("Проба", [("Что", 50), ("Кто", 50)], [[cell, "все"]] * 6)
        table = Document(io.BytesIO(paper.bytes())).tables[0]
        return [row._tr.find(f".//{qn('w:keepNext')}") is not None for row in table.rows[1:]]

    assert kept_rows(1) == [True] * 5 + [False]
    assert kept_rows(6) == [True] * 2 + [False] * 4


def test_a_table_keeps_the_sentence_above_it_on_its_page():
    paper = Paper("Проба", "veche", "2018-05-20", "")
    paper.heading("Раздел")
    paper.text("Ниже таблица.")
    paper.table("Проба", [("Что", 50), ("Кто", 50)], [["раз", "все"]])
    paper.text("После таблицы.")
    said = {p.text: p for p in Document(io.BytesIO(paper.bytes())).paragraphs}
    assert said["Ниже таблица."].paragraph_format.keep_with_next
    assert not said["После таблицы."].paragraph_format.keep_with_next
