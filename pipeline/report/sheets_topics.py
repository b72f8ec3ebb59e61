"""The sheets of topics: an audit table with quotes at the centre and at the rim, and the tree."""

from __future__ import annotations

from pipeline.report.result import Result
from pipeline.report.sheet import Column, Sheet
from pipeline.report.topic_levels import tree
from pipeline.report.typography import number
from pipeline.vocabulary import MARK_TITLES


def topics(result: Result) -> Sheet:
    """Topics with all that tells how far to trust them."""
    nodes = [(branch, node) for branch in tree(result) for node in branch.topics]
    nodes.sort(key=lambda pair: (-pair[1].people, -pair[1].statements, pair[1].topic_id))
    rows = tuple(
        (node.name, "; ".join(node.alternatives), ", ".join(result.topic[node.topic_id].keywords),
         node.statements, node.people,
         "; ".join(result.direction(d) for d in result.topic[node.topic_id].directions or ()),
         node.stability, _share(result.topic[node.topic_id].specificity),
         "; ".join(MARK_TITLES.get(mark, mark) for mark in node.marks),
         "\n".join(f"{name} ({number(alike, 2)})" for name, alike in node.near),
         "\n".join(node.central), "\n".join(node.rim), branch.name, node.topic_id)
        for branch, node in nodes
    )  # fmt: skip
    columns = (
        Column("Тема", 40), Column("Другие названия", 40), Column("Слова", 50),
        Column("Мыслей", 9, "number"), Column("Людей", 9, "number"), Column("Направления", 40),
        Column("Устойчивость", 13, "share"), Column("Свои слова", 11, "share"),
        Column("Пометки", 40), Column("Почти о том же", 40),
        Column("Цитаты: середина темы", 60), Column("Цитаты: край темы", 60),
        Column("Раздел тем", 36), Column("Номер", 16),
    )  # fmt: skip
    note = ("Устойчивость ниже 50 % — верить осторожно. Свои слова: какая доля текстов со словами "
            "темы стоит в ней. Читайте край: там видно, что попало в тему случайно.")  # fmt: skip
    return Sheet("Темы", "Темы", note, columns, rows)


def levels(result: Result) -> Sheet:
    """Branches, topics and parts of topics, one under another."""
    rows: list[tuple[object, ...]] = []
    branches = tree(result)
    for branch in branches:
        rows.append((branch.name, "", "", branch.people, branch.statements, ""))
        for node in branch.topics:
            quotes = "\n".join(node.central)
            rows.append(("", node.name, "", node.people, node.statements, quotes))
            for part in node.parts:
                said = "\n".join(part.quotes)
                rows.append(("", "", part.name, part.people, part.statements, said))
    if len(branches) < 2 and not any(node.parts for b in branches for node in b.topics):
        rows = []
    columns = (
        Column("Раздел тем", 36), Column("Тема", 40), Column("Часть темы", 40),
        Column("Людей", 9, "number"), Column("Мыслей", 9, "number"), Column("Цитаты", 70),
    )  # fmt: skip
    note = "От общего к частному. Часть есть у крупной темы, если находится при повторном подсчёте."
    return Sheet("Дерево тем", "Дерево тем", note, columns, tuple(rows))


def _share(value: float) -> float | None:
    return None if value != value else float(value)
