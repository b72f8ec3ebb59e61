"""Templates of problems of quantity: what is absent, lacking, too little or too much."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.naming.claims import Claim, has
from pipeline.naming.lexicon import lemma_class
from pipeline.naming.nearby import after, agreed, first_said, near, negated, predicate
from pipeline.naming.phrases import Phrase, phrase_at
from pipeline.naming.words import Word

_NOT_LACKING = {"проблема", "претензия", "замечание", "нарекание", "сомнение", "слово", "смысл",
                "желание", "сила", "дело", "ответ", "вопрос", "понятие", "жалоба"}  # fmt: skip
# People of whom there is neither too little nor too much: the trouble is what they meet.
CROWD = {"человек", "люди", "народ", "ребенок", "дитя", "пациент", "житель", "семья", "жилец",
          "гражданин", "пенсионер", "пешеход", "пассажир", "беременный"}  # fmt: skip
_WANTED = {"деньги", "деньга", "средство", "земля", "сила", "время", "дело"}
# What may be large without being too large.
_LARGE = {"город", "район", "двор", "село", "поселок", "область", "страна", "предприятие"}


def absence(words: Sequence[Word]) -> Claim | None:
    """«Нет освещения», «мест в яслях нет», «отсутствует тротуар», «отсутствие парковок»."""
    for index, word in enumerate(words):
        phrase = None
        if word.lower in ("нет", "нету"):
            phrase = near(words, index, ("gent",))
        elif word.lemma == "отсутствовать":
            phrase = near(words, index, ("nomn",))
        elif word.lemma == "отсутствие":
            phrase = after(words, index, ("gent",))
        if phrase and _missed(phrase):
            return Claim("absence", "отсутствие", phrase, "gent", 1.0)
    return None


def _missed(phrase: Phrase) -> bool:
    """False for what nobody misses: «нареканий нет», «снега нет», «нет мусора», «пациентов нет»."""
    head = phrase.head
    if head.reading is None or head.reading.lemma in _NOT_LACKING | CROWD | {"снег", "лед"}:
        return False
    return not has(head.word, "negative")


def shortage(words: Sequence[Word]) -> Claim | None:
    """«Не хватает врачей», «дефицит кадров», «мало парковок», «недостаточно автобусов»."""
    for index, word in enumerate(words):
        lacking = word.lemma in ("хватать", "хватить") and negated(words, index)
        phrase = None
        if lacking or word.lower in ("мало", "недостаточно", "маловато", "недостает"):
            phrase = near(words, index, ("gent",), before=index - lacking)
        elif word.lemma in ("нехватка", "недостаток", "дефицит", "недостаточность"):
            phrase = after(words, index, ("gent",))
        if phrase:
            return Claim("shortage", "нехватка", phrase, "gent", 1.0)
    return None


def excess(words: Sequence[Word]) -> Claim | None:
    """«Много бродячих собак», «полно мусора», «избыток торговых центров»."""
    for index, word in enumerate(words):
        if word.lower in ("много", "полно", "куча") or word.lemma in ("избыток", "засилье"):
            phrase = near(words, index, ("gent",))
            if phrase and (word.lemma in ("избыток", "засилье") or _too_much(phrase)):
                return Claim("excess", "большое количество", phrase, "gent", 0.9)
    return None


def _too_much(phrase: Phrase) -> bool:
    """False for people, and for what a town can hardly have too much of: «полно дорог, где …»."""
    head = phrase.head.reading
    return head is not None and head.lemma not in CROWD | _WANTED | lemma_class("built")


def degree(words: Sequence[Word]) -> Claim | None:
    """«Слабый контроль», «тарифы очень высокие»: what there is too little or too much of."""
    for index in range(len(words)):
        phrase = phrase_at(words, index, ("nomn", "accs"))
        if phrase is None:
            continue
        alone = index == first_said(words)  # «столб высокий» inside a tale claims nothing
        said = {p.reading.lemma for p in phrase.adjectives() if p.reading}
        for frame in ("low", "high"):
            own = said if alone or frame == "low" else set()
            judged = (own | predicate(words, phrase)) & lemma_class(frame)
            bare = phrase.without(judged)
            if judged and _measured(bare, frame):
                return Claim(frame, agreed(sorted(judged)[0], bare), bare, "nomn", 0.9)
        if alone and said:
            return None
    return None


def _measured(phrase: Phrase, frame: str) -> bool:
    """False for people, «большая часть», an evil whatever its size, and a town that is large."""
    head = phrase.head.reading
    if head is None or "anim" in head.tag or head.lemma in _NOT_LACKING:
        return False
    if frame == "high" and head.lemma in lemma_class("built") | _LARGE:
        return False
    vague = head.lemma in lemma_class("relational") and len(phrase.parts) == 1
    return not vague and not has(phrase.head.word, "negative")
