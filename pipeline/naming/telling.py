"""What a statement tells of a thing, beside its claim: what befell it, who does nothing about it.

`claim` reads a statement as a whole. A group shares more than that: «переезд закрыли», «хотят
закрыть переезд» and «закрытый переезд» tell one thing. These readings serve names of groups alone;
statements are not grouped by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.naming.amounts import CROWD, absence, shortage
from pipeline.naming.claims import Claim, claim, tokens
from pipeline.naming.judging import judges, names_evil
from pipeline.naming.lexicon import action_nouns, harms, lemma_class
from pipeline.naming.nearby import after, agreed, first_said, near, negated
from pipeline.naming.phrases import GOVERNMENT, Phrase, phrase_at, phrase_ending
from pipeline.naming.problems import BROKEN, bad, decline, poorly, undone
from pipeline.naming.subjects import spoken_of
from pipeline.naming.words import Reading, Word

_STYLE, _BARE = 0.9, 0.6
_TEMPLATES = (absence, shortage, bad, poorly, undone, decline)  # in the order of `claim`
_LATER = {"absence": 1, "shortage": 2, "bad": 4, "broken": 5, "undone": 5}  # those not yet tried
_NEAR = 5  # words after an organisation in which its inaction is told
_FLOWING = frozenset({"река", "ручей", "время", "жизнь"})  # what flows or falls by its nature
# What «не приходит» and «без» tell no lack of: «без исключения», «не дают покоя».
_NO_ABSENCE = frozenset(
    "ответ исключение покой толк смысл разница труд внимание повод сомнение преувеличение помощь "
    "прикраса причина слово снег предупреждение объявление проблема работа учет разрешение "
    "согласие суд очередь право".split()
)
_DENIALS = frozenset("не нет ни никакой никаких никакие без".split())


@lru_cache(maxsize=50_000)
def told(text: str, kind: str) -> tuple[Claim, ...]:
    """The claim of a statement, then what else it tells; () for a text without a word."""
    first = claim(text, kind)
    if first is None:
        return ()
    found = [_split(first, kind) or framed(first)]
    if kind == "problem":
        said = tokens(text)
        untried = _TEMPLATES[_LATER[first.frame] :] if first.frame in _LATER else ()
        seen = {(first.frame, first.head)}
        others = [template(said) for template in (*untried, *_MORE)]
        for other in (*others, *_qualified(text)):
            if other and (other.frame, other.head) not in seen:
                seen.add((other.frame, other.head))
                found.append(other)
    return tuple(found)


def framed(found: Claim) -> Claim:
    """A thing that nothing judges, as trouble with it: «дорожное покрытие» is no evil by itself."""
    phrase = found.phrase
    if found.frame != "nominal" or phrase is None:
        return found
    if any(map(names_evil, phrase.head.word.lemmas())):
        return found
    if any(part.reading and judges(part.reading) for part in phrase.adjectives()):
        return found
    return replace(found, frame="bare", lead="проблемы с", case="ablt", style=_BARE)


def _split(found: Claim, kind: str) -> Claim | None:
    """«Нарушение правил» as «нарушение» of «правил», «сжатые сроки» as «сжатые» of «сроки»."""
    phrase = found.phrase
    if phrase is None or found.lead not in ("", "проблемы с"):
        return None
    head = phrase.head.reading
    if head is None:
        return None
    if (head.lemma in action_nouns() and kind == "solution") or names_evil(head.lemma):
        of = _dependent(phrase)
        core = replace(phrase, parts=phrase.parts[: phrase.parts.index(phrase.head) + 1])
        return replace(found, frame="of", lead=core.text("nomn"), phrase=of, case="gent",
                       style=_STYLE) if of else None  # fmt: skip
    return _judged(found, phrase) if kind == "problem" else None


def _dependent(phrase: Phrase) -> Phrase | None:
    """The genitive group right behind the head, as a phrase of its own."""
    tail = phrase.parts[phrase.parts.index(phrase.head) + 1 :]
    for place, part in enumerate(tail):
        if part.role != "gent" or part.reading is None:
            return None
        if part.reading.pos == "NOUN":
            before = [replace(one, role="agree") for one in tail[:place]]
            return replace(phrase, parts=(*before, replace(part, role="head"), *tail[place + 1 :]))
    return None


def _judged(found: Claim, phrase: Phrase) -> Claim | None:
    """The adjectives that judge as the lead; what always goes with its noun stays: «бродячие»."""
    evil = [p for p in phrase.adjectives() if p.reading and judges(p.reading)]
    head = phrase.head.reading
    if not evil or head is None or names_evil(head.lemma) or head.lemma in CROWD:
        return None
    bare = phrase.without({p.reading.lemma for p in evil if p.reading})
    lead = " ".join(phrase.text("nomn").split()[: len(evil)])
    return replace(found, frame="of", lead=lead, phrase=bare, case="nomn", style=_STYLE)


def _broken(words: Sequence[Word]) -> Claim | None:
    """«Фонарь у дома 4 второй месяц не горит»: what works not stands anywhere before."""
    for index, word in enumerate(words):
        verb = word.find("VERB")
        if verb is None or verb.lemma not in BROKEN or not negated(words, index):
            continue
        for start in range(index - 1, -1, -1):
            phrase = phrase_at(words, start, ("nomn",))
            head = phrase.head.reading if phrase else None
            governed = start > 0 and words[start - 1].lower in GOVERNMENT
            if phrase and head and not governed and head.number == verb.number:
                bare = replace(phrase, parts=phrase.parts[: phrase.parts.index(phrase.head) + 1])
                lead = agreed(BROKEN[verb.lemma], bare)
                return Claim("broken", lead, bare, "nomn", 1.0)
    return None


def _qualified(text: str) -> Iterator[Claim]:
    """«Во дворе стоит сухое дерево» -> «Сухое дерево», wherever in a text it is said."""
    for phrase in spoken_of(text):
        judging = [p.reading for p in phrase.adjectives() if p.reading]
        if judging and phrase.parts[-1] == phrase.head and all(map(judges, judging)):
            judged = _judged(Claim("of", "", phrase, "nomn", _STYLE), phrase)
            if judged:
                yield judged


def _inaction(words: Sequence[Word]) -> Claim | None:
    """«УК не реагирует», «администрация молчит», «никаких ответов от водоканала»."""
    for index, word in enumerate(words):
        if word.lemma not in lemma_class("organisations"):
            continue
        phrase = _whole(words, index)
        if phrase and (_does_nothing(words, index) or _without_outcome(words)):
            return Claim("inaction", "бездействие", phrase, "gent", _STYLE)
    return None


def _whole(words: Sequence[Word], index: int) -> Phrase | None:
    """The name of an organisation around its noun: «управляющая компания», without what follows."""
    for start in (index - 2, index - 1, index):
        phrase = phrase_at(words, start, ("nomn", "gent", "accs", "datv")) if start >= 0 else None
        if phrase and phrase.head.word is words[index]:
            at = phrase.parts.index(phrase.head)
            return replace(phrase, parts=phrase.parts[: at + 1])
    return None


def _does_nothing(words: Sequence[Word], index: int) -> bool:
    """True where the organisation is said not to do, or to refuse, ignore, be silent."""
    for place in range(index + 1, min(index + 1 + _NEAR, len(words))):
        word = words[place]
        if word.text in ".;!?":
            return False
        if word.lemma in lemma_class("inaction"):
            return True
        if negated(words, place) and word.find("VERB"):
            return True
    return False


def _without_outcome(words: Sequence[Word]) -> bool:
    """True for «обращения в УК не дают результатов», «никаких мер»."""
    said = {word.lemma for word in words}
    return not said.isdisjoint(lemma_class("outcomes")) and not _DENIALS.isdisjoint(
        {word.lower for word in words}
    )


def _befallen(words: Sequence[Word]) -> Claim | None:
    """«Переезд закрыли», «спилили деревья», «крыша течёт», «воду отключают»."""
    for index, word in enumerate(words):
        verb = word.find("VERB", "PRTS", "INFN")
        noun = harms().get(verb.lemma, "") if verb else ""
        if verb is None or not noun or negated(words, index) or not _told_of(verb, words, index):
            continue
        suffers = verb.pos == "PRTS" or verb.lemma.endswith("ся") or "intr" in verb.tag
        cases = ("nomn",) if suffers else ("accs",)
        phrase = after(words, index, cases) or phrase_ending(words, index, cases)
        phrase = phrase or near(words, index, cases)
        head = phrase.head.reading if phrase else None
        if head and not names_evil(head.lemma) and head.lemma not in _FLOWING:
            return Claim("harm", noun, phrase, "gent", _STYLE)
    return None


def _told_of(verb: Reading, words: Sequence[Word], index: int) -> bool:
    """False for a wish or an order: «закройте», «надо закрыть»; «хотят закрыть» is told."""
    if verb.pos == "INFN":
        before = words[index - 1].lemma if index else ""
        return before in ("хотеть", "собираться", "планировать", "решить")
    return not any(mark in verb.tag for mark in ("impr", "1per", "2per", "futr"))


def _evil_of(words: Sequence[Word]) -> Claim | None:
    """«Нарушение правил от …», «не соблюдение правил»: an evil at the head of a text, and of what.

    What follows may be cut off or misspelt; so the text need not be one phrase.
    """
    start = first_said(words)
    denied = start + 1 < len(words) and words[start].lower == "не"
    phrase = phrase_at(words, start + denied, ("nomn", "accs"))
    head = phrase.head.reading if phrase else None
    if phrase is None or head is None:
        return None
    name = f"не{head.lemma}" if denied else head.lemma
    of = _dependent(phrase) if names_evil(name) else None
    lead = name if denied else phrase.head.word.lower if head.case == "nomn" else name
    return Claim("of", lead, of, "gent", _STYLE) if of and not phrase.adjectives() else None


def _missing(words: Sequence[Word]) -> Claim | None:
    """«Код не пришёл», «не выдают лекарства», «сидим без воды»: what is not there."""
    for index, word in enumerate(words):
        phrase = None
        if word.lower == "без" and index and index + 1 < len(words):
            phrase = phrase_at(words, index + 1, ("gent",))
        elif negated(words, index) and word.find("VERB") and _comes(word):
            phrase = near(words, index, ("nomn", "gent", "accs"), before=index - 1)
        head = phrase.head.reading if phrase else None
        if phrase and head and _lacked(head):
            return Claim("absence", "отсутствие", phrase, "gent", _STYLE)
    return None


def _comes(word: Word) -> bool:
    return any(r.pos == "VERB" and r.lemma in lemma_class("coming") for r in word.readings)


def _lacked(head: Reading) -> bool:
    """False for people, for what is vague and for what nobody wants."""
    if "anim" in head.tag or head.lemma in CROWD or names_evil(head.lemma):
        return False
    return head.lemma not in lemma_class("relational") | _NO_ABSENCE


def _irregular(words: Sequence[Word]) -> Claim | None:
    """«Автобусы не ходят», «трамвай ходит редко, через раз»: transport that runs too seldom."""
    for index, word in enumerate(words):
        if word.lemma not in lemma_class("runs") or not word.find("VERB"):
            continue
        near_it = {w.lower for w in words[max(0, index - 3) : index + 4]}
        if not negated(words, index) and near_it.isdisjoint(lemma_class("seldom")):
            continue
        for start in range(max(0, index - 4), min(index + 4, len(words))):
            phrase = phrase_at(words, start, ("nomn",))
            head = phrase.head.reading if phrase else None
            if phrase and head and head.lemma in lemma_class("vehicles"):
                at = phrase.parts.index(phrase.head)
                alone = replace(phrase, parts=phrase.parts[: at + 1])
                return Claim("seldom", "нерегулярное движение", alone, "gent", _STYLE)
    return None


_MORE = (_irregular, _broken, _inaction, _befallen, _evil_of, _missing)
