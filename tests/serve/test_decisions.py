"""Decisions over a run: the same bytes back after undoing, members counted, kinds never mixed."""

import random

import pytest
from city_run import city_base
from editing import ANNA, BORIS, NINA, desk, edit

from pipeline.decisions.cards import View, clean_cards
from pipeline.decisions.log import Decision, active
from pipeline.decisions.state import State, fold
from pipeline.serve.refusals import Conflict, NotAllowed, NotThere, Refused


@pytest.fixture
def one(tmp_path):
    return desk(city_base(), tmp_path / "desk.sqlite")


def take(one, action, *targets, why="", person=ANNA, seen=None, **payload):
    decision = Decision(action, "", targets, payload, why, key=f"{random.getrandbits(64):x}")
    return one.decide(decision, person, one.log.last if seen is None else seen)


def sequence_with_undo(one, seed):
    """Edit at random, note the bytes after each step, undo to a random depth and redo."""
    rng = random.Random(seed)
    start, mark = one.state.encoded(), one.log.last
    taken = []
    for _ in range(rng.randint(1, 8)):
        decision = edit(one, rng, rng.choice([ANNA, BORIS, NINA]))
        if decision:
            taken.append((decision, one.state.encoded()))
    depth = rng.randint(0, len(taken))
    undoings = []
    for decision, _ in reversed(taken[len(taken) - depth :]):
        undoings.append(one.undo(decision.id, ANNA, f"{rng.getrandbits(64):x}"))
    left = taken[len(taken) - depth - 1][1] if depth < len(taken) else start
    assert one.state.encoded() == left
    for undoing in reversed(undoings):  # redoing brings every byte back
        one.undo(undoing.id, ANNA, f"{rng.getrandbits(64):x}")
    assert one.state.encoded() == (taken[-1][1] if taken else start)
    for decision, _ in reversed(taken):
        one.undo(decision.id, ANNA, f"{rng.getrandbits(64):x}")
    assert one.state.encoded() == start
    assert one.log.last >= mark + len(taken)


@pytest.mark.parametrize(
    "seeds", [range(30), pytest.param(range(30, 1000), marks=pytest.mark.slow)]
)
def test_undoing_gives_the_same_bytes_back(one, seeds, tmp_path):
    one.log._db.execute("PRAGMA synchronous=OFF")  # what is measured here is not the disk
    for seed in seeds:
        sequence_with_undo(one, seed)
        if one.log.last > 400:  # a fresh log keeps the thousandth sequence as quick as the first
            one.log.close()
            one = desk(city_base(), tmp_path / f"desk-{seed}.sqlite")
            one.log._db.execute("PRAGMA synchronous=OFF")


@pytest.mark.parametrize("seed", range(10))
def test_what_edits_leave_is_whole(one, seed):
    rng = random.Random(seed)
    for _ in range(25):
        edit(one, rng, rng.choice([ANNA, BORIS]))
    view = one.view(ANNA)
    roles = {sid: view.role(sid) for c in view.cards.values() for sid in c.members}
    second = {s.id: s.second_role for s in one.base.statements.values()}
    for kind in ("topic", "finding"):
        homes = {}
        for card in view.cards.values():
            if (card.kind == "topic") == (kind == "topic"):
                for sid in card.members:
                    homes.setdefault((sid, card.kind), []).append(card.id)
        assert {key: held for key, held in homes.items() if len(held) > 1} == {}
    for card in view.cards.values():
        if card.kind != "topic":
            assert {roles[sid] for sid in card.members if second.get(sid) != card.kind} == {
                card.kind
            }
        assert set(card.quotes) <= set(card.members)
        said = [one.base.answers[one.base.statements[s].answer_id] for s in card.members
                if s in one.base.statements]  # fmt: skip
        assert card.people == len({a.respondent for a in said} - {""})
        assert card.low <= card.share <= card.high


def test_an_untouched_card_is_counted_as_the_run_counted_it(one):
    from city_run import frames

    cards = clean_cards(one.base)
    for row in frames()["findings"].itertuples():
        card = cards[row.finding_id]
        assert (card.people, card.base) == (row.respondents, row.base)
        assert card.share == pytest.approx(row.share) and card.low == pytest.approx(row.share_low)


def two_of(one, kind="problem"):
    return [c for c in one.view(ANNA).cards.values() if c.kind == kind][:2]


def test_a_merge_counts_each_person_once(one):
    first, second = two_of(one)
    take(one, "merge", second.id, into=first.id)
    both = one.view(ANNA).cards[first.id]
    assert set(both.members) == set(first.members) | set(second.members)
    assert max(first.people, second.people) <= both.people <= first.people + second.people
    assert second.id not in one.view(ANNA).cards and both.sources == (second.id,)


def test_a_split_leaves_nothing_out(one):
    card = two_of(one)[0]
    taken = take(one, "split", card.id, *card.members[:2], name="Новая")
    cards = one.view(ANNA).cards
    assert cards[f"n{taken.id}"].members == card.members[:2]
    assert cards[card.id].members == card.members[2:]


def test_kinds_do_not_mix(one):
    problem, solution = two_of(one)[0], two_of(one, "solution")[0]
    with pytest.raises(Refused, match="Разное не объединяют"):
        take(one, "merge", solution.id, into=problem.id)
    take(one, "move", problem.members[0], to=solution.id, kind="problem")
    assert one.view(ANNA).role(problem.members[0]) == "solution"
    take(one, "role", solution.members[0], role="praise")
    assert solution.members[0] not in one.view(ANNA).cards[solution.id].members


def test_a_hidden_card_comes_back_with_its_reason(one):
    card = two_of(one)[0]
    with pytest.raises(Refused, match="почему"):
        take(one, "hide", card.id)
    take(one, "hide", card.id, why="это реклама")
    assert card.id not in one.view(ANNA).cards
    assert one.view(ANNA).all_cards[card.id].why_hidden == "это реклама"
    take(one, "show", card.id)
    assert one.view(ANNA).cards[card.id].members == card.members


def test_a_locked_card_is_changed_by_its_keeper_and_the_analyst(one):
    card = two_of(one)[0]
    take(one, "lock", card.id, person=BORIS)
    with pytest.raises(NotAllowed, match="Борис"):
        take(one, "rename", card.id, name="Иначе", person=NINA)
    with pytest.raises(NotAllowed):
        take(one, "role", card.members[0], role="praise", person=NINA)
    take(one, "rename", card.id, name="Так", person=BORIS)
    take(one, "unlock", card.id)
    take(one, "rename", card.id, name="Иначе", person=NINA)


def test_a_stale_page_meets_the_change_of_the_other(one):
    first, second = two_of(one)
    seen = one.log.last
    theirs = take(one, "rename", first.id, name="Моё", person=BORIS, seen=seen)
    with pytest.raises(Conflict) as refused:
        take(one, "rename", first.id, name="Нет, моё", person=NINA, seen=seen)
    assert refused.value.others == [theirs]
    take(one, "rename", second.id, name="Другое", person=NINA, seen=seen)  # not the same thing
    take(one, "note", first.id, text="и заметка", person=NINA, seen=seen)  # adds, changes nothing
    take(one, "merge", second.id, into=first.id, person=BORIS, seen=seen + 9)
    with pytest.raises(Conflict):
        take(one, "rename", second.id, name="Слито", person=NINA, seen=seen)


def test_asking_twice_decides_once(one):
    card = two_of(one)[0]
    decision = Decision("rename", "", (card.id,), {"name": "Раз"}, key="один")
    assert one.decide(decision, ANNA, 0) == one.decide(decision, ANNA, 0)
    assert one.log.last == 1
    with pytest.raises(Refused):
        one.decide(decision, BORIS, 0)  # another person's key opens nothing


def test_a_decision_that_others_stand_on_is_not_undone(one):
    card = two_of(one)[0]
    split = take(one, "split", card.id, *card.members[:2], name="Новая")
    rename = take(one, "rename", f"n{split.id}", name="Новее")
    with pytest.raises(Refused, match=f"№ {rename.id}"):
        one.undo(split.id, ANNA, "k1")
    one.undo(rename.id, ANNA, "k2")
    one.undo(split.id, ANNA, "k3")
    assert one.state == State()


def test_only_ones_own_is_undone(one):
    taken = take(one, "rename", two_of(one)[0].id, name="Моё", person=BORIS)
    with pytest.raises(NotAllowed):
        one.undo(taken.id, NINA, "k1")
    with pytest.raises(NotThere):
        one.undo(999, NINA, "k2")
    one.undo(taken.id, BORIS, "k3")
    with pytest.raises(Refused, match="уже отменено"):
        one.undo(taken.id, BORIS, "k4")


def test_undoing_an_undoing_redoes():
    log = [Decision("rename", "А", ("x",), id=1), Decision("undo", "А", undoes=1, id=2),
           Decision("undo", "А", undoes=2, id=3), Decision("undo", "А", undoes=3, id=4)]  # fmt: skip
    assert [[d.id for d in active(log[:n])] for n in range(5)] == [[], [1], [], [1], []]


@pytest.mark.parametrize("seed", range(4))
def test_cards_kept_between_views_are_those_made_anew(one, seed):
    rng, clean = random.Random(seed), clean_cards(one.base)
    for step in range(25):
        done = edit(one, rng, rng.choice([ANNA, BORIS, NINA]))
        if step % 6 == 5 and done and done.action not in ("split", "add"):
            one.undo(done.id, ANNA, f"u{step}")
        if step == 12:
            take(one, "open")
        for person in (ANNA, BORIS):
            fresh = View(one.base, one.state, person.scope(one.state), clean)
            assert one.view(person).all_cards == fresh.all_cards


def test_the_state_is_the_same_whatever_the_process(one, tmp_path):
    rng = random.Random(5)
    for _ in range(40):
        edit(one, rng, ANNA)
    again = desk(city_base(), tmp_path / "desk.sqlite")
    assert again.state.encoded() == one.state.encoded()
    assert fold(active(one.log.decisions), one.base).encoded() == one.state.encoded()
    views = [View(d.base, d.state, None, clean_cards(d.base)).cards for d in (one, again)]
    assert views[0] == views[1]
