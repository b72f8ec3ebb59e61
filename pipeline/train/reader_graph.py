"""The layers of the reader as a graph of ONNX, for onnxruntime.

The graph holds no weights: they are named in it as kept outside, and the reader gives them at the
start (`statements.reader`). A matrix is int8 with one scale a column; what it is multiplied by
becomes uint8 on the way, one scale a statement (DynamicQuantizeLinear), so products are sums of
whole numbers and the same on every processor. A layer is that of BERT (Devlin et al. 2019):
attention, sum, normalisation, two dense layers with GELU between, sum, normalisation.
"""

from __future__ import annotations

from typing import Any

import numpy as np

OPSET, FORMAT = 20, 10  # of ONNX; GELU is an operator since opset 20
EPSILON = 1e-12  # as in BERT
READ = "read"  # the output: (length, hidden) float32; the input is `tokens` of the same shape


def graph(layers: int, hidden: int = 384, heads: int = 12, wide: int = 1536) -> bytes:
    """The serialised model: sums of embeddings of one statement to what the last layer says."""
    made = _Graph(hidden, heads)
    last = made.normalised("tokens", "start")
    for number in range(layers):
        last = _layer(made, f"layer{number}_", last, wide)
    made.node("Identity", [last], READ)
    return made.serialised()


def _layer(made: _Graph, name: str, given: str, wide: int) -> str:
    hidden = made.hidden
    joined = made.dense(given, f"{name}attention", (hidden, 3 * hidden))
    joined = made.dense(_attended(made, name, joined), f"{name}joined", (hidden, hidden))
    first = made.normalised(made.node("Add", [given, joined]), f"{name}first")
    spread = made.node("Gelu", [made.dense(first, f"{name}wide", (hidden, wide))])
    narrow = made.dense(spread, f"{name}narrow", (wide, hidden))
    return made.normalised(made.node("Add", [first, narrow]), f"{name}second")


def _attended(made: _Graph, name: str, joined: str) -> str:
    """Attention of every head over queries, keys and values that lie side by side."""
    parts = [f"{name}{part}" for part in ("queries", "keys", "values")]
    made.nodes.append(made.make_node("Split", [joined, "thirds"], parts, axis=-1))
    orders = ([1, 0, 2], [1, 2, 0], [1, 0, 2])
    queries, keys, values = (
        made.node("Transpose", [made.node("Reshape", [part, "by_head"])], perm=order)
        for part, order in zip(parts, orders, strict=True)
    )
    scores = made.node("Mul", [made.node("MatMul", [queries, keys]), "root"])
    shares = made.node("Softmax", [scores], axis=-1)
    seen = made.node("Transpose", [made.node("MatMul", [shares, values])], perm=[1, 0, 2])
    return made.node("Reshape", [seen, "flat"])


class _Graph:
    """Nodes and named weights of a graph that is being put together."""

    def __init__(self, hidden: int, heads: int) -> None:
        from onnx import helper, numpy_helper

        self.hidden = hidden
        self.make_node = helper.make_node
        self.nodes: list[Any] = []
        constants: dict[str, np.ndarray] = {
            "by_head": np.array([-1, heads, hidden // heads], np.int64),
            "flat": np.array([-1, hidden], np.int64),
            "thirds": np.array([hidden] * 3, np.int64),
            "root": np.array((hidden // heads) ** -0.5, np.float32),
            "zero": np.array(0, np.int8),
        }
        self.values = [numpy_helper.from_array(value, name) for name, value in constants.items()]

    def node(self, kind: str, given: list[str], name: str = "", **attributes: Any) -> str:
        """Add an operator with one output; the output's name."""
        out = name or f"{kind}{len(self.nodes)}"
        self.nodes.append(self.make_node(kind, given, [out], **attributes))
        return out

    def dense(self, given: str, name: str, shape: tuple[int, int]) -> str:
        """What is given times a matrix of whole numbers, plus its bias, float32."""
        from onnx import TensorProto

        self._outside(name, TensorProto.INT8, shape)
        for part in ("scale", "bias"):
            self._outside(f"{name}_{part}", TensorProto.FLOAT, shape[1:])
        whole, scale, zero = (f"{name}_given_{part}" for part in ("whole", "scale", "zero"))
        self.nodes.append(self.make_node("DynamicQuantizeLinear", [given], [whole, scale, zero]))
        sums = self.node("MatMulInteger", [whole, name, zero, "zero"])
        real = self.node("Cast", [sums], to=TensorProto.FLOAT)
        scales = self.node("Mul", [scale, f"{name}_scale"])
        return self.node("Add", [self.node("Mul", [real, scales]), f"{name}_bias"])

    def normalised(self, given: str, name: str) -> str:
        """Layer normalisation with the gain and shift of this name."""
        from onnx import TensorProto

        parts = [f"{name}_{part}" for part in ("gain", "shift")]
        for part in parts:
            self._outside(part, TensorProto.FLOAT, (self.hidden,))
        return self.node("LayerNormalization", [given, *parts], axis=-1, epsilon=EPSILON)

    def serialised(self) -> bytes:
        """The bytes of the model."""
        from onnx import TensorProto, helper

        given, said = (
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["length", self.hidden])]
            for name in ("tokens", READ)
        )
        made = helper.make_graph(self.nodes, "reader", given, said, self.values)
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(made, opset_imports=opset, ir_version=FORMAT)
        return bytes(model.SerializeToString())

    def _outside(self, name: str, kind: int, shape: tuple[int, ...]) -> None:
        from onnx import TensorProto

        value = TensorProto(name=name, data_type=kind, data_location=TensorProto.EXTERNAL)
        value.dims.extend(shape)
        where = value.external_data.add()
        where.key, where.value = "location", "weights"
        self.values.append(value)
