"""Names of people in running text by slovnet's recognizer, trained on news (factRuEval F1 0.96).

Its weights come inside the natasha wheel. It wants capitals where they belong, so it is given a
view with shouting lowered and names raised. It is slow beside the grammar, so only passages
with a capital that can be a name and that no place explains are given to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from pipeline.clean.morphology import grammemes, is_known, parses
from pipeline.clean.navec import natasha_data
from pipeline.clean.privacy.found import Found
from pipeline.clean.privacy.gazetteer import name_word
from pipeline.clean.privacy.words import starts_sentence
from pipeline.clean.shouting import quiet
from pipeline.clean.spelling import meant
from pipeline.tables import fold

_BATCH = 32
_CAPITAL = re.compile(r"(?<![\w@\[])[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*(?![\w@])")
_LOWER_WORD = re.compile(r"(?<![\w@.\[])[а-яё]{3,}(?![\w@])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE = re.compile(r"[^\n.!?…]*[\n.!?…]*")
_VERB = re.compile(r"(?:л[аои]?сь|лся|ться|тся|ает|ить|ать)$")
_SEVERAL = re.compile(r"[сц]к(?:ие|их|им|ими)$")  # «Никитинские дачи»
_PLACE_LIKE = re.compile(r"(?:[сц]к(?:ий|ого|ому|им|ом|ая|ую|ой)|[а-яё]к[аиеу])$")
_SHORTEST = 4  # letters of a surname that no list has
_LITTLE = 1  # words beside «Запсиб» or «Садопарк» where that is most of the answer
_BASE = 5  # letters of the second half of «Петросвязь»
_LONGEST = 600  # characters given to the model at a time: it wants the sentences around a name

Span = tuple[int, int]


@lru_cache(maxsize=1)
def _model() -> Any:
    from navec import Navec
    from slovnet import NER

    data = natasha_data()
    vectors = Navec.load(str(next(iter(sorted((data / "emb").glob("navec_*.tar"))))))
    path = next(iter(sorted((data / "model").glob("slovnet_ner_*.tar"))))
    return NER.load(str(path), batch_size=_BATCH).navec(vectors)


def named_view(view: str) -> str:
    """`view` as a newspaper would print it, same length: no shouting, names with capitals."""
    return _LOWER_WORD.sub(_raised, quiet(view))


def _raised(match: re.Match[str]) -> str:
    word = match.group()
    name = name_word(word)
    return word.capitalize() if name and name.known and not name.common else word


def find_persons(
    views: Sequence[str], explained: Sequence[Callable[[int, int], bool]]
) -> list[list[Found]]:
    """Persons of each view (made by `named_view`), in the order of the views.

    `explained` says for each view whether the capitalised word at a span is that of a place.
    """
    asked = [
        (index, start, end)
        for index, view in enumerate(views)
        for start, end in _passages(view)
        if _asks(view, start, end, explained[index])
    ]
    answers = _persons_of(sorted({views[index][start:end] for index, start, end in asked}))
    found: list[list[Found]] = [[] for _ in views]
    for index, start, end in asked:
        view = views[index]
        found[index] += [
            Found(start + one, start + other, "имя", "slovnet", 0.8)
            for one, other in answers[view[start:end]]
            if _is_plausible(view, start + one, start + other)
        ]
    return found


def _is_plausible(view: str, start: int, end: int) -> bool:
    """Whether what the model calls a person looks like one in a text that is no newspaper.

    It takes misspelt words, brands and medicines for surnames when they have a capital.
    """
    words = _WORD.findall(view[start:end])
    if len(words) == 1:
        sure = name_word(words[0]).listed and not _PLACE_LIKE.search(words[0])
        if _is_whole_answer(view, start, end) and not sure:
            return False
        return _is_plausible_alone(words[0], starts_sentence(view, start), view[end : end + 1])
    names = [name_word(word) for word in words]
    if any(name and name.known for name in names):
        return True
    plain = [is_known(word) or _is_compound(word) for word in words]
    if plain[0] and not any("NOUN" in reading.tag for reading in parses(words[0].lower())):
        return False  # «Ваш Пазик», «Переболела Ковид»
    return not all(plain) or any(name.alike for name in names)


def _is_whole_answer(view: str, start: int, end: int) -> bool:
    """Whether little stands beside it: such a text names a place more often than a person."""
    return len(_WORD.findall(view[:start])) + len(_WORD.findall(view[end:])) <= _LITTLE


def _is_plausible_alone(word: str, opens: bool, following: str) -> bool:
    if not _can_be_a_name(word, opens):
        return False
    name = name_word(word)
    if len(word) < _SHORTEST:
        return name.known and following != "."  # «Лит. В», «Упр. компания»
    if _SEVERAL.search(word):
        return False
    if name.listed:
        return True
    misspelt = opens and (_VERB.search(word) or meant(word) != fold(word))
    return not (misspelt or _is_compound(word) or _PLACE_LIKE.search(word))  # «Мытнинскую»


@lru_cache(maxsize=50_000)
def _is_compound(word: str) -> bool:
    """Whether a word that no list of names has ends in a common one: «Петросвязь»."""
    if name_word(word).listed or is_known(word):
        return False
    lower = word.lower()
    return any(
        len(lower) - start >= _BASE and is_known(lower[start:]) for start in range(3, len(lower))
    )


def _persons_of(sentences: Iterable[str]) -> dict[str, list[Span]]:
    """Spans of persons in each sentence; alike lengths go together, to spare padding."""
    ordered = sorted(sentences, key=lambda text: (len(text), text))
    if not ordered:
        return {}
    return {
        text: [(span.start, span.stop) for span in answer.spans if span.type == "PER"]
        for text, answer in zip(ordered, _model().map(ordered), strict=True)
    }


def _passages(view: str) -> list[Span]:
    """Spans of neighbouring sentences of at most _LONGEST characters together."""
    spans: list[Span] = []
    for match in _SENTENCE.finditer(view):
        start, end = match.span()
        if spans and end - spans[-1][0] <= _LONGEST:
            spans[-1] = (spans[-1][0], end)
        else:
            spans += [(at, min(at + _LONGEST, end)) for at in range(start, end, _LONGEST)]
    return spans


def _asks(view: str, start: int, end: int, explained: Callable[[int, int], bool]) -> bool:
    """Whether a passage has a capitalised word that can be a name, and no place explains it."""
    return any(
        _can_be_a_name(match.group(), starts_sentence(view, match.start()))
        and not explained(*match.span())
        for match in _CAPITAL.finditer(view, start, end)
    )


@lru_cache(maxsize=100_000)
def _can_be_a_name(word: str, opens: bool) -> bool:
    """Whether a capitalised word can be a name; `opens`: it stands where any word has a capital."""
    name = name_word(word)
    if name:
        return name.likely and not (opens and (name.common or name.place))
    return not is_known(word) and not grammemes(word)
