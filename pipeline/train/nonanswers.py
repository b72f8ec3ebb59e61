"""Training of the model that tells answers without content, and how it does on unmet ones.

    python -m pipeline.train.nonanswers ../shared/data        # folds: unmet questions, authors
    python -m pipeline.train.nonanswers ../shared/data 1.0    # train the pack, make it current

It learns from the labelled answers of `evaluate.nonanswers` and from invented ones, which several
authors wrote without knowing the program (evaluate/labels/nonanswers_written.csv). The folds keep
whole questions of real answers apart, and one author of the invented ones at a time.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline import packs
from pipeline.clean import emptiness
from pipeline.clean.nonanswers import non_answer, plainly_nothing, words_of
from pipeline.errors import InputError, printed
from pipeline.evaluate import nonanswers

FOLDS = 4
STRENGTH = 30.0  # of logistic regression (C); 10 to 300 differ by a point of recall
THRESHOLD, ELSEWHERE = 0.85, 0.97  # of unmet real answers they set two in a thousand aside wrongly
CARD = Path(__file__).with_name("labels") / "card-nonanswers.md"


def examples(data: Path) -> pd.DataFrame:
    """`form`, `question`, `question_role`, `nothing`, `author` ("" of real ones) of all labels."""
    real = pd.concat([nonanswers.labelled(data), nonanswers.fresh(data)], ignore_index=True)
    rows = pd.concat([real.assign(author=""), nonanswers.written()], ignore_index=True)
    rows = rows.sort_values(["author", "question", "answer"], kind="stable", ignore_index=True)
    return rows[["form", "question", "question_role", "nothing", "author", "answer"]]


def matrix(rows: pd.DataFrame) -> sparse.csr_matrix:
    """(rows, SLOTS) float64: the hashed features of `examples`."""
    found = [
        emptiness.hashed(words_of(row.form), row.question, row.question_role)
        for row in rows.itertuples()
    ]
    sizes = np.cumsum([0, *map(len, found)])
    slots = np.fromiter((slot for one in found for slot in one), dtype=np.int32)
    values = np.fromiter((value for one in found for value in one.values()), dtype=float)
    return sparse.csr_matrix((values, slots, sizes), shape=(len(rows), emptiness.SLOTS))


def fit(rows: sparse.csr_matrix, nothing: np.ndarray) -> emptiness.Emptiness:
    """A logistic regression on the features."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300).fit(rows, nothing)
    weights = model.coef_[0].astype(np.float32)
    return emptiness.Emptiness(weights, float(model.intercept_[0]), THRESHOLD, ELSEWHERE)


def unmet(rows: pd.DataFrame, found: sparse.csr_matrix) -> np.ndarray:
    """(rows,) bool: set aside by a model that met neither the row's question nor its author."""
    aside = np.zeros(len(rows), dtype=bool)
    nothing = rows["nothing"].to_numpy(dtype=bool)
    for held in held_apart(rows):
        model = fit(found[~held], nothing[~held])
        aside[held] = [
            bool(non_answer(row.form, row.question, row.question_role, model))
            for row in rows[held].itertuples()
        ]
    return aside


def held_apart(rows: pd.DataFrame) -> Iterator[np.ndarray]:
    """(rows,) bool of each part kept from training: folds of real questions, then authors."""
    real = (rows["author"] == "").to_numpy()
    digest = [hashlib.sha256(question.encode()).digest()[0] for question in rows["question"]]
    fold = np.array(digest) % FOLDS
    yield from (real & (fold == number) for number in range(FOLDS))
    yield from ((rows["author"] == name).to_numpy() for name in sorted(set(rows["author"]) - {""}))


def table(rows: pd.DataFrame, aside: np.ndarray) -> pd.DataFrame:
    """Figures on unmet questions and authors, phrases alone beside them."""
    alone = np.array(
        [bool(plainly_nothing(r.form, r.question, r.question_role)) for r in rows.itertuples()]
    )
    parts = [("вопросы опросов", (rows["author"] == "").to_numpy())]
    authors = sorted(set(rows["author"]) - {""})
    parts += [(f"автор {name}", (rows["author"] == name).to_numpy()) for name in authors]
    lines = []
    for name, part in parts:
        for how, found in (("фразы", alone), ("с моделью", aside)):
            score = nonanswers.score(rows[part].assign(found=found[part]))
            lines.append(
                {"не встречались": name, "как": how, "ответов": score.answers}
                | {"неответов": score.non_answers, "точность": f"{score.precision.value:.3f}"}
                | {"полнота": f"{score.recall.value:.3f}", "оставлено": f"{score.kept.value:.4f}"}
            )
    return pd.DataFrame(lines).set_index("не встречались")


def _scores(model: emptiness.Emptiness) -> dict[str, object]:
    """Precision, recall and what is kept on the survey that no model learns from."""
    rows = nonanswers.written(nonanswers.UNMET)
    found = [
        bool(non_answer(row.form, row.question, row.question_role, model))
        for row in rows.itertuples()
    ]
    score = nonanswers.score(rows.assign(found=found))
    measures = {"precision": score.precision, "recall": score.recall, "kept": score.kept}
    return {"rows": len(rows)} | {name: one.plain() for name, one in measures.items()}


def _markdown(figures: pd.DataFrame) -> str:
    lines = [list(figures.reset_index().columns), ["---"] * (len(figures.columns) + 1)]
    lines += figures.reset_index().astype(str).to_numpy().tolist()
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def save(rows: pd.DataFrame, found: sparse.csr_matrix, version: str) -> Path:
    """Train on everything and write the pack, with the figures of the folds on its card."""
    figures = table(rows, unmet(rows, found))
    model = fit(found, rows["nothing"].to_numpy(dtype=bool))
    labels = sorted(nonanswers.LABELS.parent.glob("nonanswers*.csv"))
    card = CARD.read_text(encoding="utf-8").replace("{version}", version)
    return packs.save(
        emptiness.TASK,
        version,
        tensors={"weights": model.weights},
        data={"model": {name: getattr(model, name) for name in emptiness.PLACES}},
        meta={
            "parent": None,
            "settings": {"strength": STRENGTH, "slots": emptiness.SLOTS},
            "data": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in labels},
            "command": f"python -m pipeline.train.nonanswers ../shared/data {version}",
            "scores": {nonanswers.UNMET.name: _scores(model)},
        },
        card=card.replace("{figures}", _markdown(figures)),
        make_current=True,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the folds, or train a version; 0, or 1 with a message when something is at fault."""
    return printed(_step, sys.argv[1:] if arguments is None else arguments)


def _step(given: Sequence[str]) -> str:
    if not given:
        raise InputError("нужна папка с данными", remedy="Назовите папку, где есть polls/")
    rows = examples(Path(given[0]))
    found = matrix(rows)
    if len(given) > 1:
        return str(save(rows, found, given[1]))
    return table(rows, unmet(rows, found)).to_string()


if __name__ == "__main__":
    sys.exit(main())
