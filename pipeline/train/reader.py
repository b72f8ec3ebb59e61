"""Training of the reader (`statements.reader`): cut labels into pieces, tune, pack.

    python -m pipeline.train.reader prepare ../shared/data e5-small-q4.bin FOLDER
    python -m pipeline.train.reader fit FOLDER          # all labels: FOLDER/weights.npz
    python -m pipeline.train.reader fit FOLDER 0        # without a fold, and so 1 and 2
    python -m pipeline.train.reader pack FOLDER 1.0     # the pack; `current` stays as it is

A version goes on learning from labels that it has not met, named by their files; minutes on two
cores, no graphics card:

    python -m pipeline.train.reader prepare ../shared/data 1.1 FOLDER labels/extra_alike.csv
    python -m pipeline.train.reader fit FOLDER
    python -m pipeline.train.reader pack FOLDER 1.2

Version 1.2 is made so of 1.1, which is in the history of the project, by labels/extra_alike.csv and
labels/invented_borders.csv.

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
from typing import Any

import numpy as np
import pandas as pd

from pipeline import packs
from pipeline.errors import InputError, printed
from pipeline.statements.pieces import Pieces
from pipeline.statements.reader import HEADS, TASK
from pipeline.train import reader_data, reader_fit, reader_pack, roles, sources
from pipeline.train.reader_pieces import kept_pieces
from pipeline.train.reader_start import read_start

Start = tuple[dict[str, np.ndarray], dict[str, Any]]  # arrays; pieces, their scores, the parent
USAGE = (
    "нужно одно из: prepare ДАННЫЕ НАЧАЛО ПАПКА [НОВЫЕ МЕТКИ…]; fit ПАПКА [ЧАСТЬ]; "
    "pack ПАПКА ВЕРСИЯ",
    "Что это такое, сказано в начале pipeline/train/reader.py",
)


def prepare(shared: Path, begins: str, folder: Path, fresh: Sequence[str] = ()) -> Path:
    """Write examples.npz, start.npz and pieces.json; the folder.

    `begins` is the file of e5, or a version of the reader that goes on with the label files
    `fresh`, named as in `sources`. What an earlier training left in the folder is taken away.
    InputError when the label files do not fit what training begins with.
    """
    versions = packs.versions(TASK)
    going_on = begins in versions
    if not going_on and not Path(begins).is_file():
        raise InputError(
            f"«{begins}» — ни файл начальной модели, ни версия читающей",
            remedy=f"Версии: {', '.join(versions)}",
        )
    frame = sources.training_frame(shared)
    _check(fresh, going_on, frame["file"].unique())
    start, pieces = _of_version(begins, fresh) if going_on else _of_file(begins, frame, shared)
    examples = reader_data.examples(frame, Pieces(pieces["pieces"], pieces["scores"]), fresh)
    for head, known in pieces.pop("classes", {}).items():
        if known != list(examples[head]):
            raise InputError(
                f"классы меток ({head}) не те, что у версии {begins}",
                remedy="Учите с начала: prepare с файлом e5",
            )
    folder.mkdir(parents=True, exist_ok=True)
    for left in (reader_pack.WEIGHTS, *map(reader_pack.FOLD.format, range(roles.FOLDS))):
        (folder / left).unlink(missing_ok=True)
    for name, arrays in ((reader_pack.EXAMPLES, examples), ("start.npz", start)):
        np.savez_compressed(folder / name, **arrays)  # type: ignore[arg-type]
    told = json.dumps(pieces, ensure_ascii=False)
    (folder / reader_pack.PIECES).write_text(told, encoding="utf-8", newline="\n")
    return folder


def _check(fresh: Sequence[str], going_on: bool, files: Sequence[str]) -> None:
    unknown = sorted(set(fresh) - set(files))
    if unknown:
        raise InputError(
            f"нет таких меток: {', '.join(unknown)}", remedy=f"Есть: {', '.join(files)}"
        )
    if going_on != bool(fresh):
        raise InputError(
            "новые метки называют тогда и только тогда, когда доучивают готовую версию",
            remedy=f"Есть: {', '.join(files)}",
        )


def _of_version(version: str, fresh: Sequence[str]) -> Start:
    pack = packs.load(TASK, version)
    classes = {head: pack.data["model"][head] for head in HEADS}
    told = {"parent": version, "fresh": list(fresh), "classes": classes, **pack.data["pieces"]}
    return reader_data.start_of_version(pack.tensors), told


def _of_file(path: str, frame: pd.DataFrame, shared: Path) -> Start:
    begun = read_start(Path(path))
    kept = kept_pieces(begun.pieces, begun.scores, *reader_data.texts(frame, shared))
    pieces = {
        "pieces": [begun.pieces[place] for place in kept],
        "scores": [float(score) for score in begun.scores[kept]],
    }
    return reader_data.start(begun, kept), pieces


def main(arguments: Sequence[str] | None = None) -> int:
    """One of the three steps; 0, or 1 with a message when something is at fault."""
    return printed(_step, sys.argv[1:] if arguments is None else arguments)


def _step(given: Sequence[str]) -> Path:
    match given:
        case ["prepare", shared, start, folder, *fresh]:
            return prepare(Path(shared), start, Path(folder), fresh)
        case ["fit", *rest]:
            return reader_fit.fitted(rest)
        case ["pack", folder, version]:
            return reader_pack.pack_folder(Path(folder), version)
    raise InputError(USAGE[0], remedy=USAGE[1])


if __name__ == "__main__":
    raise SystemExit(main())
