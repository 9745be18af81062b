"""A recogniser without the scripts that nobody asks it for reads the rest as before."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from models.trim import is_latin, trim

CHARACTERS = ["a", "中", "é", "国", "7", "–"]
FRAMES = np.random.default_rng(3).normal(size=(1, 5, 4)).astype(np.float32)


def _model(classes: int) -> onnx.ModelProto:
    """The end of a recogniser: 4 numbers a frame to classes."""
    rng = np.random.default_rng(classes)
    weight = numpy_helper.from_array(rng.normal(size=(4, classes)).astype(np.float32), "weight")
    bias = numpy_helper.from_array(rng.normal(size=classes).astype(np.float32), "bias")
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "weight"], ["product"]),
            helper.make_node("Add", ["product", "bias"], ["y"]),
        ],
        "end",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, None, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, None, classes])],
        [weight, bias],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _run(model: onnx.ModelProto) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return np.asarray(session.run(None, {"x": FRAMES})[0])


def test_what_is_kept_scores_as_before() -> None:
    before = _run(_model(8))
    small, kept = trim(_model(8), CHARACTERS, is_latin)
    assert kept == ["a", "é", "7", "–"]
    # The blank, the kept characters, the space.
    assert np.array_equal(_run(small), before[..., [0, 1, 3, 5, 6, 7]])


def test_a_model_of_another_alphabet_is_refused() -> None:
    with pytest.raises(ValueError, match="8 classes"):
        trim(_model(9), CHARACTERS, is_latin)
