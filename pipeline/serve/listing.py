"""Which cards a page lists: filters that stand in its address, order, pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from pipeline.decisions.base import TOPIC, Base
from pipeline.decisions.cards import Card, View
from pipeline.serve.search import Index, matches, words
from pipeline.strategy.districts import place_attribute

PAGE = 25
_FEW, _NAMED = 20, 5  # voices of a session for a share; voices before whose silence is news
SORTS = {"people": "по числу людей", "groups": "по числу групп", "trend": "по росту",
         "name": "по алфавиту"}  # fmt: skip
STATES = {"": "показанные", "changed": "исправленные людьми", "locked": "закреплённые",
          "unsure": "под вопросом", "hidden": "скрытые"}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What the address of a list says."""

    q: str = ""
    role: str = ""
    direction: str = ""
    question: str = ""
    district: str = ""
    group: str = ""
    session: str = ""
    state: str = ""
    rare: str = ""
    sort: str = "people"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From the query of an address; unknown names and values of wrong kinds are left out."""
        known = {name: str(query[name])[:300] for name in cls.__dataclass_fields__ if name in query}
        page = known.pop("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        made = cls(**known, page=max(1, number))
        return replace(
            made,
            sort=made.sort if made.sort in SORTS else "people",
            state=made.state if made.state in STATES else "",
        )

    def address(self, path: str, **changes: object) -> str:
        """The address of the list with some filters changed; defaults are left out."""
        values = {**asdict(self), "page": 1, **changes}
        kept = {k: v for k, v in values.items() if v != getattr(Filters, k)}
        return f"{path}?{urlencode(kept)}" if kept else path

    @property
    def chosen(self) -> bool:
        """Is anything narrowed down."""
        return replace(self, page=1, sort="people") != Filters()


@dataclass(frozen=True)
class Trend:
    """How voices of the last session stand against all before it."""

    change: str  # new, gone, grown, shrunk, same; "" where there is nothing to compare
    before: int
    now: int


class Sessions:
    """Voices of each session of a run: what a trend is measured against."""

    def __init__(self, base: Base) -> None:
        voices: dict[str, set[str]] = {}
        for said in base.answers.values():
            if said.session and (said.respondent or said.group):
                voices.setdefault(said.session, set()).add(said.respondent or f"г {said.group}")
        self.sizes = {name: len(found) for name, found in sorted(voices.items())}

    @property
    def last(self) -> str:
        """The last session; "" when there is nothing to compare it with."""
        return list(self.sizes)[-1] if len(self.sizes) > 1 else ""

    def trend(self, card: Card) -> Trend:
        """Against how many were asked: twenty of a hundred is less than ten of twenty.

        A session in which too few spoke for a share to mean anything makes no trend.
        """
        now = card.sessions.get(self.last, 0)
        before = sum(n for name, n in card.sessions.items() if name != self.last)
        if not self.last or self.sizes[self.last] < _FEW:
            return Trend("", before, now)
        if not before or not now:
            change = "new" if now else "gone" if before >= _NAMED else ""
            return Trend(change, before, now)
        then = before / sum(n for name, n in self.sizes.items() if name != self.last)
        since = now / self.sizes[self.last]
        change = "grown" if since > 1.25 * then else "shrunk" if since < 0.8 * then else "same"
        return Trend(change, before, now)


class Lister:
    """Lists cards of one run."""

    def __init__(self, base: Base, index: Index) -> None:
        self.base, self.index, self.sessions = base, index, Sessions(base)
        names = {name for said in base.answers.values() for name in said.attributes}
        self.place = place_attribute(sorted(names))

    @cached_property
    def districts(self) -> list[str]:
        """Values of the closed question that asks where people live."""
        return sorted({v for s in self.base.answers.values()
                       if (v := s.attributes.get(self.place, ""))})  # fmt: skip

    @cached_property
    def questions(self) -> list[str]:
        """Questions of the survey."""
        return sorted(self.base.asked)

    def cards(self, view: View, filters: Filters) -> list[Card]:
        """The cards that pass, in order."""
        pool = view.all_cards if filters.state == "hidden" else view.cards
        some = [card for card in pool.values() if self._passes(card, filters)]
        if filters.q.strip():
            found = self._found(view, filters.q)
            some = [card for card in some if card.id in found]
        return sorted(some, key=lambda card: self._order(card, filters))

    def _passes(self, card: Card, f: Filters) -> bool:
        kinds = (f.role,) if f.role else ("problem", "solution", "against", "vision")
        if card.kind not in kinds:
            return False
        special = f.state or f.rare or f.q or f.group
        if not card.recurring and not card.touched and not special and card.kind != TOPIC:
            return False
        return (
            (not f.direction or card.direction == f.direction)
            and (not f.question or f.question in card.questions)
            and (not f.group or f.group in card.groups)
            and (not f.session or f.session in card.sessions)
            and (not f.district or f.district in card.attributes.get(self.place, {}))
            and _in_state(card, f.state)
        )

    def _found(self, view: View, query: str) -> set[str]:
        """Cards that hold an answer with these words, or have them in their name."""
        asked = words(query)
        found = {card.id for card in view.all_cards.values() if asked and matches(card.name, asked)}
        for answer_id in self.index.find(query):
            for sid in self.base.of_answer.get(answer_id, ()):
                if view.sees(sid):
                    found.update(view.homes(sid))
        for item, said in view.state.items.items():
            if view.sees(item) and matches(said["text"], asked):
                found.update(view.homes(item))
        return found

    def _order(self, card: Card, f: Filters) -> tuple:
        people = card.people
        if f.district:
            people = card.attributes.get(self.place, {}).get(f.district, 0)
        if f.sort == "name":
            return (card.name.casefold(), card.id)
        if f.sort == "groups":
            return (-len(card.groups), -people, card.id)
        if f.sort == "trend":
            trend = self.sessions.trend(card)
            return (("new", "grown", "same", "", "shrunk", "gone").index(trend.change),
                    -trend.now, card.id)  # fmt: skip
        return (-people, -len(card.groups), card.id)


def _in_state(card: Card, state: str) -> bool:
    if state == "changed":
        return card.touched
    if state == "locked":
        return bool(card.locked_by)
    if state == "unsure":
        return bool(card.marks)
    return bool(card.why_hidden) if state == "hidden" else not card.why_hidden
