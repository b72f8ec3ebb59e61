"""Slovnet over many sentences at once, sorted by length so that little is padded.

Measured on news and appeals: 31 thousand tokens a second sorted against 9 thousand unsorted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pipeline.russian import weights
from pipeline.russian.lemmas import SHORT, lemma, predicative

Words = Sequence[str]
R = TypeVar("R")
LONGEST = 300  # tokens; a longer «sentence» is a table or a list and is cut for the models


@dataclass(frozen=True)
class Analysis:
    """One sentence, a value per token: UD parts of speech and features, lemmas, heads, BIO tags.

    `heads` are indices inside the sentence; the root points at itself.
    """

    pos: list[str]
    feats: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]
    ents: list[str]


def analyse(sentences: Sequence[Words], syntax: bool = True, names: bool = True) -> list[Analysis]:
    """Analyse tokenised sentences, none of them empty; without `syntax` heads point at themselves."""
    tags = _longest_apart(sentences, morphology)
    trees = _longest_apart(sentences, trees_of) if syntax else [_no_tree(s) for s in sentences]
    found = _longest_apart(sentences, names_of) if names else [["O"] * len(s) for s in sentences]
    return [_analysis(*parts) for parts in zip(sentences, tags, trees, found, strict=True)]


def morphology(sentences: Sequence[Words]) -> list[list[str]]:
    """Tags such as «NOUN|Case=Gen|Number=Sing», a list per sentence."""
    return _sorted_by_length(sentences, weights.morphology().infer, list)


def trees_of(sentences: Sequence[Words]) -> list[list[tuple[int, str]]]:
    """(head index, relation) of each token; 1-based heads of slovnet become 0-based."""

    def arcs(pred: Any) -> list[tuple[int, str]]:
        _, heads, relations = pred
        return [
            (int(head) - 1 if int(head) else position, relation)
            for position, (head, relation) in enumerate(zip(heads, relations, strict=True))
        ]

    return _sorted_by_length(sentences, weights.syntax().infer, arcs)


def names_of(sentences: Sequence[Words]) -> list[list[str]]:
    """BIO tags (B-PER, I-PER, B-LOC, B-ORG, O) of each token."""
    return _sorted_by_length(sentences, weights.names().infer, list)


def _sorted_by_length(sentences: Sequence[Words], infer: Any, shape: Callable[[Any], R]) -> list[R]:
    order = sorted(range(len(sentences)), key=lambda i: (len(sentences[i]), i))
    items = [list(sentences[i]) for i in order]
    decoded = infer.decoder(infer.process(infer.encoder(items)))
    results: dict[int, R] = {i: shape(pred) for i, pred in zip(order, decoded, strict=True)}
    return [results[i] for i in range(len(sentences))]


def _longest_apart(
    sentences: Sequence[Words], model: Callable[[Sequence[Words]], list[list[Any]]]
) -> list[list[Any]]:
    """Cut what is too long for one matrix, and join the results again."""
    parts = [
        (index, sentence[start : start + LONGEST])
        for index, sentence in enumerate(sentences)
        for start in range(0, len(sentence), LONGEST)
    ]
    joined: list[list[Any]] = [[] for _ in sentences]
    for (index, _), result in zip(parts, model([part for _, part in parts]), strict=True):
        offset = len(joined[index])
        joined[index] += [
            (value[0] + offset, value[1]) if isinstance(value, tuple) else value for value in result
        ]
    return joined


def _no_tree(sentence: Words) -> list[tuple[int, str]]:
    return [(position, "dep") for position in range(len(sentence))]


def _analysis(
    words: Words, tags: list[str], tree: list[tuple[int, str]], ents: list[str]
) -> Analysis:
    parted = [tag.partition("|") for tag in tags]
    return Analysis(
        pos=[pos for pos, _, _ in parted],
        feats=[feats for _, _, feats in parted],
        lemmas=[
            lemma(word, "ADJ", SHORT) if predicative(word, pos, dep) else lemma(word, pos, feats)
            for word, (pos, _, feats), (_, dep) in zip(words, parted, tree, strict=True)
        ],
        heads=[head for head, _ in tree],
        deps=[relation for _, relation in tree],
        ents=ents,
    )
