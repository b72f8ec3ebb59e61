"""Labels back from people: one annotator's as they are, two annotators' compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline import labelled, labelstudio
from pipeline.annotate import agreement
from pipeline.errors import InputError
from pipeline.tables import fold
from pipeline.vocabulary import ROLE_TITLES

FIELDS = ("role", "directions")
KEPT = ("statement_id", "text", "before", "question", "question_role", "group", "source")
_EXTRA = ("district", "why")


@dataclass(frozen=True)
class Collected:
    """`labels` for training; `disputed` to be decided; `agreement` of two annotators."""

    labels: pd.DataFrame
    disputed: pd.DataFrame
    agreement: pd.DataFrame


def collect(sources: Sequence[Path], adjudicated: Path | None = None) -> Collected:
    """Labels of files; those of the same statement are two annotators' opinions.

    An annotator is a file, or the annotator that a Label Studio export names. Where two disagree,
    the row waits in `disputed` until `adjudicated`, that list with decisions, is given.
    """
    opinions = [part for path in sources for part in _opinions(path)]
    if len(opinions) > 2:
        raise InputError(
            f"размечавших {len(opinions)}, сверить можно двух",
            file=sources[0],
            remedy="Передайте файлы двух размечавших",
        )
    if len(opinions) == 1 or not set(opinions[0].index) & set(opinions[1].index):
        return Collected(_plain(pd.concat(opinions)), _disputes([]), _agreements([]))
    decided = _by_key(_opinions(adjudicated)) if adjudicated else {}
    return _compared(opinions[0], opinions[1], decided)


def _by_key(parts: Sequence[pd.DataFrame]) -> dict[str, pd.Series]:
    return {str(key): row for part in parts for key, row in part.iterrows()}


def _opinions(path: Path) -> list[pd.DataFrame]:
    """One table per annotator of a file, by statement; rows that have no label at all left out."""
    frame = read_table(path)
    for field in FIELDS:
        if field not in frame:
            frame[field] = ""
    _check(frame, path)
    frame["key"] = [
        str(row.get("statement_id") or "") or f"{fold(row['text'])}\x1f{fold(row['question'])}"
        for row in frame.to_dict("records")
    ]
    said = frame[(frame["role"] != "") | (frame["directions"] != "")]
    if said.empty:
        raise InputError("нет ни одной метки", file=path, remedy="Впишите role или directions")
    names = said["annotator"] if "annotator" in said else pd.Series("", index=said.index)
    return [
        part.drop_duplicates("key", keep="last").set_index("key")
        for _, part in said.groupby(names, sort=True)
    ]


def read_table(path: Path) -> pd.DataFrame:
    """A batch or collected labels as texts, roles by id; InputError without the column `text`."""
    if not path.is_file():
        raise InputError("нет такого файла", file=path)
    if path.suffix == ".json":
        frame = pd.DataFrame(labelstudio.read(path))
    else:
        try:
            frame = pd.read_csv(
                path,
                dtype=str,
                keep_default_na=False,
                sep=None,
                engine="python",
                encoding="utf-8-sig",
            )
        except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
            raise InputError("файл не читается", file=path, remedy="Нужен CSV в UTF-8") from error
    if "text" not in frame:
        raise InputError("нет столбца", file=path, column="text")
    frame = frame.fillna("").astype(str).apply(lambda column: column.str.strip())
    if "question" not in frame:
        frame["question"] = ""
    by_title = {title: name for name, title in ROLE_TITLES.items()}
    if "role" in frame:
        frame["role"] = frame["role"].map(lambda name: by_title.get(name.lower(), name))
    return frame


def _check(frame: pd.DataFrame, path: Path) -> None:
    for number, row in enumerate(frame.to_dict("records"), start=1):
        if row["role"]:
            labelled.check_role(row["role"], path, number)
        labelled.check_directions(row["directions"], path, number)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    kept = [name for name in (*KEPT, *_EXTRA, *FIELDS) if name in frame]
    return frame[kept].fillna("").reset_index(drop=True)


def _set(value: str) -> frozenset[str] | None:
    parts = frozenset(part.strip() for part in value.split(labelled.SEPARATOR) if part.strip())
    return parts or None


def _compared(one: pd.DataFrame, other: pd.DataFrame, decided: dict[str, pd.Series]) -> Collected:
    both = [key for key in one.index if key in set(other.index)]
    rows: list[dict[str, str]] = []
    disputed: list[dict[str, str]] = []
    units: dict[str, list[list[frozenset[str] | None]]] = {field: [] for field in FIELDS}
    for key in both:
        first, second = one.loc[key], other.loc[key]
        row = {name: first.get(name, "") for name in (*KEPT, *_EXTRA) if name in one}
        open_ = []
        for field in FIELDS:
            pair = [_set(first[field]), _set(second[field])]
            units[field].append(pair)
            row |= {f"{field}_a": first[field], f"{field}_b": second[field]}
            final = str(decided[key][field]) if key in decided else ""
            row[field] = final or (first[field] if pair[0] == pair[1] else "")
            if pair[0] != pair[1] and not final:
                open_.append(field)
        (disputed if open_ else rows).append(row | {"dispute": ";".join(open_)})
    alone = pd.concat([one.drop(index=both), other.drop(index=both)])
    labels = pd.DataFrame(rows).drop(columns="dispute", errors="ignore")
    labels = pd.concat([labels, _plain(alone)], ignore_index=True).fillna("")
    return Collected(labels, _disputes(disputed), _agreements(list(units.items())))


def _disputes(rows: list[dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=["text", "dispute", *FIELDS])


def _agreements(
    units: list[tuple[str, list[list[frozenset[str] | None]]]],
) -> pd.DataFrame:
    """`field`, `class`, `alpha`, `labels`; class "" is all together."""
    parts = [agreement.table(pairs).assign(field=field) for field, pairs in units if pairs]
    columns = ["field", "class", "alpha", "labels"]
    return pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)


def summary(collected: Collected) -> str:
    """What came together, in plain words."""
    lines = [f"Меток собрано: {len(collected.labels)}."]
    if len(collected.agreement):
        for row in collected.agreement[collected.agreement["class"] == ""].itertuples():
            if row.alpha != row.alpha:
                continue
            word = {"role": "роли", "directions": "направления"}[str(row.field)]
            verdict = (
                "можно полагаться"
                if row.alpha >= agreement.NEEDED
                else "годится для предварительных выводов"
                if row.alpha >= agreement.TENTATIVE
                else "мало: уточните инструкцию"
            )
            alpha = f"{row.alpha:.3f}".replace(".", ",")
            lines.append(f"Согласие, {word}: альфа Криппендорфа {alpha} — {verdict}.")
        lines.append(f"Разногласий, которые надо решить: {len(collected.disputed)}.")
    return "\n".join(lines)
