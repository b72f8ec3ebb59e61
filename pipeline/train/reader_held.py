"""What readers that had not met a unit of gold/train.jsonl said of it, as `validate` asks it.

`reader_pack` says what labels/reader_held.safetensors holds and writes it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline import packs
from pipeline.statements.reader import TASK, log_softmax
from pipeline.train import roles
from pipeline.train.reader_pack import held


def held_log_chances(
    head: str, classes: Sequence[str], bare: bool = False
) -> dict[int, np.ndarray]:
    """Log chances of `classes` by place in gold/train.jsonl, (classes,) each.

    Columns of the file are in the order of model.json of the reader that the shipped roles name.
    """
    stored = held()
    names = packs.load(TASK, roles.CAREFUL.reader).data["model"][head]
    columns = [names.index(name) for name in classes]
    scores = getattr(stored, head + "_bare" * bare).astype(np.float64)
    return {
        int(place): log_softmax(row)[columns]
        for place, row in zip(stored.rows, scores, strict=True)
    }
