"""What people claim of a subject, and which claim is shared enough to lead a name."""

from __future__ import annotations

from collections import Counter, defaultdict

from pipeline.naming.claims import Claim
from pipeline.naming.lexicon import action_nouns, lemma_class
from pipeline.naming.words import readings

_SHARED_CLAIM = 0.15  # share of those who speak of a subject that must claim the same of it
_HEARD, _OFTEN = 2, 15  # statements that must claim it; of more than so many, one more
_STYLED = 0.8  # style of a claim from which it may lead a name

Lead = tuple[str, str]  # what stands before a subject, and the case that it governs


def about(found: Claim) -> tuple[str, Lead | None]:
    """What a claim is about and what it puts before it: («снег», («очистка», genitive)).

    «Не чистят» and «чистить» are both «очистка»; in «ремонт дорог» the noun itself leads.
    """
    assert found.phrase is not None
    if found.frame == "undone":
        noun = next((r.lemma for r in readings(found.lead.split()[-1]) if r.pos == "NOUN"), "")
        return found.head, (noun, "gent") if noun else None
    if found.lead and found.frame not in ("bare", "trouble"):
        return found.head, (found.lead, found.case) if found.style >= _STYLED else None
    dependent = [part.reading for part in found.phrase.parts if part.role == "gent"]
    nouns = [reading.lemma for reading in dependent if reading and reading.pos == "NOUN"]
    if found.head in action_nouns() and nouns:
        return nouns[0], (found.head, "gent")
    return found.head, None


def commonest(leads: Counter[Lead], spoken: int) -> Lead | None:
    """The lead that enough of those who speak of a subject put before it, or None.

    `spoken` counts the texts that speak of it and could claim something in so many words.
    A lack and what answers it are one matter, so are a bad state and repair: such leads count
    together, and the commonest complaint among them speaks for all, or else the commonest deed.
    """
    groups: dict[str, Counter[Lead]] = defaultdict(Counter)
    for lead, count in leads.items():
        groups[matter(lead[0])][lead] += count
    if not groups:
        return None
    best = min(groups.items(), key=lambda item: (-item[1].total(), item[0]))[1]
    heard = _HEARD + (spoken > _OFTEN)
    if best.total() < heard or best.total() < _SHARED_CLAIM * spoken:
        return None
    deeds = lemma_class("lack_deeds") | lemma_class("repair_deeds")
    complaints = Counter({lead: count for lead, count in best.items() if lead[0] not in deeds})
    told = complaints if complaints.total() * 3 >= best.total() else best
    return min(told, key=lambda pair: (-told[pair], pair))


def matter(lead: str) -> str:
    """What a lead is about: a lack, a bad state, dirt, or what it says itself."""
    if lead in ("отсутствие", "нехватка") or lead in lemma_class("lack_deeds"):
        return "lack"
    if lead.startswith("неудовлетворительн") or lead in lemma_class("repair_deeds"):
        return "state"
    return "clean" if lead in lemma_class("clean_deeds") else lead
