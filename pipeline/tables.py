"""The tables that stages pass to each other: their columns, types and small vocabularies.

A table is a pandas frame whose columns follow a pyarrow schema given here, so that what a stage
returns, what Parquet holds and what a user reads in the contract are one thing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import pandas as pd
import pyarrow as pa

KINDS = ("survey", "proposal", "draft")
QUESTION_ROLES = ("problem", "solution", "vision", "praise", "open")
STATUSES = ("used", "empty", "non_answer", "duplicate", "rejected")
ROLES = (
    "problem",
    "solution",
    "against",
    "vision",
    "praise",
    "fact",
    "question",
    "personal",
    "empty",
)
FINDING_KINDS = ("problem", "solution", "against", "vision")
CONSENSUS = ("общее", "запрос жителей", "экспертное", "конфликт", "особое мнение")
IN_DRAFT = ("covered", "contradicted", "missing")

_text, _int, _float = pa.string(), pa.int64(), pa.float64()
_texts, _ints = pa.list_(pa.string()), pa.list_(pa.int32())

# What ingest hands over, in memory only: it still holds personal data.
ITEMS = pa.schema(
    [
        ("kind", _text),
        ("source", _text),  # path relative to the dataset folder
        ("locator", _text),  # «row 12» (1 is the first data row), «Лист2, row 3», «пункт 4»
        ("position", _int),  # running number inside the source, for papers' own order
        ("question", _text),  # question wording; heading or column title in a paper
        ("question_role", _text),
        ("respondent", _text),  # raw id of the person, or a key made of the row; papers: ""
        ("group", _text),  # "" for citizens
        ("session", _text),  # ISO date or any label; "" unknown
        ("moderator", _text),
        ("attributes", _text),  # JSON object: closed question -> answer
        ("heading", _text),  # headings above the item, outermost first, joined by " › "
        ("row_id", _text),  # same value for the cells of one table row (problem | solution …)
        ("slots", _text),  # JSON object: responsible, deadline, resource, cause … of the row
        ("thesis", _text),  # id of a draft thesis («Т-12»), "" otherwise
        ("text", _text),
    ]
)

ANSWERS = pa.schema(
    [
        ("answer_id", _text),
        ("kind", _text),
        ("source", _text),
        ("locator", _text),
        ("question", _text),
        ("question_role", _text),
        ("respondent", _text),  # pseudonym; "" for papers and drafts
        ("group", _text),
        ("session", _text),
        ("attributes", _text),
        ("text", _text),  # verbatim, personal data masked
        ("status", _text),
        ("reason", _text),
        ("repeats", _int),  # how many messages this answer stands for, itself included
        ("campaign", _text),  # id shared by the answers of one campaign, "" otherwise
        ("topic_id", _text),  # null until topics
        # beyond the contract
        ("analysis", _text),  # same length as text, character by character: forms for analysis
        ("duplicate_of", _text),  # answer_id of the original of a duplicate, "" otherwise
        ("moderator", _text),
        ("heading", _text),
        ("row_id", _text),
        ("slots", _text),
        ("thesis", _text),
    ]
)

# One row per distinct analysed text; the lists run over its tokens.
ANNOTATIONS = pa.schema(
    [
        ("text", _text),  # the `analysis` text of answers
        ("starts", _ints),
        ("ends", _ints),
        ("lemmas", _texts),
        ("pos", _texts),  # Universal Dependencies part of speech
        ("feats", _texts),  # UD features, «Case=Gen|Number=Sing»
        ("heads", _ints),  # index of the head token in this row; the root points at itself
        ("deps", _texts),
        ("ents", _texts),  # BIO tags: B-PER, I-PER, B-LOC, B-ORG, O
        ("sentences", _ints),  # index of the first token of each sentence
    ]
)

STATEMENTS = pa.schema(
    [
        ("statement_id", _text),  # answer_id-start
        ("answer_id", _text),
        ("start", _int),
        ("end", _int),
        ("text", _text),
        ("lemmas", _texts),  # content lemmas with negation kept, in reading order
        ("role", _text),
        ("role_confidence", _float),
        ("directions", _texts),
        ("topic_id", _text),
        ("topic_confidence", _float),
        # beyond the contract
        ("subtopic_id", _text),  # the part of its topic (levels.node_id), null: none
        ("second_role", _text),  # "" when there is none
        ("rules", _texts),  # names of the rules that fired
        ("flags", _texts),  # irony, counterfactual, past_modal, unsure … for a person to look at
        ("slots", _text),  # JSON: object, place, cause, effect, addressee, resource, deadline …
        ("context", _text),  # what a dependent «там», «это» refers to; "" otherwise
    ]
)

TOPICS = pa.schema(
    [
        ("topic_id", _text),
        ("name", _text),
        ("keywords", _texts),
        ("parent_id", _text),
        ("statements", _int),
        ("respondents", _int),
        ("groups", _text),
        ("directions", _texts),
        ("stability", _float),
        ("quotes", _texts),
        # beyond the contract
        ("alternatives", _texts),  # other names
        ("name_origin", _text),  # morphology, model, person
        ("coherence", _float),  # c-NPMI of the keywords, −1 to 1
        ("specificity", _float),  # 0 to 1: how far its words are its own
        ("overlap", _text),  # JSON: other topic_id -> similarity, only those above the threshold
        ("marks", _texts),  # unstable, catch_all, overlaps
        ("rim", _texts),  # statement ids at the rim, for the audit
        ("branch_id", _text),  # the coarser level above it (levels.node_id), null: none
    ]
)

# Coarser and finer than topics: branches of topics, and the parts of large ones.
LEVELS = pa.schema(
    [
        ("node_id", _text),
        ("level", _text),  # branch, subtopic
        ("parent_id", _text),  # a subtopic's topic_id; null for a branch
        ("name", _text),
        ("alternatives", _texts),
        ("keywords", _texts),
        ("statements", _int),
        ("respondents", _int),
        ("groups", _text),  # JSON: group -> statements
        ("directions", _texts),
        ("stability", _float),  # 0 to 1: how far a part is found again; null for a branch
        ("quotes", _texts),
        ("rim", _texts),
    ]
)

FINDINGS = pa.schema(
    [
        ("finding_id", _text),
        ("kind", _text),
        ("name", _text),
        ("direction", _text),
        ("topic_id", _text),
        ("statements", _int),
        ("respondents", _int),
        ("base", _int),
        ("share", _float),
        ("share_low", _float),
        ("share_high", _float),
        ("groups", _text),
        ("sessions", _text),
        ("attributes", _text),
        ("statement_ids", _texts),
        ("quotes", _texts),
        ("consensus", _text),
        ("in_draft", _text),
        # beyond the contract
        ("questions", _text),  # JSON: question -> respondents
        ("slots", _text),  # JSON: slot -> [[value, count], …]
        ("recurring", pa.bool_()),  # False: a rare voice
        ("messages", _int),  # with repeats and campaigns, beside `respondents`
        ("campaign_respondents", _int),
        ("weighted_share", _float),  # null without weights
        ("marks", _texts),
        ("matter_id", _text),  # equal for findings of one kind about one matter
        ("matter_respondents", _int),  # distinct people behind them all; null: not counted
    ]
)

LINKS = pa.schema(
    [
        ("problem_id", _text),
        ("solution_id", _text),
        ("score", _float),
        ("same_answer", _int),
        ("evidence", _texts),
    ]
)

# How each thesis of a draft or item of a region's strategy stands against the findings.
COVERAGE = pa.schema(
    [
        ("document", _text),  # draft, region
        ("thesis", _text),
        ("answer_id", _text),  # of the thesis; "" for an item of region.toml
        ("text", _text),
        ("direction", _text),
        ("verdict", _text),  # supported, amended, contradicted, unasked
        ("finding_ids", _texts),
        ("score", _float),
        ("respondents", _int),
        ("groups", _text),
        ("evidence", _texts),  # statement ids
        ("decisions", _text),  # JSON: group -> verdict, text, why: what people decided of a thesis
    ]
)

# What people decided at the desk that changes no other table.
DECIDED = pa.schema(
    [
        ("what", _text),  # verdict, lock, note, disposition
        ("kind", _text),  # of its subject: thesis, statement, topic, a kind of finding
        ("subject_id", _text),
        ("subject", _text),  # its name or words
        ("group", _text),  # the working group that decided; "" for an analyst
        ("value", _text),  # accept, amend, reject; taken, partly, rejected, beyond
        ("text", _text),  # a new wording, a note
        ("why", _text),
        ("who", _text),
        ("at", _text),  # ISO time in UTC; "" unknown
    ]
)

# What was masked: kinds and counts, never a value.
JOURNAL = pa.schema([("source", _text), ("kind", _text), ("method", _text), ("count", _int)])

# Closed questions: how often each answer was given.
FREQUENCIES = pa.schema(
    [
        ("source", _text),
        ("question", _text),
        ("type", _text),  # single, multi, scale, matrix
        ("answer", _text),
        ("count", _int),
        ("base", _int),
    ]
)

SCHEMAS: Mapping[str, pa.Schema] = {
    "items": ITEMS,
    "answers": ANSWERS,
    "annotations": ANNOTATIONS,
    "statements": STATEMENTS,
    "topics": TOPICS,
    "levels": LEVELS,
    "findings": FINDINGS,
    "links": LINKS,
    "coverage": COVERAGE,
    "decided": DECIDED,
    "journal": JOURNAL,
    "frequencies": FREQUENCIES,
}


def conform(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Give `frame` exactly the columns, order and types of `table`; a missing column is null.

    Extra columns raise ValueError: a stage that makes something new says so in the schema.
    """
    schema = SCHEMAS[table]
    extra = [column for column in frame.columns if column not in schema.names]
    if extra:
        raise ValueError(f"table {table} has no columns {extra}")
    columns = {
        field.name: pa.array(
            frame[field.name] if field.name in frame else [None] * len(frame),
            type=field.type,
            from_pandas=True,
        )
        for field in schema
    }
    return from_arrow(pa.table(columns, schema=schema))


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """A pandas frame with plain Python lists and strings (None for null) in its cells."""
    data: dict[str, object] = {}
    for field in table.schema:
        column = table.column(field.name)
        if pa.types.is_list(field.type) or pa.types.is_string(field.type):
            data[field.name] = pd.Series(column.to_pylist(), dtype=object)
        else:
            data[field.name] = column.to_pandas()
    return pd.DataFrame(data, columns=table.schema.names)


def to_arrow(frame: pd.DataFrame, table: str) -> pa.Table:
    """The pyarrow table of `frame`, ready for Parquet, without pandas' own metadata."""
    frame = conform(frame, table)
    schema = SCHEMAS[table]
    arrays = [pa.array(frame[field.name], type=field.type, from_pandas=True) for field in schema]
    return pa.table(dict(zip(schema.names, arrays, strict=True)), schema=schema)


def empty(table: str) -> pd.DataFrame:
    """The table with no rows."""
    return from_arrow(SCHEMAS[table].empty_table())


def short_hash(*parts: object, length: int = 12) -> str:
    """A stable id of `length` hex digits made of `parts` (blake2b over their text)."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8"), digest_size=16).hexdigest()[:length]


def fold(text: str) -> str:
    """The text as it is compared: case and ё folded, spaces single. Never shown to a reader."""
    return " ".join(text.casefold().replace("ё", "е").split())


def distinct(values: Iterable[str]) -> list[str]:
    """The values without repeats, sorted: an order that no input order can change."""
    return sorted(set(values))
