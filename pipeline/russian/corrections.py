"""Slovnet's tag corrected where the dictionary leaves no doubt.

The tagger learnt from news, where nobody asks for anything: it takes «Почините светофор» for an
adjective and a noun. A form whose every reading in the dictionary is of one part of speech gets it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.russian.readings import dictionary

Tag = tuple[str, str]  # UD part of speech and features

_OPEN = frozenset(("NOUN", "PROPN", "ADJ", "VERB", "ADV", "INTJ", "X", "PUNCT", "SYM"))
_UD = {
    "NOUN": "NOUN", "ADJF": "ADJ", "ADJS": "ADJ", "VERB": "VERB", "INFN": "VERB", "GRND": "VERB",
    "PRTF": "PART", "PRTS": "PART", "ADVB": "ADV", "PRED": "ADV", "COMP": "ADV",
}  # fmt: skip
# (reading, tag) that treebanks mix: «нужно», a noun that was an adjective, «можно» as a verb.
_MIXED = {
    ("ADJ", "VERB"), ("NOUN", "PROPN"), ("NOUN", "ADJ"), ("ADV", "ADJ"), ("ADJ", "NOUN"),
    ("ADJ", "ADV"), ("ADV", "VERB"), ("PART", "ADJ"), ("PART", "NOUN"), ("PART", "VERB"),
}  # fmt: skip
_FEATS = (
    ("Animacy", {"anim": "Anim", "inan": "Inan"}),
    ("Aspect", {"perf": "Perf", "impf": "Imp"}),
    ("Case", {"nomn": "Nom", "gent": "Gen", "datv": "Dat", "accs": "Acc", "ablt": "Ins",
              "loct": "Loc", "gen2": "Gen", "loc2": "Loc"}),
    ("Gender", {"masc": "Masc", "femn": "Fem", "neut": "Neut"}),
    ("Mood", {"impr": "Imp", "indc": "Ind"}),
    ("Number", {"sing": "Sing", "plur": "Plur"}),
    ("Person", {"1per": "1", "2per": "2", "3per": "3"}),
    ("Tense", {"past": "Past", "pres": "Pres", "futr": "Fut"}),
    ("Variant", {"ADJS": "Short", "PRTS": "Short"}),
    ("VerbForm", {"VERB": "Fin", "INFN": "Inf", "GRND": "Conv", "PRTF": "Part", "PRTS": "Part"}),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def corrected(form: str, pos: str, feats: str, initial: bool) -> Tag:
    """The tag of a form; `initial` at the beginning of a sentence, where capitals say nothing."""
    if pos not in _OPEN or not form[:1].isalpha() or (form[:1].isupper() and not initial):
        return pos, feats
    word = form.lower()
    if len(word) < 4 or not dictionary().word_is_known(word):
        return pos, feats
    parses = [parse for parse in dictionary().parse(word) if "Infr" not in parse.tag]
    kinds = {_UD.get(str(parse.tag.POS), "") for parse in parses}
    if len(kinds) != 1:
        return pos, feats
    (kind,) = kinds
    if not kind or kind == pos or (kind, pos) in _MIXED:
        return pos, feats
    return "VERB" if kind == "PART" else kind, _features(parses[0])


def _features(parse: Any) -> str:
    """UD features of a reading of the dictionary."""
    grammemes = parse.tag.grammemes
    found = ((name, next((v for g, v in values.items() if g in grammemes), ""))
             for name, values in _FEATS)  # fmt: skip
    return "|".join(f"{name}={value}" for name, value in found if value)
