"""Answers that say nothing: «нет», «-», «не знаю», «всё хорошо» under a question about problems.

The phrases are in nonanswers.toml; what is not a phrase (punctuation, emoji, keyboard noise) is
told by form; what is said in words of one's own, `emptiness` tells. Every function takes the
`analysis` form of an answer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.clean import asked, emptiness, layout
from pipeline.clean.lookalikes import TO_RUSSIAN
from pipeline.clean.morphology import is_known
from pipeline.clean.noise import is_noise, runs_along_keys
from pipeline.clean.slips import heard, pressed
from pipeline.clean.spelling import meant
from pipeline.tables import fold

PUNCTUATION = "нет слов"
NUMBER = "только цифры"
LINK = "только ссылка"
NOISE = "случайный набор букв"
PROGRAM = "кусок программы, а не ответ"
QUESTION = "повторён текст вопроса"
PHRASE = "ответ без содержания"

_LONGEST = 8  # words; a longer answer says something
_NOT_WORDS = re.compile(r"[^\w/]+|_")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:ru|com|рф|org|net)(?:/\S*)?", re.IGNORECASE)
_PLACEHOLDERS = re.compile(r"\[[а-яё ]{3,30}\]", re.IGNORECASE)
_RUSSIAN = re.compile("[а-я]+")
_STRETCHED = re.compile(r"(.)\1{2,}")

_SMILE = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]|[:;=]-?[()DР]|\){2,}|\({2,}")
_NAMED = re.compile(r"(?<!\w)[a-zа-я](?:#|\+\+)(?!\w)|\d\+$", re.IGNORECASE)  # «C#», «18+»
_ABBREVIATION = re.compile(r"\b[А-ЯЁ]{2,5}\b")  # left in capitals where nobody shouts
_CODE = re.compile(
    r"\b(?:drop|alter|truncate)\s+table\b|\bunion\s+select\b|\balert\s*\(|'\s*or\s+'?1'?\s*=", re.I
)

_DEFINES = re.compile(r"\bэто\W*$|^что\s+такое\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GRADE = 10
_TINY = 3  # letters of a word that a letter more makes another («пок»)
_GLUED = 4  # letters of a word that may begin with a glued «не»

_LISTS_BY_ROLE = {
    "problem": ("problem", "content", "praising"),
    "solution": ("solution", "content", "praising"),
    "open": ("problem", "solution", "content"),
    "vision": ("vision",),
    "praise": ("praise",),
}


def non_answer(
    form: str, question: str, question_role: str, model: emptiness.Emptiness | None = None
) -> str:
    """Why the answer says nothing, in Russian; "" when it does say something.

    `model` tells what is said in words of one's own; the current one by default.
    """
    reason = plainly_nothing(form, question, question_role)
    if reason or not _says_in_words(form):
        return reason
    model = model or emptiness.load()
    return PHRASE if model.says_nothing(words_of(form), question, question_role) else ""


def _says_in_words(form: str) -> bool:
    """Whether Russian words tell, rather than a smile, a number, a name («wi-fi», «не надо ТЦ»)."""
    named = _NAMED.search(form) or _ABBREVIATION.search(form)
    return not form.isascii() and any(sign.isalpha() for sign in form) and not named


def plainly_nothing(form: str, question: str, question_role: str) -> str:
    """Why the answer says nothing by its form or as one of the known phrases; "" otherwise."""
    words, room = words_of(form), asked.room_for(question)
    if not words:
        if asked.FEELING in room and _SMILE.search(form):
            return ""
        return LINK if _LINK.search(form) else PUNCTUATION
    if _repeats(words, question):
        return QUESTION
    if _CODE.search(form):
        return PROGRAM
    if len(words) > _LONGEST or _NAMED.search(form):
        return ""
    if _is_phrase(words, question_role, room):
        return PHRASE
    if "".join(words).isdigit():
        return "" if _counts("".join(words), question_role, room) else NUMBER
    if all(map(is_noise, words)):
        return "" if asked.FEELING in room and _is_outcry(words) else NOISE
    return ""


def words_of(form: str) -> list[str]:
    """The folded words of an answer, without addresses of pages and masked data."""
    text = _PLACEHOLDERS.sub(" ", _LINK.sub(" ", form))
    return _NOT_WORDS.sub(" ", fold(text)).split()


def _repeats(words: Sequence[str], question: str) -> bool:
    """Whether it is the question again, or the word that is to be explained."""
    wording = words_of(question)
    echoes = bool(_DEFINES.search(fold(question))) and set(words) <= set(wording)
    return words == wording or echoes


def _counts(digits: str, question_role: str, room: frozenset[str]) -> bool:
    """Whether figures answer the question: a count, a name, a grade, a year that is hoped for."""
    if {asked.NUMBER, asked.NAME} & room or (asked.GRADE in room and int(digits) <= _GRADE):
        return True
    return question_role not in ("problem", "solution") and bool(_YEAR.fullmatch(digits))


def _is_outcry(words: Sequence[str]) -> bool:
    """Whether it is made-up words rather than keys pressed at random: «ваааау», «мэээджик»."""
    return all(len(word) > 1 and not runs_along_keys(word) for word in words)


def _is_phrase(words: Sequence[str], question_role: str, room: frozenset[str]) -> bool:
    phrases = _phrases(question_role, room)
    once = [word for at, word in enumerate(words) if not at or word != words[at - 1]]
    joined, right = " ".join(words), " ".join(map(meant, once))
    apart = " ".join(map(_unglued, once))
    variants = {joined, " ".join(once), right, apart, joined.translate(TO_RUSSIAN)}
    variants |= {_STRETCHED.sub(r"\1", joined), joined.rstrip("0123456789")}
    if joined.isascii():  # «ytn»
        variants.add(joined.translate(layout.TO_RUSSIAN))
    variants |= set(_slipped(once, phrases.words))
    variants |= {phrases.fillers.sub(" ", variant).strip() for variant in variants}
    variants |= {" ".join(variant.split()) for variant in variants}
    if "" in variants and phrases.plain & set(once):  # «наверное ничего» of fillers alone
        return True
    return any(
        variant in phrases.plain or phrases.open.fullmatch(variant)
        for variant in variants
        if variant
    )


def _slipped(words: Sequence[str], known: frozenset[str]) -> Iterator[str]:
    """The answer with one misspelt word read as a word of the phrases: «не заню», «нетт»."""
    for at, word in enumerate(words):
        if len(word) > 2 and _RUSSIAN.fullmatch(word) and not is_known(word):
            meant_by = {other for other, _ in (*heard(word), *pressed(word))} & known
            meant_by = {other for other in meant_by if len(word) > _TINY or len(other) <= _TINY}
            yield from (" ".join([*words[:at], one, *words[at + 1 :]]) for one in sorted(meant_by))


def _unglued(word: str) -> str:
    """«не знаю» of «незнаю»; words of the dictionary («неплохо») stay whole."""
    glued = word.startswith("не") and len(word) > _GLUED and not is_known(word)
    return f"не {word[2:]}" if glued else word


@dataclass(frozen=True)
class _Phrases:
    """The phrases that are no answer to a kind of question, and the words that add nothing."""

    plain: frozenset[str]
    words: frozenset[str]  # of them
    open: re.Pattern[str]  # those with a gap
    fillers: re.Pattern[str]


@lru_cache(maxsize=64)
def _phrases(question_role: str, room: frozenset[str]) -> _Phrases:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    names = ["always", *_LISTS_BY_ROLE.get(question_role, ("problem", "solution", "content"))]
    if asked.YES_NO not in room:
        names.append("yes_no")
    if not room & {asked.EFFECT, asked.FEELING}:
        names.append("no_effect")
    if asked.FEELING in room:
        names = [name for name in names if name not in ("content", "praising")]
    if not room & {asked.MOOD, asked.NAME}:
        names.append("mild")
    phrases = {fold(phrase) for name in names for phrase in lists[name]}
    for noun in lists["asked"]:
        phrases |= {f"{noun} {verb}" for verb in lists["absent"]}
        phrases |= {f"{verb} {noun}" for verb in (*lists["absent"], *lists["without"])}
    if asked.YES_NO not in room:
        pairs = [(noun, verb) for noun in lists["asked_for"] for verb in lists["present"]]
        phrases |= {form for noun, verb in pairs for form in (f"{noun} {verb}", f"{verb} {noun}")}
    fillers = sorted((fold(filler) for filler in lists["fillers"]), key=lambda f: (-len(f), f))
    gaps = sorted(phrase for phrase in phrases if "..." in phrase)
    return _Phrases(
        frozenset(phrases),
        frozenset(word for phrase in phrases for word in phrase.split()),
        re.compile("|".join(map(_pattern, gaps))),
        re.compile(rf"\b(?:{'|'.join(map(re.escape, fillers))})\b"),
    )


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\.\.\.", r"(?:(?!(?:но|а|зато|только|хотя)\b)\S+ ?){0,3}")
