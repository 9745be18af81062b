"""Rewritten graphs answer as the graphs that they were made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import pytest
from onnx import NodeProto, TensorProto, helper, numpy_helper

from models.graphs import fold_pads, quicken_gelu, spread_pixels

node = helper.make_node
_RNG = np.random.default_rng(5)
PICTURE = _RNG.normal(size=(1, 4, 6, 7)).astype(np.float32)
WEIGHTS = {
    "first": _RNG.normal(size=(8, 4, 1, 1)),
    "bias": _RNG.normal(size=(1, 8, 1, 1)),
    "second": _RNG.normal(size=(4, 8, 1, 1)),
    "square": _RNG.normal(size=(4, 4, 2, 2)),
    "root": np.sqrt(2.0),
    "one": np.ones(()),
    "half": np.full((), 0.5),
}
GELU = [
    node("Conv", ["x", "first"], ["a"]),
    node("Add", ["a", "bias"], ["b"]),
    node("Identity", ["b"], ["c"]),
    node("Div", ["c", "root"], ["d"]),
    node("Erf", ["d"], ["e"]),
    node("Add", ["e", "one"], ["f"]),
    node("Mul", ["c", "f"], ["g"]),
    node("Mul", ["g", "half"], ["h"]),
    node("Conv", ["h", "second"], ["y"]),
]


def _model(nodes: Sequence[NodeProto]) -> onnx.ModelProto:
    stored = [
        numpy_helper.from_array(np.asarray(value, np.float32), name)
        for name, value in WEIGHTS.items()
    ]
    stored.append(numpy_helper.from_array(np.array([0, 0, 0, 0, 0, 0, 1, 1]), "sides"))
    shape = [1, 4, None, None]
    graph = helper.make_graph(
        list(nodes),
        "net",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
        stored,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _run(model: onnx.ModelProto) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return np.asarray(session.run(None, {"x": PICTURE})[0])


def test_a_gelu_between_convolutions_becomes_a_table_and_a_product() -> None:
    wanted, model = _run(_model(GELU)), _model(GELU)
    assert quicken_gelu(model) == 1
    assert [n.op_type for n in model.graph.node] == ["Conv", "Add", "Sigmoid", "Mul", "Conv"]
    # Each of 8 hidden values is at most 0.021 off, before weights of 2.5 at most.
    assert 0 < np.abs(_run(model) - wanted).max() < 8 * 0.021 * 2.5


def test_a_gelu_that_more_than_a_convolution_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="not to one Conv"):
        quicken_gelu(_model([*GELU[:-1], node("Conv", ["h", "second"], ["i"]),
                             node("Conv", ["h", "second"], ["j"]),
                             node("Add", ["i", "j"], ["y"])]))  # fmt: skip


PADDED = [
    node("Relu", ["x"], ["a"]),
    node("Pad", ["a", "sides"], ["b"]),
    node("Conv", ["b", "square"], ["c"]),
    node("MaxPool", ["b"], ["d"], kernel_shape=[2, 2]),
    node("Add", ["c", "d"], ["y"]),
]


def test_convolutions_and_poolings_take_over_a_pad() -> None:
    wanted, model = _run(_model(PADDED)), _model(PADDED)
    assert fold_pads(model) == 1
    assert "Pad" not in {n.op_type for n in model.graph.node}
    assert np.allclose(_run(model), wanted, atol=1e-6)


def test_a_maximum_that_may_be_below_zero_keeps_its_pad() -> None:
    model = _model([node("Identity", ["x"], ["a"]), *PADDED[1:]])
    assert fold_pads(model) == 0


INT8: dict[str, npt.NDArray[Any]] = {
    "step": np.array(0.02, np.float32),
    "zero": np.array(128, np.uint8),
    "wide": np.array(0.07, np.float32),
    "weights": _RNG.integers(-64, 65, (4, 4, 2, 2)).astype(np.int8),
    "scales": np.array([0.01, 0.02, 0.03, 0.04], np.float32),
    "zeros": np.zeros(4, np.int8),
}


def _int8_model(middle: Sequence[NodeProto]) -> onnx.ModelProto:
    """`middle` makes b of a, both floats that 8 bits stand for; w are weights with a scale each."""
    model = _model(
        [
            node("QuantizeLinear", ["x", "step", "zero"], ["p"]),
            node("DequantizeLinear", ["p", "step", "zero"], ["a"]),
            node("DequantizeLinear", ["weights", "scales", "zeros"], ["w"], axis=1),
            *middle,
            node("QuantizeLinear", ["b", "wide", "zero"], ["q"]),
            node("DequantizeLinear", ["q", "wide", "zero"], ["y"]),
        ]
    )
    model.graph.initializer.extend(numpy_helper.from_array(v, k) for k, v in INT8.items())
    return model


def test_a_doubling_convolution_becomes_one_of_single_pixels() -> None:
    doubling = node(
        "ConvTranspose", ["a", "w"], ["b"], "doubling", kernel_shape=[2, 2], strides=[2, 2]
    )
    wanted, model = _run(_int8_model([doubling])), _int8_model([doubling])
    assert spread_pixels(model) == 1
    assert "ConvTranspose" not in {n.op_type for n in model.graph.node}
    assert wanted.shape == (1, 4, 12, 14)
    assert np.array_equal(_run(model), wanted)


def test_a_convolution_that_overlaps_stays() -> None:
    model = _int8_model([node("ConvTranspose", ["a", "w"], ["b"], kernel_shape=[2, 2])])
    assert spread_pixels(model) == 0
