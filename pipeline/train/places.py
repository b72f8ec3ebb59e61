"""Places in the unlabelled texts of the data folder that somebody has labelled.

    labels/extra.csv             labelled by the codebook
    labels/extra_alike.csv       by annotators who had also read labelled units of their kind
    labels/extra_directions.csv  by the codebook, for directions alone

Each row is source, document, start, end, role, directions, so that no text of the folder comes into
the package; the texts are cut out again when a model is trained.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
from razdel import sentenize

Key = tuple[str, str]  # source, document
LABELS = Path(__file__).with_name("labels")
# Their many facts and praises cost roles 2.5 points of the minimal pairs, so roles do without them.
FOR_DIRECTIONS = "extra_directions.csv"
FILES = ("extra.csv", "extra_alike.csv", FOR_DIRECTIONS)
WHOLE = frozenset(("plan", "poll", "poll_labeled"))  # sources of which a row is one unit
BEFORE = 400  # characters in which the sentence before is looked for
MARKUP = re.compile(r"<[^>]+>|&\w+;")
TABLES = (  # of whole documents: source, file, column of ids
    ("kursk", "kursk/appeals.csv", "id"),
    ("spb", "petersburg/appeals.csv.gz", "id"),
    ("troitsk", "troitsk/letters.csv", "id"),
    ("comments", "comments/comments.csv", "message_id"),
)


def extra(shared: Path) -> dict[str, pd.DataFrame]:
    """Each of FILES with the texts, and what stands around them, cut out of the data folder."""
    documents = _documents(shared)
    return {name: _cut(places(name), *documents) for name in FILES}


def places(name: str) -> pd.DataFrame:
    """One of FILES in the order of sources, documents and places; no `role` FOR_DIRECTIONS."""
    frame = pd.read_csv(LABELS / name, dtype={"doc": str, "role": object})
    if name == FOR_DIRECTIONS:
        frame = frame.assign(role=None)
    return frame.sort_values(["source", "doc", "start"], kind="stable", ignore_index=True)


def _cut(
    frame: pd.DataFrame,
    whole: dict[Key, str],
    headings: dict[Key, str],
    questions: dict[Key, str],
) -> pd.DataFrame:
    keys = [_document_key(row) for row in frame.itertuples()]
    frame["text"] = [
        whole[key] if source in WHOLE else whole[key][start:end]
        for key, source, start, end in zip(
            keys, frame["source"], frame["start"], frame["end"], strict=True
        )
    ]
    frame["question"] = [questions.get(key, "") for key in keys]
    frame["heading"] = [headings.get(key, "") for key in keys]
    frame["before"] = [
        "" if source in WHOLE else sentence_before(whole[key], start)
        for key, source, start in zip(keys, frame["source"], frame["start"], strict=True)
    ]
    frame["directions"] = frame["direction"].str.split(";")
    ids = frame["source"] + "-" + frame["doc"]
    frame["group"] = frame["question"].where(frame["question"] != "", ids)
    frame["weight"], frame["real"] = 1.0, True
    return frame


def sentence_before(text: str, start: int) -> str:
    """The sentence that ends before a place of a text, "" at its beginning; marks of HTML out."""
    plain = MARKUP.sub(" ", text[max(0, start - BEFORE) : start])
    return next((part.text for part in reversed(list(sentenize(plain))) if part.text), "")


def _document_key(row: Any) -> Key:
    return row.source, f"{row.doc}:{row.start}" if row.source in WHOLE else row.doc


def _documents(shared: Path) -> tuple[dict[Key, str], dict[Key, str], dict[Key, str]]:
    """Texts, headings and questions of all that the files may name."""
    texts: dict[Key, str] = {}
    headings: dict[Key, str] = {}
    for source, name, key in TABLES:
        frame = pd.read_csv(shared / name, dtype={key: str})
        texts |= {
            (source, row_key): str(text)
            for row_key, text in zip(frame[key], frame["text"], strict=True)
        }
        if "title" in frame:
            headings |= {
                (source, row_key): str(title)
                for row_key, title in zip(frame[key], frame["title"].fillna(""), strict=True)
            }
    plan = pd.read_csv(shared / "plans" / "sentences.csv", dtype={"doc": str})
    texts |= {
        ("plan", f"{doc}:{start}"): sentence
        for doc, start, sentence in zip(plan["doc"], plan["start"], plan["sentence"], strict=True)
    }
    questions: dict[Key, str] = {}
    for source, name in (("poll", "answers_all.csv"), ("poll_labeled", "answers_labeled.csv")):
        polls = pd.read_csv(shared / "polls" / name, dtype=str).fillna("")
        keys = [(source, f"{one}:{row}") for row, one in enumerate(polls["question_id"])]
        texts |= dict(zip(keys, polls["answer"], strict=True))
        questions |= dict(zip(keys, polls["question"], strict=True))
    return texts, headings, questions
