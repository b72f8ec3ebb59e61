"""What was decided at a session comes back with the next run, once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from session_city import TWIN, write_city

from pipeline import run
from pipeline.decisions.lines import SOURCE
from pipeline.decisions.log import Decision
from pipeline.decisions.settled import write
from pipeline.runs import Run
from pipeline.serve.desk import Desk, open_log, read_base
from pipeline.serve.people import Person

pytestmark = pytest.mark.slow

ANNA = Person("Анна", "analyst")
OWN = "Открыть музей шахтёрской славы на месте старой шахты"
LIST = "Дороги, снег и автобусы"


class Played(SimpleNamespace):
    """Two runs of one city with a session between them."""

    before: Run
    after: Run
    desk: Desk


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A session is played on the first run; its decisions are settled before the second."""
    raw = write_city(tmp_path_factory.mktemp("raw") / "город")
    out = tmp_path_factory.mktemp("out")
    before = run(raw, out=out)
    desk = Desk(read_base(before), open_log(before.path.parent), {"culture": "Культура"}, before)
    played = Played(before=before, desk=desk, take=_taker(desk), **_session(desk))
    write(before.path.parent, desk.active)
    played.after = run(raw, out=out)
    yield played
    desk.log.close()


def _taker(desk: Desk) -> Callable[..., Decision]:
    def take(action: str, *targets: str, why: str = "", **payload: Any) -> Decision:
        key = f"{action}-{desk.log.last}"
        return desk.decide(Decision(action, "", targets, payload, why, key=key), ANNA, 10**6)

    return take


def _session(desk: Desk) -> dict[str, Any]:
    take = _taker(desk)
    group = {"group": "бизнес", "session": "2018-04-19", "to": ""}
    made = {
        name: take("add", text=text, role=role, directions=chosen, **group)
        for name, text, role, chosen in (
            ("twin", TWIN, "solution", ["culture"]), ("own", OWN, "solution", ["culture"]),
            ("list", LIST, "problem", []), ("gone", "Строка, которую убрали", "problem", []),
        )
    }  # fmt: skip
    cards = list(desk.view(ANNA).cards.values())
    problems = [c for c in cards if c.kind == "problem" and c.people > 3]
    take("lock", problems[0].id)
    take("note", problems[0].id, text="спросить у Ивана, телефон +7 905 123-45-67")
    take("dispose", problems[0].id, why="нет денег", what="rejected")
    take("rename", problems[1].id, name="Названо на сессии")
    thesis = next(iter(desk.base.theses))
    take("verdict", thesis, why="рано", verdict="reject", group="бизнес", text="")
    taken_back = desk.undo(made["gone"].id, ANNA, "back")
    return {**made, "locked": problems[0], "renamed": problems[1], "thesis": thesis,
            "taken_back": taken_back}  # fmt: skip


def line(played: Played, decision: Decision) -> Any:
    answers = played.after.answers
    found = answers[
        (answers["source"] == SOURCE) & answers["locator"].str.endswith(str(decision.id))
    ]
    assert len(found) == 1
    return next(found.itertuples())


def thoughts(played: Played, answer: str) -> Any:
    statements = played.after.statements
    return statements[statements["answer_id"] == answer]


def test_a_line_is_an_answer_of_its_group_and_session_with_what_was_settled(played: Played) -> None:
    said = line(played, played.own)
    assert (said.kind, said.group, said.session) == ("proposal", "бизнес", "2018-04-19")
    assert (said.status, said.text) == ("used", OWN)
    (one,) = thoughts(played, said.answer_id).itertuples()
    assert (one.text, one.role, list(one.directions)) == (OWN, "solution", ["culture"])
    assert one.role_confidence == 1.0


def test_a_line_stays_the_one_thought_that_was_typed(played: Played) -> None:
    (one,) = thoughts(played, line(played, played.list).answer_id).itertuples()
    assert (one.text, one.role) == (LIST, "problem")
    assert {"дорога", "снег", "автобус"} <= set(one.lemmas)


def test_a_line_that_the_paper_holds_too_is_its_repeat(played: Played) -> None:
    said = line(played, played.twin)
    answers = played.after.answers.set_index("answer_id")
    first = answers.loc[said.duplicate_of]
    assert said.status == "duplicate" and first["source"].endswith("2018-04-19.txt")
    assert first["repeats"] == 2
    assert len(thoughts(played, said.answer_id)) == 0
    (one,) = thoughts(played, said.duplicate_of).itertuples()
    assert (one.role, list(one.directions)) == ("solution", ["culture"])


def test_the_ledger_counts_lines_and_what_was_taken_back_is_not_there(played: Played) -> None:
    entry = played.after.info["ledger"][SOURCE]
    assert entry["rows"] == 3 and entry["status"] == {"duplicate": 1, "used": 2}
    assert not played.after.answers["text"].str.contains("которую убрали").any()


def test_verdicts_stand_beside_their_theses_in_tables_and_documents(played: Played) -> None:
    row = played.after.table("coverage").set_index("answer_id").loc[played.thesis]
    verdict = {"verdict": "reject", "text": "", "why": "рано"}
    assert json.loads(row["decisions"]) == {"бизнес": verdict}
    told = json.loads((played.after.path / "strategy.json").read_text(encoding="utf-8"))
    assert verdict in [d for t in told["coverage"] for d in t["decisions"].values()]
    assert "бизнес: отклонить (рано)" in (played.after.path / "report.html").read_text("utf-8")


def test_a_locked_card_keeps_its_name_and_members(played: Played) -> None:
    row = played.after.findings.set_index("finding_id").loc[played.locked.id]
    assert row["name"] == played.locked.name
    assert set(row["statement_ids"]) >= set(played.locked.members)
    old = set(played.before.statements["statement_id"])
    assert set(row["statement_ids"]) & old == set(played.locked.members)


def test_notes_locks_and_dispositions_are_a_table_without_personal_data(played: Played) -> None:
    table = played.after.table("decided")
    assert set(table["what"]) == {"verdict", "lock", "note", "disposition"}
    about = table.set_index("what")
    assert about.loc["note", "subject_id"] == played.locked.id
    assert "905" not in about.loc["note", "text"] and "спросить" in about.loc["note", "text"]
    assert about.loc["disposition", "value"] == "rejected"


def test_the_desk_over_the_new_run_counts_nothing_twice(played: Played) -> None:
    desk = played.desk
    desk.use(read_base(played.after), played.after)
    view = desk.view(ANNA)
    assert desk.state.uncarried == {} and desk.state.items == {}
    assert len(desk.state.lines) == 3
    sid = desk.base.lines[f"i{played.own.id}"][1]
    homes = [view.cards[c] for c in view.homes(sid) if view.cards[c].kind != "topic"]
    assert all(card.members.count(sid) == 1 for card in homes)
    findings = played.after.findings.set_index("finding_id")
    for card in view.cards.values():
        if card.id in findings.index:
            assert card.people == findings.loc[card.id, "respondents"]
            assert len(card.members) == findings.loc[card.id, "statements"]
    desk.undo(played.own.id, ANNA, "undo-own")  # what a run holds is hidden when it is taken back
    assert sid in desk.state.hidden and not desk.view(ANNA).homes(sid)
    desk.undo(desk.log.last, ANNA, "redo-own")
    assert sid not in desk.state.hidden
