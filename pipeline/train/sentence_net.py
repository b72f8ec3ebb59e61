"""Training of the network of `statements.sentence_net` on numpy alone: Adam, dropout of words.

One thread and one generator of chance a network: the same data and seed give the same bytes
on the same computer. (Another processor may sum in another order, and training makes last digits
grow.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from pipeline.statements import navec
from pipeline.statements import sentence_net as net
from pipeline.statements.lexicon import lexicon
from pipeline.statements.sentence_net import NOTHING, UNKNOWN, SentenceNet, Tokens
from pipeline.statements.unit import Unit

Params = dict[str, np.ndarray]
PROJECTED = 64
TABLE_WIDTHS = {"lemmas": 32, "shapes": 32, "senses": 16}  # of the vectors in the tables of tokens
SPREADS = {"lemmas": 0.1, "shapes": 0.3, "senses": 0.3}
FILTERS, CONTEXT, AROUND, HIDDEN = 96, 64, 64, 128
BATCH = 64
BATCH_HELD = 500
RATE = 2e-3
WARM = 100  # steps in which the rate rises; then it falls to a twentieth
DECAY = 1e-5
SMOOTH = 0.05  # of the target, spread over all classes
NO_WORD, NO_LEMMA = 0.15, 0.2  # share of tokens that training hides whole, of lemmas alone
NO_SEEN, NO_JOINED, NO_HIDDEN, NO_EXTRA = 0.1, 0.4, 0.3, 0.1
NO_AROUND_RESPONSE = 0.2
NO_AROUND = 0.5  # share of examples shown with the question alone around them


@dataclass(frozen=True)
class Recipe:
    """How many networks are trained, for how many passes, and what their log chances weigh."""

    weight: float
    epochs: int = 6
    members: int = 1
    senses: bool = False  # whether tokens have what the lexicon says of them


def alone(recipe: Recipe | None) -> Recipe | None:
    """The recipe with one network: enough to tell how sure the models are, in half the time."""
    return replace(recipe, members=1) if recipe else None


@dataclass(frozen=True)
class Examples:
    """What the networks learn from; `target` holds the place of each row's class."""

    own: Tokens
    around: Tokens
    asked: Tokens  # around, the question alone
    context: sparse.csr_matrix
    target: np.ndarray
    classes: int
    weights: np.ndarray
    lemmas: Sequence[str]
    shapes: Sequence[str]


def examples(
    units: tuple[Sequence[Unit], Sequence[Unit], Sequence[Unit]],
    context: sparse.csr_matrix,
    target: np.ndarray,
    classes: int,
    weights: np.ndarray,
    groups: np.ndarray,
) -> Examples:
    """Examples of statements, of what stands around each, and of its question alone.

    A lemma or shape is known by itself when enough people or documents have it.
    """
    from pipeline.train.roles import vocabulary

    lemmas, shapes = (
        [term for term in vocabulary(units[0], groups, block)[0] if " " not in term]
        for block in ("words", "shape")
    )
    whole = net.read([*units[0], *units[1], *units[2]], net.places(lemmas), net.places(shapes))
    count = len(units[0])
    parts = [slice(number * count, (number + 1) * count) for number in range(3)]
    own, around, asked = (
        replace(whole, starts=whole.starts[part], lengths=whole.lengths[part]) for part in parts
    )
    return Examples(own, around, asked, context, target, classes, weights, lemmas, shapes)


def fit(data: Examples, recipe: Recipe, rows: np.ndarray | None = None) -> SentenceNet:
    """The networks of a recipe, trained on all rows or on these."""
    chosen = np.arange(len(data.target)) if rows is None else rows
    # One thread a network: sums in another order would change the last digits.
    with threadpool_limits(limits=1), ThreadPoolExecutor(recipe.members) as pool:
        members = tuple(pool.map(partial(train, data, chosen, recipe), range(recipe.members)))
    return SentenceNet(net.places(data.lemmas), net.places(data.shapes), members, recipe.weight)


def held_scores(data: Examples, recipe: Recipe, kept: np.ndarray, held: np.ndarray) -> np.ndarray:
    """(held, classes) what networks trained on `kept` add to the scores of `held`."""
    found = fit(data, recipe, kept)
    parts = []
    for start in range(0, len(held), BATCH_HELD):
        rows = held[start : start + BATCH_HELD]
        own, around = (
            replace(tokens, starts=tokens.starts[rows], lengths=tokens.lengths[rows])
            for tokens in (data.own, data.around)
        )
        which, context = np.arange(len(rows)), data.context[rows]
        each = [net.scores(params, own, around, which, context) for params in found.members]
        parts.append(np.mean(each, axis=0) * recipe.weight)
    return np.concatenate(parts).astype(np.float64)


def train(data: Examples, rows: np.ndarray, recipe: Recipe, seed: int = 0) -> Params:
    """Parameters after the recipe's passes over `rows`."""
    chance = np.random.default_rng(seed)
    sizes = {"lemmas": len(data.lemmas) + UNKNOWN + 1, "shapes": len(data.shapes) + UNKNOWN + 1}
    if recipe.senses:
        sizes["senses"] = lexicon().senses
    params = start(sizes, data.context.shape[1], data.classes, chance)
    adam = Adam(params)
    steps = recipe.epochs * -(-len(rows) // BATCH)
    for _ in range(recipe.epochs):
        order = chance.permutation(rows)
        for begin in range(0, len(order), BATCH):
            slopes = step(params, data, order[begin : begin + BATCH], chance)
            adam.move(params, slopes, steps)
    return params


def start(
    sizes: Mapping[str, int], context: int, classes: int, chance: np.random.Generator
) -> Params:
    """Parameters before training: He's normal for layers, small vectors for the tables of lemmas,
    shapes and, where there are any, senses, so long as `sizes` says.
    """
    token = PROJECTED + sum(TABLE_WIDTHS[name] for name in sizes)
    text = 2 * len(net.WIDTHS) * FILTERS
    joined = text + CONTEXT + AROUND

    def normal(rows: int, columns: int, spread: float) -> np.ndarray:
        return (chance.standard_normal((rows, columns)) * spread).astype(np.float32)

    params = {
        "projection": normal(navec.SIZE, PROJECTED, navec.SIZE**-0.5),
        **{name: normal(size, TABLE_WIDTHS[name], SPREADS[name]) for name, size in sizes.items()},
        "filters": normal(token, FILTERS * len(net.SLOTS), token**-0.5),
        "context": normal(context, CONTEXT, context**-0.5),
        "around": normal(text, AROUND, text**-0.5),
        "hidden": normal(joined, HIDDEN, joined**-0.5),
        "out": normal(HIDDEN, classes, HIDDEN**-0.5),
    }
    biases = {"filters": FILTERS * len(net.WIDTHS)} | {
        name: params[name].shape[1] for name in ("context", "around", "hidden", "out")
    }
    params |= {f"{name}_bias": np.zeros(size, np.float32) for name, size in biases.items()}
    _silence(params)
    return params


class Adam:
    """Kingma & Ba 2015, with a rate that rises and then falls in a straight line."""

    def __init__(self, params: Params) -> None:
        self._first = {name: np.zeros_like(value) for name, value in params.items()}
        self._second = {name: np.zeros_like(value) for name, value in params.items()}
        self._done = 0

    def move(self, params: Params, slopes: Params, steps: int) -> None:
        """One step of at most about the rate, in place; `steps` are there in all."""
        rate = RATE * min(1.0, (self._done + 1) / WARM) * max(0.05, 1 - self._done / steps)
        self._done += 1
        rate *= (1 - 0.999**self._done) ** 0.5 / (1 - 0.9**self._done)
        for name, slope in slopes.items():
            slope += DECAY * params[name]
            first, second = self._first[name], self._second[name]
            first += 0.1 * (slope - first)
            second += 0.001 * (slope * slope - second)
            params[name] -= np.float32(rate) * first / (np.sqrt(second) + 1e-8)
        _silence(params)


def _silence(params: Params) -> None:
    """Give no numbers to the token that is none."""
    for name in TABLE_WIDTHS:
        if name in params:
            params[name][NOTHING] = 0.0


def step(params: Params, data: Examples, rows: np.ndarray, chance: np.random.Generator) -> Params:
    """Slopes of the weighted cross-entropy of a batch, with all that training hides hidden."""
    bare = chance.random(len(rows)) < NO_AROUND
    own = _Encoded(params, [(data.own, rows)], chance)
    near = _Encoded(params, [(data.around, rows[~bare]), (data.asked, rows[bare])], chance)
    back = np.argsort(np.concatenate([np.flatnonzero(~bare), np.flatnonzero(bare)]))
    text, around = own.pooled, near.pooled[back]
    extra_in, around_in = data.context[rows], _Dropped(around, NO_AROUND_RESPONSE, chance)
    extra_in = extra_in.multiply(chance.random(extra_in.shape[1]) >= NO_EXTRA).tocsr()
    extra = np.maximum(extra_in @ params["context"] + params["context_bias"], 0.0)
    beside = np.maximum(around_in.value @ params["around"] + params["around_bias"], 0.0)
    joined = _Dropped(np.hstack([text, extra, beside]), NO_JOINED, chance)
    raw = np.maximum(joined.value @ params["hidden"] + params["hidden_bias"], 0.0)
    hidden = _Dropped(raw, NO_HIDDEN, chance)
    chances = np.exp(net.log_softmax(hidden.value @ params["out"] + params["out_bias"]))
    target = np.full(chances.shape, SMOOTH / data.classes, np.float32)
    target[np.arange(len(rows)), data.target[rows]] += 1 - SMOOTH
    wrong = (chances - target) * (data.weights[rows] / len(rows))[:, None]
    wrong = wrong.astype(np.float32)

    slopes = {"out": hidden.value.T @ wrong, "out_bias": wrong.sum(axis=0)}
    wrong = hidden.back(wrong @ params["out"].T) * (raw > 0)
    slopes |= {"hidden": joined.value.T @ wrong, "hidden_bias": wrong.sum(axis=0)}
    wrong = joined.back(wrong @ params["hidden"].T)
    to_text, to_extra, to_beside = np.split(
        wrong, [text.shape[1], text.shape[1] + extra.shape[1]], axis=1
    )
    to_extra, to_beside = to_extra * (extra > 0), to_beside * (beside > 0)
    slopes |= {"context": extra_in.T @ to_extra, "context_bias": to_extra.sum(axis=0)}
    slopes |= {"around": around_in.value.T @ to_beside, "around_bias": to_beside.sum(axis=0)}
    to_around = around_in.back(to_beside @ params["around"].T)[np.argsort(back)]
    first, second = own.back(params, to_text), near.back(params, to_around)
    return slopes | {name: first[name] + second[name] for name in first}


class _Dropped:
    """Values of which a share is hidden, the others raised to the same sum."""

    def __init__(self, value: np.ndarray, share: float, chance: np.random.Generator) -> None:
        kept = chance.random(value.shape, dtype=np.float32) >= share
        self._kept = kept.astype(np.float32) / np.float32(1 - share)
        self.value = value * self._kept

    def back(self, slope: np.ndarray) -> np.ndarray:
        """The slope by the values before."""
        return slope * self._kept


class _Encoded:
    """Texts of one or more sets, encoded; remembers what the way back needs."""

    def __init__(
        self,
        params: Params,
        parts: Sequence[tuple[Tokens, np.ndarray]],
        chance: np.random.Generator,
    ) -> None:
        lengths = np.concatenate([tokens.lengths[rows] for tokens, rows in parts])
        taken = [
            net.ranges(tokens.starts[rows], tokens.lengths[rows])
            for tokens, rows in parts
            if len(rows)
        ]
        sets = [tokens for tokens, rows in parts if len(rows)]
        self._layout = net.lay(np.cumsum(lengths) - lengths, lengths)
        picked = {
            name: np.concatenate(
                [getattr(tokens, name)[where] for tokens, where in zip(sets, taken, strict=True)]
            )
            for name in ("form", *net.TABLES.values())
        }
        hidden = chance.random(len(picked["form"])) < NO_WORD
        alone = chance.random(len(picked["form"])) < NO_LEMMA
        picked["form"] = np.where(hidden, 0, picked["form"])
        unknown = (hidden | alone) & (picked["lemma"] > NOTHING)
        picked["lemma"] = np.where(unknown, UNKNOWN, picked["lemma"])
        picked["sense"] = np.where(hidden, NOTHING, picked["sense"])
        gap = self._layout.source < 0
        placed = {
            name: np.where(gap, NOTHING, part[self._layout.source]) for name, part in picked.items()
        }
        self._vectors = net.VECTOR_SCALE * sets[0].vectors[placed["form"]]
        self._rows = {table: placed[name] for table, name in net.TABLES.items() if table in params}
        seen = [params[table][rows] for table, rows in self._rows.items()]
        self._seen = _Dropped(
            np.hstack([self._vectors @ params["projection"], *seen]), NO_SEEN, chance
        )
        self._found = net.responses(self._seen.value, params)
        self.pooled = net.pooled(self._found, self._layout)

    def back(self, params: Params, slope: np.ndarray) -> Params:
        """Slopes of the parameters of a token's vector and of the filters."""
        count = params["filters"].shape[1] // len(net.SLOTS)
        each = np.zeros((len(self._layout.source), params["filters"].shape[1]), np.float32)
        biases = []
        column = 0
        for number, width in enumerate(net.WIDTHS):
            starts = self._layout.first - (width - 1)
            counts = self._layout.ends - starts
            rows, text = net.ranges(starts, counts), np.repeat(np.arange(len(counts)), counts)
            values = self._found[number][rows]
            part = slope[:, 2 * number * count : 2 * (number + 1) * count]
            best = self.pooled[:, 2 * number * count : (2 * number + 1) * count]
            equal = (values == best[text]).astype(np.float32)
            shared = np.add.reduceat(equal, np.cumsum(counts) - counts)
            wrong = equal * (part[:, :count] / shared)[text]
            wrong += part[text, count:] / counts[text, None].astype(np.float32)
            wrong *= values > 0
            biases.append(wrong.sum(axis=0))
            for place in range(width):
                each[rows + place, column : column + count] = wrong
                column += count
        seen = self._seen.back(each @ params["filters"].T)
        widths = [PROJECTED, *(TABLE_WIDTHS[table] for table in self._rows)]
        to_vector, *to_tables = np.split(seen, np.cumsum(widths)[:-1], axis=1)
        return {
            "filters": self._seen.value.T @ each,
            "filters_bias": np.concatenate(biases),
            "projection": self._vectors.T @ to_vector,
            **{
                table: _scattered(rows, slope, len(params[table]))
                for (table, rows), slope in zip(self._rows.items(), to_tables, strict=True)
            },
        }


def _scattered(places: np.ndarray, slope: np.ndarray, size: int) -> np.ndarray:
    """Sums of the rows of `slope` by place, (size, columns)."""
    ones = np.ones(len(places), np.float32)
    chosen = sparse.csr_matrix((ones, (places, np.arange(len(places)))), shape=(size, len(places)))
    return np.asarray(chosen @ slope)
