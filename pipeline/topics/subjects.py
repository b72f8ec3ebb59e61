"""The subjects that a topic is named by: the noun phrases that fit it best, each said once."""

from __future__ import annotations

from difflib import SequenceMatcher

from pipeline.naming.lexicon import lemma_class
from pipeline.naming.subjects import Gathered, Key, Subject
from pipeline.topics.coverage import Holders

_SUBJECTS = 12  # subjects of a topic that are tried
_COLLOCATED = 0.4  # share of a noun's uses that an adjective must have to belong to it


def subjects_of(gathered: Gathered, holders: Holders, topic: int) -> list[Subject]:
    """The subjects that fit the topic best, one of those that share their noun."""
    relational = lemma_class("relational")
    scored: list[tuple[float, Key]] = []
    for key, count in gathered.counts.items():
        if count >= 2 or len(gathered.counts) < 30:
            fit, _ = holders.fit(holders.of(key), topic)
            scored.append((fit, key))
    chosen: list[Subject] = []
    heads: set[str] = set()
    for _, key in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[: 6 * _SUBJECTS]:
        subject = gathered.subject(_collocation(key, gathered))
        if (len(subject.key) == 1 and subject.head in relational) or _proper(subject, gathered):
            continue
        if not any(_kin(word, head) for word in subject.key for head in heads):
            heads.update((*subject.key, _initials(subject.key)))
            chosen.append(subject)
    return chosen[:_SUBJECTS]


def _proper(subject: Subject, gathered: Gathered) -> bool:
    """True for «Томь», «Кузнецкий район», «Квадра»: they tell where or who, not what."""
    return gathered.proper(subject.head) or any(
        word[:1].isupper() and not word.isupper() for word in subject.form("nomn").split()
    )


def _initials(key: Key) -> str:
    """«УК» for («управляющий», «компания»), so that a name does not say both."""
    return "".join(word[0] for word in key) if len(key) > 1 else key[0]


def _collocation(key: Key, gathered: Gathered) -> Key:
    """The key with an adjective that half of the uses have: «детский сад» for «сад»."""
    if len(key) > 1:
        return key
    longer = [k for k in gathered.counts if len(k) == 2 and k[1] == key[0]]
    best = min(longer, key=lambda k: (-gathered.counts[k], k), default=key)
    return best if gathered.counts[best] >= _COLLOCATED * gathered.counts[key] else key


def _kin(one: str, other: str) -> bool:
    """True for words that repeat each other in a name: «сад» and «садик», «осознание» and …."""
    if one == other:
        return True
    short = min(len(one), len(other))
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    at_start = match.a == match.b == 0 and match.size >= max(3, 0.75 * short)
    return at_start or match.size >= max(5, 0.6 * short)
