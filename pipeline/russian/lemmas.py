"""Lemmas: the reading of the dictionary that agrees best with slovnet and with what people write.

A log-linear model of nine weights chooses among pymorphy3's readings of a form: how likely the
dictionary holds the reading, whether slovnet's part of speech and each of its features agree, how
common the lemma is (Navec's counts of words), whether it is a name where a name is meant. The
weights were fitted on nine parts of Russian treebanks (news, fiction, wiki, poetry, social media)
with `python -m pipeline.train.lemmas`; leaving one part out at a time, 88.9 % of the forms whose
readings differ are right. One look-up per distinct (form, part of speech, features); lemmas are
lower case with ё folded to е.
"""

from __future__ import annotations

import math
from functools import lru_cache

from pipeline.russian.readings import Reading, dictionary, fold, frequency, readings, short_form

__all__ = ["WEIGHTS", "dictionary", "evidence", "lemma", "predicative", "support"]

# Universal Dependencies part of speech -> pymorphy3 parts of speech that it may cover.
POS = {
    "NOUN": {"NOUN"},
    "PROPN": {"NOUN"},
    "ADJ": {"ADJF", "ADJS", "PRTF", "PRTS", "COMP"},
    "VERB": {"VERB", "INFN", "PRTF", "PRTS", "GRND"},
    "AUX": {"VERB", "INFN"},
    "ADV": {"ADVB", "COMP", "PRED", "GRND"},
    "NUM": {"NUMR", "ADJF", "COMP"},
    "PRON": {"NPRO", "ADJF"},
    "DET": {"ADJF", "NPRO"},
    "ADP": {"PREP"},
    "CCONJ": {"CONJ"},
    "SCONJ": {"CONJ"},
    "PART": {"PRCL", "ADVB", "CONJ"},
    "INTJ": {"INTJ", "PRCL"},
}
# Universal Dependencies feature -> pymorphy3 grammeme, by the kind of feature.
GRAMMEMES = {
    "case": {"Case=Nom": "nomn", "Case=Gen": "gent", "Case=Dat": "datv", "Case=Acc": "accs",
             "Case=Ins": "ablt", "Case=Loc": "loct"},
    "number": {"Number=Sing": "sing", "Number=Plur": "plur"},
    "gender": {"Gender=Masc": "masc", "Gender=Fem": "femn", "Gender=Neut": "neut"},
    "verb": {"Tense=Past": "past", "Tense=Pres": "pres", "Tense=Fut": "futr", "Person=1": "1per",
             "Person=2": "2per", "Person=3": "3per", "Mood=Imp": "impr", "VerbForm=Inf": "INFN",
             "VerbForm=Conv": "GRND", "Variant=Short": "ADJS", "Degree=Cmp": "COMP"},
}  # fmt: skip
NAMED = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"}
WEIGHTS = {
    "score": 0.71,  # log of pymorphy3's own estimate
    "pos": 0.58,
    "case": 0.72,
    "number": 0.34,
    "gender": 0.29,
    "verb": 0.69,
    "frequency": 0.20,  # log of Navec's count of the lemma
    "name": 0.59,  # a name of the dictionary where slovnet sees one
    "no_name": -1.67,  # a name of the dictionary where slovnet sees none
}
SHORT = "Degree=Pos|Gender=Neut|Number=Sing|Variant=Short"


@lru_cache(maxsize=500_000)
def lemma(form: str, pos: str = "", feats: str = "") -> str:
    """The lemma of a form; of the form alone when slovnet's tag is not given."""
    word = form.lower()
    if word[:1] == "#" and len(word) > 1:
        return "#" + lemma(word[1:])
    if pos == "SYM" or not any(letter.isalpha() for letter in word):
        return word
    full = short_form(word) if pos not in {"VERB", "ADP", "CCONJ"} else ""
    if full:
        return full
    if "." in word:
        return fold(word)
    if word == "норм" and "Case=Gen" not in feats:  # «всё норм», not «нет норм»
        return "нормально"
    found = readings(form, pos)
    if len(found) == 1:
        return found[0].lemma
    return max(found, key=lambda reading: support(reading, pos, feats)).lemma


def predicative(form: str, pos: str, dep: str) -> bool:
    """True for «темно», «лучше» as the predicate of a sentence: an adjective, not an adverb."""
    return (
        pos == "ADV"
        and dep in {"root", "ccomp"}
        and any(reading.pos in {"ADJS", "COMP"} for reading in readings(form, "ADJ"))
    )


def support(reading: Reading, pos: str, feats: str) -> float:
    """How much speaks for a reading; comparable among the readings of one form."""
    return sum(WEIGHTS[name] * value for name, value in evidence(reading, pos, feats).items())


def evidence(reading: Reading, pos: str, feats: str) -> dict[str, float]:
    """What speaks for a reading, a value for each of WEIGHTS."""
    wanted = feats.split("|") if feats else []
    values = {
        "score": math.log(reading.score + 1e-3),
        "pos": float(pos not in POS or reading.pos in POS[pos]),
        "frequency": math.log1p(frequency(reading.lemma)),
        "name": float(pos == "PROPN" and bool(NAMED & reading.grammemes)),
        "no_name": float(pos not in {"PROPN", ""} and bool(NAMED & reading.grammemes)),
    }
    for kind, grammemes in GRAMMEMES.items():
        asked = [grammemes[feat] for feat in wanted if feat in grammemes]
        values[kind] = float(sum(1 if g in reading.grammemes else -1 for g in asked))
    return values
