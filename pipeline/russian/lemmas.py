"""Lemmas: pymorphy3's parse that agrees best with slovnet's part of speech and features.

One look-up per distinct (form, part of speech, features). Lemmas are lower case with ё folded to
е, as texts of citizens mix the two. Participles go to their verb, as in Universal Dependencies.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

# Universal Dependencies part of speech -> pymorphy3 parts of speech that it may cover.
POS = {
    "NOUN": {"NOUN"},
    "PROPN": {"NOUN"},
    "ADJ": {"ADJF", "ADJS", "PRTF", "PRTS", "COMP"},
    "VERB": {"VERB", "INFN", "PRTF", "PRTS", "GRND"},
    "AUX": {"VERB", "INFN"},
    "ADV": {"ADVB", "COMP", "PRED", "GRND"},
    "NUM": {"NUMR", "ADJF"},
    "PRON": {"NPRO", "ADJF"},
    "DET": {"ADJF", "NPRO"},
    "ADP": {"PREP"},
    "CCONJ": {"CONJ"},
    "SCONJ": {"CONJ"},
    "PART": {"PRCL", "ADVB", "CONJ"},
    "INTJ": {"INTJ", "PRCL"},
}
# Universal Dependencies feature -> pymorphy3 grammeme.
GRAMMEMES = {
    "Case=Nom": "nomn",
    "Case=Gen": "gent",
    "Case=Dat": "datv",
    "Case=Acc": "accs",
    "Case=Ins": "ablt",
    "Case=Loc": "loct",
    "Number=Sing": "sing",
    "Number=Plur": "plur",
    "Gender=Masc": "masc",
    "Gender=Fem": "femn",
    "Gender=Neut": "neut",
    "Animacy=Anim": "anim",
    "Animacy=Inan": "inan",
    "Tense=Past": "past",
    "Tense=Pres": "pres",
    "Tense=Fut": "futr",
    "Person=1": "1per",
    "Person=2": "2per",
    "Person=3": "3per",
    "Mood=Imp": "impr",
    "Aspect=Perf": "perf",
    "Aspect=Imp": "impf",
    "VerbForm=Inf": "INFN",
    "VerbForm=Conv": "GRND",
}
NAMED = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"}


@lru_cache(maxsize=500_000)
def lemma(form: str, pos: str = "", feats: str = "") -> str:
    """The lemma of a form; of the form alone when slovnet's tag is not given."""
    word = form.lower()
    if pos in {"PUNCT", "SYM"} or not any(letter.isalpha() for letter in word):
        return word
    parses = dictionary().parse(word)
    allowed = POS.get(pos)
    agreeing = [parse for parse in parses if not allowed or parse.tag.POS in allowed] or parses
    wanted = {GRAMMEMES[feat] for feat in feats.split("|") if feat in GRAMMEMES}

    def agreement(parse: Any) -> tuple[float, float]:
        named = pos == "PROPN" and bool(NAMED & parse.tag.grammemes)
        return len(wanted & parse.tag.grammemes) + named, parse.score

    best = max(agreeing, key=agreement)
    return str(best.normal_form).replace("ё", "е")


@cache
def dictionary() -> Any:
    """The dictionary of pymorphy3, opened once."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")
