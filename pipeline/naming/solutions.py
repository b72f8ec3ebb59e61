"""Templates of solutions, objections and visions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.naming.claims import Claim, has
from pipeline.naming.lexicon import action_nouns, actions, lemma_class
from pipeline.naming.own_words import own_words
from pipeline.naming.phrases import GOVERNMENT, Phrase, first_phrase, phrase_at
from pipeline.naming.words import Reading, Word, inflect, readings

_AUXILIARY = {"принять", "обратить", "начать", "хотеть", "мочь", "помочь", "стать", "быть", "есть",
              "сказать", "узнать", "найти", "дать", "видеть", "попробовать", "продолжить",
              "продолжать", "постараться", "рассмотреть", "взять", "понять", "знать"}  # fmt: skip
_LEADS = (("built", "строительство"), ("attracted", "привлечение"), ("created", "создание"))
_STOPPING = {"прекратить", "перестать", "хватить", "отменить", "остановить", "запретить",
             "убрать", "исключить"}  # fmt: skip


def action(words: Sequence[Word]) -> Claim | None:
    """«Построить мост», «прошу отремонтировать дорогу», «сделайте парковку»."""
    for index, word in enumerate(words):
        verb = _commanded(word)
        if verb is None or verb.lemma in _AUXILIARY | lemma_class("framing"):
            continue
        if (
            index
            and words[index - 1].lower == "не"
            and "бы" not in {w.lower for w in words[:index]}
        ):
            continue
        noun = actions().get(verb.lemma)
        if noun is None:
            return Claim("do", _infinitive(words, index, verb), None, "", 0.5, verb=verb.lemma)
        return _deed(words, index, noun, verb.lemma)
    return None


def _commanded(word: Word) -> Reading | None:
    """The infinitive or imperative reading of a word, if that is the likeliest."""
    if not word.readings or word.lower in ("есть", "знать", "пасть"):
        return None
    reading = word.readings[0]
    imperative = reading.pos == "VERB" and "impr" in reading.tag
    return reading if reading.pos == "INFN" or imperative else None


def _deed(words: Sequence[Word], index: int, noun: str, verb: str) -> Claim:
    """The noun of the action with its object in the genitive, or with its own preposition."""
    name = noun
    phrase = _object(words, index)
    if phrase and noun in ("проведение", "создание") and phrase.head.word.lemmas() & action_nouns():
        return Claim("do", "", phrase, "nomn", 1.0, verb=verb)  # «произвести ремонт» is «ремонт»
    if phrase:
        second = (
            phrase_at(words, phrase.stop, ("datv", "ablt")) if phrase.stop < len(words) else None
        )
        trail = second.text() if second else ""
        return Claim("do", name, phrase, "gent", 1.0, trail=trail, verb=verb)
    trail = _prepositional(words, index + 1)
    if trail:
        return Claim("do", name, None, "", 0.9, trail=trail, verb=verb)
    return Claim("do", _infinitive(words, index, words[index].readings[0]), None, "", 0.3,
                 verb=verb)  # fmt: skip


def _object(words: Sequence[Word], index: int) -> Phrase | None:
    """The direct object after a verb: accusative, or genitive under «больше», or bare plural."""
    for start in range(index + 1, min(index + 5, len(words))):
        if words[start].lower in GOVERNMENT or words[start].text in ".;:!?":
            return None
        following = words[start + 1].pos if start + 1 < len(words) else ""
        if words[start].text == "," and following in ("ADVB", "CONJ", "NPRO", "VERB", "INFN"):
            return None  # «сначала очистить, потом яму засыпать»
        phrase = phrase_at(words, start, ("accs", "gent"))
        if phrase:
            return phrase
    return None


def _prepositional(words: Sequence[Word], start: int) -> str:
    """A group with a preposition right after the verb, as it stands: «с коррупцией»."""
    if start >= len(words) or words[start].lower not in GOVERNMENT:
        return ""
    for case in GOVERNMENT[words[start].lower]:
        phrase = phrase_at(words, start + 1, (case,))
        if phrase:
            return f"{words[start].lower} {phrase.text()}"
    return ""


def _infinitive(words: Sequence[Word], index: int, verb: Reading) -> str:
    """The rest of the clause from the verb on, the verb in the infinitive."""
    form = inflect(verb, words[index].text.lower(), {"INFN"}) if verb.pos != "INFN" else ""
    if verb.pos != "INFN":
        infinitive = next(
            (w.word for w in verb.parse.lexeme if "INFN" in w.tag), words[index].text.lower()
        )
        form = infinitive
    rest = _source(words[index + 1 :])
    gap = " " if rest[:1].isalnum() else ""
    return own_words(f"{form or words[index].text.lower()}{gap}{rest}".strip())


def _source(words: Sequence[Word]) -> str:
    """The words as a text again, spaced as they were."""
    text = ""
    for before, word in zip([None, *words], words, strict=False):
        gap = " " if before is not None and word.start > before.end else ""
        text += gap + word.text
    return text


def deverbal(words: Sequence[Word]) -> Claim | None:
    """«Строительство бассейна», «организация досуга»: the register of papers and drafts."""
    for index, word in enumerate(words[:4]):
        reading = word.find("NOUN")
        if reading and reading.lemma in action_nouns() and reading.case in ("nomn", "accs"):
            phrase = phrase_at(words, index, ("nomn", "accs"))
            if phrase:
                return Claim("do", "", phrase, "nomn", 1.0, verb=reading.lemma)
    return None


def need(words: Sequence[Word]) -> Claim | None:
    """«Нужен новый мост», «необходимы врачи», «требуется ремонт школы»."""
    for index, word in enumerate(words):
        if not word.lemmas() & {"нужный", "необходимый", "требоваться"}:
            continue
        if word.find("ADJS") is None and word.lemma != "требоваться":
            continue
        phrase = first_phrase(words, ("nomn",), index + 1) or first_phrase(words, ("nomn",))
        head = phrase.head.reading if phrase else None
        if phrase is None or head is None:
            continue
        if head.lemma in action_nouns():
            return Claim("do", "", phrase, "nomn", 1.0, verb=head.lemma)
        for name, lead in _LEADS:
            if head.lemma in lemma_class(name):
                return Claim("do", lead, phrase, "gent", 1.0, verb=lead)
    return None


_EXISTING = {"дорога", "дом", "тротуар", "лифт", "магазин", "мост", "корпус", "завод", "рынок"}


def built(found: Claim) -> Claim:
    """A solution that only names what towns build, as its building: «Строительство парковок»."""
    head = found.phrase.head.reading if found.phrase else None
    if found.frame != "bare" or head is None or head.lemma in _EXISTING:
        return found
    for name, lead in _LEADS:
        if head.lemma in lemma_class(name):
            return replace(found, frame="do", lead=lead, case="gent", verb=lead)
    return found


def more(words: Sequence[Word]) -> Claim | None:
    """«Побольше детских площадок», «меньше машин»."""
    for index, word in enumerate(words[:3]):
        leads = {
            "больше": "увеличение количества",
            "побольше": "увеличение количества",
            "меньше": "уменьшение количества",
            "поменьше": "уменьшение количества",
        }
        if word.lower in leads:
            phrase = phrase_at(words, index + 1, ("gent",)) if index + 1 < len(words) else None
            if phrase:
                lead = leads[word.lower]
                if phrase.head.reading and phrase.head.reading.number == "sing":
                    lead = lead.replace("количества", "объёма")  # «больше практики»
                return Claim("do", lead, phrase, "gent", 0.9, verb=lead.split()[0])
    return None


def nominal(words: Sequence[Word]) -> Claim | None:
    """A statement that is one noun phrase."""
    start = next((i for i, w in enumerate(words) if w.text[0].isalnum()), 0)
    phrase = phrase_at(words, start, ("nomn", "accs", "gent"))
    if phrase is None or phrase.stop < len([w for w in words if w.text[0].isalnum()]):
        return None
    return Claim("bare", "", phrase, "nomn", 0.7)


def not_to(words: Sequence[Word]) -> Claim | None:
    """«Не надо строить торговые центры», «хватит вырубать деревья», «не закрывайте школу»."""
    for index, word in enumerate(words):
        verb = _commanded(word)
        if verb is None or verb.lemma in _STOPPING | _AUXILIARY:
            continue
        noun = actions().get(verb.lemma)
        phrase = _object(words, index)
        if noun and phrase and " " not in noun:
            reading = next(r for r in readings(noun) if r.pos == "NOUN")
            lead = inflect(reading, noun, {"gent", reading.number or "sing"})
            return Claim("not", f"против {lead}", phrase, "gent", 1.0, verb=verb.lemma)
    return None


def stop(words: Sequence[Word]) -> Claim | None:
    """«Отменить платные парковки», «прекратить вырубку деревьев», «против застройки»."""
    for index, word in enumerate(words):
        if word.lower == "против":
            phrase = phrase_at(words, index + 1, ("gent",)) if index + 1 < len(words) else None
        elif word.lemma in _STOPPING and not has(word, "absence"):
            phrase = _object(words, index)
        else:
            continue
        if phrase:
            return Claim("not", "против", phrase, "gent", 1.0, verb=word.lemma)
    return None


def ideal(words: Sequence[Word]) -> Claim | None:
    """«Вижу город зелёным и чистым», «чистый город»: the adjectives said of the city."""
    adjectives = [
        r
        for w in words
        if (r := w.find("ADJF")) and r.case in ("ablt", "nomn") and "Apro" not in r.tag
    ]
    # «Тихий», «чистым и зелёным»: said of the city that was asked about.
    only = all(w.find("ADJF", "CONJ", "PREP") or not w.text[0].isalpha() for w in words)
    city = only or any(w.lemma == "город" or "Geox" in _first_tag(w) for w in words)
    if not city or not adjectives or len(adjectives) > 4:
        return None
    forms = list(
        dict.fromkeys(inflect(r, r.parse.normal_form, {"nomn", "sing", "masc"}) for r in adjectives)
    )
    last = f" и {forms[-1]}" if len(forms) > 1 else ""
    text = ", ".join(forms[:-1] or forms) + last
    return Claim("ideal", f"{text} город", None, "", 0.9)


def _first_tag(word: Word) -> str:
    return word.readings[0].tag if word.readings else ""


SOLUTION_TEMPLATES = (deverbal, action, need, more, nominal)
AGAINST_TEMPLATES = (not_to, stop)
VISION_TEMPLATES = (ideal, nominal)
