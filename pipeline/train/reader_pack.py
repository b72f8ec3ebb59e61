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
import pandas as pd

from pipeline import packs
from pipeline.errors import InputError
from pipeline.evaluate import scored
from pipeline.statements import sixbit
from pipeline.statements.reader import HEADS, TASK, Reader
from pipeline.train import reader_data, reader_graph
from pipeline.train.places import LABELS
from pipeline.train.reader_net import SCALE, heads_of
from pipeline.train.roles import FOLDS
from pipeline.train.sources import GOLD

HELD = LABELS / "reader_held.safetensors"
CARD = LABELS / "card-reader.md"
UNMET = ("units_unmet.csv", "polls_unmet.csv")
WEIGHTS, EXAMPLES, PIECES, FOLD = "weights.npz", "examples.npz", "pieces.json", "held{}.npz"
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
    groups = examples["group"][one.rows]
    return {
        name: _figures(
            *(
                _scored(head, examples[head], truth, said, groups)
                for head, truth, said in zip(HEADS, truths, both, strict=True)
            )
        )
        for name, both in ways.items()
    }


def unmet_figures(model: Reader) -> dict[str, dict[str, Any]]:
    """Scores for pack.json of the invented units in evaluate/labels that no model learns from."""
    found = {}
    for name in UNMET:
        path = LABELS.parents[1] / "evaluate" / "labels" / name
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        readings = reader_data.readings(frame.rename(columns={"title": "heading"}))
        groups = frame["id"].str.rpartition("-")[0].to_numpy()
        told = (frame["role"], frame["directions"])
        found[name] = _figures(
            *(
                _scored(
                    head,
                    model.classes[head],
                    labels.str.get_dummies(";").reindex(columns=model.classes[head], fill_value=0),
                    model.log_chances(readings, head),
                    groups,
                )
                for head, labels in zip(HEADS, told, strict=True)
            )
        )
    return found


def _scored(
    head: str, classes: Sequence[str] | np.ndarray, truth: Any, said: np.ndarray, groups: np.ndarray
) -> scored.Scored:
    """`truth` and `said`, logits or log chances, are (rows, classes)."""
    first = said.argmax(axis=1)
    return scored.Scored(
        head,
        tuple(classes),
        np.asarray(truth, dtype=np.float32),
        np.eye(len(classes), dtype=np.float32)[first],
        tuple(np.asarray(classes)[first]),
        np.zeros(len(said)),  # how sure: no figure here asks
        groups,
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
    return packs.save(
        TASK,
        version,
        tensors=tensors(weights),
        data=_data(weights, classes, pieces),
        meta=meta,
        card=card(version, layers_of(weights), len(pieces["pieces"]), meta.get("scores", {})),
        root=root,
    )


def _data(
    weights: Mapping[str, np.ndarray],
    classes: Mapping[str, Sequence[str]],
    pieces: Mapping[str, Sequence[Any]],
) -> dict[str, Any]:
    """The JSON files of a pack."""
    model = {
        "layers": layers_of(weights),
        "heads": heads_of(weights["layer0_wide"].shape[0]),
        **{head: list(map(str, classes[head])) for head in HEADS},
    }
    return {"model": model, "pieces": {name: list(pieces[name]) for name in ("pieces", "scores")}}


def card(version: str, layers: int, pieces: int, scores: Mapping[str, Mapping[str, Any]]) -> str:
    """The card in Russian and English, with a table of the scores."""
    table = [f"| {name} | {one['rows']} | {_three(one)} |" for name, one in scores.items()]
    told = {
        "version": version,
        "layers": str(layers),
        "pieces": str(pieces),
        "figures": "\n".join(table),
    }
    text = CARD.read_text(encoding="utf-8")
    for name, value in told.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _three(one: Mapping[str, Any]) -> str:
    figures = (one["f1_problem_solution"]["value"], one["accuracy"], one["first_among_gold"])
    return " | ".join(f"{figure:.3f}" for figure in figures)


def pack_folder(folder: Path, version: str, root: Path | None = None, held_at: Path = HELD) -> Path:
    """The pack of what `prepare` and `fit` left in a folder.

    InputError when a part is missing or the version is there.

    Where folds were held out, what was said of them is written to `held_at`.
    """
    packs.require_new(TASK, version, root)
    for name in (WEIGHTS, EXAMPLES, PIECES):
        if not (folder / name).is_file():
            raise InputError(
                f"нет файла {name}",
                file=folder,
                remedy="Сначала выполните prepare и fit, см. pipeline/train/reader.py",
            )
    examples, weights = (dict(np.load(folder / name)) for name in (EXAMPLES, WEIGHTS))
    settings = json.loads(str(weights.pop("settings")))
    pieces = json.loads((folder / PIECES).read_text(encoding="utf-8"))
    meta: dict[str, Any] = {
        "parent": pieces.get("parent"),
        "settings": settings | {"fresh": pieces.get("fresh", [])},
        "data": {EXAMPLES: hashlib.sha256((folder / EXAMPLES).read_bytes()).hexdigest()},
        "command": f"python -m pipeline.train.reader pack {folder.name} {version}",
    }
    classes = {head: examples[head] for head in HEADS}
    scores = {}
    if any((folder / FOLD.format(one)).is_file() for one in range(FOLDS)):
        scores = figures(held(join_folds(folder, held_at)), examples)
    made = Reader(_data(weights, classes, pieces), tensors(weights))
    meta["scores"] = scores | unmet_figures(made)
    return pack(weights, classes, pieces, version, meta, root)


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
    if name + SCALE in weights:
        return sixbit.packed(value)
    return value.astype(np.float32 if name in _AS_THEY_ARE else np.float16)
