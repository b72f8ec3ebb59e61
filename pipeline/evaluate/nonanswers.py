"""How well answers that say nothing are told from short answers that say something.

    python -m pipeline.evaluate.nonanswers DATA_FOLDER

DATA_FOLDER holds polls/answers_all.csv. The labels beside this module name its rows by number and
by a hash of the text, so no answer is stored here. Read one by one were: everything that the
cleaner set aside when the labels were made (`flagged`), everything that a broad net of forms and
words catches (`net`), and five other answers of each question drawn by hash (`random`). Where the
question's meaning leaves it open, the label is `unclear` and the answer is not counted.

The questions are split in two by a hash of their number: rules were mended by the misses of the
first half, the figures of the second are the ones to quote.

Two more files of labels hold answers that no rule had been written for: every short answer to 28
questions that the first lacks, two others of each question, short appeals and comments; and then
every short text that was left. They were read and labelled before the cleaner was run on them.
Those that `written` gives are invented, by authors who did not know the cleaner; the model of
`clean.emptiness` learns from all but one author, whose survey is kept for measuring.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.clean.analysis import analysis_form
from pipeline.clean.status import status_of
from pipeline.clean.text import clean_text
from pipeline.errors import InputError, printed
from pipeline.evaluate.metrics import Estimate, resampled
from pipeline.ingest.wording import guess_role
from pipeline.tables import short_hash

LABELS = Path(__file__).with_name("labels") / "nonanswers.csv"
LATER = tuple(LABELS.with_name(f"nonanswers_{name}.csv") for name in ("fresh", "rest"))
WRITTEN = LABELS.with_name("nonanswers_written.csv")
UNMET = LABELS.with_name("nonanswers_unmet.csv")  # no model learns from them
ANSWERS = Path("polls") / "answers_all.csv"
SAYS_NOTHING = "non_answer"
_SURE = 0.6  # of a guessed role, as where a table names the question row by row


@dataclass(frozen=True)
class Score:
    """Precision and recall of what is set aside, and the share of real answers that stay."""

    answers: int  # real answers
    non_answers: int
    precision: Estimate
    recall: Estimate
    kept: Estimate  # share of 1 of the real answers


def labelled(data: Path) -> pd.DataFrame:
    """`question`, `answer`, `form`, `nothing` (the label), `half` (1, 2) of each counted row.

    InputError when the answers are not those that were labelled.
    """
    labels = _counted(LABELS)
    rows = _rows(data / ANSWERS, labels)
    half = [1 + int(short_hash(question), 16) % 2 for question in rows["question"]]
    return _labelled(rows, labels).assign(half=half)


def fresh(data: Path) -> pd.DataFrame:
    """The same of the answers labelled later, without `half`; appeals have no question."""
    parts = []
    for path in LATER:
        for file, labels in _counted(path).groupby("file", sort=True):
            parts.append(_labelled(_rows(data / str(file), labels), labels))
    return pd.concat(parts, ignore_index=True)


def written(path: Path = WRITTEN) -> pd.DataFrame:
    """The invented answers: `question`, `answer`, `form`, `nothing`; `author` where many wrote."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    return _read(rows).assign(nothing=rows["label"] == SAYS_NOTHING)


def _counted(path: Path) -> pd.DataFrame:
    labels = pd.read_csv(path, dtype=str).astype({"row": int})
    return labels[labels["label"] != "unclear"]


def _rows(path: Path, labels: pd.DataFrame) -> pd.DataFrame:
    """`question` and `answer` of the labelled rows, which are to be those that were labelled."""
    if not path.is_file():
        raise InputError("нет размеченных ответов", file=path, remedy="Дайте папку с polls/")
    answers = pd.read_csv(path, dtype=str, keep_default_na=False)
    if labels["row"].max() > len(answers):
        raise InputError("строк меньше, чем размечено", file=path, remedy="Дайте тот же файл")
    rows = answers.iloc[labels["row"] - 1].reset_index(drop=True)
    rows = rows.rename(columns={"text": "answer"}).assign(question=rows.get("question", ""))
    if [short_hash(text) for text in rows["answer"]] != labels["hash"].tolist():
        raise InputError("ответы не те, что размечены", file=path, remedy="Дайте тот же файл")
    return rows[["question", "answer"]]


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `found`: whether the cleaner sets them aside, as it does in a run."""
    statuses = [status_of(row.form, row.question, row.question_role) for row in rows.itertuples()]
    return rows.assign(found=[status in ("non_answer", "empty") for status, _ in statuses])


def _labelled(rows: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    return _read(rows).assign(nothing=(labels["label"] == SAYS_NOTHING).to_numpy())


def _read(rows: pd.DataFrame) -> pd.DataFrame:
    """With `form` and `question_role`, as they are in a run."""
    guessed = [guess_role(question) for question in rows["question"]]
    roles = [role if confidence >= _SURE else "open" for role, confidence in guessed]
    forms = [analysis_form(clean_text(answer)) for answer in rows["answer"]]
    return rows.assign(form=forms, question_role=roles)


def score(rows: pd.DataFrame) -> Score:
    """The figures over some rows of `labelled`, with intervals that resample whole questions."""
    nothing, found = rows["nothing"].to_numpy(), rows["found"].to_numpy()
    drawn = resampled(rows["question"].to_numpy())

    def share(of: np.ndarray, right: np.ndarray) -> Estimate:
        weights = drawn[:, of]
        with np.errstate(invalid="ignore"):
            samples = weights @ right[of].astype(float) / weights.sum(axis=1)
        return Estimate.of(float(right[of].mean()), samples)

    return Score(
        int((~nothing).sum()),
        int(nothing.sum()),
        share(found, nothing),
        share(nothing, found),
        share(~nothing, ~found),
    )


def table(rows: pd.DataFrame, **others: pd.DataFrame) -> pd.DataFrame:
    """One row for each half of the questions, one for all and one for each of `others`."""
    parts = {
        "первая половина": rows[rows["half"] == 1],
        "вторая половина": rows[rows["half"] == 2],
        "все": rows,
    }
    parts |= {name.replace("_", " "): part for name, part in others.items()}
    return pd.DataFrame(
        [
            {"часть": name, "ответов": s.answers, "неответов": s.non_answers}
            | {
                column: f"{figure.value:.3f} [{figure.low:.3f}; {figure.high:.3f}]"
                for column, figure in (
                    ("точность", s.precision),
                    ("полнота", s.recall),
                    ("ответов оставлено", s.kept),
                )
            }
            for name, s in ((name, score(part)) for name, part in parts.items())
        ]
    ).set_index("часть")


def told(rows: pd.DataFrame, later: pd.DataFrame, unmet: pd.DataFrame) -> str:
    """The table and the misses."""
    lines = [table(rows, размечено_позже=later, придумано_для_проверки=unmet).to_string()]
    parts = [rows, later.assign(half="п"), unmet.assign(half="и")]
    every = pd.concat(parts, ignore_index=True)
    for title, wrong in (
        ("отложены зря", every[every["found"] & ~every["nothing"]]),
        ("не отложены", every[~every["found"] & every["nothing"]]),
    ):
        lines.append(f"\n{title}: {len(wrong)}")
        lines += [
            f"  {row.half}  {row.answer}  ←  {' '.join(row.question.split())}"
            for row in wrong.itertuples()
        ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the misses; 0, or 1 with a message when the folder is at fault."""
    return printed(_step, sys.argv[1:] if arguments is None else arguments)


def _step(given: Sequence[str]) -> str:
    if not given:
        raise InputError("нужна папка с данными", remedy="Назовите папку, где есть polls/")
    data = Path(given[0])
    return told(*map(judged, (labelled(data), fresh(data), written(UNMET))))


if __name__ == "__main__":
    sys.exit(main())
