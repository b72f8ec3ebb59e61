"""Topics as the public may see them: of enough people, in words that several of them say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.naming.words import words
from pipeline.report.result import Result
from pipeline.strategy.disclosure import rounded
from pipeline.strategy.quasi import tells_apart
from pipeline.tables import fold

UNNAMED_TOPIC = "Тема без названия: слова людей скрыты"
_WORD = re.compile(r"\w+")
_NOBODY: frozenset[str] = frozenset()


def topics(result: Result, limit: int) -> pd.DataFrame:
    """Topics of enough people; their words are those of several, their names tell nobody apart."""
    shown = result.topics[result.topics["respondents"] >= limit].copy()
    for column in ("respondents", "statements"):
        shown[column] = [rounded(int(n)) for n in shown[column]]
    shown["name"] = [UNNAMED_TOPIC if tells_apart(name) else name for name in shown["name"]]
    shown["alternatives"] = _lists(shown, ([] for _ in shown["alternatives"]))  # of few, often
    spoken = _speakers(result)
    shown["keywords"] = _lists(
        shown,
        (
            [word for word in words or () if _common(word, spoken.get(topic, {}), limit // 2)]
            for topic, words in zip(shown["topic_id"], shown["keywords"], strict=True)
        ),
    )
    return shown


def _lists(frame: pd.DataFrame, values: Iterable[list[str]]) -> pd.Series:
    return pd.Series(list(values), dtype=object, index=frame.index)


def _speakers(result: Result) -> dict[str, dict[str, set[str]]]:
    """Topic -> word or lemma, folded -> the people who say it there."""
    found: dict[str, dict[str, set[str]]] = {}
    for said in result.statements.itertuples(index=False):
        person = result.answer[said.answer_id].respondent
        if person and said.topic_id:
            words = found.setdefault(said.topic_id, {})
            for word in {*map(fold, said.lemmas or ()), *_WORD.findall(fold(said.text))}:
                words.setdefault(word, set()).add(person)
    return found


def _common(keyword: str, spoken: Mapping[str, frozenset[str] | set[str]], least: int) -> bool:
    """Whether enough people say each word of the keyword, in any form."""
    return all(
        len(spoken.get(part, _NOBODY) | spoken.get(lemma, _NOBODY)) >= least
        for word in words(keyword)
        for part, lemma in [(fold(word.text), fold(word.lemma))]
    )


def branches(levels: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Branches alone: the parts of a topic would tell by subtraction what few people said."""
    shown = levels[(levels["level"] == "branch") & (levels["respondents"] >= limit)].copy()
    for column in ("respondents", "statements"):
        shown[column] = [rounded(int(n)) for n in shown[column]]
    for column in ("quotes", "rim"):
        shown[column] = pd.Series([[] for _ in range(len(shown))], dtype=object, index=shown.index)
    shown["groups"] = "{}"
    return shown
