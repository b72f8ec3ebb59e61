"""Templates of problems: a bad state, what is broken or undone, decline (quantity: amounts.py)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.naming.amounts import absence, degree, excess, shortage
from pipeline.naming.claims import Claim, has
from pipeline.naming.judging import judges, names_evil
from pipeline.naming.lexicon import action_nouns, actions, declines, lemma_class
from pipeline.naming.nearby import (
    adjective_lemmas,
    after,
    agreed,
    first_said,
    near,
    negated,
    predicate,
)
from pipeline.naming.phrases import (
    Phrase,
    agreement,
    first_phrase,
    phrase_at,
    phrase_ending,
)
from pipeline.naming.words import Reading, Word, inflect, readings

_STATES = {"состояние"}
BROKEN = {"работать": "неработающий", "гореть": "неработающий", "функционировать":
           "неработающий", "светить": "неработающий"}  # fmt: skip
_POOR = "неудовлетворительный"


def trouble(words: Sequence[Word]) -> Claim | None:
    """«Проблема с парковками», «беда с дорогами»."""
    for index, word in enumerate(words[:-2]):
        if word.lemma in ("проблема", "беда", "сложность", "трудность") and words[
            index + 1
        ].lower in ("с", "со"):
            phrase = phrase_at(words, index + 2, ("ablt",))
            if phrase:
                return Claim("trouble", "проблемы с", phrase, "ablt", 0.8)
    return None


def state(words: Sequence[Word]) -> Claim | None:
    """«Плохое состояние дорог», «парк в запустении», «двор в ужасном состоянии»."""
    for index, word in enumerate(words):
        if word.lemma in _STATES:
            phrase = after(words, index, ("gent",))
            if phrase is None and _in_evil(words, index):
                phrase = first_phrase(words[: max(0, index - 2)], ("nomn",))
        elif word.lower in ("запустении", "разрухе"):
            phrase = first_phrase(words[: max(0, index - 1)], ("nomn",))
        else:
            continue
        if phrase:
            return Claim("bad", "неудовлетворительное состояние", phrase, "gent", 1.0)
    return None


def _in_evil(words: Sequence[Word], index: int) -> bool:
    """True for «в плачевном состоянии»; «в каком я состоянии» and «в хорошем» tell no evil."""
    start = next((i for i in range(index - 1, max(-1, index - 4), -1) if words[i].lower == "в"), -1)
    said = [word.readings[0] for word in words[start + 1 : index] if word.readings]
    between = [reading for reading in said if reading.pos != "ADVB"]
    sound = lemma_class("good") | {"нормальный"}
    return start >= 0 and bool(between) and all(
        r.adjective and ("Apro" not in r.tag or r.lemma == "такой") and r.lemma not in sound
        for r in between
    )  # fmt: skip


def bad(words: Sequence[Word]) -> Claim | None:
    """«Плохие дороги», «дороги разбиты», «вода плохая»: what is judged, and how."""
    for index in range(len(words)):
        phrase = phrase_at(words, index, ("nomn", "accs"))
        if phrase is None:
            continue
        near_it = [part.reading for part in phrase.adjectives() if part.reading]
        said = {reading.lemma: adjective_lemmas(reading) for reading in near_it}
        judging = lemma_class("worn") | lemma_class("poor")
        evil = set().union(predicate(words, phrase), *said.values()) & judging
        if evil:
            own = {lemma for lemma, forms in said.items() if forms & judging}
            return _judged(phrase.without(own), evil)
    return None


def _judged(phrase: Phrase, evil: set[str]) -> Claim | None:
    """The house style that suits the noun: its state, its quality, or how it is done."""
    head = phrase.head.reading
    if head is None or head.lemma in _STATES:
        return None
    if "anim" in head.tag:
        return Claim("bad", agreed(sorted(evil)[0], phrase), phrase, "nomn", 0.8)
    if has(phrase.head.word, "negative"):
        return Claim("nominal", "", phrase, "nomn", 0.8)
    if head.lemma in lemma_class("quality"):
        return Claim("bad", "неудовлетворительное качество", phrase, "gent", 1.0)
    if head.lemma in lemma_class("deeds") or head.lemma in action_nouns():
        return Claim("bad", agreed(_POOR, phrase), phrase, "nomn", 1.0)
    return Claim("bad", "неудовлетворительное состояние", phrase, "gent", 1.0)


def undone(words: Sequence[Word]) -> Claim | None:
    """«Не чистят снег», «мусор не вывозится», «фонари не горят»: what is not done or works not."""
    for index, word in enumerate(words):
        if not negated(words, index):
            continue
        verb = word.find("VERB", "PRTS")
        if verb is None or verb.lemma in ("хватать", "знать", "хотеть", "мочь", "быть"):
            continue
        subject = near(words, index, ("nomn",), before=index - 1)
        if verb.lemma in BROKEN and subject:
            lead = agreed(BROKEN[verb.lemma], subject)
            return Claim("broken", lead, subject, "nomn", 1.0)
        noun = actions().get(verb.lemma)
        if noun and _undone_form(verb):
            phrase = near(words, index, ("accs", "gent", "nomn"), before=index - 1)
            if phrase:
                kept = noun in ("соблюдение", "выполнение", "исполнение")
                lead = f"не{noun}" if kept else f"отсутствие {_genitive(noun)}"
                return Claim("undone", lead, phrase, "gent", 0.9)
    return None


def _undone_form(verb: Reading) -> bool:
    third = verb.number == "plur" and "1per" not in verb.tag and "2per" not in verb.tag
    return third or verb.pos == "PRTS" or verb.lemma.endswith("ся")


def poorly(words: Sequence[Word]) -> Claim | None:
    """«Плохо чистят снег», «плохо работает транспорт»."""
    for index, word in enumerate(words[:-1]):
        if word.lower not in ("плохо", "некачественно", "отвратительно", "ужасно", "слабо"):
            continue
        verb = words[index + 1].find("VERB", "PRTS")
        noun = "работа" if verb and verb.lemma == "работать" else ""
        noun = noun or (actions().get(verb.lemma, "") if verb else "")
        reading = next((r for r in readings(noun) if r.pos == "NOUN"), None) if noun else None
        phrase = near(words, index + 1, ("accs", "nomn"), before=index)
        if reading and phrase:
            lead = inflect(next(r for r in readings(_POOR) if r.adjective), _POOR,
                           agreement(reading, "nomn"))  # fmt: skip
            return Claim("bad", f"{lead} {noun}", phrase, "gent", 1.0)
    return None


def decline(words: Sequence[Word]) -> Claim | None:
    """«Молодёжь уезжает», «растут тарифы»."""
    for index, word in enumerate(words):
        verb = word.find("VERB")
        if verb and verb.lemma in declines() and not negated(words, index):
            phrase = phrase_ending(words, index, ("nomn",)) or after(words, index, ("nomn",))
            if phrase and declines()[verb.lemma] == "рост" and not _grows(phrase):
                return _is_there(phrase)
            if phrase:
                return Claim("decline", declines()[verb.lemma], phrase, "gent", 0.9)
    return None


def _is_there(phrase: Phrase) -> Claim:
    """«Появилась плесень», «растёт трава»: the thing alone."""
    head = phrase.head.reading
    if head and names_evil(head.lemma):
        return Claim("nominal", "", phrase, "nomn", 0.8)
    return Claim("bare", "проблемы с", phrase, "ablt", 0.6)


def _grows(phrase: Phrase) -> bool:
    """True for what is measured; tops of trees and heaps grow too, and nobody calls it growth."""
    head = phrase.head.reading
    measured = head is not None and head.lemma in lemma_class("growing")
    return measured or (head is not None and head.lemma.endswith(("ость", "ция", "ство")))


def participle(words: Sequence[Word]) -> Claim | None:
    """«Качели сломаны», «двор заставлен машинами» -> «Сломанные качели»."""
    for index, word in enumerate(words):
        reading = word.find("PRTS")
        if reading is None or negated(words, index) or reading.lemma in lemma_class("paperwork"):
            continue
        phrase = phrase_ending(words, index, ("nomn",)) or after(words, index, ("nomn",))
        if phrase is None or len(words) > phrase.stop - phrase.start + 4:
            continue
        if phrase.head.reading and phrase.head.reading.number != reading.number:
            continue  # «тропинки натаптываем сами» is no «натаптываемые»
        form = reading.parse.inflect({"PRTF", *agreement(phrase.head.reading, "nomn")})
        if form:
            return Claim("bad", form.word, phrase, "nomn", 0.8)
    return None


def happened(words: Sequence[Word]) -> Claim | None:
    """«Перегорела лампа», «столб упал» -> «Перегоревшая лампа», «Упавший столб»."""
    if len(words) > 8 or any(w.find("INFN") or w.text in ",;:" for w in words):
        return None
    for index, word in enumerate(words):
        verb = _befallen(word)
        if verb is None or negated(words, index):
            continue
        phrase = phrase_ending(words, index, ("nomn",)) or after(words, index, ("nomn",))
        head = phrase.head.reading if phrase else None
        if phrase is None or head is None or "anim" in head.tag:
            return None
        if verb.lemma in lemma_class("appearing"):
            return _is_there(phrase) if names_evil(head.lemma) else None
        wanted = {"PRTF", "actv", "past", *agreement(head, "nomn")}
        form = next((f.word for f in verb.parse.lexeme if wanted <= set(f.tag.grammemes)), "")
        return Claim("bad", form, phrase, "nomn", 0.8) if form else None
    return None


def _befallen(word: Word) -> Reading | None:
    """The reading of a verb of damage or of coming to be: past, perfective, intransitive."""
    if word.pos != "VERB":
        return None
    found = [r for r in word.readings if {"perf", "intr", "past"} <= set(_marks(r))]
    known = lemma_class("damaged") | lemma_class("appearing")
    return found[0] if found and found[0].lemma in known else None


def _marks(reading: Reading) -> list[str]:
    return reading.tag.replace(" ", ",").split(",")


def nominal(words: Sequence[Word]) -> Claim | None:
    """A statement that is one noun phrase: a named evil stays, a bare subject is «Проблемы с …»."""
    phrase = phrase_at(words, first_said(words), ("nomn", "accs"))
    if phrase is None or phrase.stop < len([w for w in words if w.text[0].isalnum()]):
        return None
    head = phrase.head.reading
    evil = any(
        part.reading and ("Qual" in part.reading.tag or judges(part.reading))
        for part in phrase.adjectives()
    )
    if head and (evil or any(map(names_evil, phrase.head.word.lemmas()))):
        return Claim("nominal", "", phrase, "nomn", 0.9)
    return Claim("bare", "проблемы с", phrase, "ablt", 0.6)


def _genitive(noun: str) -> str:
    *before, last = noun.split()
    reading = next((r for r in readings(last) if r.pos == "NOUN" and r.case == "nomn"), None)
    if before or reading is None:
        return noun
    return inflect(reading, last, {"gent", reading.number or "sing"})


TEMPLATES = (state, absence, shortage, bad, poorly, undone, degree, trouble, decline, participle,
             happened, nominal, excess)  # fmt: skip
