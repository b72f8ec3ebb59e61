"""Decisions on their way back: labels for training, tables of the next run, its promises kept."""

import random
from dataclasses import replace

import pytest
from city_run import city_base, frames
from editing import ANNA, BORIS, desk, edit

from pipeline import invariants, settings
from pipeline.decisions import base as bases
from pipeline.decisions.labels import COLUMNS, labels
from pipeline.decisions.log import Decision
from pipeline.decisions.settled import TABLES, fingerprint, read, settled, write
from pipeline.decisions.state import fold
from pipeline.errors import InputError

CHOSEN = settings.Settings(settings.defaults())


@pytest.fixture
def one(tmp_path):
    return desk(city_base(), tmp_path / "desk.sqlite")


def take(one, action, *targets, why="", **payload):
    decision = Decision(action, "", targets, payload, why, key=f"{random.getrandbits(64):x}")
    return one.decide(decision, ANNA, one.log.last)


def tables_of(made):
    return {name: made[name] for name in TABLES}


def ledger(answers):
    return {source: {"rows": len(part), "file_rows": len(part),
                     "status": part["status"].value_counts().to_dict()}
            for source, part in answers.groupby("source")}  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_run_with_decisions_keeps_every_promise(one, seed):
    rng = random.Random(seed)
    for _ in range(40):
        edit(one, rng, rng.choice([ANNA, BORIS]))
    before = tables_of(frames())
    after = settled(before, one.active, CHOSEN)
    invariants.check(invariants.RunTables(**after, ledger=ledger(after["answers"])))
    again = bases.from_frames("run-2", "", {**after, "coverage": frames()["coverage"]})
    taken = [d for d in one.active if d.action in ("rename", "role", "direct", "merge", "move")]
    state = fold(taken, replace(again, settled=frozenset(d.id for d in taken)))
    assert state.uncarried == {}  # what the run took in is found in it again


def test_names_merges_and_roles_stand_in_the_next_run(one):
    problems = [c for c in one.view(ANNA).cards.values() if c.kind == "problem"][:3]
    take(one, "rename", problems[0].id, name="Названо человеком")
    take(one, "merge", problems[1].id, into=problems[0].id)
    take(one, "role", problems[2].members[0], role="praise")
    take(one, "hide", problems[2].id, why="не проблема")
    after = settled(tables_of(frames()), one.active, CHOSEN)
    row = after["findings"].set_index("finding_id").loc[problems[0].id]
    assert row["name"] == "Названо человеком"
    assert set(row["statement_ids"]) == set(problems[0].members) | set(problems[1].members)
    ids = set(after["findings"]["finding_id"])
    assert problems[1].id not in ids and problems[2].id not in ids
    roles = after["statements"].set_index("statement_id")
    assert roles.loc[problems[2].members[0], "role"] == "praise"
    assert roles.loc[problems[2].members[0], "role_confidence"] == 1.0


def test_without_decisions_nothing_changes(one):
    before = tables_of(frames())
    after = settled(before, [], CHOSEN)
    for name in ("findings", "statements", "links"):
        assert after[name].equals(before[name]) or name == "findings"
    assert list(after["findings"]["statement_ids"].map(tuple).sort_values()) == list(
        before["findings"]["statement_ids"].map(tuple).sort_values()
    )
    assert fingerprint([]) == {}


def test_the_file_goes_out_and_comes_back(one, tmp_path):
    take(one, "note", next(iter(one.view(ANNA).cards)), text="строка\u2028с разрывом")
    write(tmp_path, one.active)
    assert [d.payload for d in read(tmp_path)] == [d.payload for d in one.active]
    assert fingerprint(read(tmp_path)) == fingerprint(one.active) != {}
    assert read(tmp_path / "нигде") == ()


def test_a_damaged_file_names_the_row(tmp_path):
    (tmp_path / "settled.jsonl").write_text('{"action": "rename"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="строка 1"):
        read(tmp_path)


def test_labels_hold_what_people_settled_and_nothing_that_the_machine_guessed(one):
    problem = next(c for c in one.view(ANNA).cards.values() if c.kind == "problem")
    first, second = problem.members[:2]
    take(one, "role", first, role="praise")
    take(one, "direct", second, directions=["ecology", "transport"])
    take(one, "add", text="Открыть музей", role="solution", directions=["transport"],
         group="бизнес", session="2018-04-19", to="")  # fmt: skip
    rows = labels(one.base, one.active)
    assert all(tuple(row) == COLUMNS for row in rows) and len(rows) == 3
    by_text = {row["text"]: row for row in rows}
    said = one.base.statements
    assert by_text[said[first].text]["role"] == "praise"
    assert by_text[said[first].text]["directions"] == ""
    assert by_text[said[second].text]["directions"] == "ecology;transport"
    assert by_text[said[second].text]["role"] == ""
    assert by_text["Открыть музей"]["role"] == "solution"
    question = one.base.answers[said[first].answer_id].question
    assert by_text[said[first].text]["question"] == question
