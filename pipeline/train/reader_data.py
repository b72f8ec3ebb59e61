"""What the reader learns from, as whole numbers: labelled statements cut into pieces.

One .npz without texts, so that the machine with the graphics card needs torch and numpy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.statements import sixbit
from pipeline.statements.directions_taxonomy import OTHER
from pipeline.statements.pieces import LONGEST, Pieces, Reading
from pipeline.statements.reader import HEADS
from pipeline.train import sources
from pipeline.train.places import MARKUP, TABLES
from pipeline.train.reader_net import SCALE
from pipeline.train.reader_start import Start
from pipeline.train.roles import folds

LAYERS = 10  # of twelve; the last two gain 0.7 points of F1 for a fifth more time and 2.6 MB
AROUND, BARE = "around", "bare"  # with what stands before a statement, and without
_TEXTS = ("text", "before", "heading", "question")


def examples(
    frame: pd.DataFrame, pieces: Pieces, fresh: Sequence[str] = ()
) -> dict[str, np.ndarray]:
    """Arrays of the rows of `sources.training_frame`, in its order, n of them.

    `roles`, `directions`: names, sorted. `role` (n,) int8 places in `roles`, −1 unknown; `shares`
    (n, directions) float16, equal shares of the directions said, all zero where nobody has said;
    `role_weight`, `direction_weight` (n,) float32, 0 unknown; `fold` (n,) int8, `group` (n,) int32,
    `gold` and `fresh` (n,) bool, the latter of rows of the files `fresh`.

    `around_pieces`, `around_parts`, `around_sizes`: what `Pieces.encode` gives, end to end, and how
    many pieces each row has; `bare_…` the same of the question and the statement alone.
    """
    named = {
        "roles": sorted(set(frame["role"].dropna())),
        "directions": sorted(set(frame["directions"].dropna().explode().dropna()) | {OTHER}),
    }
    groups = frame["group"].to_numpy(dtype=str)
    fold = np.empty(len(frame), dtype=np.int8)
    for number, held in enumerate(folds(groups)):
        fold[held] = number
    found = {head: np.array(named[head]) for head in HEADS} | _labels(frame, named)
    found |= {
        "fold": fold,
        "group": np.unique(groups, return_inverse=True)[1].astype(np.int32),
        "gold": frame["gold"].to_numpy(dtype=bool),
        "fresh": frame["file"].isin(fresh).to_numpy(),
    }
    for name, bare in ((AROUND, False), (BARE, True)):
        found |= _encoded(name, readings(frame, bare), pieces)
    return found


def readings(frame: pd.DataFrame, bare: bool = False) -> list[Reading]:
    """The statements as the reader takes them; `bare` without what stands before."""
    columns = [frame[name] for name in ("question", "heading", "before", "text")]
    return [
        Reading(question, "" if bare else ". ".join(filter(None, (heading, before))), text)
        for question, heading, before, text in zip(*columns, strict=True)
    ]


def start(found: Start, kept: np.ndarray, layers: int = LAYERS) -> dict[str, np.ndarray]:
    """What training starts from, by the names of the pack: the first layers, the pieces kept.

    Matrices float16 (in, out): four bits with a scale lose nothing that matters in them.
    """
    first = {
        f"layer{number}_{name}": value
        for number, layer in enumerate(found.layers[:layers])
        for name, value in layer.items()
    }
    own = {"tokens": found.words[kept], "places": found.places[:LONGEST]}
    made = {
        name: np.ascontiguousarray(value, dtype=np.float16 if value.ndim == 2 else np.float32)
        for name, value in (own | first).items()
    }
    return made | {"start_gain": found.gain, "start_shift": found.shift}


def start_of_version(tensors: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What training goes on from: tensors of a pack with their six bits as int8."""
    return {
        name: sixbit.unpacked(value) if name + SCALE in tensors else value
        for name, value in tensors.items()
        if name != "graph"
    }


def texts(frame: pd.DataFrame, shared: Path) -> tuple[list[str], list[str]]:
    """Texts that say which pieces are met, and their groups: the rows and unlabelled documents.

    Documents of gold/dev.jsonl are left out; rows of gold/train.jsonl may be of the same documents.
    """
    found = [(frame[name].tolist(), frame["group"].tolist()) for name in _TEXTS]
    measured = set(sources.gold(shared / sources.DEV, 1.0, real=True)["group"])
    for source, name, key in TABLES:
        table = pd.read_csv(shared / name, dtype={key: str})
        table["group"] = source + "-" + table[key]
        table = table[~table["group"].isin(measured) & table["text"].notna()]
        plain = table["text"].str.replace(MARKUP, " ", regex=True)
        found.append((plain.tolist(), table["group"].tolist()))
    return [text for part, _ in found for text in part], [one for _, part in found for one in part]


def _labels(frame: pd.DataFrame, named: dict[str, list[str]]) -> dict[str, np.ndarray]:
    about = sources.with_directions(frame)["weight"].reindex(frame.index).fillna(0.0)
    shares = np.zeros((len(frame), len(named["directions"])), dtype=np.float16)
    for row, known in enumerate(frame["directions"]):
        for name in (known or [OTHER]) if isinstance(known, list) else ():
            shares[row, named["directions"].index(name)] = 1 / len(known or [OTHER])
    known_role = frame["role"].notna()
    place = {name: number for number, name in enumerate(named["roles"])}
    return {
        "role": frame["role"].map(place).fillna(-1).to_numpy(dtype=np.int8),
        "shares": shares,
        "role_weight": frame["weight"].where(known_role, 0.0).to_numpy(dtype=np.float32),
        "direction_weight": about.to_numpy(dtype=np.float32),
    }


def _encoded(name: str, rows: Sequence[Reading], pieces: Pieces) -> dict[str, np.ndarray]:
    encoded = [pieces.encode(row) for row in rows]
    return {
        f"{name}_pieces": np.concatenate([places for places, _ in encoded]).astype(np.uint16),
        f"{name}_parts": np.concatenate([parts for _, parts in encoded]).astype(np.uint8),
        f"{name}_sizes": np.array([len(places) for places, _ in encoded], dtype=np.int16),
    }
