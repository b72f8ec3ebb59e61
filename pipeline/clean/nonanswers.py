"""Answers that say nothing: «нет», «-», «не знаю», «всё хорошо» under a question about problems.

The phrases are in nonanswers.toml; what is not a phrase (punctuation, emoji, keyboard noise) is
told by form. Every function takes the `analysis` form of an answer.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from pipeline.clean.lookalikes import TO_RUSSIAN
from pipeline.clean.noise import is_noise
from pipeline.tables import fold

PUNCTUATION = "нет слов"
NUMBER = "только цифры"
LINK = "только ссылка"
NOISE = "случайный набор букв"
QUESTION = "повторён текст вопроса"
PHRASE = "ответ без содержания"

_LONGEST = 8  # words; a longer answer says something
_NOT_WORDS = re.compile(r"[^\w/]+|_")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:ru|com|рф|org|net)(?:/\S*)?", re.IGNORECASE)
_PLACEHOLDERS = re.compile(r"\[[а-яё ]{3,30}\]", re.IGNORECASE)
_STRETCHED = re.compile(r"(.)\1{2,}")

_LISTS_BY_ROLE = {
    "problem": ("problem", "content", "praising"),
    "solution": ("solution", "content", "praising"),
    "open": ("problem", "solution", "content"),
    "vision": ("vision",),
    "praise": ("praise",),
}


def non_answer(form: str, question: str, question_role: str) -> str:
    """Why the answer says nothing, in Russian; "" when it does say something."""
    words = _words(form)
    if not words:
        return LINK if _LINK.search(form) else PUNCTUATION
    if len(words) > _LONGEST:
        return QUESTION if words == _words(question) else ""
    joined = " ".join(words)
    if words == _words(question):
        return QUESTION
    if _is_phrase(joined, question_role):
        return PHRASE
    if joined.replace(" ", "").isdigit():
        return NUMBER
    if all(map(is_noise, words)):
        return NOISE
    return ""


def _words(form: str) -> list[str]:
    text = _PLACEHOLDERS.sub(" ", _LINK.sub(" ", form))
    return _NOT_WORDS.sub(" ", fold(text)).split()


def _is_phrase(joined: str, question_role: str) -> bool:
    phrases, fillers = _phrases(question_role)
    variants = {joined, joined.translate(TO_RUSSIAN), _STRETCHED.sub(r"\1", joined)}
    variants |= {fillers.sub(" ", variant).strip() for variant in variants}
    variants |= {" ".join(variant.split()) for variant in variants}
    return any(phrases.fullmatch(variant) for variant in variants if variant)


@lru_cache(maxsize=8)
def _phrases(question_role: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    names = ("always", *_LISTS_BY_ROLE.get(question_role, ("problem", "solution", "content")))
    phrases = sorted({fold(phrase) for name in names for phrase in lists[name]})
    fillers = sorted((fold(filler) for filler in lists["fillers"]), key=lambda f: (-len(f), f))
    return re.compile("|".join(map(_pattern, phrases))), re.compile(
        rf"\b(?:{'|'.join(map(re.escape, fillers))})\b"
    )


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\.\.\.", r"(?:(?!(?:но|а|зато|только|хотя)\b)\S+ ?){0,3}")
