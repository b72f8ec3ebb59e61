"""From trained weights to a pack of the reader, and the scores of rows that were held out.

`weights.npz` of `reader_fit` has the names of the pack's tensors: matrices int8 within ±31 as
(in, out), with their scales. Here they are put into six bits, the graph beside them.

`labels/reader_held.safetensors` holds what models of three folds say of the rows of
gold/train.jsonl that they have not met, for `validate` and for `careful`: places of rows in that
file, no texts. Training needs a GPU or hours, so the figures are kept instead of made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import packs
from pipeline.errors import InputError
from pipeline.evaluate import scored
from pipeline.statements import sixbit
from pipeline.statements.reader import HEADS, TASK
from pipeline.train import reader_graph
from pipeline.train.reader_net import heads_of
from pipeline.train.roles import FOLDS

LABELS = Path(__file__).with_name("labels")
HELD = LABELS / "reader_held.safetensors"
CARD = LABELS / "card-reader.md"
GOLD = "gold/train.jsonl"
WEIGHTS, EXAMPLES, PIECES, FOLD = "weights.npz", "examples.npz", "pieces.json", "held{}.npz"
_SCALE = "_scale"
_AS_THEY_ARE = HEADS + tuple(f"{head}_bias" for head in HEADS)  # float32, small


@dataclass(frozen=True)
class Held:
    """Logits of rows that somebody labelled, by a model that has not met their document.

    `rows` (n,) int32 are places in gold/train.jsonl, `fold` (n,) int8 the fold that was held out.
    The others are float16: (n, roles) and (n, directions) with what stands around the statement,
    and with its question alone (bare); columns as in model.json of the pack.
    """

    rows: np.ndarray
    fold: np.ndarray
    roles: np.ndarray
    directions: np.ndarray
    roles_bare: np.ndarray
    directions_bare: np.ndarray


def held(path: Path = HELD) -> Held:
    """The scores that lie beside the labels; InputError when there are none."""
    from safetensors.numpy import load_file

    if not path.is_file():
        raise InputError(
            "нет оценок отложенных строк", file=path, remedy="Верните файл из архива программы"
        )
    return Held(**load_file(path))


def write_held(parts: Mapping[int, Mapping[str, np.ndarray]], path: Path = HELD) -> Path:
    """Join the scores of several folds, rows in the order of gold/train.jsonl; the file.

    `parts` are by fold and have all of `Held` but `fold`.
    """
    from safetensors.numpy import save_file

    names = [name for name in Held.__dataclass_fields__ if name != "fold"]
    joined = {name: np.concatenate([part[name] for part in parts.values()]) for name in names}
    fold = np.concatenate([np.full(len(part["rows"]), one) for one, part in parts.items()])
    order = np.argsort(joined["rows"], kind="stable")
    kinds = {"rows": np.int32, "fold": np.int8}
    save_file(
        {
            name: np.ascontiguousarray(value[order].astype(kinds.get(name, np.float16)))
            for name, value in (joined | {"fold": fold}).items()
        },
        path,
    )
    return path


def figures(one: Held, examples: Mapping[str, np.ndarray]) -> dict[str, dict[str, Any]]:
    """Scores for pack.json of the held rows, read with what stands around and bare.

    `examples` are those of `reader_data`, rows of gold/train.jsonl first. Intervals are of whole
    documents and questions drawn again.
    """
    ways = {
        GOLD: (one.roles, one.directions),
        f"{GOLD}, без соседнего текста": (one.roles_bare, one.directions_bare),
    }
    roles = np.eye(len(examples["roles"]))[examples["role"][one.rows]]
    truths = (roles, examples["shares"][one.rows] > 0)
    return {
        name: _figures(
            *(_scored(*part, one.rows, examples) for part in zip(HEADS, truths, said, strict=True))
        )
        for name, said in ways.items()
    }


def _scored(
    head: str,
    truth: np.ndarray,
    logits: np.ndarray,
    rows: np.ndarray,
    examples: Mapping[str, np.ndarray],
) -> scored.Scored:
    classes, first = examples[head], logits.argmax(axis=1)
    return scored.Scored(
        head,
        tuple(classes),
        truth.astype(np.float32),
        np.eye(len(classes), dtype=np.float32)[first],
        tuple(classes[first]),
        np.zeros(len(rows)),  # logits are no chances
        examples["group"][rows],
    )


def _figures(roles: scored.Scored, directions: scored.Scored) -> dict[str, Any]:
    found = scored.estimates(scored.measures(roles))
    first = scored.estimates(scored.measures(directions))["first_among_gold"]
    return {
        "rows": len(roles.first),
        "f1_problem_solution": found["f1_problem_solution"].plain(),
        "accuracy": round(found["accuracy"].value, 4),
        "first_among_gold": round(first.value, 4),
    }


def tensors(weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The tensors of a pack: matrices in six bits, the rest float16, heads float32, the graph."""
    found = {name: _stored(name, value, weights) for name, value in weights.items()}
    wide = weights["layer0_wide"].shape
    made = reader_graph.graph(layers_of(weights), wide[0], heads_of(wide[0]), wide[1])
    return found | {"graph": np.frombuffer(made, np.uint8)}


def layers_of(weights: Mapping[str, np.ndarray]) -> int:
    """How many layers there are."""
    return sum(name.endswith("_attention") for name in weights)


def pack(
    weights: Mapping[str, np.ndarray],
    classes: Mapping[str, Sequence[str]],
    pieces: Mapping[str, Sequence[Any]],
    version: str,
    meta: Mapping[str, Any],
    root: Path | None = None,
) -> Path:
    """Write the pack; `classes` of each head in the order of its rows; the folder."""
    hidden = weights["layer0_wide"].shape[0]
    model = {"layers": layers_of(weights), "heads": heads_of(hidden)}
    return packs.save(
        TASK,
        version,
        tensors=tensors(weights),
        data={
            "model": model | {head: list(map(str, classes[head])) for head in HEADS},
            "pieces": {name: list(pieces[name]) for name in ("pieces", "scores")},
        },
        meta=meta,
        card=card(version, layers_of(weights), len(pieces["pieces"]), meta.get("scores", {})),
        root=root,
    )


def card(version: str, layers: int, pieces: int, scores: Mapping[str, Mapping[str, Any]]) -> str:
    """The card in Russian and English, with what `figures` says where there is any."""
    told = {
        "version": version,
        "layers": str(layers),
        "pieces": str(pieces),
        "figures_ru": "не измерено",
        "figures_en": "not measured",
    }
    if scores:
        around, bare = (_three(one) for one in scores.values())
        rows = next(iter(scores.values()))["rows"]
        told["figures_ru"] = (
            f"F1 проблем и предложений, доля верных ролей, доля верных первых направлений — "
            f"{around.replace('.', ',')}; без соседнего текста — {bare.replace('.', ',')} "
            f"(строк {rows})"
        )
        told["figures_en"] = (
            f"F1 on problem and solution, right roles, right first directions are {around}; "
            f"without the text around, {bare} ({rows} rows)"
        )
    text = CARD.read_text(encoding="utf-8")
    for name, value in told.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _three(one: Mapping[str, Any]) -> str:
    figures = (one["f1_problem_solution"]["value"], one["accuracy"], one["first_among_gold"])
    return " · ".join(f"{figure:.3f}" for figure in figures)


def pack_folder(folder: Path, version: str, root: Path | None = None, held_at: Path = HELD) -> Path:
    """The pack of what `prepare` and `fit` left in a folder; InputError when a part is missing.

    Where folds were held out, what was said of them is written to `held_at`.
    """
    for name in (WEIGHTS, EXAMPLES, PIECES):
        if not (folder / name).is_file():
            raise InputError(
                f"нет файла {name}",
                file=folder,
                remedy="Сначала выполните prepare и fit, см. pipeline/train/reader.py",
            )
    examples, weights = (dict(np.load(folder / name)) for name in (EXAMPLES, WEIGHTS))
    settings = json.loads(str(weights.pop("settings")))
    meta: dict[str, Any] = {
        "parent": None,
        "settings": settings,
        "data": {EXAMPLES: hashlib.sha256((folder / EXAMPLES).read_bytes()).hexdigest()},
        "command": f"python -m pipeline.train.reader pack {folder.name} {version}",
    }
    if any((folder / FOLD.format(one)).is_file() for one in range(FOLDS)):
        meta["scores"] = figures(held(join_folds(folder, held_at)), examples)
    pieces = json.loads((folder / PIECES).read_text(encoding="utf-8"))
    return pack(weights, {head: examples[head] for head in HEADS}, pieces, version, meta, root)


def join_folds(folder: Path, path: Path = HELD) -> Path:
    """`write_held` of all folds in a folder; InputError when there is none."""
    found = {one: folder / FOLD.format(one) for one in range(FOLDS)}
    parts = {one: dict(np.load(file)) for one, file in found.items() if file.is_file()}
    if not parts:
        raise InputError(
            "нет оценок отложенных частей",
            file=folder,
            remedy="Сначала выполните fit с номером части",
        )
    return write_held(parts, path)


def _stored(name: str, value: np.ndarray, weights: Mapping[str, np.ndarray]) -> np.ndarray:
    if name + _SCALE in weights:
        return sixbit.packed(value)
    return value.astype(np.float32 if name in _AS_THEY_ARE else np.float16)
