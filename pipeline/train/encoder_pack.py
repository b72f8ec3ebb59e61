"""A trained encoder as a pack: int8 rows, character n-grams for the rest, a card with figures.

python -m pipeline.train.encoder_pack ../shared/data 1.0
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from pipeline import packs
from pipeline.encode.static import StaticEncoder, gram_rows, quantise
from pipeline.train.encoder import Model, train
from pipeline.train.encoder_data import Stream, file_streams, shared_streams
from pipeline.train.packing import libraries

BUCKETS = 12_288
TEACHING = 20_000  # lemmas that the n-grams learn from, those of the training texts first
ROUNDS = 12
RIDGE = 2.0
CENTRED = 20_000  # texts whose common component is taken off
STEPS = 1_200
SHARED = (
    "petersburg/appeal_answer_pairs.csv.gz",
    "petersburg/appeals.csv.gz",
    "kursk/appeals.csv",
    "troitsk/letters.csv",
    "comments/comments.csv",
    "plans/sentences.csv",
)


def train_encoder(data: Path, name: str = "", root: Path | None = None, steps: int = STEPS) -> Path:
    """Train on a CSV (`text_a` and `text_b`, or `text`) or a data folder; the new pack's folder.

    `current` stays as it is. InputError when the file lacks the columns or cannot be read.
    """
    if data.is_dir():
        streams = shared_streams(data)
        hashes = {part: _digest(data / part) for part in SHARED}
    else:
        streams = file_streams(data)
        hashes = {data.name: _digest(data)}
    version = name or f"d{hashlib.sha256(repr(sorted(hashes.items())).encode()).hexdigest()[:12]}"
    encoder = fitted(streams, steps)
    meta = {
        "kind": "static",
        "parent": packs.current("encoder", root),
        "data": hashes,
        "steps": steps,
        "command": f"veche train encoder {data.name}" + (f" --name {name}" if name else ""),
        "libraries": libraries(),
    }
    return save(encoder, version, meta, root)


def fitted(streams: Sequence[Stream], steps: int = STEPS) -> StaticEncoder:
    """The encoder learned from streams; the same streams and steps give the same bytes."""
    with threadpool_limits(limits=1):
        return packed(train(streams, steps), streams)


def packed(model: Model, streams: Sequence[Stream]) -> StaticEncoder:
    """The kept rows quantised, n-grams fitted to the rows, the common component measured."""
    rows = model.table()
    every = list(model.words)
    words = {every[row]: place for place, row in enumerate(np.flatnonzero(model.kept))}
    table, scales = quantise(rows[model.kept])
    grams, gram_scales = quantise(_grams(every[:TEACHING], rows[:TEACHING]))
    nothing = np.zeros(rows.shape[1], dtype=np.float32)
    plain = StaticEncoder(words, table, scales, grams, gram_scales, nothing)
    texts = [text for stream in streams for text in stream.left if text]
    chosen = texts[:: max(1, len(texts) // CENTRED)]
    center = plain.vectors(chosen).mean(axis=0)
    return StaticEncoder(words, table, scales, grams, gram_scales, center)


def save(
    encoder: StaticEncoder, version: str, meta: Mapping[str, Any], root: Path | None = None
) -> Path:
    """Write the pack; words in the order of their rows."""
    tensors = {
        "table": encoder.table,
        "scales": encoder.scales,
        "grams": encoder.grams,
        "gram_scales": encoder.gram_scales,
        "center": encoder.center.astype(np.float32),
    }
    words = sorted(encoder.words, key=encoder.words.__getitem__)
    return packs.save(
        "encoder",
        version,
        tensors=tensors,
        data={"words": words},
        meta=meta,
        card=_card(version),
        root=root,
    )


def _grams(words: Sequence[str], rows: np.ndarray) -> np.ndarray:
    """Vectors of hashed n-grams whose mean over a word comes near the word's own vector.

    Ridge regression by conjugate gradients, all dimensions at once.
    """
    places = [gram_rows(word, BUCKETS) for word in words]
    starts = np.cumsum([0, *(len(found) for found in places)])
    weights = np.concatenate([np.full(len(found), 1 / max(len(found), 1)) for found in places])
    columns = np.concatenate([np.array(found, dtype=np.int64) for found in places])
    matrix = sparse.csr_matrix(
        (weights.astype(np.float32), columns, starts), shape=(len(words), BUCKETS)
    )
    found = np.zeros((BUCKETS, rows.shape[1]), dtype=np.float32)
    rest = np.asarray(matrix.T @ rows)
    way, length = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(ROUNDS):
        pushed = matrix.T @ (matrix @ way) + RIDGE / len(words) * way
        step = length / np.maximum((way * pushed).sum(axis=0), 1e-12)
        found += step * way
        rest = rest - step * pushed
        fresh = (rest * rest).sum(axis=0)
        way = rest + fresh / np.maximum(length, 1e-12) * way
        length = fresh
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _card(version: str) -> str:
    text = Path(__file__).with_name("labels") / "card-encoder.md"
    return text.read_text(encoding="utf-8").replace("{version}", version)


if __name__ == "__main__":
    made = train_encoder(Path(sys.argv[1]), sys.argv[2])
    packs.set_current("encoder", sys.argv[2])
    sys.stdout.write(f"{made}\n")
