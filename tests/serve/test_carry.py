"""Decisions carried over to other runs: retrained, cut anew, with answers gone."""

import random
from dataclasses import replace

import pytest
from city_run import city_base, frames, regrouped
from editing import ANNA, BORIS, desk, edit

from pipeline.decisions import base as bases
from pipeline.decisions.cards import View, clean_cards
from pipeline.decisions.log import Decision
from pipeline.decisions.state import fold


@pytest.fixture
def one(tmp_path):
    return desk(city_base(), tmp_path / "desk.sqlite")


def take(one, action, *targets, why="", **payload):
    decision = Decision(action, "", targets, payload, why, key=f"{random.getrandbits(64):x}")
    return one.decide(decision, ANNA, one.log.last)


@pytest.mark.slow
def test_twenty_retrained_models_carry_nearly_all_and_list_the_rest(one):
    rng = random.Random(7)
    while len(one.active) < 120:
        edit(one, rng, rng.choice([ANNA, BORIS]))
    carried = lost = 0
    for seed in range(20):
        other = bases.from_frames(f"run-{seed + 2}", "", regrouped(frames(), seed))
        state = fold(one.active, other)
        lost += len(state.uncarried)
        carried += len(one.active) - len(state.uncarried)
        assert set(state.uncarried) <= {d.id for d in one.active}
        assert all(state.uncarried.values())  # every one says why
    assert carried / (carried + lost) >= 0.95


def test_a_card_is_found_by_its_members_whatever_its_id_and_name(one):
    card = next(c for c in one.view(ANNA).cards.values() if c.kind == "problem" and c.people > 5)
    take(one, "rename", card.id, name="Названо человеком")
    other = bases.from_frames("run-2", "", regrouped(frames(), 1))
    (now,) = fold(one.active, other).names
    assert now != card.id
    common = set(other.groups[now].members) & set(card.members)
    assert len(common) > len(card.members) / 2


def test_a_thought_that_was_cut_anew_is_found_by_its_place(one):
    sid = next(s for s in one.base.statements.values() if s.end - s.start > 12)
    take(one, "role", sid.id, role="praise")
    cut = replace(sid, id=f"{sid.answer_id}-{sid.start + 2}", start=sid.start + 2)
    statements = {k: v for k, v in one.base.statements.items() if k != sid.id}
    other = replace(one.base, name="run-2", statements={**statements, cut.id: cut})
    assert fold(one.active, other).roles == {cut.id: "praise"}


def test_what_is_gone_is_listed_until_a_person_has_looked(one):
    sid = next(iter(one.base.statements))
    taken = take(one, "role", sid, role="praise")
    gone = {k: v for k, v in one.base.statements.items() if v.answer_id != sid.rpartition("-")[0]}
    one.use(replace(one.base, name="run-2", statements=gone))
    assert list(one.state.uncarried) == [taken.id] and one.state.roles == {}
    take(one, "settle", decision=taken.id)
    assert one.state.uncarried == {}


def test_a_merge_that_the_new_run_made_by_itself_holds(one):
    first, second = [c for c in one.view(ANNA).cards.values() if c.kind == "problem"][:2]
    take(one, "merge", second.id, into=first.id)
    groups = dict(one.base.groups)
    del groups[first.id], groups[second.id]
    whole = replace(one.base.groups[first.id], id="whole", members=first.members + second.members)
    state = fold(one.active, replace(one.base, name="run-2", groups={**groups, "whole": whole}))
    assert state.uncarried == {} and state.into == {}


def test_a_verdict_follows_the_thesis(one):
    thesis = next(iter(one.base.theses.values()))
    take(one, "verdict", thesis.id, verdict="accept", group="бизнес")
    moved = replace(thesis, id="another")
    theses = {**{k: v for k, v in one.base.theses.items() if k != thesis.id}, "another": moved}
    state = fold(one.active, replace(one.base, name="run-2", theses=theses))
    assert state.verdicts["another"]["бизнес"]["verdict"] == "accept"


def test_decisions_on_a_split_card_follow_it(one):
    card = max(one.view(ANNA).cards.values(), key=lambda c: (c.kind == "problem", len(c.members)))
    split = take(one, "split", card.id, *card.members[:6], name="Новая")
    take(one, "rename", f"n{split.id}", name="Новее")
    other = bases.from_frames("run-2", "", regrouped(frames(), 3))
    state = fold(one.active, other)
    assert state.uncarried == {} and state.names == {f"n{split.id}": "Новее"}


def other_run(one, groups, statements=None):
    kept = statements or one.base.statements
    return replace(one.base, name="run-2", groups=groups, statements=kept)


def problem_of(one, people=5):
    return next(
        c for c in one.view(ANNA).cards.values() if c.kind == "problem" and c.people > people
    )


def test_a_card_whose_thoughts_the_new_model_calls_otherwise_stands_on(one):
    card = problem_of(one)
    take(one, "rename", card.id, name="Названо человеком")
    take(one, "note", card.id, text="спросить")
    said = one.base.statements
    facts = {sid: replace(said[sid], role="fact") for sid in card.members}
    groups = {k: v for k, v in one.base.groups.items() if k != card.id}
    other = other_run(one, groups, {**said, **facts})
    state = fold(one.active, other)
    assert state.uncarried == {} and list(state.made) == [card.id]
    view = View(other, state, None, clean_cards(other))
    assert view.cards[card.id].name == "Названо человеком"
    assert set(view.cards[card.id].members) == set(card.members)
    assert {view.role(sid) for sid in card.members} == {"problem"}


def test_a_card_that_came_apart_goes_to_its_heir_or_is_listed(one):
    card = problem_of(one)
    take(one, "hide", card.id, why="не о том")
    half = len(card.members) * 2 // 5
    rest = [list(card.members[half:][place::4]) for place in range(4)]
    alien = [sid for g in one.base.groups.values() if g.kind == "problem" and g.id != card.id
             for sid in g.members][: 3 * len(card.members)]  # fmt: skip
    groups = {k: v for k, v in one.base.groups.items() if v.kind == "topic"}
    first = one.base.groups[card.id]
    groups["heir"] = replace(first, id="heir", name="", members=(*card.members[:half], *alien))
    for place, members in enumerate(rest):
        groups[f"r{place}x"] = replace(first, id=f"r{place}x", name="", members=(*members, *alien))
    assert list(fold(one.active, other_run(one, groups)).hidden) == ["heir"]
    groups["heir"] = replace(groups["heir"], members=(*card.members[: half // 3], *alien))
    assert list(fold(one.active, other_run(one, groups)).uncarried) == [one.active[0].id]


def test_a_locked_card_keeps_name_and_members_and_lets_what_is_new_join(one):
    first, second = [c for c in one.view(ANNA).cards.values() if c.kind == "problem"][:2]
    take(one, "lock", first.id)
    sid = second.members[0]
    answer = one.base.answers[one.base.statements[sid].answer_id]
    newer = {**one.base.answers, answer.id: replace(answer, source="новая выгрузка.csv")}
    whole = replace(one.base.groups[first.id], name="Другое имя",
                    members=(*first.members[1:], *second.members))  # fmt: skip
    groups = {k: v for k, v in one.base.groups.items() if k != second.id} | {first.id: whole}
    other = replace(one.base, name="run-2", groups=groups, answers=newer)
    view = View(other, fold(one.active, other), None, clean_cards(other))
    locked = view.cards[first.id]
    joined = {s for s in second.members if one.base.statements[s].answer_id == answer.id}
    assert locked.name == first.name and locked.locked_by == "Анна"
    assert set(locked.members) == {*first.members, *joined}
    apart = view.cards[f"n{one.active[0].id}"]
    assert set(apart.members) == set(second.members) - joined - set(first.members)
    take(one, "unlock", first.id)
    assert fold(one.active, other).made == {}
