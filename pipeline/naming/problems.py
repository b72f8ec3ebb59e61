"""Templates of problems: absence, shortage, bad state, what is broken or not done, decline."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.naming.claims import Claim, has
from pipeline.naming.lexicon import action_nouns, actions, declines, lemma_class
from pipeline.naming.phrases import (
    GOVERNMENT,
    Phrase,
    agreement,
    first_phrase,
    phrase_at,
    phrase_ending,
)
from pipeline.naming.words import Reading, Word, inflect, readings

_NOT_LACKING = {"проблема", "претензия", "замечание", "нарекание", "сомнение", "слово", "смысл",
                "желание", "сила", "дело", "ответ", "вопрос", "понятие", "жалоба"}  # fmt: skip
# People of whom there is neither too little nor too much: the trouble is what they meet.
_CROWD = {"человек", "люди", "народ", "ребенок", "дитя", "пациент", "житель", "семья", "жилец",
          "гражданин", "пенсионер", "пешеход", "пассажир", "беременный"}  # fmt: skip
_STATES = {"состояние"}
_BROKEN = {"работать": "неработающий", "гореть": "неработающий", "функционировать":
           "неработающий", "светить": "неработающий"}  # fmt: skip
_POOR = "неудовлетворительный"
# Verbs of a past that befalls no thing: «прошёл год», «осталась одна».
_NO_EVENTS = {"стать", "перестать", "начать", "начаться", "остаться", "прийти", "пройти",
              "оказаться", "хватить", "мочь", "смочь", "получиться", "быть", "приехать", "выйти",
              "сказать", "ответить", "обратиться", "произойти", "случиться", "подойти", "дойти",
              "уйти", "войти", "уехать", "доехать", "поехать", "подъехать"}  # fmt: skip
_WINDOW = 4
# What may be large without being too large.
_LARGE = {"город", "район", "двор", "село", "поселок", "область", "страна", "предприятие"}


def absence(words: Sequence[Word]) -> Claim | None:
    """«Нет освещения», «мест в яслях нет», «отсутствует тротуар», «отсутствие парковок»."""
    for index, word in enumerate(words):
        phrase = None
        if word.lower in ("нет", "нету"):
            phrase = _near(words, index, ("gent",))
        elif word.lemma == "отсутствовать":
            phrase = _near(words, index, ("nomn",))
        elif word.lemma == "отсутствие":
            phrase = _after(words, index, ("gent",))
        if phrase and _missed(phrase):
            return Claim("absence", "отсутствие", phrase, "gent", 1.0)
    return None


def _missed(phrase: Phrase) -> bool:
    """False for what nobody misses: «нареканий нет», «снега нет», «нет мусора», «пациентов нет»."""
    head = phrase.head
    if head.reading is None or head.reading.lemma in _NOT_LACKING | _CROWD | {"снег", "лед"}:
        return False
    return not has(head.word, "negative")


def shortage(words: Sequence[Word]) -> Claim | None:
    """«Не хватает врачей», «дефицит кадров», «мало парковок», «недостаточно автобусов»."""
    for index, word in enumerate(words):
        lacking = word.lemma in ("хватать", "хватить") and _negated(words, index)
        phrase = None
        if lacking or word.lower in ("мало", "недостаточно", "маловато", "недостает"):
            phrase = _near(words, index, ("gent",), before=index - lacking)
        elif word.lemma in ("нехватка", "недостаток", "дефицит", "недостаточность"):
            phrase = _after(words, index, ("gent",))
        if phrase:
            return Claim("shortage", "нехватка", phrase, "gent", 1.0)
    return None


def excess(words: Sequence[Word]) -> Claim | None:
    """«Много бродячих собак», «полно мусора», «избыток торговых центров»."""
    for index, word in enumerate(words):
        if word.lower in ("много", "полно", "куча") or word.lemma in ("избыток", "засилье"):
            phrase = _near(words, index, ("gent",))
            if phrase and phrase.head.reading and phrase.head.reading.lemma not in _CROWD:
                return Claim("excess", "большое количество", phrase, "gent", 0.9)
    return None


def trouble(words: Sequence[Word]) -> Claim | None:
    """«Проблема с парковками», «беда с дорогами»."""
    for index, word in enumerate(words[:-2]):
        if word.lemma in ("проблема", "беда", "сложность", "трудность") and words[
            index + 1
        ].lower in ("с", "со"):
            phrase = phrase_at(words, index + 2, ("ablt",))
            if phrase:
                return Claim("trouble", with_whom(phrase), phrase, "ablt", 0.8)
    return None


def state(words: Sequence[Word]) -> Claim | None:
    """«Плохое состояние дорог», «парк в запустении», «двор в ужасном состоянии»."""
    for index, word in enumerate(words):
        if word.lemma in _STATES:
            phrase = _after(words, index, ("gent",))
            if phrase is None and "в" in {w.lower for w in words[max(0, index - 3) : index]}:
                phrase = first_phrase(words[: max(0, index - 2)], ("nomn",))
        elif word.lower in ("запустении", "разрухе"):
            phrase = first_phrase(words[: max(0, index - 1)], ("nomn",))
        else:
            continue
        if phrase:
            return Claim("bad", "неудовлетворительное состояние", phrase, "gent", 1.0)
    return None


def bad(words: Sequence[Word]) -> Claim | None:
    """«Плохие дороги», «дороги разбиты», «вода плохая»: what is judged, and how."""
    for index in range(len(words)):
        phrase = phrase_at(words, index, ("nomn", "accs"))
        if phrase is None:
            continue
        judged = {p.reading.lemma for p in phrase.adjectives() if p.reading} | _predicate(
            words, phrase
        )
        evil = judged & (lemma_class("worn") | lemma_class("poor"))
        if evil:
            return _judged(phrase.without(evil), evil)
    return None


def degree(words: Sequence[Word]) -> Claim | None:
    """«Слабый контроль», «тарифы очень высокие»: what there is too little or too much of."""
    for index in range(len(words)):
        phrase = phrase_at(words, index, ("nomn", "accs"))
        if phrase is None:
            continue
        alone = index == _skip(words)  # «смотрю на столб высокий …» inside a tale claims nothing
        said = {p.reading.lemma for p in phrase.adjectives() if p.reading}
        for frame in ("low", "high"):
            own = said if alone or frame == "low" else set()
            judged = (own | _predicate(words, phrase)) & lemma_class(frame)
            bare = phrase.without(judged)
            if judged and _measured(bare, frame):
                return Claim(frame, _agreed(sorted(judged)[0], bare), bare, "nomn", 0.9)
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


def _predicate(words: Sequence[Word], phrase: Phrase) -> set[str]:
    """Lemmas of an adjective or participle said of `phrase` right after or before it."""
    head = phrase.head.reading
    for index in (phrase.stop, phrase.stop + 1, phrase.start - 1):
        if 0 <= index < len(words):
            for reading in words[index].readings:
                if head and reading.number != head.number:
                    continue  # «дороги снег»: two nouns, not «дорогой снег»
                if reading.pos in ("ADJS", "PRTS") or (
                    reading.pos == "ADJF" and reading.case == "nomn" and index >= phrase.stop
                ):
                    return _adjective_lemmas(reading)
    return set()


def _adjective_lemmas(reading: Reading) -> set[str]:
    if reading.pos != "PRTS":
        return {reading.lemma}
    full = reading.parse.inflect({"PRTF", "sing", "masc", "nomn"})
    return {reading.lemma, full.word.replace("ё", "е")} if full else {reading.lemma}


def _judged(phrase: Phrase, evil: set[str]) -> Claim | None:
    """The house style that suits the noun: its state, its quality, or how it is done."""
    head = phrase.head.reading
    if head is None or head.lemma in _STATES:
        return None
    if "anim" in head.tag:
        return Claim("bad", _agreed(sorted(evil)[0], phrase), phrase, "nomn", 0.8)
    if has(phrase.head.word, "negative"):
        return Claim("nominal", "", phrase, "nomn", 0.8)
    if head.lemma in lemma_class("quality"):
        return Claim("bad", "неудовлетворительное качество", phrase, "gent", 1.0)
    if head.lemma in lemma_class("deeds") or head.lemma in action_nouns():
        return Claim("bad", _agreed(_POOR, phrase), phrase, "nomn", 1.0)
    return Claim("bad", "неудовлетворительное состояние", phrase, "gent", 1.0)


def _agreed(adjective: str, phrase: Phrase) -> str:
    """`adjective` in the nominative, agreeing with the phrase's head."""
    reading = next((r for r in readings(adjective) if r.adjective), None)
    if reading is None:
        return adjective
    return inflect(reading, adjective, agreement(phrase.head.reading, "nomn"))


def undone(words: Sequence[Word]) -> Claim | None:
    """«Не чистят снег», «мусор не вывозится», «фонари не горят»: what is not done or works not."""
    for index, word in enumerate(words):
        if not _negated(words, index):
            continue
        verb = word.find("VERB", "PRTS")
        if verb is None or verb.lemma in ("хватать", "знать", "хотеть", "мочь", "быть"):
            continue
        subject = _near(words, index, ("nomn",), before=index - 1)
        if verb.lemma in _BROKEN and subject:
            lead = _agreed(_BROKEN[verb.lemma], subject)
            return Claim("broken", lead, subject, "nomn", 1.0)
        noun = actions().get(verb.lemma)
        if noun and _undone_form(verb):
            phrase = _near(words, index, ("accs", "gent", "nomn"), before=index - 1)
            if phrase:
                return Claim("undone", f"отсутствие {_genitive(noun)}", phrase, "gent", 0.9)
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
        phrase = _near(words, index + 1, ("accs", "nomn"), before=index)
        if reading and phrase:
            lead = inflect(next(r for r in readings(_POOR) if r.adjective), _POOR,
                           agreement(reading, "nomn"))  # fmt: skip
            return Claim("bad", f"{lead} {noun}", phrase, "gent", 1.0)
    return None


def decline(words: Sequence[Word]) -> Claim | None:
    """«Молодёжь уезжает», «растут тарифы»."""
    for index, word in enumerate(words):
        verb = word.find("VERB")
        if verb and verb.lemma in declines() and not _negated(words, index):
            phrase = phrase_ending(words, index, ("nomn",)) or _after(words, index, ("nomn",))
            if phrase:
                return Claim("decline", declines()[verb.lemma], phrase, "gent", 0.9)
    return None


def participle(words: Sequence[Word]) -> Claim | None:
    """«Качели сломаны», «двор заставлен машинами» -> «Сломанные качели»."""
    for index, word in enumerate(words):
        reading = word.find("PRTS")
        if reading is None or _negated(words, index):
            continue
        phrase = phrase_ending(words, index, ("nomn",)) or _after(words, index, ("nomn",))
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
        if verb is None or _negated(words, index):
            continue
        phrase = phrase_ending(words, index, ("nomn",)) or _after(words, index, ("nomn",))
        head = phrase.head.reading if phrase else None
        if phrase is None or head is None or "anim" in head.tag:
            return None
        wanted = {"PRTF", "actv", "past", *agreement(head, "nomn")}
        form = next((f.word for f in verb.parse.lexeme if wanted <= set(f.tag.grammemes)), "")
        return Claim("bad", form, phrase, "nomn", 0.8) if form else None
    return None


def _befallen(word: Word) -> Reading | None:
    """The reading of a verb that tells what became of a thing: past, perfective, intransitive."""
    if word.pos != "VERB":
        return None
    found = [r for r in word.readings if {"perf", "intr", "past"} <= set(_marks(r))]
    return found[0] if found and found[0].lemma not in _NO_EVENTS else None


def _marks(reading: Reading) -> list[str]:
    return reading.tag.replace(" ", ",").split(",")


def nominal(words: Sequence[Word]) -> Claim | None:
    """A statement that is one noun phrase: a named evil stays, a bare subject is «Проблемы с …»."""
    phrase = phrase_at(words, _skip(words), ("nomn", "accs"))
    if phrase is None or phrase.stop < len([w for w in words if w.text[0].isalnum()]):
        return None
    head = phrase.head.reading
    adjectives = {p.reading.lemma for p in phrase.adjectives() if p.reading}
    evil = adjectives & lemma_class("inherent") or any(
        part.reading and "Qual" in part.reading.tag for part in phrase.adjectives()
    )
    if head and (has(phrase.head.word, "negative") or head.lemma.startswith("не") or evil):
        return Claim("nominal", "", phrase, "nomn", 0.9)
    return Claim("bare", with_whom(phrase), phrase, "ablt", 0.6)


def with_whom(phrase: Phrase) -> str:
    """«проблемы с» or, before «с», «з», «ш», «ж» and a consonant, «проблемы со»."""
    first = phrase.text("ablt").lower()
    close = len(first) > 1 and first[0] in "сзшжщ" and first[1] not in "аеёиоуыэюя"
    return "проблемы со" if close else "проблемы с"


def _skip(words: Sequence[Word]) -> int:
    """Index of the first word that is not punctuation or a filler."""
    return next((i for i, w in enumerate(words) if w.text[0].isalnum()), 0)


def _negated(words: Sequence[Word], index: int) -> bool:
    return index > 0 and words[index - 1].lower == "не"


def _near(
    words: Sequence[Word], index: int, cases: tuple[str, ...], before: int | None = None
) -> Phrase | None:
    """The phrase after the word at `index`, or else the one that ends right before `before`."""
    ahead = _after(words, index, cases)
    if ahead:
        return ahead
    stop = index if before is None else before
    while stop > 0 and words[stop - 1].pos in ("ADVB", "PRCL", "INTJ", "PRED"):
        stop -= 1
    return phrase_ending(words, stop, cases)


def _after(words: Sequence[Word], index: int, cases: tuple[str, ...]) -> Phrase | None:
    """The phrase that begins within a few words after `index`, adverbs and pronouns skipped."""
    first = _past_preposition(words, index + 1)
    for start in range(first, min(first + _WINDOW, len(words))):
        phrase = phrase_at(words, start, cases)
        if phrase:
            return phrase
        if words[start].pos not in ("ADVB", "PRCL", "NPRO", "ADJF", "PRED", "COMP"):
            return None
    return None


def _past_preposition(words: Sequence[Word], start: int) -> int:
    """Where the prepositional group at `start` ends: «нет [в нашем районе] поликлиники»."""
    if start < len(words) and words[start].lower in GOVERNMENT:
        for case in GOVERNMENT[words[start].lower]:
            group = phrase_at(words, start + 1, (case,))
            if group:
                return group.start + 1 + max(0, _core_length(words, group, case) - 1)
        if start + 1 < len(words) and words[start + 1].pos == "NPRO":
            return start + 2
    return start


def _core_length(words: Sequence[Word], group: Phrase, case: str) -> int:
    """How many words of a group stand before and at its head."""
    return words.index(group.head.word) - group.start + 1


def _genitive(noun: str) -> str:
    *before, last = noun.split()
    reading = next((r for r in readings(last) if r.pos == "NOUN" and r.case == "nomn"), None)
    if before or reading is None:
        return noun
    return inflect(reading, last, {"gent", reading.number or "sing"})


TEMPLATES = (state, absence, shortage, bad, poorly, undone, degree, trouble, decline, participle,
             happened, nominal, excess)  # fmt: skip
