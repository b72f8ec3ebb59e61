"""Random people at a desk: edits, undoings and redoings that a moderator could make."""

from __future__ import annotations

import random

from pipeline.decisions.base import Base
from pipeline.decisions.log import Decision, Log
from pipeline.serve.desk import Desk
from pipeline.serve.people import Person
from pipeline.serve.refusals import Refused

ANNA = Person("Анна", "analyst")
BORIS = Person("Борис", "moderator", "бизнес")
NINA = Person("Нина", "moderator", "наука")
DIRECTIONS = {"transport": "Транспорт", "ecology": "Экология"}


def desk(base: Base, path) -> Desk:  # type: ignore[no-untyped-def]
    return Desk(base, Log(path), DIRECTIONS)


def random_edit(one: Desk, rng: random.Random, person: Person, listed: bool = False) -> Decision:
    """Some decision about something that is on the desk now; `listed`: that its lists show."""
    view = one.view(person)
    cards = [c for c in view.cards.values() if c.recurring or c.touched or not listed]
    card = rng.choice(cards)
    same = [c for c in cards if c.kind == card.kind and c.id != card.id] or [card]
    some = tuple(rng.sample(card.members, min(len(card.members), rng.randint(1, 4))))
    words = f"слово {rng.randint(0, 999)}"
    group = person.group or "бизнес"
    made = rng.choice([
        ("rename", (card.id,), {"name": words}, ""),
        ("merge", tuple(c.id for c in rng.sample(same, min(len(same), 2))), {"into": card.id}, ""),
        ("split", (card.id, *some), {"name": words}, ""),
        ("move", some, {"to": rng.choice(same).id, "kind": card.kind}, ""),
        ("move", some, {"to": "", "kind": card.kind}, ""),
        ("role", some[:1], {"role": rng.choice(["problem", "solution", "praise"])}, ""),
        ("direct", (card.id,), {"directions": [rng.choice(list(DIRECTIONS))]}, ""),
        ("hide", (rng.choice([card.id, some[0]]),), {}, "не о том"),
        ("lock", (card.id,), {}, ""),
        ("unlock", (card.id,), {}, ""),
        ("quotes", (card.id,), {"quotes": list(some)}, ""),
        ("note", (card.id,), {"text": words}, ""),
        ("add", (), {"text": words, "role": "solution", "directions": ["ecology"],
                     "group": group, "session": "2018-04-19",
                     "to": card.id if card.kind == "solution" else ""}, ""),
        ("verdict", (rng.choice(list(one.base.theses)),),
         {"verdict": "amend", "text": words, "group": group}, ""),
    ])  # fmt: skip
    action, targets, payload, why = made
    return Decision(action, "", targets, payload, why, key=f"{rng.getrandbits(64):x}")


def edit(one: Desk, rng: random.Random, person: Person, listed: bool = False) -> Decision | None:
    """Take a random decision; None when the desk rightly refuses it."""
    try:
        return one.decide(random_edit(one, rng, person, listed), person, one.log.last)
    except Refused:
        return None
