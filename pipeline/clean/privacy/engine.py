"""Presidio's analyzer with our recognizers for Russian and no language model of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import Any

from presidio_analyzer import (
    AnalysisExplanation,
    AnalyzerEngine,
    LocalRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.clean.privacy import births, contacts, documents, money, phones, property
from pipeline.clean.privacy.addresses import find_addresses
from pipeline.clean.privacy.found import Found, find
from pipeline.clean.privacy.view import digits_view, letters_view

_LANGUAGE = "ru"
_THRESHOLD = 0.5
_NO_TOKENS = Doc(Vocab())


class RussianRecognizer(LocalRecognizer):
    """A family of kinds found by one function in one view of the text.

    A view without the family's `sign` cannot hold any of it and is not searched further.
    """

    def __init__(
        self,
        name: str,
        kinds: Iterable[str],
        look: Callable[[str], str],
        find_all: Callable[[str], Iterator[Found]],
        sign: str,
    ) -> None:
        super().__init__(
            supported_entities=sorted(set(kinds)), supported_language=_LANGUAGE, name=name
        )
        self._look, self._find_all, self._family = look, find_all, name
        self._sign = re.compile(sign, re.IGNORECASE)

    def load(self) -> None:
        """Nothing to load: patterns are compiled with their modules."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any) -> list[RecognizerResult]:
        """What is found in the text, with the method in the explanation."""
        view = self._look(text)
        if not self._sign.search(view):
            return []
        return [
            RecognizerResult(
                found.kind,
                found.start,
                found.end,
                found.score,
                AnalysisExplanation(self._family, found.score, pattern_name=found.method),
                {RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id},
            )
            for found in self._find_all(view)
        ]


class _NoLanguageModel(NlpEngine):
    """Presidio asks for an engine of tokens and lemmas; our recognizers need none."""

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Artifacts without tokens."""
        return NlpArtifacts([], _NO_TOKENS, [], [], self, language)

    def process_batch(
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,
        n_process: int = 1,
        **kwargs: Any,
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Artifacts of each text."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        """No word is."""
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """No word is."""
        return False

    def get_supported_entities(self) -> list[str]:
        """None: entities come from the recognizers."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Russian."""
        return [_LANGUAGE]


class _ContextInPatterns(ContextAwareEnhancer):
    """Context words stand in our patterns, beside the number that they explain."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self, text: str, raw_results: list[RecognizerResult], *_: Any, **__: Any
    ) -> list[RecognizerResult]:
        """The results as they are."""
        return raw_results


@lru_cache(maxsize=1)
def analyzer() -> AnalyzerEngine:
    """The engine of this process. Nothing is downloaded and no recognizer of Presidio's is used."""
    families = (
        ("phones", phones.RULES, digits_view, r"(?:\d[\W_]{0,5}){5}|девят|восем|сот|плюс"),
        ("documents", documents.RULES, digits_view, r"(?:\d[\W_]{0,5}){6}"),
        ("money", money.RULES, digits_view, r"(?:\d[\W_]{0,5}){8}"),
        ("births", births.RULES, digits_view, r"род|рож|р\.|г/р|\bг?р\b|\bдр\b"),
        ("contacts", contacts.RULES, letters_view, r"[a-z@]|собак"),
        ("property", property.RULES, letters_view, r"\d{3}|\d\d ?:"),
    )
    recognizers = [
        RussianRecognizer(name, (r.kind for r in rules), look, partial(find, rules=rules), sign)
        for name, rules, look, sign in families
    ]
    recognizers.append(
        RussianRecognizer("addresses", ["адрес"], letters_view, find_addresses, r"\d")
    )
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=[_LANGUAGE])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=_NoLanguageModel(),
        supported_languages=[_LANGUAGE],
        default_score_threshold=_THRESHOLD,
        context_aware_enhancer=_ContextInPatterns(),
    )


def analyze(text: str) -> list[Found]:
    """Identifiers, contacts and addresses of a text, in reading order; spans may overlap."""
    engine = analyzer()
    results = engine.analyze(text, _LANGUAGE, return_decision_process=True)
    return sorted(
        Found(r.start, r.end, r.entity_type, r.analysis_explanation.pattern_name, r.score)
        for r in results
    )
