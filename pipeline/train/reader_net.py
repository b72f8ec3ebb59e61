"""The reader as torch reads it in training; the same layers as in `reader_graph`.

Parameters have the names of the pack's tensors, matrices are (in, out). Only torch is needed, and
the caller gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

MATRICES = ("attention", "joined", "wide", "narrow")
HEADS = ("roles", "directions")
PARTS, OWN = 4, 3  # parts of a reading; the last is the statement itself
ATTENTION_HEADS = 12
SCALE = "_scale"  # ends the name of the scales of what is stored in whole numbers
EPSILON = 1e-12


def heads_of(hidden: int) -> int:
    """Heads of attention in layers so wide; one where they do not divide the width."""
    return ATTENTION_HEADS if hidden % ATTENTION_HEADS == 0 else 1


def begun(
    torch: Any, start: Mapping[str, np.ndarray], classes: Mapping[str, int]
) -> dict[str, Any]:
    """Parameters float32: those of the start, and what it lacks: no parts, heads by chance."""
    hidden = start["tokens"].shape[1]
    found = {
        name: torch.from_numpy(stored(start, name)) for name in start if not name.endswith(SCALE)
    }
    found.setdefault("parts", torch.zeros(PARTS, hidden))
    spread = (2 * hidden) ** -0.5
    for head, count in classes.items():
        if head not in found:
            found[head] = torch.empty(count, 2 * hidden).uniform_(-spread, spread)
            found[f"{head}_bias"] = torch.empty(count).uniform_(-spread, spread)
    return found


def stored(arrays: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """float32 of what is under a name, times its scales where it has any."""
    values = arrays[name].astype(np.float32)
    if name + SCALE not in arrays:
        return values
    return values * np.expand_dims(arrays[name + SCALE].astype(np.float32), scaled_axis(name))


def scaled_axis(name: str) -> int:
    """The axis along which one scale serves: of tokens a row's, of matrices a column's."""
    return 1 if name == "tokens" else 0


def logits(
    torch: Any,
    params: Mapping[str, Any],
    layers: int,
    given: tuple[Any, Any, Any],
    dropout: float,
) -> tuple[Any, Any]:
    """(rows, classes) of both heads: of the mean of the statement's pieces and of the first piece.

    `given` are (rows, longest) pieces, their parts, and where there is a piece.
    """
    functional = torch.nn.functional
    _, parts, there = given
    last = _layers(functional, params, layers, given, dropout)
    own = ((parts == OWN) & there).unsqueeze(-1).to(last.dtype)
    mean = (last * own).sum(1) / own.sum(1)
    joined = torch.cat([mean, last[:, 0]], 1).float()
    joined = functional.dropout(joined, dropout, dropout > 0)
    roles, directions = (
        functional.linear(joined, params[head], params[f"{head}_bias"]) for head in HEADS
    )
    return roles, directions


def _layers(
    functional: Any,
    params: Mapping[str, Any],
    layers: int,
    given: tuple[Any, Any, Any],
    dropout: float,
) -> Any:
    """What the last layer says, (rows, longest, hidden)."""
    pieces, parts, there = given
    hidden = params["tokens"].shape[1]

    def dropped(values: Any) -> Any:
        return functional.dropout(values, dropout, dropout > 0)

    def dense(values: Any, name: str) -> Any:
        return functional.linear(values, params[name].T, params[f"{name}_bias"])

    def normalised(values: Any, name: str) -> Any:
        gain, shift = (params[f"{name}_{part}"] for part in ("gain", "shift"))
        return functional.layer_norm(values, (hidden,), gain, shift, EPSILON)

    last = functional.embedding(pieces, params["tokens"]) + params["parts"][parts]
    last = dropped(normalised(last + params["places"][: pieces.shape[1]], "start"))
    heads = heads_of(hidden)
    for number in range(layers):
        name = f"layer{number}_"
        split = (*pieces.shape, 3, heads, hidden // heads)
        joined = dense(last, f"{name}attention").view(split).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(*joined, attn_mask=there[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(last.shape)
        last = normalised(last + dropped(dense(seen, f"{name}joined")), f"{name}first")
        spread = dense(functional.gelu(dense(last, f"{name}wide")), f"{name}narrow")
        last = normalised(last + dropped(spread), f"{name}second")
    return last
