"""Training of the reader in torch: all labels for the pack, or all but a fold for measuring.

    python -m pipeline.train.reader_fit FOLDER [FOLD]

FOLDER has `examples.npz` and `start.npz` of `python -m pipeline.train.reader prepare`. Without FOLD
it writes `weights.npz`, by the names of the pack; with FOLD (0 to 4) `held<FOLD>.npz`, what a model
without that fold says of its rows of gold/train.jsonl, as stored in whole numbers.

Where the start is a version of the reader, training goes on from it: what is stored in whole
numbers stays, all else moves: gains, shifts, biases, places, parts and heads (much as in BitFit,
Ben Zaken and others 2022), by the rows that are fresh and as many others, gold first. Moving the
whole numbers too brought no more and costs a third more time.

The machine with the graphics card needs torch, numpy, FOLDER and five files, kept in their folders:
pipeline/__init__.py, pipeline/errors.py, pipeline/train/__init__.py, pipeline/train/reader_net.py
and this one. On a processor the same runs for hours, from a version for minutes. The seed makes a
run repeatable on one device but for the order in which a graphics card sums.

Loss: cross-entropy of roles with smoothing, and of directions with equal shares of all that were
said; every row by its weights. Some rows are shown bare, without what stands before them.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import InputError, printed
from pipeline.train import reader_net
from pipeline.train.reader_net import HEADS, MATRICES, SCALE

MOST = 31  # as in `statements.sixbit`
CLIPPINGS = (1.0, 0.93, 0.86, 0.79, 0.72)
LEAST_ROLE, LEAST_DIRECTION = 0.1, 0.29  # weights: weak labels of plans and of polls are left out
HEAD_RATE = 1e-3  # of what starts from nothing
SORTED = 40  # batches among which rows of like length are put together
WARM = 0.06  # share of steps in which the rate rises
REPLAYED = 1  # rows met before for each fresh one, so that they are not forgotten


@dataclass(frozen=True)
class Recipe:
    """How long and how to train."""

    rate: float = 8e-5
    passes: float = 3.5
    batch: int = 64
    seed: int = 1
    bare: float = 0.35  # share of rows shown without what stands before them
    smooth: float = 0.05
    directions: float = 0.7  # what directions weigh beside roles
    dropout: float = 0.1


GOING_ON = Recipe(rate=6e-4, passes=0.8)


def fit(folder: Path, fold: int | None = None, recipe: Recipe | None = None) -> Path:
    """Train on what lies in the folder; the file written.

    InputError when a part is missing, or a fold is to be held out of what a version has learnt.
    """
    torch = _torch()
    for name in ("examples.npz", "start.npz"):
        if not (folder / name).is_file():
            raise InputError(f"нет файла {name}", file=folder, remedy="Сначала выполните prepare")
    data, start = (dict(np.load(folder / name)) for name in ("examples.npz", "start.npz"))
    going_on = "roles" in start
    if going_on and fold is not None:
        raise InputError(
            "готовая версия уже училась на всех частях, отложить часть нельзя",
            file=folder,
            remedy="Чтобы измерять на отложенных частях, учите с начала: prepare с файлом e5",
        )
    recipe = recipe or (GOING_ON if going_on else Recipe())
    training = _Training(torch, data, start, recipe)
    rows = rows_learnt(data, fold)
    if going_on:
        rows = with_replay(rows, data["fresh"], data["gold"], recipe.seed)
    training.run(rows)
    whole = training.quantised()
    if fold is None:
        settings = np.array(json.dumps(asdict(recipe) | {"layers": training.layers}))
        return _saved(folder / "weights.npz", whole | {"settings": settings})
    rows = np.flatnonzero((data["fold"] == fold) & data["gold"])
    around, bare = (training.scores(rows, shown) for shown in ("around", "bare"))
    named = dict(zip(HEADS, around, strict=True))
    named |= {f"{head}_bare": value for head, value in zip(HEADS, bare, strict=True)}
    return _saved(folder / f"held{fold}.npz", named | {"rows": rows.astype(np.int32)})


def _saved(path: Path, arrays: Mapping[str, np.ndarray]) -> Path:
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    return path


def rows_learnt(data: Mapping[str, np.ndarray], fold: int | None = None) -> np.ndarray:
    """Rows that training sees: those that weigh enough, without the fold held out."""
    unknown = data["role"] < 0
    heavy = np.where(
        unknown, data["direction_weight"] > LEAST_DIRECTION, data["role_weight"] > LEAST_ROLE
    )
    return np.flatnonzero(heavy & (data["fold"] != (-1 if fold is None else fold)))


def with_replay(rows: np.ndarray, fresh: np.ndarray, gold: np.ndarray, seed: int) -> np.ndarray:
    """The fresh ones of the rows and REPLAYED times as many of the others, by chance: gold first,
    whose labels are the measure of all, but no more than half.

    InputError when none is fresh.
    """
    new, met = rows[fresh[rows]], rows[~fresh[rows]]
    if not len(new):
        raise InputError("в новых метках нечему учиться", remedy="Слабые метки не в счёт")
    order = np.random.default_rng(seed).permutation(met)
    many = REPLAYED * len(new)
    first = order[gold[order]][: many // 2]
    rest = order[~gold[order]][: many - len(first)]
    return np.sort(np.concatenate([new, first, rest]))


def whole_numbers(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """int8 within ±MOST and float16 scales, one for each row (axis 1) or column (axis 0).

    Of five clippings of the largest value the one with the least squared error is taken, for each
    row or column by itself.
    """
    largest = np.abs(values).max(axis=axis, keepdims=True) + 1e-9
    best: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
    for clipping in CLIPPINGS:
        scale = (largest * clipping / MOST).astype(np.float16).astype(np.float32)
        scale = np.maximum(scale, 1e-7)
        whole = np.clip(np.round(values / scale), -MOST, MOST)
        error = ((whole * scale - values) ** 2).sum(axis=axis, keepdims=True)
        found = (whole, scale, error)
        if best is not None:
            found = tuple(  # type: ignore[assignment]
                np.where(error < best[2], new, old) for new, old in zip(found, best, strict=True)
            )
        best = found
    assert best is not None
    return best[0].astype(np.int8), best[1].squeeze(axis).astype(np.float16)


class _Training:
    """The parameters on their device, the optimiser's steps, and readings of rows."""

    def __init__(
        self,
        torch: Any,
        data: Mapping[str, np.ndarray],
        start: Mapping[str, np.ndarray],
        recipe: Recipe,
    ) -> None:
        self.torch, self.recipe, self.data, self.start = torch, recipe, data, start
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(recipe.seed)
        if self.device == "cpu":  # else gradients of parts and places are summed in any order
            torch.use_deterministic_algorithms(True)
        self.chance = random.Random(recipe.seed)  # noqa: S311 - nothing to guard
        self.layers = sum(name.endswith("_attention") for name in start)
        self.ends = {
            name: np.concatenate([[0], data[f"{name}_sizes"].astype(int).cumsum()])
            for name in ("around", "bare")
        }
        first = reader_net.begun(torch, start, {head: len(data[head]) for head in HEADS})
        self.params = {
            name: value.to(self.device).requires_grad_(name + SCALE not in start)
            for name, value in first.items()
        }

    def run(self, rows: np.ndarray) -> None:
        """Take all the steps; the loss is told now and then on stderr."""
        torch, recipe = self.torch, self.recipe
        steps = max(1, int(recipe.passes * len(rows) / recipe.batch))
        optimiser, schedule = self._optimiser(steps)
        known = self._targets()
        done = 0
        while done < steps:
            for batch in self._batches(rows):
                if done == steps:
                    break
                loss = self._loss(batch, known)
                optimiser.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(list(self._moving().values()), 1.0)
                optimiser.step()
                schedule.step()
                done += 1
                if done % 500 == 0:
                    sys.stderr.write(f"{done}/{steps} {loss.item():.3f}\n")

    def quantised(self) -> dict[str, np.ndarray]:
        """The weights by the names of the pack; the parameters become what is stored."""
        torch = self.torch
        found: dict[str, np.ndarray] = {}
        for name, value in self.params.items():
            plain = value.detach().float().cpu().numpy()
            if name + SCALE in self.start:
                found |= {one: self.start[one] for one in (name, name + SCALE)}
                continue
            if name != "tokens" and not name.endswith(tuple(f"_{one}" for one in MATRICES)):
                found[name] = plain
                continue
            axis = reader_net.scaled_axis(name)
            whole, scale = whole_numbers(plain, axis)
            found[name], found[name + SCALE] = whole, scale
            stored = whole * np.expand_dims(scale.astype(np.float32), axis)
            with torch.no_grad():
                value.copy_(torch.from_numpy(stored).to(self.device))
        return found

    def scores(self, rows: np.ndarray, shown: str, size: int = 256) -> tuple[np.ndarray, ...]:
        """(rows, roles) and (rows, directions) float16 logits, without dropout."""
        torch = self.torch
        order = np.argsort(self.data[f"{shown}_sizes"][rows], kind="stable")
        found = [np.zeros((len(rows), len(self.data[head])), np.float16) for head in HEADS]
        for begin in range(0, len(rows), size):
            places = order[begin : begin + size]
            with torch.no_grad(), self._half():
                told = self._read([(shown, row) for row in rows[places]], 0.0)
            for values, one in zip(found, told, strict=True):
                values[places] = one.float().cpu().numpy()
        return tuple(found)

    def _moving(self) -> dict[str, Any]:
        return {name: value for name, value in self.params.items() if value.requires_grad}

    def _optimiser(self, steps: int) -> tuple[Any, Any]:
        optim, rate, moving = self.torch.optim, self.recipe.rate, self._moving()
        new = {"parts", *HEADS, *(f"{head}_bias" for head in HEADS)} - self.start.keys()
        groups = [
            {"params": [v for k, v in moving.items() if k not in new], "lr": rate},
            {"params": [moving[name] for name in sorted(new)], "lr": max(rate, HEAD_RATE)},
        ]
        fused = self.device == "cuda"
        made = optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=fused)

        def share(done: int) -> float:
            return min(1.0, (done + 1) / (WARM * steps + 1)) * max(0.0, 1 - done / steps)

        return made, optim.lr_scheduler.LambdaLR(made, share)

    def _targets(self) -> dict[str, Any]:
        data = self.data
        values = {
            "role": np.maximum(data["role"].astype(np.int64), 0),
            "role_weight": data["role_weight"] * (data["role"] >= 0),
            "shares": data["shares"].astype(np.float32),
            "direction_weight": data["direction_weight"],
        }
        move = self.torch.from_numpy
        return {name: move(value).to(self.device) for name, value in values.items()}

    def _batches(self, rows: np.ndarray) -> list[list[int]]:
        """All rows once, shuffled, those of like length together."""
        order, size, sizes = rows.tolist(), self.recipe.batch, self.data["around_sizes"]
        self.chance.shuffle(order)
        found = []
        for begin in range(0, len(order), size * SORTED):
            near = sorted(order[begin : begin + size * SORTED], key=sizes.__getitem__)
            found += [near[one : one + size] for one in range(0, len(near), size)]
        self.chance.shuffle(found)
        return found

    def _loss(self, batch: Sequence[int], known: Mapping[str, Any]) -> Any:
        functional, recipe = self.torch.nn.functional, self.recipe
        shown = [("bare" if self.chance.random() < recipe.bare else "around") for _ in batch]
        rows = self.torch.tensor(batch, device=self.device)
        with self._half():
            roles, directions = self._read(list(zip(shown, batch, strict=True)), recipe.dropout)
        of_role = functional.cross_entropy(
            roles, known["role"][rows], reduction="none", label_smoothing=recipe.smooth
        )
        logs = functional.log_softmax(directions, 1)
        of_direction = -(known["shares"][rows] * logs).sum(1)
        whole = (of_role * known["role_weight"][rows]).sum()
        whole = whole + recipe.directions * (of_direction * known["direction_weight"][rows]).sum()
        return whole / len(batch)

    def _half(self) -> Any:
        return self.torch.autocast(self.device, self.torch.bfloat16)

    def _read(self, items: Sequence[tuple[str, int]], dropout: float) -> tuple[Any, Any]:
        given = self._padded(items)
        return reader_net.logits(self.torch, self.params, self.layers, given, dropout)

    def _padded(self, items: Sequence[tuple[str, int]]) -> tuple[Any, ...]:
        """(rows, longest) pieces, their parts, and where there is a piece."""
        spans = [(name, *self.ends[name][row : row + 2]) for name, row in items]
        shape = (len(items), max(end - begin for _, begin, end in spans))
        pieces, parts = np.ones(shape, np.int64), np.zeros(shape, np.int64)  # 1 is <pad>
        there = np.zeros(shape, bool)
        for row, (name, begin, end) in enumerate(spans):
            pieces[row, : end - begin] = self.data[f"{name}_pieces"][begin:end]
            parts[row, : end - begin] = self.data[f"{name}_parts"][begin:end]
            there[row, : end - begin] = True
        move = self.torch.from_numpy
        return tuple(move(one).to(self.device) for one in (pieces, parts, there))


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:
        raise InputError(
            "для обучения читающей модели нужен PyTorch, а его нет в установке программы",
            remedy="Установите torch там, где учите (pip install torch); программе он не нужен",
        ) from error
    return torch


def fitted(given: Sequence[str]) -> Path:
    """`fit` of what stands on the command line: a folder and perhaps a fold."""
    match given:
        case [folder]:
            return fit(Path(folder))
        case [folder, ("0" | "1" | "2" | "3" | "4") as fold]:
            return fit(Path(folder), int(fold))
    raise InputError("нужны папка и, если часть отложена, её номер от 0 до 4")


if __name__ == "__main__":
    raise SystemExit(printed(fitted, sys.argv[1:]))
