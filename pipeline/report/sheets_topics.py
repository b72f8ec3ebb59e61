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
        (node.name, node.people, node.statements,
         "; ".join(result.direction(d) for d in result.topic[node.topic_id].directions or ()),
         ", ".join(result.topic[node.topic_id].keywords), node.stability,
         "\n".join(node.central), "\n".join(node.rim),
         "; ".join(MARK_TITLES.get(mark, mark) for mark in node.marks),
         "; ".join(node.alternatives), _share(result.topic[node.topic_id].specificity),
         "\n".join(f"{name} ({number(alike, 2)})" for name, alike in node.near),
         branch.name, node.topic_id)
        for branch, node in nodes
    )  # fmt: skip
    columns = (
        Column("Тема", 34), Column("Людей", 9, "number"), Column("Мыслей", 10, "number"),
        Column("Направления", 32), Column("Слова", 42), Column("Устойчивость", 14, "share"),
        Column("Цитаты: середина темы", 52), Column("Цитаты: край темы", 52),
        Column("Пометки", 40), Column("Другие названия", 40), Column("Свои слова", 11, "share"),
        Column("Почти о том же", 40), Column("Раздел тем", 36), Column("Номер", 16),
    )  # fmt: skip
    note = ("Устойчивость ниже 50 % — верить осторожно. Свои слова: какая доля текстов со словами "
            "темы стоит в ней. Читайте край: там видно, что попало в тему случайно.")  # fmt: skip
    empty = "Тем нет: слишком мало мыслей, чтобы собирать их в темы."
    return Sheet(
        "Темы", "О чём говорят: темы и их устойчивость", note, columns, rows, empty=empty, printed=8
    )


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
    empty = "Все темы стоят рядом: разделов и частей при повторном подсчёте не находится."
    return Sheet("Дерево тем", "Темы от общего к частному", note, columns, tuple(rows), empty=empty)


def _share(value: float) -> float | None:
    return None if value != value else float(value)
