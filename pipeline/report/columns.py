"""Names of columns as a reader understands them: «district» is «Район»."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RUSSIAN = re.compile("[А-Яа-яЁё]")
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NUMBERED = re.compile(r"(?:q|question|v|var|vopros)[\s_.-]*(\d+)", re.IGNORECASE)

# What exports of survey services and hand-made tables call their columns, in English and in
# Russian by Latin letters.
_WORDS = {
    "address": "адрес", "age": "возраст", "agegroup": "возраст", "answer": "ответ",
    "appeal": "обращение", "author": "автор", "body": "текст", "category": "категория",
    "children": "дети", "city": "город", "comment": "комментарий", "count": "число",
    "date": "дата", "department": "ведомство", "direction": "направление",
    "district": "район", "education": "образование", "employment": "занятость",
    "family": "семья", "gender": "пол", "group": "группа", "guess": "предположение",
    "income": "доход", "job": "род занятий", "label": "метка", "language": "язык",
    "letter": "письмо", "locality": "населённый пункт", "message": "сообщение",
    "municipality": "муниципалитет", "name": "название", "number": "номер",
    "occupation": "род занятий", "opinion": "мнение", "organisation": "организация",
    "organization": "организация", "place": "место", "problem": "проблема",
    "profession": "профессия", "proposal": "предложение", "question": "вопрос",
    "rating": "оценка", "region": "регион", "responsible": "ответственный",
    "score": "оценка", "sentiment": "тон", "settlement": "населённый пункт", "sex": "пол",
    "solution": "решение", "source": "источник", "status": "состояние", "street": "улица",
    "suggestion": "предложение", "text": "текст", "theme": "тема", "thread": "обсуждение",
    "title": "заголовок", "topic": "тема", "type": "вид", "url": "ссылка", "year": "год",
    "vozrast": "возраст", "pol": "пол", "rayon": "район", "raion": "район", "gorod": "город",
    "otvet": "ответ", "problema": "проблема", "predlozhenie": "предложение",
}  # fmt: skip


def titled(column: str) -> str:
    """A question as it stood; a bare column name in words: «district» is «Район».

    A name of unknown words is said to be a column's.
    """
    if _RUSSIAN.search(column) or not column.strip():
        return column
    if numbered := _NUMBERED.fullmatch(column.strip()):
        return f"Вопрос {numbered[1]}"
    words = [_WORDS.get(token.lower(), "") for token in _TOKEN.findall(column)]
    if not words or not all(words):
        return f"столбец «{column}»"
    first, *rest = words
    more = f" ({', '.join(rest)})" if rest else ""
    return first[:1].upper() + first[1:] + more


def titles(columns: Sequence[str]) -> list[str]:
    """The columns in words, in their order; two that would be called the same keep their names."""
    named = [titled(column) for column in columns]
    return [
        title if named.count(title) == 1 else column
        for column, title in zip(columns, named, strict=True)
    ]
