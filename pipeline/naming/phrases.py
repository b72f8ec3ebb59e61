"""Noun phrases found by agreement and government, and put into another case.

«плохие дороги в частном секторе» is a head («дороги»), words that agree with it («плохие») and
dependents that stay as they are («в частном секторе»). No parser is needed: what follows a noun
in the genitive, or behind a preposition with the case that the preposition asks for, belongs to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.naming.lexicon import lemma_class
from pipeline.naming.words import Reading, Word, inflect

# The cases that a preposition governs, the usual one first (Розенталь, «Управление»).
GOVERNMENT: dict[str, tuple[str, ...]] = {
    "в": ("loct", "accs"), "во": ("loct", "accs"), "на": ("loct", "accs"), "о": ("loct",),
    "об": ("loct",), "при": ("loct",), "по": ("datv",), "к": ("datv",), "ко": ("datv",),
    "с": ("ablt", "gent"), "со": ("ablt", "gent"), "за": ("ablt", "accs"), "над": ("ablt",),
    "под": ("ablt", "accs"), "перед": ("ablt",), "между": ("ablt",), "для": ("gent",),
    "от": ("gent",), "из": ("gent",), "без": ("gent",), "до": ("gent",), "у": ("gent",),
    "около": ("gent",), "возле": ("gent",), "вдоль": ("gent",), "после": ("gent",),
    "напротив": ("gent",), "внутри": ("gent",), "вокруг": ("gent",), "среди": ("gent",),
    "через": ("accs",), "про": ("accs",), "против": ("gent",), "рядом": ("ablt",),
}  # fmt: skip
# Prepositions that open a clause of their own (cause, time, purpose), never part of a name.
_LOOSE = {"из-за", "благодаря", "после", "перед", "до", "при", "про"}
_NOT_HEADS = {"это", "что", "все", "всё", "который", "год", "месяц", "день", "неделя", "раз",
              "час", "время", "пора", "лето", "зима", "весна", "осень", "вечер", "утро",
              "ночь"}  # fmt: skip
# Pronouns and fillers that agree with a noun but never belong in a name.
_FILLERS = {"этот", "тот", "такой", "наш", "мой", "ваш", "свой", "весь", "какой", "любой",
            "никакой", "данный", "самый", "сам", "каждый", "другой", "который", "их",
            "какой-нибудь", "какой-то", "вышеуказанный", "следующий", "всякий", "твой", "иной",
            "один", "определенный", "указанный", "некоторый", "многие", "подобный"}  # fmt: skip
_PROPER = {"Geox", "Name", "Surn", "Patr", "Orgn", "Trad", "Abbr"}
_SHORT_FORMS = {"ук", "жкх", "тсж", "мкд", "дтп", "мфц"}  # whatever case people write them in
_ARCHAIC = frozenset({"ям"})  # stations of post horses: «ямы» are pits
_RARE = 0.01  # a noun's reading of a form that is nearly always something else
_MAX_TAIL = 6  # words after the head
# What carries a proper name behind it: «улице Ленина», «парк Гагарина», «школа № 5».
_NAMED = {"улица", "ул", "проспект", "пр", "пр-т", "площадь", "пл", "переулок", "бульвар", "парк",
          "сквер", "шоссе", "микрорайон", "мкр", "поселок", "село", "деревня", "район", "остановка",
          "школа", "больница", "поликлиника", "сад", "имя", "завод", "мост"}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One word of a phrase and what it is there: agree, head, gent (genitive chain) or prep."""

    word: Word
    reading: Reading | None
    role: str


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: `start` and `stop` are indexes in the word list it was found in."""

    parts: tuple[Part, ...]
    start: int
    stop: int

    @property
    def head(self) -> Part:
        """The noun that everything else depends on."""
        return next(part for part in self.parts if part.role == "head")

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Dictionary forms of its content words, in reading order."""
        return tuple(
            part.reading.lemma if part.reading else part.word.lower
            for part in self.parts
            if part.role != "link" and (part.word.text[0].isalnum())
        )

    def adjectives(self) -> tuple[Part, ...]:
        """The words that agree with the head."""
        return tuple(part for part in self.parts if part.role == "agree")

    def without(self, lemmas: frozenset[str] | set[str]) -> Phrase:
        """The phrase without those of its agreeing words."""
        kept = tuple(
            p
            for p in self.parts
            if not (p.role == "agree" and p.reading and p.reading.lemma in lemmas)
        )
        return replace(self, parts=kept)

    def cuts(self) -> list[Phrase]:
        """The phrase, then shorter ones: without the last dependent, …, the head with adjectives.

        A cut never ends inside a dependent: «мест в яслях Новоильинского района» gives
        «мест в яслях» and «мест», not «мест в».
        """
        shorter = [self]
        ends = [i for i, part in enumerate(self.parts) if part.role == "link" or _opens(self, i)]
        head = self.parts.index(self.head)
        for end in sorted({end for end in ends if end > head}, reverse=True):
            shorter.append(replace(self, parts=self.parts[:end]))
        return shorter

    def text(self, case: str = "") -> str:
        """The phrase with its head in `case` ("" leaves it), pronouns and fillers dropped."""
        shown = [_form(part, self.head, case) for part in self.parts]
        return _join(shown)


def shown(phrase: Phrase, case: str, number: str) -> str:
    """The phrase with its head in `case` and `number`, whatever number it was said in."""
    return _join([_form(part, phrase.head, case, number) for part in phrase.parts])


def _opens(phrase: Phrase, index: int) -> bool:
    """True where a genitive dependent begins right after the head or another dependent."""
    part, before = phrase.parts[index], phrase.parts[index - 1] if index else None
    return part.role == "gent" and before is not None and _is_noun(before)


def _is_noun(part: Part) -> bool:
    return part.reading is not None and part.reading.pos == "NOUN"


def _join(shown: Sequence[str]) -> str:
    text = " ".join(shown)
    for mark in (",", "»", ")", "%"):
        text = text.replace(f" {mark}", mark)
    return text.replace("« ", "«").replace("( ", "(")


def _form(part: Part, head: Part, case: str, number: str = "") -> str:
    text = _plain(part)
    reading = part.reading
    if not case or reading is None or part.role not in ("agree", "head"):
        return text
    if part.word.abbreviation or "Fixd" in reading.tag:
        return text
    if part.role == "head":
        return inflect(reading, text, {case, number or reading.number or "sing"})
    return inflect(reading, text, agreement(head.reading, case, number))


def agreement(noun: Reading | None, case: str, number: str = "") -> set[str]:
    """The grammemes that a word needs to agree with `noun` in `case` (and `number`)."""
    if noun is None:
        return {case}
    if (number or noun.number) == "plur" or "Pltm" in noun.tag:
        grammemes = {case, "plur"}
    else:
        grammemes = {case, "sing", noun.gender or "masc"}
    if case == "accs" and ("plur" in grammemes or noun.gender == "masc"):
        grammemes.add("anim" if "anim" in noun.tag else "inan")
    return grammemes


def _plain(part: Part) -> str:
    """The word without shouting and stray capitals; proper names and abbreviations keep theirs."""
    text = part.word.text
    if part.word.lower in _SHORT_FORMS:
        return text.upper()
    common = part.reading is not None and part.reading.pos == "NOUN" and part.reading.known
    if part.role == "quoted" or (part.role in ("gent", "prep") and not common):
        return text if not text.isupper() or part.word.abbreviation else text.lower()
    proper = part.reading is not None and _PROPER & set(
        part.reading.tag.replace(" ", ",").split(",")
    )
    # A capital inside a text marks a name: «в Новоильинском районе».
    titled = part.word.start > 0 and text.istitle() and not common
    if part.word.abbreviation and len(text) <= 5 or proper or titled:
        return text
    return text.lower()


def phrase_at(words: Sequence[Word], start: int, cases: Sequence[str] = ("nomn",)) -> Phrase | None:
    """The noun phrase that begins at `start`, its head in one of `cases` (the first that fits)."""
    for case in cases:
        found = _core(words, start, case)
        if found:
            parts, stop = found
            tail, stop = _tail(words, stop)
            return Phrase(tuple(parts) + tuple(tail), start, stop)
    return None


def phrase_ending(words: Sequence[Word], stop: int, cases: Sequence[str]) -> Phrase | None:
    """The longest noun phrase that ends right before `stop`, its head in one of `cases`."""
    for start in range(max(0, stop - 8), stop):
        phrase = phrase_at(words, start, cases)
        if phrase and phrase.stop == stop:
            return phrase
    return None


def first_phrase(words: Sequence[Word], cases: Sequence[str], start: int = 0) -> Phrase | None:
    """The first noun phrase at or after `start` whose head may stand in one of `cases`."""
    for index in range(start, len(words)):
        if words[index].find("PREP") and words[index].lower in GOVERNMENT:
            continue
        if index and words[index - 1].lower in GOVERNMENT:
            continue
        phrase = phrase_at(words, index, cases)
        if phrase:
            return phrase
    return None


def _core(words: Sequence[Word], start: int, case: str) -> tuple[list[Part], int] | None:
    """Adjectives and the noun they agree with, from `start` on."""
    agreeing: list[int] = []
    index = start
    while index < len(words) and len(agreeing) < 4:
        noun = _noun(words, index, case, agreeing)
        if noun is not None and not _modifies(words, index, case, agreeing):
            parts = [_agreeing(words[i], noun, case) for i in agreeing]
            kept = [part for part in parts if part is not None]
            return [*kept, Part(words[index], noun, "head")], index + 1
        if not any(r.adjective and r.case == case for r in words[index].readings):
            return None
        agreeing.append(index)
        index += 1
    return None


def _modifies(words: Sequence[Word], index: int, case: str, agreeing: list[int]) -> bool:
    """True for a noun that is really an adjective of the next one: «детских» in «детских садов».

    «Набережной» in «набережной реки» is none: it is a thing that is built.
    """
    if not any(r.adjective and r.case == case for r in words[index].readings):
        return False
    if any(r.pos == "NOUN" and r.lemma in lemma_class("built") for r in words[index].readings):
        return False
    chain = [*agreeing, index]
    for following in range(index + 1, min(index + 4, len(words))):
        if _noun(words, following, case, chain) is not None:
            return True
        if not any(r.adjective and r.case == case for r in words[following].readings):
            return False
        chain.append(following)
    return False


def _noun(words: Sequence[Word], index: int, case: str, agreeing: list[int]) -> Reading | None:
    """The noun reading at `index` in `case` that all the `agreeing` words agree with."""
    word = words[index]
    if word.lower in _NOT_HEADS or word.lemma in _NOT_HEADS or _stump(word):
        return None
    best_pos = word.pos
    for reading in word.readings:
        if reading.pos != "NOUN" or "Surn" in reading.tag or "Patr" in reading.tag:
            continue
        if (
            reading.lemma in _ARCHAIC or reading.score < _RARE and best_pos != "NOUN"
        ):  # «того» as a country
            continue
        if best_pos in ("PREP", "CONJ", "PRCL", "NPRO", "ADVB", "PRED", "VERB") and not agreeing:
            return None
        fixed = "Fixd" in reading.tag or word.abbreviation
        if reading.case != case and not fixed:
            continue
        if all(_agrees(words[i], reading, case) for i in agreeing):
            return reading
    if word.abbreviation and not agreeing and word.readings and word.pos in ("", "NOUN"):
        return word.readings[0]
    return None


def _stump(word: Word) -> bool:
    """True for clipped words: «ед.», «ул.», «г.»."""
    return len(word.text) < 3 and not word.text.isupper() and word.lower != "ук"


def _agrees(word: Word, noun: Reading, case: str) -> bool:
    return any(_agree(reading, noun, case) for reading in word.readings)


def _agree(adjective: Reading, noun: Reading, case: str) -> bool:
    if not adjective.adjective or adjective.case != case:
        return False
    if noun.number == "plur" or adjective.number == "plur":
        return adjective.number == noun.number
    return adjective.gender in ("", noun.gender) or not noun.gender


def _agreeing(word: Word, noun: Reading, case: str) -> Part | None:
    reading = next(r for r in word.readings if _agree(r, noun, case))
    return Part(word, reading, "agree") if word.lemmas().isdisjoint(_FILLERS) else None


def _tail(words: Sequence[Word], start: int) -> tuple[list[Part], int]:
    """Dependents after the head: genitive chains and prepositional groups."""
    tail: list[Part] = []
    index = start
    while index < len(words) and len(tail) < _MAX_TAIL:
        step = (
            _named(words, index)
            or _genitive(words, index)
            or _prepositional(words, index)
            or _quoted(words, index)
        )
        if step is None:
            break
        parts, index = step
        if len(tail) + len(parts) > _MAX_TAIL + 1:
            return tail, index - len(parts)
        tail += parts
    return tail, index


def _genitive(words: Sequence[Word], index: int) -> tuple[list[Part], int] | None:
    core = _core(words, index, "gent")
    if core is None or words[index].lower in GOVERNMENT:
        return None
    parts, stop = core
    return [replace(part, role="gent") for part in parts], stop


def _prepositional(words: Sequence[Word], index: int) -> tuple[list[Part], int] | None:
    preposition = words[index]
    if preposition.lower not in GOVERNMENT or preposition.lower in _LOOSE:
        return None
    for case in GOVERNMENT[preposition.lower]:
        core = _core(words, index + 1, case) if index + 1 < len(words) else None
        if core is None:
            continue
        parts, stop = core
        if any(word.lemma in _FILLERS for word in words[index + 1 : stop]):
            return [], stop  # «в нашем районе» names no place
        link = Part(preposition, None, "link")
        return [link, *(replace(part, role="prep") for part in parts)], stop
    return None


def _named(words: Sequence[Word], index: int) -> tuple[list[Part], int] | None:
    """A proper name or a number after what bears it: «улице Ленина», «школа № 5»."""
    before = words[index - 1]
    if before.text == "." and index > 1:
        before = words[index - 2]
    if before.lemmas().isdisjoint(_NAMED) and before.lower not in _NAMED:
        return None
    stop = index
    if words[stop].text == "№":
        stop += 2
    while stop < len(words) and words[stop].text[0].isupper() and stop < index + 3:
        stop += 1
    if stop == index or stop > len(words):
        return None
    return [Part(word, None, "quoted") for word in words[index:stop]], stop


def _quoted(words: Sequence[Word], index: int) -> tuple[list[Part], int] | None:
    """A name in quotes right after a noun: ТЦ «Сити Молл»."""
    if words[index].text != "«":
        return None
    for stop in range(index + 1, min(index + 6, len(words))):
        if words[stop].text == "»":
            inside = [Part(word, None, "quoted") for word in words[index : stop + 1]]
            return inside, stop + 1
    return None
