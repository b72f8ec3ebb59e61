"""`load_russian`: a spaCy pipeline whose components are slovnet, razdel and pymorphy3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.russian.analysis import Analysis, analyse
from pipeline.russian.tokens import sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

CHUNK = 500  # documents analysed together


@cache
def load_russian(model: str = "") -> Language:
    """A spaCy Language with sentences, pos_, morph, lemma_, dep_, head and ents.

    `nlp(Doc)` keeps the words of the Doc. `model` names a spaCy model of the user's own instead;
    InputError when it is not installed. The pipeline is loaded once per process.
    """
    import spacy

    if model:
        try:
            return spacy.load(model)
        except (OSError, ImportError) as error:
            raise InputError(
                f"модель spaCy «{model}» не найдена",
                remedy="Установите её или уберите russian.model из настроек",
            ) from error
    _register()
    nlp = spacy.blank("ru")
    nlp.tokenizer = RazdelTokenizer(nlp.vocab)
    nlp.add_pipe("slovnet")
    return nlp


def analyse_with(model: str, flat: Sequence[Sequence[str]]) -> list[Analysis]:
    """Analyse tokenised sentences with a spaCy model of the user's own."""
    from spacy.tokens import Doc

    nlp = load_russian(model)
    docs = (Doc(nlp.vocab, words=list(words), sent_starts=_one_sentence(words)) for words in flat)
    return [_analysis_of(doc) for doc in nlp.pipe(docs)]


class RazdelTokenizer:
    """Razdel's tokens as a spaCy tokenizer; sentence starts are set at once."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenise a text; white space between tokens becomes tokens of its own, as in spaCy."""
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        starts: list[bool] = []
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


class Slovnet:
    """The component that sets pos, morph, lemma, dep, head and ents, many documents at once."""

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one document in place."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = CHUNK) -> Iterator[Doc]:
        """Analyse documents in chunks; sentences of a chunk are sorted by length together."""
        stream = iter(docs)
        while chunk := list(islice(stream, batch_size)):
            cut = [_sentences_of(doc) for doc in chunk]
            flat = [[doc[i].text for i in s] for doc, c in zip(chunk, cut, strict=True) for s in c]
            results = iter(analyse(flat))
            for doc, sentence_indices in zip(chunk, cut, strict=True):
                _set(doc, [(indices, next(results)) for indices in sentence_indices])
                yield doc


def _gap(text: str, words: list[str], spaces: list[bool], starts: list[bool]) -> None:
    if not text:
        return
    if words and text[0] == " " and not spaces[-1]:
        spaces[-1], text = True, text[1:]
    if text:
        words.append(text)
        spaces.append(False)
        starts.append(False)


def _sentences_of(doc: Doc) -> list[list[int]]:
    """Indices of the words of each sentence, white space left out."""
    if not doc.has_annotation("SENT_START"):
        _split_given_words(doc)
    found = ([token.i for token in sentence if not token.is_space] for sentence in doc.sents)
    return [indices for indices in found if indices]


def _split_given_words(doc: Doc) -> None:
    firsts = {cut[0][0] for cut in sentences(doc.text)}
    for token in doc:
        token.is_sent_start = token.idx in firsts or token.i == 0


def _set(doc: Doc, results: list[tuple[list[int], Analysis]]) -> None:
    """Write the analysis into the document."""
    heads = list(range(len(doc)))
    deps = [""] * len(doc)
    for indices, result in results:
        first = indices[0]
        for position, index in enumerate(indices):
            token = doc[index]
            token.pos_ = result.pos[position] if result.pos[position] != "" else "X"
            token.set_morph(result.feats[position])  # type: ignore[attr-defined]
            token.lemma_ = result.lemmas[position]
            heads[index] = indices[result.heads[position]]
            deps[index] = result.deps[position]
        for index in range(first, indices[-1] + 1):
            if doc[index].is_space:
                doc[index].pos_, doc[index].lemma_ = "SPACE", doc[index].text
                heads[index], deps[index] = max(first, index - 1), "dep"
    _set_trees(doc, heads, deps)
    _set_entities(doc, results)


def _set_trees(doc: Doc, heads: list[int], deps: list[str]) -> None:
    import numpy as np
    from spacy.attrs import DEP, HEAD

    strings = doc.vocab.strings
    rows = [
        [np.int64(head - index).astype(np.uint64), strings.add(dep or "dep")]
        for index, (head, dep) in enumerate(zip(_acyclic(heads), deps, strict=True))
    ]
    if rows:
        doc.from_array([HEAD, DEP], np.array(rows, dtype=np.uint64))  # type: ignore[arg-type]


def _acyclic(heads: list[int]) -> list[int]:
    """Break loops, which a parser that looks at each token by itself can make."""
    free = list(heads)
    for index in range(len(free)):
        seen, node = {index}, free[index]
        while free[node] != node and node not in seen:
            seen.add(node)
            node = free[node]
        if free[node] != node:
            free[index] = index
    return free


def _set_entities(doc: Doc, results: list[tuple[list[int], Analysis]]) -> None:
    from spacy.tokens import Span

    spans = []
    for indices, result in results:
        for start, stop, label in _bio_spans(result.ents):
            spans.append(Span(doc, indices[start], indices[stop - 1] + 1, label=label))
    doc.set_ents(spans)


def _bio_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start, label = 0, ""
    for position, tag in enumerate([*tags, "O"]):
        inside = tag.startswith("I-") and tag[2:] == label
        if label and not inside:
            yield start, position, label
            label = ""
        if tag != "O" and not inside:
            start, label = position, tag[2:]


def _one_sentence(words: Sequence[str]) -> list[bool]:
    return [position == 0 for position in range(len(words))]


def _analysis_of(doc: Doc) -> Analysis:
    return Analysis(
        pos=[token.pos_ for token in doc],
        feats=[str(token.morph) for token in doc],
        lemmas=[token.lemma_.lower().replace("ё", "е") for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        ents=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc],
    )


@cache
def _register() -> None:
    """Tell spaCy of the component once, when the pipeline is first asked for."""
    from spacy.language import Language

    def make(nlp: Language, name: str) -> Callable[[Doc], Doc]:
        return Slovnet()

    Language.factory(
        "slovnet",
        func=make,
        requires=["token.is_sent_start"],
        assigns=[
            "token.pos",
            "token.morph",
            "token.lemma",
            "token.dep",
            "token.head",
            "doc.ents",
            "doc.sents",
        ],
    )
