"""The reader: a small transformer that reads a statement with what stands around it.

Linear models over words decide most statements; this one reads those they are unsure of
(`careful`), since it is some forty times slower. Its start is multilingual-e5-small (Wang et al.
2024, MIT), the first ten layers, tuned on the same labels; `pipeline.train.reader` says how. The
layers are a graph of ONNX whose weights are the pack's tensors; onnxruntime multiplies them as
whole numbers. A statement is read alone, never in a batch, so that nothing beside it can change
what is said of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from pipeline import packs
from pipeline.errors import PackError
from pipeline.statements import sixbit
from pipeline.statements.pieces import Pieces, Reading

TASK = "reader"
HEADS = ("roles", "directions")
_OWN = 3  # the part of the statement itself
_REMEMBERED = 20_000  # statements; directions often ask about what roles have asked
_SCALE = "_scale"
_LONG = Reading("яма " * 50, "снег " * 50, "дорога " * 100)  # as long as any


class Reader:
    """A transformer with one linear layer for roles and one for directions."""

    def __init__(self, data: Mapping[str, Any], tensors: Mapping[str, np.ndarray]) -> None:
        self.classes = {head: tuple(data["model"][head]) for head in HEADS}
        self._pieces = Pieces(data["pieces"]["pieces"], data["pieces"]["scores"])
        tokens = sixbit.unpacked(tensors["tokens"]).astype(np.float32)
        self._tokens = tokens * tensors["tokens_scale"].astype(np.float32)[:, None]
        self._places, self._parts = (
            tensors[name].astype(np.float32) for name in ("places", "parts")
        )
        self._heads = {head: (tensors[head], tensors[f"{head}_bias"]) for head in HEADS}
        self._weights = _weights(tensors)  # the session reads this memory and does not own it
        self._session = _session(tensors["graph"], self._weights)
        self._read = lru_cache(maxsize=_REMEMBERED)(self._read_one)

    def log_chances(self, readings: Sequence[Reading], head: str) -> np.ndarray:
        """(readings, classes of the head) float64 natural logarithms of chances."""
        place = HEADS.index(head)
        rows = [self._read(reading)[place] for reading in readings]
        return np.array(rows).reshape(len(rows), len(self.classes[head]))

    def _read_one(self, reading: Reading) -> tuple[np.ndarray, ...]:
        pieces, of = self._pieces.encode(reading)
        parts = np.array(of)
        seen = self._tokens[pieces] + self._places[: len(pieces)] + self._parts[parts]
        layers = self._session.run(None, {"tokens": seen})[0]
        joined = np.concatenate([layers[parts == _OWN].mean(axis=0), layers[0]])
        return tuple(log_softmax(weights @ joined + bias) for weights, bias in self._heads.values())


def _weights(tensors: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """The weights that the graph names, as onnxruntime takes them; they must outlive a session."""
    import onnxruntime

    return {
        name: onnxruntime.OrtValue.ortvalue_from_numpy(
            sixbit.unpacked(values) if name + _SCALE in tensors else values.astype(np.float32)
        )
        for name, values in tensors.items()
        if name.startswith(("start_", "layer"))
    }


def _session(graph: np.ndarray, weights: Mapping[str, Any]) -> Any:
    """The graph with its weights, on one thread: `veche` divides work among processes."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # builds for Windows have them
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_external_initializers(list(weights), list(weights.values()))
    return onnxruntime.InferenceSession(
        graph.tobytes(), options, providers=["CPUExecutionProvider"]
    )


def log_softmax(values: np.ndarray) -> np.ndarray:
    """(classes,) float64 natural logarithms of chances, of scores of any sum."""
    shifted = values.astype(np.float64) - values.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))


def load(version: str) -> Reader:
    """The reader of a version; PackError when there is none."""
    return _loaded(version, packs.fingerprint(TASK, version))


@lru_cache(maxsize=2)
def _loaded(version: str, fingerprint: str) -> Reader:
    """`load`, kept by what the pack holds: two folders may have versions of one name."""
    pack = packs.load(TASK, version)
    try:
        made = Reader(pack.data, pack.tensors)
        told = made.log_chances([Reading("", "", ""), _LONG], HEADS[0])
        if not np.isfinite(told).all():
            raise ValueError("chances are not finite")
    except Exception as error:  # noqa: BLE001 - errors of onnxruntime have no kind in common
        raise PackError(
            "модель внимательного чтения не собирается",
            file=packs.folder_of(TASK, version),
            remedy="Верните папку модели из архива",
        ) from error
    return made
