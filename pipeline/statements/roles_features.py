"""What the roles model sees of a statement: sparse blocks and Navec averages.

The same few look-ups serve `veche run` and `veche label`: words and their tags come from
`rules.words`, so nothing here needs a parser.

    words    lemmas and pairs of lemmas          chars   character 3- to 5-grams inside words
    shape    runs of 1 to 4 tags, function words kept as they are
    context  question kind, fired rules, their crosses, length and punctuation
    dense    Navec averages: all words, the first two, the words after «не»
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from pipeline.statements import navec
from pipeline.statements.rules.engine import Rule, fired
from pipeline.statements.rules.questions import question_kind
from pipeline.statements.rules.words import Words, words

BLOCKS = ("words", "chars", "shape", "context")
_FUNCTION = frozenset(
    ("PREP", "CONJ", "PRCL", "PRO", "PRD", "MOD", "NE", "NET", "NI", "INTJ", "P", "NUM", "ADV")
)
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
_PREDICATES = frozenset(("V", "INF", "PRD", "MOD", "NET", "NE", "PS", "AS", "G"))
_NEGATIONS = frozenset(("не", "нет", "без", "ни"))
_MAX_FORMS = 200_000  # forms whose grams are remembered
_MAX_TOKENS = 400  # of a whole letter, so that one long text cannot stall `veche label`


@dataclass(frozen=True)
class Unit:
    """One statement as the model reads it."""

    words: Words
    rules: tuple[Rule, ...]
    kind: str  # what its question asks for
    question: Words


def unit(text: str, question: str = "", question_role: str = "", with_rules: bool = True) -> Unit:
    """Look up the words, rules and question of one statement.

    A role that the dataset gives its question outweighs the wording, except «open».
    """
    found = words(text)
    if len(found) > _MAX_TOKENS:
        found = Words(
            found.forms[:_MAX_TOKENS],
            found.lemmas[:_MAX_TOKENS],
            found.tags[:_MAX_TOKENS],
            found.starts[:_MAX_TOKENS],
        )
    kind = question_role if question_role not in ("", "open") else question_kind(question)
    rules = tuple(fired(found)) if with_rules else ()
    return Unit(found, rules, kind, _question_words(question))


@lru_cache(maxsize=10_000)
def _question_words(question: str) -> Words:
    return words(question)


def shape(found: Words) -> list[str]:
    """The tags of a text, closed-class words as they are: «не V.pres.3.pl P»."""
    return [shape_of(form, tag) for form, tag in zip(found.forms, found.tags, strict=True)]


def shape_of(form: str, tag: str) -> str:
    """The tag of one word, or the word itself where its class is closed."""
    part = tag.partition(".")[0]
    return form if part in _FUNCTION else _short(tag, part)


@lru_cache(maxsize=10_000)
def _short(tag: str, part: str) -> str:
    """A tag with the marks that matter: cases of nouns and adjectives, tense, mood, person."""
    marks = tag.split(".")[1:]
    if part in ("N", "A", "PT"):
        kept = [mark for mark in marks if mark in ("nom", "gen", "ins")][:1]
        return ".".join([part, *kept])
    kept = [mark for mark in marks if mark in ("pres", "past", "fut", "imp", "1", "2", "3", "pl")]
    return ".".join([part, *kept])


def _grams(items: Sequence[str], low: int, high: int) -> Iterable[str]:
    for size in range(low, high + 1):
        for start in range(len(items) - size + 1):
            yield " ".join(items[start : start + size])


def word_terms(one: Unit) -> list[str]:
    """Lemmas and pairs of them; punctuation and digits are left to `shape`."""
    lemmas = [
        lemma
        for lemma, tag in zip(one.words.lemmas, one.words.tags, strict=True)
        if tag not in ("P", "D") and "name" not in tag
    ]
    return list(_grams(lemmas, 1, 2))


def shape_terms(one: Unit) -> list[str]:
    """Runs of one to four tags; the first two also by their place."""
    tags = shape(one.words)
    start = [tag for tag in tags if tag not in '-–—•*.)(«"' and tag != "D"][:2]
    ends = tags[-1:]
    return [
        *_grams(["<s>", *tags], 1, 4),
        "first " + " ".join(start[:1]),
        "first2 " + " ".join(start),
        "last " + " ".join(ends),
    ]


@lru_cache(maxsize=200_000)
def char_terms(form: str) -> tuple[str, ...]:
    """Character 3- to 5-grams of one word with its borders."""
    padded = f"<{form}>"
    return tuple(
        padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    )


def is_bare(one: Unit) -> bool:
    """Whether no word is a verb, a predicate or a negation: «дороги», «новая школа»."""
    return not {tag.partition(".")[0] for tag in one.words.tags} & _PREDICATES


def context_terms(one: Unit) -> list[str]:
    """Rules that fired, the question's kind, their crosses, length and punctuation."""
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


def _is_word(tag: str) -> bool:
    return tag not in ("P", "D") and "name" not in tag


def _listed(one: Unit, block: str) -> Iterable[str]:
    """The terms of one block, repeated as often as they are met."""
    if block == "words":
        return word_terms(one)
    if block == "shape":
        return shape_terms(one)
    if block == "context":
        return dict.fromkeys(context_terms(one))
    pairs = zip(one.words.forms, one.words.tags, strict=True)
    return (gram for form, tag in pairs if _is_word(tag) for gram in char_terms(form))


def terms(one: Unit, block: str) -> Counter[str]:
    """The terms of one block with their counts."""
    return Counter(_listed(one, block))


class Vocabulary(dict[str, int]):
    """Term -> place, and the places of the character grams of each form that was met."""

    def __init__(self, terms: Iterable[str]) -> None:
        super().__init__((term, place) for place, term in enumerate(terms))
        self._grams: dict[str, array[int]] = {}

    def gram_places(self, form: str) -> array[int]:
        """Places of the known character grams of a form, looked up once."""
        if form not in self._grams:
            if len(self._grams) > _MAX_FORMS:
                self._grams.clear()
            known = (self.get(gram) for gram in char_terms(form))
            self._grams[form] = array("i", (place for place in known if place is not None))
        return self._grams[form]


def matrix(
    units: Sequence[Unit], block: str, vocabulary: Vocabulary, idf: np.ndarray
) -> sparse.csr_matrix:
    """(units, terms) float32: 1 + log count, times idf, rows of length one (context: plain)."""
    indptr, indices = [0], array("i")
    for one in units:
        if block == "chars":
            for form, tag in zip(one.words.forms, one.words.tags, strict=True):
                if _is_word(tag):
                    indices.extend(vocabulary.gram_places(form))
        else:
            known = map(vocabulary.get, _listed(one, block))
            indices.extend(place for place in known if place is not None)
        indptr.append(len(indices))
    columns = np.frombuffer(indices, dtype=np.int32) if indices else np.zeros(0, np.int32)
    found = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), columns.copy(), np.asarray(indptr, np.int32)),
        shape=(len(units), len(vocabulary)),
    )
    found.sum_duplicates()
    if block == "context":
        found.data = idf[found.indices].astype(np.float32)
        return found
    found.data = ((1 + np.log(found.data)) * idf[found.indices]).astype(np.float32)
    norms = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    found.data /= np.repeat(np.maximum(norms, 1e-9), np.diff(found.indptr)).astype(np.float32)
    return found


def dense(units: Sequence[Unit], idf: Mapping[str, float]) -> np.ndarray:
    """(units, 3 × 300) float32: Navec averages of all words, the first two, those after «не».

    One sparse product for each part: a row is summed in the order of its words, so it does not
    depend on the rows beside it.
    """
    known = navec.vectors()
    places: dict[str, int] = {}
    unpacked: list[np.ndarray] = []
    parts = [_Averages() for _ in range(3)]
    for one in units:
        before, count = "", 0
        for form, lemma, tag in zip(one.words.forms, one.words.lemmas, one.words.tags, strict=True):
            if tag not in ("P", "D"):
                if form not in places:
                    vector = known.get(form, lemma)
                    places[form] = -1 if vector is None else len(unpacked)
                    if vector is not None:
                        unpacked.append(vector)
                place = places[form]
                if place >= 0:
                    parts[0].add(place, idf.get(lemma, 6.0))
                    if count < 2:
                        parts[1].add(place, 1.0)
                    if before in _NEGATIONS:
                        parts[2].add(place, 1.0)
                    count += 1
            before = form
        for part in parts:
            part.end_row()
    table = np.stack(unpacked) if unpacked else np.zeros((1, navec.SIZE), np.float32)
    return np.hstack([part.unit_rows(table) for part in parts])


class _Averages:
    """Rows of weighted sums of vectors, built word by word."""

    def __init__(self) -> None:
        self._indptr, self._places, self._weights = [0], array("i"), array("f")

    def add(self, place: int, weight: float) -> None:
        self._places.append(place)
        self._weights.append(weight)

    def end_row(self) -> None:
        self._indptr.append(len(self._places))

    def unit_rows(self, table: np.ndarray) -> np.ndarray:
        """(rows, 300) float32 of length one; zeros where a row has no word."""
        weights = sparse.csr_matrix(
            (np.array(self._weights, np.float32), np.array(self._places, np.int32), self._indptr),
            shape=(len(self._indptr) - 1, len(table)),
        )
        sums = np.asarray(weights @ table, dtype=np.float32)
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
