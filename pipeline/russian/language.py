"""`load_russian`: a spaCy pipeline whose components are slovnet, razdel and pymorphy3."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.russian.analysis import Analysis

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@cache
def load_russian(model: str = "") -> Language:
    """A spaCy Language with sentences, pos_, morph, lemma_, dep_, head and ents.

    `nlp(Doc)` keeps the words of the Doc. Components: sentences, morphology, syntax, lemmas, names;
    any of them can be disabled as usual. `model` names a spaCy model of the user's own instead;
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
    from pipeline.russian.components import COMPONENTS, RazdelTokenizer, register

    register()
    nlp = spacy.blank("ru")
    nlp.tokenizer = RazdelTokenizer(nlp.vocab)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def analyse_with(model: str, flat: Sequence[Sequence[str]]) -> list[Analysis]:
    """Analyse tokenised sentences with a spaCy model of the user's own."""
    from spacy.tokens import Doc

    nlp = load_russian(model)
    docs = (
        Doc(nlp.vocab, words=list(words), sent_starts=[not place for place in range(len(words))])
        for words in flat
    )
    return [_analysis_of(doc) for doc in nlp.pipe(docs)]


def _analysis_of(doc: Doc) -> Analysis:
    return Analysis(
        pos=[token.pos_ for token in doc],
        feats=[str(token.morph) for token in doc],
        lemmas=[token.lemma_.lower().replace("ё", "е") for token in doc],
        heads=[token.head.i for token in doc],
        deps=[token.dep_ for token in doc],
        ents=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc],
    )
