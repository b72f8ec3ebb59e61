"""The spaCy components: each works on many documents at once, sentences sorted by length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.russian import analysis
from pipeline.russian.tokens import sentences

CHUNK = 500  # documents analysed together
Words = list[int]  # positions of the words of a sentence in its document, white space left out


class RazdelTokenizer:
    """Razdel's tokens as a spaCy tokenizer; sentence starts are set at once."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenise a text; white space between tokens becomes tokens of its own, as in spaCy."""
        words: list[str] = []
        spaces: list[bool] = []
        starts: list[bool | int | None] = []
        end = 0
        for sentence in sentences(text):
            for number, (start, stop) in enumerate(sentence):
                _gap(text[end:start], words, spaces, starts)
                words.append(text[start:stop])
                spaces.append(False)
                starts.append(number == 0)
                end = stop
        _gap(text[end:], words, spaces, starts)
        return Doc(self.vocab, words=words, spaces=spaces, sent_starts=starts)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> RazdelTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, *_: Any, **__: Any) -> None:
        """Nothing to keep."""

    def from_disk(self, *_: Any, **__: Any) -> RazdelTokenizer:
        """Nothing to restore."""
        return self


class Component:
    """A function over the sentences of a chunk of documents, as a spaCy component."""

    def __init__(self, work: Callable[[Sequence[Doc]], None]) -> None:
        self.work = work

    def __call__(self, doc: Doc) -> Doc:
        """Work on one document in place."""
        self.work([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], batch_size: int = CHUNK) -> Iterator[Doc]:
        """Work on documents in chunks; spaCy's own small batches would leave much padding."""
        stream = iter(docs)
        while chunk := list(islice(stream, max(batch_size, CHUNK))):
            self.work(chunk)
            yield from chunk


def set_sentences(docs: Sequence[Doc]) -> None:
    """Sentence starts, where the document does not have them yet."""
    for doc in docs:
        if not doc.has_annotation("SENT_START"):
            firsts = {cut[0][0] for cut in sentences(doc.text)}
            for token in doc:
                token.is_sent_start = token.idx in firsts or token.i == 0


def set_morphology(docs: Sequence[Doc]) -> None:
    """pos_ and morph of each word."""
    cut = _words(docs)
    tagged = iter(analysis.tags([_forms(doc, words) for doc, words in cut]))
    for doc in docs:
        for token in doc:
            if token.is_space:
                token.pos_ = "SPACE"
    for doc, words in cut:
        for index, (pos, feats) in zip(words, next(tagged), strict=True):
            doc[index].pos_ = pos or "X"
            doc[index].set_morph(feats)  # type: ignore[attr-defined]


def set_syntax(docs: Sequence[Doc]) -> None:
    """dep_ and head of each token; white space hangs on the word before it."""
    cut = _words(docs)
    trees = iter(analysis.trees([_forms(doc, words) for doc, words in cut]))
    heads = {id(doc): [max(0, index - 1) for index in range(len(doc))] for doc in docs}
    deps = {id(doc): ["dep"] * len(doc) for doc in docs}
    for doc, words in cut:
        for index, (head, dep) in zip(words, next(trees), strict=True):
            heads[id(doc)][index], deps[id(doc)][index] = words[head], dep
    for doc in docs:
        starts = [bool(token.is_sent_start) for token in doc]
        for index, start in enumerate(starts):
            if start and doc[index].is_space:
                heads[id(doc)][index] = index
        _write_trees(doc, heads[id(doc)], deps[id(doc)])


def set_lemmas(docs: Sequence[Doc]) -> None:
    """lemma_ of each word; relations of a parse are used where there are any."""
    for doc in docs:
        for token in doc:
            token.lemma_ = token.text
    for doc, words in _words(docs):
        for index, form in zip(words, _forms(doc, words), strict=True):
            token = doc[index]
            token.lemma_ = analysis.lemma_in_sentence(
                form, token.pos_, str(token.morph), token.dep_
            )


def set_names(docs: Sequence[Doc]) -> None:
    """ents: PER, LOC and ORG."""
    cut = _words(docs)
    found = iter(analysis.names([_forms(doc, words) for doc, words in cut]))
    spans: dict[int, list[Span]] = {id(doc): [] for doc in docs}
    for doc, words in cut:
        for start, stop, label in _bio_spans(next(found)):
            spans[id(doc)].append(Span(doc, words[start], words[stop - 1] + 1, label=label))
    for doc in docs:
        doc.set_ents(spans[id(doc)])


COMPONENTS: dict[str, tuple[Callable[[Sequence[Doc]], None], list[str], list[str]]] = {
    "sentences": (set_sentences, [], ["token.is_sent_start", "doc.sents"]),
    "morphology": (set_morphology, ["doc.sents"], ["token.pos", "token.morph"]),
    "syntax": (set_syntax, ["doc.sents"], ["token.dep", "token.head"]),
    "lemmas": (set_lemmas, ["token.pos", "token.morph"], ["token.lemma"]),
    "names": (set_names, ["doc.sents"], ["doc.ents", "token.ent_iob", "token.ent_type"]),
}  # name -> what it does, requires and assigns


@cache
def register() -> None:
    """Tell spaCy of the components once, when the pipeline is first asked for."""
    for name, (work, requires, assigns) in COMPONENTS.items():
        Language.component(name, func=Component(work), requires=requires, assigns=assigns)


def _words(docs: Sequence[Doc]) -> list[tuple[Doc, Words]]:
    """The sentences of all documents, none without a word."""
    found = []
    for doc in docs:
        for sentence in doc.sents:
            words = [token.i for token in sentence if not token.is_space]
            if words:
                found.append((doc, words))
    return found


def _forms(doc: Doc, words: Words) -> list[str]:
    return analysis.right_words([doc[index].text for index in words])


def _gap(text: str, words: list[str], spaces: list[bool], starts: list[bool | int | None]) -> None:
    if not text:
        return
    if words and text[0] == " " and not spaces[-1]:
        spaces[-1], text = True, text[1:]
    if text:
        words.append(text)
        spaces.append(False)
        starts.append(False)


def _write_trees(doc: Doc, heads: list[int], deps: list[str]) -> None:
    strings = doc.vocab.strings
    rows = [
        [np.int64(head - index).astype(np.uint64), strings.add(dep or "dep")]
        for index, (head, dep) in enumerate(zip(heads, deps, strict=True))
    ]
    if rows:
        doc.from_array([HEAD, DEP], np.array(rows, dtype=np.uint64))  # type: ignore[arg-type]


def _bio_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start, label = 0, ""
    for position, tag in enumerate([*tags, "O"]):
        inside = tag.startswith("I-") and tag[2:] == label
        if label and not inside:
            yield start, position, label
            label = ""
        if tag != "O" and not inside:
            start, label = position, tag[2:]
