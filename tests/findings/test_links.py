"""Which solution answers which problem, and by what evidence."""

from __future__ import annotations

import pytest
from tables_made import Made, settings

from pipeline import tables
from pipeline.findings import findings
from pipeline.findings.links import keeps_what_is_lacking


def others(made: Made) -> None:
    """What people of another mind say."""
    for number, word in enumerate(("катка", "бани", "моста", "парка", "театра", "рынка") * 4):
        made.say(("problem", f"Нет {word}"), person=f"other {number}")


def linked(made: Made) -> dict[tuple[str, str], object]:
    """(problem, solution) by their names -> row of links."""
    answers, statements, vectors = made.tables()
    result = findings(answers, statements, tables.empty("topics"), vectors, settings())
    name = result.findings.set_index("finding_id")["name"]
    return {(name[r.problem_id], name[r.solution_id]): r for r in result.links.itertuples()}


@pytest.mark.parametrize("joint", [", поэтому ", ". Из-за этого надо ", "; "])
def test_one_answer_links(joint):
    made = Made()
    for person in "abc":
        made.say(("problem", "Фабрика дымит"), ("solution", "поставить фильтры"),
                 person=person, joint=joint)  # fmt: skip
        made.say(("problem", "Нет катка"), person=person + "2")
    links = linked(made)
    assert len(links) == 1
    row = next(iter(links.values()))
    assert row.same_answer == 3 and row.score > 0.35
    assert len(row.evidence) == 6


def test_a_row_of_a_table_links():
    made = Made()
    others(made)
    for group in ("наука", "бизнес"):
        made.say(("problem", "Износ теплосетей"), group=group, row_id=f"{group} 1")
        made.say(("solution", "Перекладка труб"), group=group, row_id=f"{group} 1")
    assert set(linked(made)) == {("Износ теплосетей", "Перекладка труб")}


def test_a_shared_subject_links_without_a_common_voice():
    made = Made()
    others(made)
    for person in "abc":
        made.say(("problem", "Нет детских площадок"), person=person)
        made.say(("solution", "Построить детские площадки"), person=person + "2")
        made.say(("solution", "Открыть бассейн"), person=person + "3")
    pairs = list(linked(made))
    assert len(pairs) == 1 and "бассейн" not in pairs[0][1].lower()


def test_who_lists_everything_links_nothing():
    made = Made()
    problems = [("problem", f"Нет {word}") for word in ("катка", "бани", "моста", "парка")]
    for person in "abc":
        for role, text in problems:
            made.say((role, text), person=person)
        made.say(("solution", "Пригласить врачей"), person=person)
    for number in range(30):
        made.say(("problem", "Пробки"), person=f"x{number}")
    assert all(row.score < 0.6 for row in linked(made).values())


def test_two_things_of_one_matter_are_linked_by_a_common_voice():
    made = Made()
    others(made)
    for person in "abcd":
        made.say(("problem", "Бродячие собаки"), person=person)
        made.say(
            ("solution", "Построить приют"), person=person if person in "abc" else person + "2"
        )
        made.say(("solution", "Открыть бассейн"), person=person if person in "cd" else person + "3")
    assert [pair for pair in linked(made) if "бассейн" in pair[1].lower()] == []
    assert any("собаки" in problem and "приют" in wish for problem, wish in linked(made))


@pytest.mark.parametrize(
    ("problem", "solution", "contrary"),
    [
        ("Отсутствие тротуаров", "Уборка тротуаров", True),
        ("Нехватка скамеек", "Ремонт скамейки", True),
        ("Отсутствие тротуаров", "Строительство тротуаров", False),
        ("Разбитые тротуары", "Ремонт тротуаров", False),
        ("Отсутствие уборки тротуаров", "Уборка тротуаров", False),
    ],
)
def test_what_is_lacking_is_not_kept(problem, solution, contrary):
    assert keeps_what_is_lacking(problem, solution) is contrary
