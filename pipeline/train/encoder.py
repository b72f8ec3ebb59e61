"""The encoder's training: contrast of pairs in numpy, minutes on a CPU, no deep-learning library.

A lemma's vector is weight × (Navec vector × W + own shift). A text is the sum of its lemmas'
vectors with a root on repeats; texts of a pair are drawn together and from the rest of the batch
apart (InfoNCE, van den Oord et al. 2018; several positives as in Khosla et al. 2020). W is common
to all words, so what is learned on seen words moves the unseen ones too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from pipeline.train.encoder_data import Stream
from pipeline.train.encoder_start import is_known, is_person, lemma_start

DIMENSIONS = 192
VOCABULARY = 60_000  # lemmas kept, those of the training texts first
LEAST_TEXTS = 5  # a lemma outside the dictionary must stand in so many texts
SMOOTH = 1e-3  # the constant of SIF weights (Arora et al. 2017)
BATCH = 256
RATES = {"shift": 0.003, "weight": 0.01, "map": 0.001}
TEMPERATURE = 0.07
WARM = 100
LEAST_HALVED = 6
NAMED = 0.3  # how often a text meets the name of its class and not another text of it
Batch = tuple[sparse.csr_matrix, sparse.csr_matrix, np.ndarray, np.ndarray]


@dataclass
class Model:
    """Words, their fixed start vectors (n, 300) and what is learned: map, shifts, log weights."""

    words: dict[str, int]
    start: np.ndarray
    map: np.ndarray  # (300, d)
    shift: np.ndarray  # (n, d)
    weight: np.ndarray  # (n,), logarithms
    seen: np.ndarray  # bool (n,): met in training
    kept: np.ndarray  # bool (n,): may stand in a pack, unlike the surnames that news are full of

    def rows(self, chosen: np.ndarray) -> np.ndarray:
        """Weighted vectors of the chosen words, float32 (len(chosen), d)."""
        base = self.start[chosen] @ self.map + self.shift[chosen]
        return np.exp(self.weight[chosen])[:, None] * base

    def table(self) -> np.ndarray:
        """Weighted vectors of all words; weights of unseen words follow those of like words."""
        self.weight[~self.seen] += _extended(self.start, self.moved, self.seen)
        return self.rows(np.arange(len(self.words))).astype(np.float32)

    moved: np.ndarray = None  # type: ignore[assignment]  # how far training moved each log weight


def train(streams: Sequence[Stream], steps: int = 1200, seed: int = 42) -> Model:
    """Learn a model; the same streams, steps and seed give the same numbers."""
    model = _begin(streams)
    before = model.weight.copy()
    chance = np.random.default_rng(seed)
    drawers = [_drawer(stream, model.words) for stream in streams]
    draws = [one for one in drawers if one is not None]
    shares = np.array([share for share, _ in draws])
    optimiser = _Adam(model, steps)
    for _ in range(steps):
        draw = draws[chance.choice(len(draws), p=shares / shares.sum())][1]
        optimiser.step(*_gradients(model, draw(chance)))
    model.moved = model.weight - before
    return model


def _begin(streams: Sequence[Stream]) -> Model:
    found = Counter(
        lemma
        for stream in streams
        for side in (stream.left, *([] if stream.right is None else [stream.right]))
        for text in side
        for lemma in set(text)
    )
    navec = lemma_start()
    general = {lemma: place for place, lemma in enumerate(navec.lemmas)}
    own = sorted(w for w, n in found.items() if n >= LEAST_TEXTS and not is_person(w))
    mine = set(own)
    rest = [lemma for lemma in navec.lemmas if lemma not in mine]
    chosen = (own + rest)[:VOCABULARY]
    kept = np.array([w in mine or (is_known(w) and not is_person(w)) for w in chosen])
    vectors = navec.vectors / np.maximum(np.linalg.norm(navec.vectors, axis=1), 1e-9)[:, None]
    vectors -= vectors[: VOCABULARY // 3].mean(axis=0)
    start = np.zeros((len(chosen), vectors.shape[1]), dtype=np.float32)
    counts = np.zeros(len(chosen))
    for place, lemma in enumerate(chosen):
        if lemma in general:
            start[place] = vectors[general[lemma]]
            counts[place] = navec.counts[general[lemma]]
    met = np.array([found.get(lemma, 0) for lemma in chosen], dtype=np.float64)
    share = counts / navec.counts.sum() / 2 + met / max(met.sum(), 1) / 2
    axes = np.linalg.eigh(start.T @ start)[1][:, ::-1][:, :DIMENSIONS]
    shift = np.zeros((len(chosen), DIMENSIONS), dtype=np.float32)
    return Model(
        {lemma: place for place, lemma in enumerate(chosen)},
        start,
        axes.astype(np.float32),
        shift,
        np.log(SMOOTH / (SMOOTH + share)).astype(np.float32),
        met > 0,
        kept,
    )


def _drawer(
    stream: Stream, words: dict[str, int]
) -> tuple[float, Callable[[np.random.Generator], Batch]] | None:
    """What draws a batch of a stream; None where it holds too little."""
    left = [_places(text, words) for text in stream.left]
    right = None if stream.right is None else [_places(text, words) for text in stream.right]
    least = LEAST_HALVED if right is None else 1
    usable = np.array(
        [i for i, text in enumerate(left) if len(text) >= least and (right is None or right[i])],
        dtype=np.int64,
    )
    numbers = {name: n for n, name in enumerate(sorted(set(stream.groups) - {""}))}
    groups = np.array([numbers.get(name, -1) for name in stream.groups] or [-1] * len(left))
    mates: dict[int, list[int]] = defaultdict(list)
    for i in usable:
        mates[int(groups[i])].append(int(i))
    if len(usable) < 2:
        return None
    odds = np.ones(len(usable))
    if stream.mates:
        odds = np.array([len(mates[int(groups[i])]) ** -0.5 for i in usable])
    odds /= odds.sum()

    def draw(chance: np.random.Generator) -> Batch:
        chosen = chance.choice(usable, min(BATCH, len(usable)), replace=False, p=odds)
        if right is None:
            sides = [_halves(left[i], chance) for i in chosen]
        else:
            sides = [(left[i], right[i]) for i in chosen]
            if stream.mates:
                sides = [
                    (one, other if chance.random() < NAMED else left[chance.choice(like)])
                    for (one, other), like in zip(
                        sides, (mates[int(groups[i])] for i in chosen), strict=True
                    )
                ]
        return _batch([a for a, _ in sides], [b for _, b in sides], groups[chosen])

    return stream.share, draw


def _places(text: Sequence[str], words: dict[str, int]) -> list[int]:
    return [words[lemma] for lemma in text if lemma in words]


def _halves(text: list[int], chance: np.random.Generator) -> tuple[list[int], list[int]]:
    """A text cut near its middle, or its words dealt into two hands."""
    if chance.random() < 0.5:
        cut = int(chance.integers(len(text) // 3, 2 * len(text) // 3 + 1))
        return text[:cut], text[cut:]
    dealt = chance.random(len(text)) < 0.5
    return (
        [word for word, hand in zip(text, dealt, strict=True) if hand],
        [word for word, hand in zip(text, dealt, strict=True) if not hand],
    )


def _batch(left: list[list[int]], right: list[list[int]], groups: np.ndarray) -> Batch:
    rows = np.unique(np.concatenate([np.array(text, dtype=np.int64) for text in left + right]))
    return _counts(left, rows), _counts(right, rows), rows, groups


def _counts(texts: list[list[int]], rows: np.ndarray) -> sparse.csr_matrix:
    starts = np.cumsum([0, *(len(text) for text in texts)])
    columns = np.searchsorted(rows, np.concatenate([np.array(t, dtype=np.int64) for t in texts]))
    ones = np.ones(len(columns), dtype=np.float32)
    made = sparse.csr_matrix((ones, columns, starts), shape=(len(texts), len(rows)))
    made.sum_duplicates()
    made.data = np.sqrt(made.data)
    return made


def _gradients(model: Model, batch: Batch) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows met and the gradients of their shifts, of their log weights and of the map."""
    left, right, rows, groups = batch
    table = model.rows(rows)
    one, long_one = _normed(left @ table)
    other, long_other = _normed(right @ table)
    scores = one @ other.T / TEMPERATURE
    same = (groups[:, None] == groups[None, :]) & (groups[:, None] >= 0)
    wanted = (same | np.eye(len(one), dtype=bool)).astype(np.float32)
    wrong = _softmax(scores, 1) - wanted / wanted.sum(axis=1, keepdims=True)
    wrong += _softmax(scores, 0) - wanted / wanted.sum(axis=0, keepdims=True)
    wrong /= 2 * len(one) * TEMPERATURE
    slope = left.T @ _through_norm(wrong @ other, one, long_one)
    slope += right.T @ _through_norm(wrong.T @ one, other, long_other)
    base = np.exp(model.weight[rows])[:, None] * slope
    return rows, base, (slope * table).sum(axis=1), model.start[rows].T @ base


def _normed(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return rows / lengths, lengths


def _softmax(scores: np.ndarray, axis: int) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return np.asarray(raised / raised.sum(axis=axis, keepdims=True))


def _through_norm(slope: np.ndarray, units: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    along = (slope * units).sum(axis=1, keepdims=True)
    return np.asarray((slope - along * units) / lengths)


class _Adam:
    """Adam (Kingma and Ba 2015) that touches only the rows a batch has met."""

    def __init__(self, model: Model, steps: int) -> None:
        self.model, self.steps, self.done = model, steps, 0
        self.moments = {
            name: (np.zeros_like(value), np.zeros_like(value))
            for name, value in (
                ("shift", model.shift),
                ("weight", model.weight),
                ("map", model.map),
            )
        }

    def step(
        self, rows: np.ndarray, shift: np.ndarray, weight: np.ndarray, common: np.ndarray
    ) -> None:
        """Move the parameters against their gradients."""
        self.done += 1
        self.model.shift[rows] -= self._move("shift", rows, shift)
        self.model.weight[rows] -= self._move("weight", rows, weight)
        self.model.map -= self._move("map", slice(None), common)

    def _move(self, name: str, rows: np.ndarray | slice, slope: np.ndarray) -> np.ndarray:
        first, second = self.moments[name]
        first[rows] = 0.9 * first[rows] + 0.1 * slope
        second[rows] = 0.999 * second[rows] + 0.001 * slope * slope
        rate = RATES[name] * min(1.0, self.done / WARM) * (1 - self.done / self.steps) ** 0.5
        mean = first[rows] / (1 - 0.9**self.done)
        spread = np.sqrt(second[rows] / (1 - 0.999**self.done))
        return np.asarray(rate * mean / (spread + 1e-7), dtype=np.float32)


def _extended(start: np.ndarray, moved: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """How training would have moved the weights of unseen words: ridge on their start vectors."""
    known = seen & np.any(start != 0, axis=1)
    x = np.hstack([start[known], np.ones((known.sum(), 1), np.float32)])
    solved = np.linalg.solve(x.T @ x + 10 * np.eye(x.shape[1]), x.T @ moved[known])
    unseen = np.hstack([start[~seen], np.ones(((~seen).sum(), 1), np.float32)])
    return np.asarray(unseen @ solved, dtype=np.float32)
