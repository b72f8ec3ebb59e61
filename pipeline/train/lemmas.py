"""Fit the weights that choose among the dictionary's readings of a form.

    python -m pipeline.train.lemmas morphology/lemmas.tsv

Prints the weights for `pipeline.russian.lemmas`, and how many of the forms whose readings differ
are right when their source and genre are left out of the fit. Maximum likelihood of a conditional
log-linear model, all weights non-negative but the one against a name, a weak Gaussian prior.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from pipeline.russian.analysis import tags
from pipeline.russian.lemmas import WEIGHTS, evidence
from pipeline.russian.readings import readings
from pipeline.russian.treebank import CONTENT, read, sentences

PRIOR = 0.5
Case = tuple[np.ndarray, np.ndarray, str]  # (readings, weights), which are right, its part


def cases(path: Path) -> list[Case]:
    """The content words, participles apart, of whose readings some are right and some are not."""
    parts = sentences(read(path))
    found: list[Case] = []
    for part, tagged in zip(parts, tags([list(p["form"]) for p in parts]), strict=True):
        for row, (pos, feats) in zip(part.itertuples(), tagged, strict=True):
            apart = row.upos not in CONTENT or "VerbForm=Part" in row.feats
            if apart or not row.form.isalpha():
                continue
            choices = readings(row.form, pos)
            right = np.array([reading.lemma == row.gold for reading in choices])
            if right.any() and not right.all():
                values = [list(evidence(one, pos, feats).values()) for one in choices]
                found.append((np.array(values), right, f"{row.source} {row.genre}"))
    return found


def fit(known: Sequence[Case]) -> np.ndarray:
    """The weights, in the order of `evidence`."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = 0.5 * PRIOR * float(weights @ weights), PRIOR * weights
        for values, right, _ in known:
            scores = values @ weights
            chances = np.exp(scores - scores.max())
            inside = np.where(right, chances, 0.0)
            total -= float(np.log(inside.sum() / chances.sum()))
            gradient = gradient - (inside / inside.sum() - chances / chances.sum()) @ values
        return total, gradient

    bounds = [(None, 0.0) if name == "no_name" else (0.0, None) for name in names()]
    start = np.array([WEIGHTS[name] for name in names()])
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x


def names() -> list[str]:
    """The weights' names, in the order of `evidence`."""
    return list(evidence(readings("дом", "NOUN")[0], "NOUN", ""))


def left_out(known: Sequence[Case]) -> float:
    """Share of right choices when each part is read by weights fitted on the others."""
    hits: list[bool] = []
    for part in sorted({part for _, _, part in known}):
        weights = fit([case for case in known if case[2] != part])
        hits += [bool(r[np.argmax(v @ weights)]) for v, r, p in known if p == part]
    return sum(hits) / len(hits)


def main() -> None:
    """Print the weights and the accuracy left out."""
    known = cases(Path(sys.argv[1]))
    for name, weight in zip(names(), fit(known), strict=True):
        sys.stdout.write(f'    "{name}": {weight:.2f},\n')
    sys.stdout.write(
        f"{len(known)} forms, {left_out(known):.4f} right when their part is left out\n"
    )


if __name__ == "__main__":
    main()
