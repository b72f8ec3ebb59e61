"""Words of a text as rules and models see them: forms, lemmas and grammatical tags.

`veche run` and `veche label` must give a text the same role, and label has a millisecond for a
text, so this is morphology without context: pymorphy3's readings of a form, looked up once per
distinct form (11 µs a word once known; a full parse is some hundred times dearer).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

TOKEN = re.compile(
    r"[а-яё]+(?:-[а-яё]+)*|[a-z]+(?:[-.@][a-z0-9]+)*|\d+(?:[.,:/]\d+)*|[^\w\s]|_+", re.IGNORECASE
)
_SENTENCE_END = frozenset(".!?…")

# pymorphy3's parts of speech -> the tags that patterns use.
_PARTS = {
    "NOUN": "N",
    "ADJF": "A",
    "ADJS": "AS",
    "COMP": "CMP",
    "VERB": "V",
    "INFN": "INF",
    "PRTF": "PT",
    "PRTS": "PS",
    "GRND": "G",
    "NUMR": "NUM",
    "ADVB": "ADV",
    "NPRO": "PRO",
    "PRED": "PRD",
    "PREP": "PREP",
    "CONJ": "CONJ",
    "PRCL": "PRCL",
    "INTJ": "INTJ",
}
_MARKS = {
    "nomn": "nom",
    "gent": "gen",
    "datv": "dat",
    "accs": "acc",
    "ablt": "ins",
    "loct": "loc",
    "sing": "sg",
    "plur": "pl",
    "pres": "pres",
    "past": "past",
    "futr": "fut",
    "impr": "imp",
    "1per": "1",
    "2per": "2",
    "3per": "3",
    "Name": "name",
    "Surn": "name",
    "Patr": "name",
    "Geox": "geo",
}
_MARK_ORDER = {mark: place for place, mark in enumerate(dict.fromkeys(_MARKS.values()))}

# Forms whose first reading is wrong for our texts: form -> (lemma, tag).
_FIXED = {
    "есть": ("быть", "V.pres.3"),
    "нет": ("нет", "NET"),
    "нету": ("нет", "NET"),
    "не": ("не", "NE"),
    "ни": ("ни", "NI"),
    "надо": ("надо", "MOD"),
    "нужно": ("нужно", "MOD"),
    "необходимо": ("необходимо", "MOD"),
    "можно": ("можно", "MOD"),
    "нельзя": ("нельзя", "MOD"),
    "пора": ("пора", "MOD"),
    "прошу": ("просить", "V.pres.1"),
    "просим": ("просить", "V.pres.1"),
    "просьба": ("просьба", "N.nom.sg"),
    "нужен": ("нужный", "AS"),
    "нужна": ("нужный", "AS"),
    "нужны": ("нужный", "AS"),
    "спасибо": ("спасибо", "PRCL"),
    "пожалуйста": ("пожалуйста", "PRCL"),
    "дороги": ("дорога", "N.nom.gen.acc.pl"),
    "стоит": ("стоить", "V.pres.3.sg"),
    "стали": ("стать", "V.past.pl"),
    "уже": ("уже", "ADV"),
    "хватит": ("хватить", "V.fut.3.sg"),
    "больше": ("больше", "ADV"),
    "меньше": ("меньше", "ADV"),
    "мало": ("мало", "ADV"),
    "много": ("много", "ADV"),
    "ук": ("ук", "N.nom"),
    "жкх": ("жкх", "N.nom"),
    "ул": ("ул", "N.nom"),
    "улиц": ("улица", "N.gen.pl"),
}


@dataclass(frozen=True)
class Words:
    """The tokens of one text; all tuples have one entry a token, ё folded to е in forms.

    `starts` are character offsets in the text that was given.
    """

    forms: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    starts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.forms)


@lru_cache(maxsize=1)
def _analyzer() -> Any:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=400_000)
def read(form: str) -> tuple[str, str]:
    """The lemma (ё folded) and tag of one lower-case form.

    A tag is a part of speech and its marks: «N.gen.pl», «V.past.sg», «INF», «P» for punctuation,
    «D» for digits, «X» for foreign words. Cases that readings of one lemma share are all kept,
    because «дороги» without context is both nominative and genitive.
    """
    if form in _FIXED:
        return _FIXED[form]
    first = form[0]
    if not first.isalpha():
        return form, "D" if first.isdigit() else "P"
    if first.isascii():
        return form, "X"
    parses = _analyzer().parse(form)
    best = parses[0]
    part = _PARTS.get(best.tag.POS, "O")
    marks = set(best.tag.grammemes)
    if part in ("N", "A", "PT", "PRO"):
        for other in parses[1:]:
            if other.normal_form == best.normal_form and other.tag.POS == best.tag.POS:
                marks |= other.tag.grammemes
    known = sorted({_MARKS[mark] for mark in marks if mark in _MARKS}, key=_MARK_ORDER.__getitem__)
    return best.normal_form.replace("ё", "е"), ".".join([part, *known])


def words(text: str) -> Words:
    """Split `text` into tokens and look each of them up."""
    forms, starts = [], []
    for match in TOKEN.finditer(text):
        forms.append(match.group().lower().replace("ё", "е"))
        starts.append(match.start())
    found = [read(form) for form in forms]
    return Words(
        tuple(forms),
        tuple(lemma for lemma, _ in found),
        tuple(tag for _, tag in found),
        tuple(starts),
    )
