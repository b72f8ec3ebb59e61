"""Full-text search over what was said: SQLite FTS5 over lemmas, so that word forms are found."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence

from pipeline.decisions.base import Base
from pipeline.encode.lemmas import WORD, lemma_of

_MOST_WORDS = 12  # of a query


class Index:
    """An index in memory over the answers of a run; ids of answers come back, best first."""

    def __init__(self, base: Base) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute("CREATE VIRTUAL TABLE said USING fts5(id UNINDEXED, words, lemmas)")
        rows = (
            (said.id, " ".join(words(said.text)), " ".join(_lemmas(base, said.id)))
            for said in base.answers.values()
            if said.text
        )
        with self._db:
            self._db.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)

    def find(self, query: str, limit: int = 1000) -> list[str]:
        """Ids of answers that hold every word of the query in some form."""
        asked = words(query)[:_MOST_WORDS]
        if not asked:
            return []
        expression = " AND ".join(f"({_either(word)})" for word in asked)
        with self._lock:
            rows = self._db.execute(
                "SELECT id FROM said WHERE said MATCH ? ORDER BY rank, id LIMIT ?",
                (expression, limit),
            ).fetchall()
        return [row[0] for row in rows]


def words(text: str) -> list[str]:
    """Words of a text as they are indexed: small letters, е for ё."""
    return [word.replace("ё", "е") for word in WORD.findall(text.casefold())]


def matches(text: str, query: Sequence[str]) -> bool:
    """Does a short text hold every word of the query in some form."""
    held = {form for word in words(text) for form in (word, lemma_of(word))}
    return all(word in held or lemma_of(word) in held for word in query)


def _either(word: str) -> str:
    forms = {word, lemma_of(word)} - {""}
    found = " OR ".join(f'"{form}"' for form in sorted(forms))
    return f'{found} OR "{word}"*' if len(word) > 3 else found


def _lemmas(base: Base, answer_id: str) -> list[str]:
    found = (lemma for sid in base.of_answer.get(answer_id, ())
             for lemma in base.statements[sid].lemmas)  # fmt: skip
    return [lemma.replace("ё", "е") for lemma in found]
