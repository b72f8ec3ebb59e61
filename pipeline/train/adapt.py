"""Adapting a linear model to a few labels: only what the labels ask for moves away from the base.

    loss(D, c) = Σ weight · −log softmax((X · (W + D) + b + c) / T)[label]  +  |D|² / (2 · strength)

`W`, `b` and the temperature `T` are the base model's; `D` and `c` are found by L-BFGS. With few
labels the result stays near the base (Evgeniou & Pontil 2004, «Regularized multi-task learning»);
with many it may go far. Terms that the base has never met start from zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

ITERATIONS = 200
MOST_ROWS = 1500  # up to which the rows' own space is smaller than that of the features
BIAS_STRENGTH = 10.0  # the biases may move more freely than any one word


@dataclass(frozen=True)
class Shift:
    """What is added to the base: `weights` (features, classes) and `bias` (classes,)."""

    weights: np.ndarray
    bias: np.ndarray


def shift(
    matrix: sparse.csr_matrix,
    base_scores: np.ndarray,
    target: np.ndarray,
    weights: np.ndarray,
    strength: float,
    temperature: float,
) -> Shift:
    """The shift of least loss; `base_scores` is (rows, classes), `target` places of the labels.

    With few rows the weights are looked for among combinations of the rows, where the least loss
    lies (the representer theorem): the same result some thirty times sooner.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # sums in another order would change the last digits
        if matrix.shape[0] > MOST_ROWS:
            return _solve(matrix, base_scores, target, weights, strength, temperature)
        kernel = np.asarray((matrix @ matrix.T).todense())
        values, vectors = np.linalg.eigh(kernel)
        kept = values > values.max(initial=0.0) * 1e-10
        roots = np.sqrt(values[kept])
        rows = vectors[:, kept] * roots
        found = _solve(rows, base_scores, target, weights, strength, temperature)
        back = (vectors[:, kept] / roots) @ found.weights
        return Shift(np.asarray(matrix.T @ back), found.bias)


def _solve(
    matrix: Any,
    base_scores: np.ndarray,
    target: np.ndarray,
    weights: np.ndarray,
    strength: float,
    temperature: float,
) -> Shift:
    rows, classes = base_scores.shape
    features = matrix.shape[1]
    known = np.zeros((rows, classes))
    known[np.arange(rows), target] = 1.0
    transposed = matrix.T.tocsr() if sparse.issparse(matrix) else matrix.T

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        moved = flat[: features * classes].reshape(features, classes)
        bias = flat[features * classes :]
        scores = (base_scores + matrix @ moved + bias) / temperature
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores)
        total = raised.sum(axis=1, keepdims=True)
        picked = scores[np.arange(rows), target] - np.log(total[:, 0])
        wrong = (raised / total - known) * weights[:, None] / temperature
        penalty = (moved**2).sum() / strength + (bias**2).sum() / (strength * BIAS_STRENGTH)
        slope = np.concatenate(
            [
                (transposed @ wrong + moved / strength).ravel(),
                wrong.sum(axis=0) + bias / (strength * BIAS_STRENGTH),
            ]
        )
        return float(-(weights * picked).sum() + penalty / 2), slope

    start = np.zeros((features + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}).x
    return Shift(found[: features * classes].reshape(features, classes), found[-classes:])
