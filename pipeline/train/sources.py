"""What the shipped roles and directions models are trained on.

    gold/train.jsonl           units labelled by the codebook
    gold/invented.jsonl        invented units rich in the rare roles
    labels/invented.csv        more of them, written for this package
    labels/invented_documents.csv  invented appeals, letters, plans, polls and comments, by units
    labels/invented_alike.csv  the same and open questions inside organisations, after real ones
    labels/invented_borders.csv  letters and appeals on two borders of roles, after real ones
    labels/templates.toml      the same things said in every role
    labels/extra….csv          places in unlabelled texts and their labels, see `places`
    labels/topics.toml         directions of appeals by their official topic; weak
    plans/sentences.csv        problem and plan sentences by their annotated relations; weak

`dev.jsonl` is for measuring and is never read here; documents that it holds are left out.
"""

from __future__ import annotations

import hashlib
import random
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.errors import InputError
from pipeline.statements.directions_taxonomy import OTHER
from pipeline.train.places import FOR_DIRECTIONS, LABELS, MARKUP, extra

GOLD, DEV = "gold/train.jsonl", "gold/dev.jsonl"
FILES = (  # all that training reads in the data folder
    GOLD,
    "gold/invented.jsonl",
    DEV,
    "kursk/appeals.csv",
    "petersburg/appeals.csv.gz",
    "troitsk/letters.csv",
    "comments/comments.csv",
    "plans/sentences.csv",
    "polls/answers_all.csv",
    "polls/answers_labeled.csv",
)
COLUMNS = [
    "text",
    "question",
    "heading",
    "before",
    "role",
    "directions",
    "group",
    "weight",
    "real",
]  # training_frame has two more, see there
INVENTED_WEIGHT = 1.0  # twice as much costs real texts 0.4 points of F1 and gains pairs nothing
INVENTED = ("invented_documents.csv", "invented_alike.csv", "invented_borders.csv")
DOCUMENTS_WEIGHT = 0.5  # counted whole they cost real texts 0.4 points of F1; 0.25 changes nothing
TEMPLATE_WEIGHT = 0.15
PLAN_WEIGHT = 0.05  # more helps plans and costs citizens: 0.15 took half a point of F1
WEAK_WEIGHT = 0.3
# Questions of one firm's polls are mostly about its management: counted whole, a city's complaints
# under such words went there too (442 of 2,558 invented ones, 280 so); dev loses 0.4 points.
ABOUT_POLLS = 0.3
ABOUT_INVENTED = 0.4  # of an invented row's weight when directions learn: real texts gain by it
INVENTED_GROUPS = ("inv-", "own-", "template-")
THINGS = 6  # fillings of one template
SEED = 1
DIRECTIONS_ALONE = frozenset((FOR_DIRECTIONS, "topics.toml"))  # no role is learnt from these


def training_frame(shared: Path) -> pd.DataFrame:
    """COLUMNS of everything above, `role` and `directions` None where nobody has said; `file`, the
    name above, and `gold`, whether it is gold/train.jsonl.
    """
    require(shared, FILES)
    measured = {document(row) for row in _jsonl(shared / DEV).itertuples()}
    written = "gold/invented.jsonl"
    parts = {
        GOLD: gold(shared / GOLD, 1.0, real=True),
        written: gold(shared / written, INVENTED_WEIGHT, real=False),
        "labels/invented.csv": own_invented(),
        **{f"labels/{name}": invented_documents(name) for name in INVENTED},
        "labels/templates.toml": templated(),
        **{f"labels/{name}": rows for name, rows in extra(shared).items()},
        "labels/topics.toml": weak_directions(shared, measured),
        "plans/sentences.csv": plans(shared, measured),
    }
    named = [part.assign(file=name) for name, part in parts.items()]
    frame = pd.concat(named, ignore_index=True)[[*COLUMNS, "file"]]
    frame["gold"] = frame["file"] == GOLD
    return frame.fillna({"question": "", "heading": "", "before": ""})


def require(shared: Path, names: Sequence[str]) -> None:
    """InputError when one of the files is not in the data folder."""
    for name in names:
        if not (shared / name).is_file():
            raise InputError(
                "нет файла", file=shared / name, remedy="Назовите папку с данными, где он есть"
            )


def with_directions(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose directions somebody has said; polls and lone invented units count for less."""
    known = frame[frame["directions"].notna()].copy()
    polls = (known["question"] != "") & known["real"].astype(bool)
    known["weight"] *= np.where(polls, ABOUT_POLLS, 1.0)
    invented = known["group"].str.startswith(INVENTED_GROUPS)
    known["weight"] *= np.where(invented, ABOUT_INVENTED, 1.0)
    return known


def gold(path: Path, weight: float, real: bool) -> pd.DataFrame:
    """A file of labelled units; a unit's group is its document, or its question in a poll."""
    frame = _jsonl(path).rename(columns={"title": "heading"})
    frame["group"] = [document(row) for row in frame.itertuples()]
    frame["weight"], frame["real"] = weight, real
    return frame[COLUMNS]


def document(row: object) -> str:
    """The document a unit is from: a poll's question, an invented unit by itself.

    The gold files write «kursk-tr12» where the table of appeals has 12.
    """
    source, unit = str(row.source), str(row.id)  # type: ignore[attr-defined]
    if source.startswith("poll"):
        return str(row.question)  # type: ignore[attr-defined]
    if source.startswith("invented"):
        return unit
    return unit.rsplit("-", 1)[0].replace("kursk-tr", "kursk-", 1)


def _jsonl(path: Path) -> pd.DataFrame:
    return pd.read_json(path, lines=True, dtype=False)


def own_invented() -> pd.DataFrame:
    """labels/invented.csv."""
    frame = pd.read_csv(LABELS / "invented.csv", dtype=str, keep_default_na=False)
    frame["directions"] = [ids.split(";") if ids else None for ids in frame["direction"]]
    frame["group"] = "own-" + frame["text"]
    frame["weight"], frame["real"] = INVENTED_WEIGHT, False
    return frame


def invented_documents(name: str) -> pd.DataFrame:
    """One of INVENTED: units in reading order, so the one above stands before each.

    Written by many authors (language models). Those of the first had seen the codebook and no text
    of the data folder. Those of the other two had also read labelled units of gold/train.jsonl,
    1,768 of the two folds that readers are not measured on, and wrote what sounds and is labelled
    like them: ten thousand more written blindly gained nothing, as many of the second file did. The
    last is mostly question-shaped units and facts inside stories; it gained linear roles nothing
    and is there for the reader. Answers under one question are by different people: nothing stands
    before them.
    """
    frame = pd.read_csv(LABELS / name, dtype=str, keep_default_na=False)
    follows = (frame["doc"] == frame["doc"].shift()) & (frame["question"] == "")
    frame["before"] = frame["text"].shift().where(follows, "")
    frame["directions"] = [
        [one for one in ids.split(";") if one != OTHER] for ids in frame["direction"]
    ]
    frame["group"] = "doc-" + frame["doc"]
    frame["weight"], frame["real"] = DOCUMENTS_WEIGHT, False
    return frame[COLUMNS]


def templated() -> pd.DataFrame:
    """labels/templates.toml, each template with a few things and one place for each."""
    raw = tomllib.loads((LABELS / "templates.toml").read_text(encoding="utf-8"))
    chance = random.Random(SEED)  # noqa: S311 - a sample, nothing to guard
    rows = []
    for role, templates in raw["templates"].items():
        for number, template in enumerate(templates):
            things = chance.sample(raw["things"], THINGS if "{" in template else 1)
            for thing in things:
                nom, gen, acc, direction = thing.split("|")
                text = template.format(n=nom, g=gen, a=acc, p=chance.choice(raw["places"]))
                text = text[0].upper() + text[1:] if chance.random() < 0.8 else text
                named = any(form.lower() in text.lower() for form in (nom, gen, acc))
                known = [direction] if named else None
                group = f"template-{role}-{number}"
                rows.append((text, "", role, known, group, TEMPLATE_WEIGHT, False))
    columns = ["text", "question", "role", "directions", "group", "weight", "real"]
    return pd.DataFrame(rows, columns=columns).drop_duplicates("text")


def plans(shared: Path, measured: set[str], most: int = 1200) -> pd.DataFrame:
    """Sentences of plans whose relations say a problem, or a goal or task; no directions."""
    frame = pd.read_csv(shared / "plans" / "sentences.csv", dtype={"doc": str})
    frame = frame[frame["label"].isin(["problem", "plan"]) & (frame["words"] >= 3)]
    frame = frame[~("plan-" + frame["doc"]).isin(measured)]
    order = [hashlib.sha256(text.encode()).hexdigest() for text in frame["sentence"]]
    frame = frame.assign(order=order).sort_values("order").groupby("label").head(most)
    frame["text"], frame["question"] = frame["sentence"], ""
    frame["role"] = frame["label"].map({"problem": "problem", "plan": "solution"})
    frame["directions"] = None
    frame["group"] = "plan-" + frame["doc"]
    frame["weight"], frame["real"] = PLAN_WEIGHT, False
    return frame


def weak_directions(shared: Path, measured: set[str], most: int = 500) -> pd.DataFrame:
    """Appeals whose official topic names a direction, by labels/topics.toml; no roles."""
    rules = tomllib.loads((LABELS / "topics.toml").read_text(encoding="utf-8"))
    parts = []
    for source, name, column in (
        ("kursk", "kursk/appeals.csv", "topic"),
        ("spb", "petersburg/appeals.csv.gz", "reason"),
    ):
        frame = pd.read_csv(shared / name, dtype={"id": str}).drop_duplicates("text")
        frame["direction"] = [_by_topic(str(topic), rules[source]) for topic in frame[column]]
        frame["group"] = source + "-" + frame["id"]
        frame = frame[frame["direction"].notna() & ~frame["group"].isin(measured)]
        order = [hashlib.sha256(group.encode()).hexdigest() for group in frame["group"]]
        frame = frame.assign(order=order).sort_values("order").groupby("direction").head(most)
        plain = frame["text"].astype(str).str.replace(MARKUP, " ", regex=True)
        frame["text"] = plain.str.slice(0, 400)
        frame["directions"] = [[direction] for direction in frame["direction"]]
        parts.append(frame)
    found = pd.concat(parts, ignore_index=True)
    found["role"] = None
    found["weight"], found["real"] = WEAK_WEIGHT, False
    return found


def _by_topic(topic: str, rules: list[list[str]]) -> str | None:
    return next(
        (direction for pattern, direction in rules if re.search(pattern, topic, re.I)), None
    )
