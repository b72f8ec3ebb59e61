"""The block `context` of the roles model: what is told of a statement but for its words.

The kind of its question, the rules that fired, their crosses, tense, mood and negation, the tones
of its words, length and punctuation.
"""

from __future__ import annotations

from collections import Counter

from pipeline.statements.unit import Unit, is_bare

_SIGNAL_PARTS = {"INF": "inf", "NE": "no", "NET": "no", "NI": "no", "MOD": "modal", "D": "number"}
_SIGNAL_FORMS = {
    **dict.fromkeys(("я", "мне", "меня", "мой", "моя", "мои", "моей", "мною"), "i"),
    **dict.fromkeys(("мы", "нам", "нас", "наш", "наша", "наши", "нашей", "нашем"), "we"),
    **dict.fromkeys(("вы", "вам", "вас", "ваш", "ваша", "вашей"), "you"),
    **dict.fromkeys(("теперь", "наконец", "наконец-то", "сейчас", "стало", "стали"), "now"),
    **dict.fromkeys(("каждый", "каждого", "каждом", "каждой", "каждая", "всем", "любой"), "each"),
    **dict.fromkeys(("бы", "чтобы", "чтоб"), "wish"),
    **dict.fromkeys(("без", "никто", "ничего", "никаких", "негде", "некуда"), "no"),
    "?": "asks",
    "!": "cries",
}
_LENGTHS = (0, 1, 2, 3, 4, 6, 9, 14, 22, 40, 400)
NEGATIONS = frozenset(("не", "нет", "без", "ни"))


def context_terms(one: Unit) -> list[str]:
    """Rules that fired, the question's kind, their crosses, tones, length and punctuation."""
    found, kind = one.words, one.kind or "none"
    names = [rule.name for rule in one.rules]
    decided = next((rule.role for rule in one.rules if rule.role), "none")
    parts = {tag.partition(".")[0] for tag in found.tags}
    count = sum(1 for tag in found.tags if tag not in ("P", "D"))
    length = next(limit for limit in _LENGTHS if count <= limit)
    form = "bare" if is_bare(one) else "verbal" if parts & {"V", "INF"} else "other"
    out = [f"kind {kind}", f"kind {kind} {form}", f"kind {kind} decided {decided}"]
    out += [
        f"decided {decided}",
        f"length {length}",
        f"form {form}",
        f"kind {kind} length {length}",
    ]
    out += [f"rule {name}" for name in names]
    votes = Counter(rule.role for rule in one.rules if rule.role)
    out += [f"votes {role} {min(count, 3)}" for role, count in votes.items()]
    out += signals(one)
    out += tones(one, kind, decided)
    out += [f"kind {kind} rule {name}" for name in names if kind != "none"]
    out += [f"pair {a} {b}" for place, a in enumerate(names) for b in names[place + 1 :]]
    asked = bool(one.question.forms)
    out.append(f"asked {asked} {form} {decided}")
    text_end = found.forms[-1] if found.forms else ""
    out.append(f"end {text_end if text_end in '.!?:;,»)' else 'word'} {asked}")
    for mark in "?!":
        if mark in found.forms:
            out.append(f"has {mark} {asked}")
    if not count:
        out.append("nothing")
    if found.tags and found.tags[0] == "D":
        out.append("digit first")
    digits = sum(tag == "D" for tag in found.tags)
    out.append(f"digits {min(digits, 3)}")
    out += [f"q {lemma}" for lemma in dict.fromkeys(one.question.lemmas) if lemma.isalpha()]
    return out


def signals(one: Unit) -> list[str]:
    """Tense, mood, negation, evaluation and the like, each, in pairs and all together."""
    found = one.words
    present: set[str] = set()
    for form, tag in zip(found.forms, found.tags, strict=True):
        part, _, rest = tag.partition(".")
        if part == "V":
            present.update(mark for mark in ("past", "pres", "fut", "imp") if mark in rest)
            present.update(f"person{mark}" for mark in ("1", "2") if f".{mark}" in tag)
        elif part in _SIGNAL_PARTS:
            present.add(_SIGNAL_PARTS[part])
        if form in _SIGNAL_FORMS:
            present.add(_SIGNAL_FORMS[form])
    names = {rule.name for rule in one.rules}
    present |= {name for name in ("G10", "P10", "S20") if name in names}
    order = sorted(present)
    pairs = [f"signal {a} {b}" for place, a in enumerate(order) for b in order[place + 1 :]]
    return [f"signal {name}" for name in order] + pairs + ["signals " + " ".join(order)]


def tones(one: Unit, kind: str, decided: str) -> list[str]:
    """Good, bad, deed and wish among the words and phrases, marked where a negation stands right
    before; with the question's kind, the role that rules decided, and whether there is a verb.
    """
    counts: Counter[str] = Counter()
    lead = "none"
    for places, meaning in one.said:
        if meaning.tone:
            before = one.words.lemmas[places[0] - 1] if places[0] else ""
            counts["not " * (before in NEGATIONS) + meaning.tone] += 1
            lead = meaning.tone if lead == "none" else lead
    verbs = {tag.partition(".")[0] for tag in one.words.tags} & {"V", "INF"}
    told = ", ".join(sorted(counts))
    return [
        *(f"tone {tone} {min(count, 3)}" for tone, count in counts.items()),
        f"tone first {lead}",
        f"tones {told}",
        f"kind {kind} tones {told}",
        f"decided {decided} tones {told}",
        f"verbs {' '.join(sorted(verbs))} tones {told}",
    ]
