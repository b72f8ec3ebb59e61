"""The tree of topics and its audit table: evidence in the working edition, none in the public."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from pipeline import tables
from pipeline.report import Result, report_html, strategy_xlsx
from pipeline.report.topic_levels import APART, tree


@pytest.fixture(scope="module")
def levelled(city: Result) -> Result:
    """The city with one branch over two topics about nearly the same, and a part in the first."""
    topics = city.topics.copy()
    one, other = topics["topic_id"].iloc[:2]
    topics.loc[:1, "branch_id"] = "b1"
    topics.loc[0, "overlap"] = json.dumps({other: 0.71, "gone": 0.9})
    topics.at[0, "rim"] = list(topics["quotes"].iloc[1][:1])
    first = topics.iloc[0]
    row = {"groups": "{}", "alternatives": [], "keywords": [], "directions": [], "rim": []}
    nodes = [
        {**row, "node_id": "b1", "level": "branch", "parent_id": None, "name": "Улица и двор",
         "statements": 300, "respondents": 200, "quotes": []},
        {**row, "node_id": "s1", "level": "subtopic", "parent_id": one, "name": "Особая часть",
         "statements": 20, "respondents": 17, "quotes": first["quotes"][:2]},
    ]  # fmt: skip
    frame = tables.conform(pd.DataFrame(nodes), "levels")
    return replace(city, topics=topics, levels=frame)


def test_a_topic_stands_under_its_branch_with_evidence(levelled: Result) -> None:
    branches = tree(levelled)
    assert [branch.name for branch in branches] == ["Улица и двор", APART]
    nodes = {node.topic_id: node for node in branches[0].topics}
    first, second = levelled.topics.iloc[0], levelled.topics.iloc[1]
    node = nodes[first["topic_id"]]
    assert node.near == ((second["name"], 0.71),)
    assert node.central and node.rim and [part.name for part in node.parts] == ["Особая часть"]
    assert sum(len(branch.topics) for branch in branches) == len(levelled.topics)


def test_the_page_and_the_workbook_show_it(levelled: Result) -> None:
    page = report_html(levelled)
    assert "Темы деревом" in page and "Особая часть" in page and "Почти о том же" in page
    book = openpyxl.load_workbook(io.BytesIO(strategy_xlsx(levelled)))
    audit = [[cell.value for cell in row] for row in book["Темы"].iter_rows(min_row=3)]
    head, rows = audit[0], audit[1:]
    near = [row[head.index("Почти о том же")] for row in rows]
    assert f"{levelled.topics['name'].iloc[1]} (0,71)" in near
    assert all(row[head.index("Цитаты: середина темы")] for row in rows)
    parts = [row[2].value for row in book["Дерево тем"].iter_rows(min_row=4)]
    assert "Особая часть" in parts


def test_the_public_edition_has_no_quotes_and_no_parts(levelled: Result) -> None:
    public = replace(levelled, edition="public")
    page = report_html(public)
    assert "Улица и двор" in page and "Особая часть" not in page
    book = openpyxl.load_workbook(io.BytesIO(strategy_xlsx(public)))
    head = [cell.value for cell in book["Темы"][3]]
    assert "Цитаты: середина темы" not in head and "Тема" in head


def test_without_levels_topics_stand_together(city: Result) -> None:
    assert [branch.name for branch in tree(city)] == [APART]
