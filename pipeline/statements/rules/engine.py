"""Named rules over words: a small pattern language, compiled to regular expressions.

A text is written as one line, «‹space›form¦lemma¦TAG» for each token, and a pattern is a row of
items, each of which takes one token unless said otherwise:

    надо|нужно    one of these forms          построй*    forms with this beginning
    @строить      a lemma (or @a|b)           %plus       a lemma of that list of words.toml
    #N+gen        a tag with these marks      #INF|V+imp  one of two tags
    *             any token of the sentence   x?          an optional item
    ~3            up to three tokens          ~           any number, inside the sentence
    !x            the next token is not x     ^           start of the text, after bullets
    $             end of the text, before closing punctuation           <  start of a clause

The same idea as spaCy's Matcher; written over plain tuples because `veche label` has a
millisecond for a text, and a Matcher over a Doc takes several.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.statements.rules.words import Words, read

_HERE = Path(__file__).parent
_TOKEN = r" [^ ]+"
_INSIDE = r" (?![.!?…;]¦)[^ ]+"
_BULLETS = r"(?: (?:[^ ¦]*¦[^ ¦]*¦[PD]|и¦и¦CONJ|а¦а¦CONJ|но¦но¦CONJ|также¦[^ ]*|еще¦[^ ]*))*?"
_ITEM_END = "(?= |$)"


@dataclass(frozen=True)
class Pattern:
    """One compiled pattern; `anchors` are words of which one is in every text that it matches."""

    expression: re.Pattern[str]
    anchors: frozenset[str] | None  # None: it must always be tried

    def found(self, line: str, present: set[str]) -> bool:
        """Whether the pattern is in an encoded line whose words are `present`."""
        if self.anchors is not None and self.anchors.isdisjoint(present):
            return False
        return self.expression.search(line) is not None


@dataclass(frozen=True)
class Rule:
    """One named rule: which role it speaks for, and when it keeps silent."""

    name: str
    role: str  # "" for a rule that only flags
    flag: str
    about: str  # what the rule looks for, in Russian, for `veche explain`
    any: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


def encode(words: Words) -> str:
    """The tokens as the line that patterns are matched against."""
    return "".join(
        f" {form}¦{lemma}¦{tag}"
        for form, lemma, tag in zip(words.forms, words.lemmas, words.tags, strict=True)
    )


@lru_cache(maxsize=1)
def word_lists() -> dict[str, tuple[str, ...]]:
    """The lists of words.toml, ё folded, with the lemma that `read` gives each word."""
    raw = tomllib.loads((_HERE / "words.toml").read_text(encoding="utf-8"))
    return {name: _with_lemmas(values) for name, values in raw.items()}


def _with_lemmas(values: Sequence[str]) -> tuple[str, ...]:
    folded = [_fold(value) for value in values]
    lemmas = [read(value)[0] for value in folded]
    return tuple(dict.fromkeys([*folded, *lemmas]))


def _fold(text: str) -> str:
    return text.lower().replace("ё", "е")


def _alternatives(values: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(value).replace(r"\*", "[^ ¦]*") for value in values) + ")"


def _tag(alternative: str) -> str:
    part, *marks = alternative.split("+")
    return re.escape(part) + "".join(rf"(?=[^ ]*\.{mark}(?:\.| |$))" for mark in marks)


def _item(item: str) -> str:
    """The regular expression of one item that takes one token."""
    if item == "*":
        return _INSIDE
    if len(item) == 1:
        return f" {re.escape(item)}¦[^ ]*"
    if item.startswith("@"):
        return f" [^ ¦]*¦{_alternatives(_fold(item[1:]).split('|'))}¦[^ ]*"
    if item.startswith("%"):
        names = item[1:].split("|")
        values = [word for name in names for word in word_lists().get(name, (_fold(name),))]
        return f" [^ ¦]*¦{_alternatives(values)}¦[^ ]*"
    if item.startswith("#"):
        tags = "|".join(rf"{_tag(one)}(?=\.| |$)[^ ]*" for one in item[1:].split("|"))
        return rf" [^ ¦]*¦[^ ¦]*¦(?:{tags})"
    return f" {_alternatives(_fold(item).split('|'))}¦[^ ]*"


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile one pattern of the language described at the top of this module."""
    parts = []
    for item in pattern.split():
        if item == "^":
            parts.append(rf"^{_BULLETS}(?= )")
        elif item == "<":
            parts.append(rf"(?:^| [.!?…;,:—–-]¦[^ ]*){_BULLETS}(?= )")
        elif item == "$":
            parts.append(r"(?: [^ ¦]*¦[^ ¦]*¦P)*$")
        elif item.startswith("~"):
            parts.append(rf"(?:{_INSIDE}){{0,{item[1:]}}}?")
        elif item.startswith("!") and len(item) > 1:
            parts.append(f"(?!{_item(item[1:])}{_ITEM_END})")
        elif item.endswith("?") and len(item) > 1:
            parts.append(f"(?:{_item(item[:-1])})?")
        else:
            parts.append(_item(item) + _ITEM_END)
    return re.compile("".join(parts))


def _anchors(pattern: str) -> frozenset[str] | None:
    """The words of which one is in every text that `pattern` matches; None when there are none."""
    best: frozenset[str] | None = None
    for item in pattern.split():
        if item[0] in "^<$~#*" or (len(item) > 1 and (item[0] == "!" or item[-1] == "?")):
            continue
        if "*" in item:
            continue
        if item[0] == "%" and len(item) > 1:
            names = item[1:].split("|")
            found = frozenset(
                word for name in names for word in word_lists().get(name, (_fold(name),))
            )
        else:
            found = frozenset(_fold(item.lstrip("@")).split("|"))
        if best is None or len(found) < len(best):
            best = found
    return best


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of patterns.toml in their order: earlier ones are surer."""
    raw = tomllib.loads((_HERE / "patterns.toml").read_text(encoding="utf-8"))
    return tuple(_rule(entry) for entry in raw["rule"])


def _rule(entry: dict[str, object]) -> Rule:
    return Rule(
        name=str(entry["name"]),
        role=str(entry.get("role", "")),
        flag=str(entry.get("flag", "")),
        about=str(entry["about"]),
        any=_patterns(entry["any"]),
        unless=_patterns(entry.get("unless", [])),
    )


def _patterns(written: object) -> tuple[Pattern, ...]:
    texts = [str(text) for text in written]  # type: ignore[attr-defined]
    return tuple(Pattern(compile_pattern(text), _anchors(text)) for text in texts)


@dataclass(frozen=True)
class _Alarm:
    """Which patterns a word wakes; patterns are (place of the rule, place in its `any`)."""

    by_word: dict[str, frozenset[tuple[int, int]]]
    always: frozenset[tuple[int, int]]


@lru_cache(maxsize=1)
def _alarm() -> _Alarm:
    found: dict[str, set[tuple[int, int]]] = {}
    always = set()
    for place, rule in enumerate(rules()):
        for number, pattern in enumerate(rule.any):
            if pattern.anchors is None:
                always.add((place, number))
            for word in pattern.anchors or ():
                found.setdefault(word, set()).add((place, number))
    return _Alarm({word: frozenset(places) for word, places in found.items()}, frozenset(always))


def fired(words: Words) -> list[Rule]:
    """The rules that hold for a text, in their order."""
    line = encode(words)
    present = set(words.forms)
    present.update(words.lemmas)
    alarm, known = _alarm(), rules()
    awake = set(alarm.always)
    for word in present.intersection(alarm.by_word):
        awake |= alarm.by_word[word]
    held, last = [], -1
    for place, number in sorted(awake):
        if place != last and known[place].any[number].expression.search(line):
            last = place
            if not any(pattern.found(line, present) for pattern in known[place].unless):
                held.append(known[place])
    return held
