"""Whole numbers from −31 to 31 in six bits each, four of them in three bytes.

Weights of the reader are stored so: of Gaussian weights with one scale a row six bits keep 28 dB,
more than the four bits they start from, and the file is a quarter smaller than with bytes. At most
±31 also keeps the sums of pairs of products within 16 bits, which processors without integer dot
products saturate at, so that every processor sums the same.
"""

from __future__ import annotations

import numpy as np

MOST = 31
_OFFSET = 32


def packed(values: np.ndarray) -> np.ndarray:
    """(rows, columns) integers within ±MOST as (rows, columns · 3 / 4) uint8.

    The number of columns is a multiple of four; ValueError otherwise.
    """
    if values.shape[1] % 4 or np.abs(values).max(initial=0) > MOST:
        raise ValueError("columns in fours, values within ±31")
    four = (values.astype(np.int16) + _OFFSET).astype(np.uint32).reshape(len(values), -1, 4)
    joined = four[..., 0] << 18 | four[..., 1] << 12 | four[..., 2] << 6 | four[..., 3]
    three = np.stack([joined >> 16, joined >> 8, joined], axis=-1) & 0xFF
    return three.astype(np.uint8).reshape(len(values), -1)


def unpacked(stored: np.ndarray) -> np.ndarray:
    """What was packed, (rows, columns) int8."""
    three = stored.reshape(len(stored), -1, 3).astype(np.uint32)
    joined = three[..., 0] << 16 | three[..., 1] << 8 | three[..., 2]
    four = np.stack([joined >> 18, joined >> 12, joined >> 6, joined], axis=-1) & 0x3F
    return (four.astype(np.int16) - _OFFSET).astype(np.int8).reshape(len(stored), -1)
