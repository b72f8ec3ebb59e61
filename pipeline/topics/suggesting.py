"""Topics named by a language model of the user's own network, where one is set."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.naming.asking import endpoint
from pipeline.naming.suggested import QUOTES, Ask, Asked, suggest
from pipeline.naming.words import fold, words
from pipeline.settings import Section
from pipeline.topics.units import key_of


def suggested(
    topics: pd.DataFrame,
    statements: pd.DataFrame,
    chosen: Section,
    masked: bool,
    ask: Ask | None = None,
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """The topics with names that passed the check, and the log of what was asked.

    `chosen` is the section `names` of the settings; without a url nothing is asked. `masked` False
    (texts that may hold personal data) also means that nothing is asked. SettingsError for an
    address outside the user's network.
    """
    if not chosen.url:
        return topics, []
    if ask is None:
        ask = endpoint(chosen.url, chosen.model, chosen.host, float(chosen.timeout_s)).ask
    if not masked:
        return topics, [{"verdict": "не спрашивали: личные данные не замаскированы"}]
    free = topics[topics["name_origin"] != "person"]
    asked = [_asked(row, statements) for row in free.to_dict("records")]
    names, log = suggest(asked, ask)
    return _renamed(topics, names), log


def _asked(topic: dict[str, Any], statements: pd.DataFrame) -> Asked:
    """A topic as it is asked of: its own quotes first, then what else its members say."""
    mine = statements[statements["topic_id"] == topic["topic_id"]]
    text_of = dict(zip(mine["statement_id"], mine["text"], strict=True))
    quotes = [text_of[id_] for id_ in topic["quotes"] if id_ in text_of]
    members: dict[str, frozenset[str]] = {}
    for text, lemmas in sorted(zip(mine["text"], map(tuple, mine["lemmas"]), strict=True)):
        if key_of(text) not in members:
            read = {word.lemma for word in words(text)}
            members[key_of(text)] = frozenset(fold(lemma) for lemma in lemmas) | read
            quotes.append(text)
    return Asked(
        topic["topic_id"],
        topic["name"],
        list(dict.fromkeys(quotes))[:QUOTES],
        list(members.values()),
    )


def _renamed(topics: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    done = topics.copy()
    rows = done.to_dict("records")
    new = [names.get(row["topic_id"]) for row in rows]
    kept = [
        name is None or fold(name) == fold(row["name"]) for name, row in zip(new, rows, strict=True)
    ]
    done["alternatives"] = pd.Series(
        [
            row["alternatives"] if same else [row["name"], *row["alternatives"]]
            for row, same in zip(rows, kept, strict=True)
        ],
        dtype=object,
        index=done.index,
    )
    done["name"] = [
        row["name"] if same else name for row, name, same in zip(rows, new, kept, strict=True)
    ]
    done["name_origin"] = [
        row["name_origin"] if same else "model" for row, same in zip(rows, kept, strict=True)
    ]
    return done
