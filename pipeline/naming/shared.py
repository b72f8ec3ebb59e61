"""What a group of statements shares: which claims of a thing, and by how many of its people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.naming.claims import Claim
from pipeline.naming.leads import matter
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.nearby import full_form
from pipeline.naming.telling import told
from pipeline.naming.words import readings

_CLAIMED = 0.4  # share of those who tell something of a thing from which a claim of it may lead …
_OF_ALL = 0.15  # … and of all who speak of it
_SEVERAL, _VOICES, _ONE = 3, 2, 0.6  # among so many texts a lead of one voice is worth less
_ALONE = 0.25  # what is left of the score of a lead that nobody else puts before the thing
_HALF = 0.5  # share at which a lead needs no other beside it
_PART = 0.2  # share that a claim must have to stand beside another in a name
_RARER = 0.2  # what a lead loses at most to others of its pool
_LEAST = 0.4  # what is left of a score for a claim that nobody else makes of anything
_UNREAD = 0.1  # how much of a claim people's own words count among the claims of all
_UNKNOWN = 0.5  # how much those count against a lead whose claim no template reads
_BRIEF = 2  # lemmas of a statement that only names the thing
_POOLS = {"absence": "lack", "shortage": "lack", "bad": "state", "broken": "broken", "low": "low",
          "high": "high", "inaction": "inaction"}  # fmt: skip
_WORN = frozenset({"разрушение", "просадка", "порча", "осыпание", "износ"})
_ITS = {"femn": "её", "masc": "его", "neut": "его"}
_DEGREES = ("low", "high", "broken")
_BREACH = frozenset({"нарушение", "несоблюдение", "невыполнение", "неисполнение"})
_LEADLESS = frozenset({"bare", "trouble", "words", "nominal", "ideal"})  # leads that claim nothing
_SILENT = frozenset({"bare", "trouble"})  # of those who only name a thing
_OF_BROKEN = "неисправность"


@dataclass(frozen=True)
class Heard:
    """One member's part: its weight, its lemmas and what it tells."""

    weight: float
    lemmas: frozenset[str]
    claims: tuple[Claim, ...]


class Shared:
    """What is claimed, in all and of each thing: «нет освещения на дороге» lacks no road."""

    def __init__(self, texts: Sequence[tuple[str, frozenset[str], float]], kind: str) -> None:
        self.heard = [
            Heard(weight, lemmas, told(text, kind)) for text, lemmas, weight in texts
        ]  # fmt: skip
        self._kind = kind
        self._families: Counter[str] = Counter()
        self._of: dict[str, dict[str, list[tuple[Claim, float]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for one in self.heard:
            self._hear(one)

    def _hear(self, one: Heard) -> None:
        seen: set[tuple[str, str]] = set()
        for place, found in enumerate(one.claims):
            if place == 0 and found.frame not in _SILENT:
                self._families[family(found)] += int(100 * one.weight * max(found.style, _UNREAD))
            key = (found.head, pool(found))
            if key not in seen and found.head and claims_something(found):
                seen.add(key)
                self._of[found.head][key[1]].append((found, one.weight))

    def strength(self, found: Claim) -> float:
        """0.1 to 1: by the share of the claims of all, and by how many of those who tell anything
        of the thing tell this of it: a lead of one voice among ten is no name for the ten.
        """
        counted = sum(self._families[name] for name in family(found).split("+"))
        everywhere = _LEAST + (1 - _LEAST) * counted / (self._families.total() or 1)
        if found.frame == "words":
            return _LEAST
        if not claims_something(found) or not found.head:
            return everywhere
        pools = found.frame.split("+") if "+" in found.frame else [pool(found)]
        support = self.support(found.head, pools) * self._usual(found)
        return everywhere * (_ALONE + (1 - _ALONE) * support)

    def _of_one(self, pools: Sequence[str], share: float) -> float:
        """What a lead of one voice is worth: what is only named as wanted is to be built."""
        if self._kind == "solution" and pools == ["lack"] and share >= _HALF:
            return _ONE
        return _ONE / 2

    def _usual(self, found: Claim) -> float:
        """Under 1 for a lead that few of its pool put so: «открытие» where most say «построить»."""
        same = self._of[found.head].get(pool(found), ())
        whole = sum(weight for _, weight in same)
        mine = sum(weight for other, weight in same if other.lead == found.lead)
        return 1.0 - _RARER * (1.0 - mine / whole) if whole else 1.0

    def support(self, head: str, pools: Sequence[str]) -> float:
        """How far the claims of `pools` may speak for those who speak of `head`, 0 to 1."""
        voiced = [self._of[head][name] for name in pools if name in self._of[head]]
        claimed = sum(weight for claims in voiced for _, weight in claims)
        if not claimed:
            return 0.0
        spoken, telling = self.speakers(head)
        one = 1.0
        if len(self.heard) >= _SEVERAL and claimed < _VOICES:
            one = self._of_one(pools, claimed / telling)
        return one * min(1.0, claimed / telling / _CLAIMED, claimed / spoken / _OF_ALL)

    def speakers(self, head: str) -> tuple[float, float]:
        """Weight of those who speak of a thing, and of those among them who tell anything of it."""
        spoken, telling = 0.0, 0.0
        for one in self.heard:
            if head not in one.lemmas and all(found.head != head for found in one.claims):
                continue
            spoken += one.weight
            other = any(f.frame == "nominal" and f.head != head for f in one.claims)
            if other or any(map(claims_something, one.claims)):
                telling += one.weight
            elif len(one.lemmas) > _BRIEF and any(f.frame == "words" for f in one.claims):
                telling += _UNKNOWN * one.weight
        return max(spoken, 1e-9), max(telling, 1e-9)

    def told_of(self, head: str) -> list[tuple[float, str]]:
        """What is claimed of a thing in nouns, with its weight: «отсутствие очистки», «поломка»."""
        return [
            (sum(weight for _, weight in voiced), _typical(voiced).lead)
            for _, voiced in sorted(self._of[head].items())
            if _typical(voiced).case == "gent"
        ]

    def deeds(self) -> list[tuple[str, dict[str, list[tuple[Claim, float]]]]]:
        """Leads that are put before several things: the lead, and its things in the genitive."""
        leads: dict[str, dict[str, list[tuple[Claim, float]]]] = defaultdict(dict)
        for head in sorted(self._of):
            for _, voiced in sorted(self._of[head].items()):
                for found, weight in voiced:
                    if found.case == "gent" and found.phrase:
                        things = leads[found.lead]
                        text = found.phrase.cuts()[-1].text("gent")
                        things.setdefault(text, []).append((found, weight))
        return [(lead, things) for lead, things in sorted(leads.items()) if len(things) > 1]

    def together(self) -> list[Claim]:
        """Names of two claims of one thing: «Отсутствие и неудовлетворительное состояние дорог»."""
        made = []
        for head in sorted(self._of):
            joined = self._joined(head)
            if joined:
                made.append(joined)
        return made

    def _joined(self, head: str) -> Claim | None:
        _, telling = self.speakers(head)
        ranked: list[tuple[float, str, Claim]] = []
        for name, voiced in self._of[head].items():
            weight = sum(one for _, one in voiced)
            if len(voiced) > 1 and weight >= _PART * telling:
                ranked.append((weight, name, _typical(voiced)))
        ranked.sort(key=lambda item: (-item[0], item[1]))
        if len(ranked) < 2 or ranked[0][0] >= _HALF * telling:
            return None
        first = ranked[0][2]
        for _, name, other in ranked[1:]:
            joined = _beside(first, other)
            if joined:
                return replace(joined, frame=f"{ranked[0][1]}+{name}")
        return None


def _typical(voiced: Sequence[tuple[Claim, float]]) -> Claim:
    """The claim that stands for its pool: the commonest lead, and of lacks the milder one."""
    leads: Counter[str] = Counter()
    for found, weight in voiced:
        leads[found.lead] += int(100 * weight)
    best = min(leads, key=lambda lead: (-leads[lead], lead))
    return min((found for found, _ in voiced if found.lead == best), key=lambda f: len(f.name()))


def _beside(first: Claim, other: Claim) -> Claim | None:
    """Two claims of one thing under one lead; None for leads that cannot stand together."""
    if first.phrase is None or other.phrase is None:
        return None
    head = first.phrase.head.reading
    if first.case == other.case == "nomn" and head:
        other = other.numbered(head.number)
    else:
        first, other = _as_genitive(first) or other, _as_genitive(other) or first
    if first.case != other.case or first.phrase is None:
        return None
    core = first.phrase.cuts()[-1]
    if first.lead == "отсутствие" and other.frame == "undone":  # «отсутствие дорог и их очистки»
        own = _ITS.get(head.gender if head and head.number == "sing" else "", "их")
        return replace(first, phrase=core, trail=f"и {own} {other.lead.split()[-1]}")
    lead = _both(first.lead, other.lead)
    return replace(first, lead=lead, phrase=core) if lead else None


def _as_genitive(found: Claim) -> Claim | None:
    """The claim with a lead that governs the genitive; None where there is none."""
    if found.case == "gent":
        return found
    return replace(found, lead=_OF_BROKEN, case="gent") if found.frame == "broken" else None


def _both(first: str, other: str) -> str:
    """Two leads as one: «отсутствие и неисправность»; "" for what cannot stand together."""
    mine, theirs = first.split(), other.split()
    if mine == theirs or mine[0] == theirs[-1]:
        return ""
    if mine[0] != theirs[0]:
        return f"{first} и {other}"
    return f"{first} и {' '.join(theirs[1:])}" if len(mine) > 1 and len(theirs) > 1 else ""


def claims_something(found: Claim) -> bool:
    """False for what only names a thing, and for people's own words."""
    return bool(found.lead) and found.frame not in _LEADLESS


def family(found: Claim) -> str:
    """What a claim is counted as among all claims of a group."""
    return pool(found) if claims_something(found) else found.frame


def pool(found: Claim) -> str:
    """What a claim counts as, so that «добавить» and «пустить», «нет» and «не хватает» are one."""
    if "+" in found.frame:
        return found.frame
    if found.frame == "do":
        return matter(found.lead)
    last = found.lead.split()[-1] if found.lead else ""
    if found.frame == "undone":
        last = next((r.lemma for r in readings(last) if r.pos == "NOUN"), last)
    if found.case == "nomn":
        adjective = next((full_form(r) for r in readings(last) if r.adjective), last)
        if adjective in lemma_class("damage"):
            return "state"
        return _POOLS.get(found.frame, "") if found.frame in _DEGREES else f"of {adjective}"
    if found.frame in ("of", "undone", "harm", "many"):
        return "breach" if last in _BREACH else "state" if last in _WORN else matter(last)
    return _POOLS.get(found.frame, f"{found.frame} {found.lead}")
