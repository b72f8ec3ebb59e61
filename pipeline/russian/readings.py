"""What a form may be: every reading of the dictionary with the lemma that a reader expects of it.

pymorphy3 leads a superlative and a comparative to the plain adjective («лучший» to «хороший»), a
participle to its verb and a woman's patronymic to a man's. Here, as in Universal Dependencies, a
superlative stays («лучший»), an adverb's comparative goes to the adverb («чаще» to «часто»), a
participle that is used as an adjective stays one («данный», «управляющий»), and a noun that hardly
occurs in the singular is led to its plural («деньги»).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from os.path import commonprefix
from typing import Any

from pipeline.clean.spelling import meant
from pipeline.russian import weights
from pipeline.russian.spoken import ABBREVIATIONS, COMPARATIVES, SPOKEN

_LETTER_RUN = re.compile(r"([а-яёa-z])\1{2,}")
# Part of speech -> the reading it rules out where one of the others is there: «в основном» is no
# noun, «здравствуйте» as a verb no interjection.
_SURE: Mapping[str, tuple[str, Sequence[str]]] = {
    "ADJ": ("NOUN", ("ADJF", "ADJS", "PRTF")),
    "VERB": ("INTJ", ("VERB", "INFN")),
}
# Lemmas of the dictionary that nobody writes -> the word that they write.
PREFERRED = {"деньга": "деньги", "должный": "должен", "счастие": "счастье", "варение": "варенье"}


@dataclass(frozen=True)
class Reading:
    """One reading: its lemma (ё folded), pymorphy3's grammemes and score, and how it was found."""

    lemma: str
    pos: str
    grammemes: frozenset[str]
    score: float
    known: bool


def readings(form: str, pos: str) -> list[Reading]:
    """Every reading of a form; `pos` is the tagger's UD part of speech."""
    name = form[:1].isupper() or pos in {"PROPN", "X"}
    word = written_right(form.lower(), slips=not name)
    parses = dictionary().parse(word)
    if any(parse.tag.POS in _SURE.get(pos, (None, ()))[1] for parse in parses):
        parses = [parse for parse in parses if _SURE[pos][0] != parse.tag.POS]
    known = dictionary().word_is_known(word)
    return [
        Reading(
            fold(_lemma(parse, word, pos)),
            str(parse.tag.POS),
            parse.tag.grammemes,
            float(parse.score),
            known,
        )
        for parse in parses
    ]


@lru_cache(maxsize=100_000)
def written_right(form: str, slips: bool = True) -> str:
    """A lower-case form as the dictionary would write it: «клааасс» as «класс», «ваще» as «вообще».

    With `slips` a misspelt form is the common word that it stands for (`clean.spelling.meant`);
    names are to be spared that.
    """
    if form in SPOKEN:
        return SPOKEN[form]
    if known(form):
        return form
    shorter = {_LETTER_RUN.sub(letters, form) for letters in (r"\1", r"\1\1")} - {form}
    found = max(filter(known, shorter), key=frequency, default="")
    return found or (meant(form) if slips else form)


def short_form(form: str) -> str:
    """The full lemma of an abbreviation such as «ул.», "" when it is none."""
    return ABBREVIATIONS.get(form.rstrip("."), "")


def known(word: str) -> bool:
    """True for a word of the dictionary or of Navec's vocabulary."""
    return dictionary().word_is_known(word) or bool(frequency(word))


def _lemma(parse: Any, word: str, pos: str) -> str:
    grammemes = parse.tag.grammemes
    if parse.tag.POS == "COMP":
        return _comparative(parse, word, pos)
    if "Supr" in grammemes:
        return _inflected(parse, {"ADJF", "Supr", "nomn", "masc", "sing"})
    if parse.tag.POS in {"PRTF", "PRTS"} and pos in {"ADJ", "NOUN", "PROPN"}:
        kind = grammemes & {"actv", "pssv", "pres", "past"}
        return _inflected(parse, {"PRTF", "nomn", "masc", "sing", *kind})
    if "Patr" in grammemes and "femn" in grammemes:
        return _inflected(parse, {"nomn", "femn", "sing"})
    return PREFERRED.get(parse.normal_form, parse.normal_form)


def _comparative(parse: Any, word: str, pos: str) -> str:
    if pos not in {"ADV", "NUM", "DET"}:
        return _adjective(str(parse.normal_form))
    if word in COMPARATIVES:
        return word
    return _inflected(parse, {"ADJS", "neut", "sing"})


def _adjective(word: str) -> str:
    """«высокий» for «высоко», of which «выше» is the comparative as well."""
    readings_of = dictionary().parse(word) if word.endswith(("о", "е")) else ()
    return next((str(p.normal_form) for p in readings_of if p.tag.POS == "ADJS"), word)


def _inflected(parse: Any, wanted: set[str]) -> str:
    """The form of the parse's lexeme with the `wanted` grammemes that looks most like the word."""
    fitting = [form.word for form in parse.lexeme if wanted <= form.tag.grammemes]
    if not fitting:
        return str(parse.normal_form)
    return str(max(fitting, key=lambda word: len(commonprefix([word, parse.word]))))


def frequency(word: str) -> int:
    """How often a form occurs in the texts that Navec was made of; 0 when it is not kept there."""
    vocabulary = weights.navec().vocab
    ids = vocabulary.word_ids
    return max(int(vocabulary.counts[ids[w]]) if w in ids else 0 for w in (word, fold(word)))


def fold(word: str) -> str:
    """ё as е: texts of citizens mix the two."""
    return word.replace("ё", "е")


@cache
def dictionary() -> Any:
    """The dictionary of pymorphy3, opened once."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")
