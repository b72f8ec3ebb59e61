"""Training of the reader (`statements.reader`): cut labels into pieces, tune, pack.

    python -m pipeline.train.reader prepare ../shared/data e5-small-q4.bin FOLDER
    python -m pipeline.train.reader fit FOLDER          # all labels: FOLDER/weights.npz
    python -m pipeline.train.reader fit FOLDER 0        # without a fold, and so 1 and 2
    python -m pipeline.train.reader pack FOLDER 1.1     # the pack; `current` stays as it is

`prepare` takes a minute on any computer; where the file to start from comes from is said in
`reader_start`. `fit` needs torch, which no install of the program has: on one H100 four models of
ten layers at once (all labels, folds 0, 1 and 2) take 118 seconds, on two cores of an office
computer some hours. The machine with the card needs five files of the program beside FOLDER, see
`reader_fit`. The folds are for measuring alone: `pack` puts what models say of the rows that they
have not met into labels/reader_held.safetensors, and their figures into pack.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pipeline.errors import InputError
from pipeline.statements.pieces import Pieces
from pipeline.train import reader_data, reader_fit, reader_pack, sources
from pipeline.train.reader_pieces import kept_pieces
from pipeline.train.reader_start import read_start

USAGE = (
    "нужно одно из: prepare ДАННЫЕ НАЧАЛО ПАПКА; fit ПАПКА [ЧАСТЬ]; pack ПАПКА ВЕРСИЯ",
    "Что это такое, сказано в начале pipeline/train/reader.py",
)


def prepare(shared: Path, start: Path, folder: Path) -> Path:
    """Write examples.npz, start.npz and pieces.json; the folder."""
    begun = read_start(start)
    frame = sources.training_frame(shared)
    kept = kept_pieces(begun.pieces, begun.scores, *reader_data.texts(frame, shared))
    pieces = [begun.pieces[place] for place in kept]
    scores = [float(score) for score in begun.scores[kept]]
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        reader_pack.EXAMPLES: reader_data.examples(frame, Pieces(pieces, scores)),
        "start.npz": reader_data.start(begun, kept),
    }
    for name, arrays in written.items():
        np.savez_compressed(folder / name, **arrays)  # type: ignore[arg-type]
    told = json.dumps({"pieces": pieces, "scores": scores}, ensure_ascii=False)
    (folder / reader_pack.PIECES).write_text(told, encoding="utf-8", newline="\n")
    return folder


def main(arguments: Sequence[str] | None = None) -> int:
    """One of the three steps; 0, or 1 with a message when something is at fault."""
    return reader_fit.told(_step, sys.argv[1:] if arguments is None else arguments)


def _step(given: Sequence[str]) -> Path:
    match given:
        case ["prepare", shared, start, folder]:
            return prepare(Path(shared), Path(start), Path(folder))
        case ["fit", *rest]:
            return reader_fit.fitted(rest)
        case ["pack", folder, version]:
            return reader_pack.pack_folder(Path(folder), version)
    raise InputError(USAGE[0], remedy=USAGE[1])


if __name__ == "__main__":
    raise SystemExit(main())
