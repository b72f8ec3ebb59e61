"""Names of people by grammar: sequences of first name, patronymic, surname and initials.

Works in any case of letters, where a model trained on news does not. A word alone is a name only
when it is capitalised and nothing else («Маше»), or follows a word for a person («сосед иванов»).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.clean.privacy.found import Found
from pipeline.clean.privacy.gazetteer import parts_of_name

_TOKEN = regex.compile(r"(?<![\w@])[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*(?![\w@])")
_SENTENCE_START = regex.compile(r"(?:^|[.!?…\n:;•])[\s«\"(–—-]*$")
_GAP = regex.compile(r"[ \n]{1,2}")
_INITIAL_GAP = regex.compile(r"\. ?| ")
_PERSON = regex.compile(
    r"(?<!\w)(?:сосед[а-я]*|гражданин[а-я]?|гражданк[а-я]|гр|г-н[а-я]?|г-ж[а-я]|господин[а-я]?|госпож[а-я]|"
    r"депутат[а-я]{0,2}|мэр[а-я]{0,2}|глав[аыеу]|директор[а-я]{0,2}|врач[а-я]{0,2}|доктор[а-я]{0,2}|участков[а-я]+|"
    r"начальник[а-я]{0,2}|жител[а-я]+|председател[а-я]+|инспектор[а-я]{0,2}|учител[а-я]+|фамили[а-я]+|зовут|"
    r"тов|товарищ[а-я]{0,2}|дяд[а-я]|тёт[а-я]|тет[а-я]|баб[а-я]|дедушк[а-я]|мастер[а-я]{0,2}|слесар[а-я]+|"
    r"заместител[а-я]+|губернатор[а-я]{0,2}|сын[а-я]{0,2}|дочь|дочк[а-я]|муж[а-я]{0,2}|жен[аыеу]|"
    r"ребен[а-я]+|сестр[а-я]{1,2}|брат[а-я]{0,2}|собственни[а-я]+|квартирос[а-я]+|хозя[а-я]+)\.? (?:по фамилии )?$",
    regex.IGNORECASE,
)


@dataclass(frozen=True)
class _Word:
    """A token and what it can be: `sign` is one letter of the sequences below."""

    start: int
    end: int
    sign: str


# Signs: F P S are parts of a name written with a capital, f p s without; C a capitalised word that
# can be a name or a common word, c the same without a capital; I an initial; X a capitalised word
# that no list has; a point a word that is no name.
_SEQUENCES = regex.compile(
    r"(?:[SXCs]?[FCf]P[SXCs]?|[SXsC][FCXf]P|[FSXC]P|P[SXC]|"  # Иванов Иван Иванович, Мария Петровна
    r"[sc]?[fc]p[sc]?|[sc]?[fc]P|[sSX]p|"
    r"[SXCs]II?|II?[SXCs]|[fFCc]I[SXC]|"  # Иванов И. И., А. Петров
    r"F[FSXC]|[SXC]F|FI|FC|CS|SC(?![а-я])|"  # Маша Иванова
    r"f[sfS]|sf|s[F]|F[sf])"
)


def find_names(view: str) -> Iterator[Found]:
    """Names in `view` by their grammar; whether a place bears the name is for places.py to say."""
    for run in _runs(view, list(_words(view))):
        signs = "".join(word.sign for word in run)
        for match in _SEQUENCES.finditer(signs):
            start, end = run[match.start()].start, run[match.end() - 1].end
            if run[match.end() - 1].sign == "I" and view[end : end + 1] == ".":
                end += 1
            yield Found(start, end, "имя", "grammar", 0.85)
        for word in run:
            if _stands_alone(view, word):
                yield Found(word.start, word.end, "имя", "grammar", 0.6)


def _stands_alone(view: str, word: _Word) -> bool:
    if word.sign in "FP":
        return True
    after_person = bool(_PERSON.search(view, max(0, word.start - 40), word.start))
    if word.sign == "C":
        return (
            after_person
            or "F" in parts_of_name(view[word.start : word.end])
            and not (_SENTENCE_START.search(view[max(0, word.start - 6) : word.start]))
        )
    return after_person and word.sign in "SXsf"


def _words(view: str) -> Iterator[_Word]:
    for match in _TOKEN.finditer(view):
        text = match.group()
        yield _Word(match.start(), match.end(), _sign(text, view, match.start(), match.end()))


def _sign(text: str, view: str, start: int, end: int) -> str:
    if len(text) == 1:
        return "I" if text.isupper() and view[end : end + 1] == "." else "."
    if (
        len(text) == 2
        and text[0].isupper()
        and view[end : end + 1] == "."
        and text.lower() in {"дж", "ю"}
    ):
        return "I"
    parts = parts_of_name(text) or _hyphenated(text)
    capital = text[0].isupper()
    if "P" in parts and "c" not in parts:
        return "P" if capital else "p"
    if parts:
        if "c" in parts:
            return "C" if capital else "c"
        letter = "F" if "F" in parts else "S"
        return letter if capital else letter.lower()
    if capital and not text.isupper() and not _is_dictionary(text):
        return "X"
    return "."


def _hyphenated(text: str) -> str:
    """«Римский-Корсаков», «Анна-Мария»: what the last part is."""
    return parts_of_name(text.rsplit("-", 1)[-1]) if "-" in text else ""


def _is_dictionary(text: str) -> bool:
    from pipeline.clean.morphology import is_known

    return is_known(text)


def _runs(view: str, words: list[_Word]) -> Iterator[list[_Word]]:
    """Words that stand side by side: with a space between, or a point after an initial."""
    run: list[_Word] = []
    for word in words:
        if run:
            gap = view[run[-1].end : word.start]
            near = _INITIAL_GAP if run[-1].sign == "I" else _GAP
            if not near.fullmatch(gap):
                yield run
                run = []
        run.append(word)
    if run:
        yield run
