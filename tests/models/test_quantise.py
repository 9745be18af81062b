"""Int8 models: right on every processor, close to the float ones; needs requirements/train.txt."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest

onnx = pytest.importorskip("onnx", reason="training is installed apart: requirements/train.txt")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from models.quantise import main, page_input, strip_input  # noqa: E402
from models.store import MODELS_DIR  # noqa: E402

SHIPPED = MODELS_DIR / "text_detection" / "inference.onnx"


def int8_weights(path: Path) -> list[np.ndarray]:
    graph = onnx.load(path).graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    found = [node.input[0] for node in graph.node if node.op_type == "DequantizeLinear"]
    return [
        numpy_helper.to_array(stored[name])
        for name in found
        if name in stored and stored[name].data_type == TensorProto.INT8
    ]


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """A convolution and what follows it, with an operator set as old as the detector's."""
    weights = np.random.default_rng(0).normal(size=(4, 3, 3, 3)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Conv", ["x", "w"], ["c"], pads=[1, 1, 1, 1]),
            helper.make_node("Relu", ["c"], ["y"]),
        ],
        "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, "h", "w"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4, "h", "w"])],
        [numpy_helper.from_array(weights, "w")],
    )
    path = tmp_path / "float.onnx"
    old = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=10)
    onnx.save(old, path)
    return path


def pictures(folder: Path, height: int, width: int) -> list[np.ndarray]:
    folder.mkdir()
    chance = np.random.default_rng(1)
    made = [chance.integers(0, 256, (height, width, 3), dtype=np.uint8) for _ in range(3)]
    for number, picture in enumerate(made):
        cv2.imwrite(str(folder / f"{number}.png"), picture)
    return made


@pytest.mark.parametrize("kind", ["pages", "strips"])
def test_the_int8_network_answers_nearly_as_the_float_one(
    network: Path, tmp_path: Path, kind: str
) -> None:
    as_input = page_input if kind == "pages" else strip_input
    shown = [as_input(picture) for picture in pictures(tmp_path / kind, 48, 96)]
    goal = tmp_path / "int8.onnx"
    main([str(network), str(goal), f"--{kind}", str(tmp_path / kind)])
    for x in shown:
        before, after = (
            onnxruntime.InferenceSession(str(path)).run(None, {"x": x})[0]
            for path in (network, goal)
        )
        # The few greatest are cut off on purpose.
        assert np.quantile(np.abs(before - after), 0.999) < 0.05 * before.max()


def test_weights_are_small_enough_for_processors_without_vnni(
    network: Path, tmp_path: Path
) -> None:
    pictures(tmp_path / "pages", 48, 96)
    main([str(network), str(tmp_path / "int8.onnx"), "--pages", str(tmp_path / "pages")])
    (weights,) = int8_weights(tmp_path / "int8.onnx")
    assert 32 < np.abs(weights.astype(int)).max() <= 64


def test_the_shipped_detector_is_right_on_every_processor() -> None:
    """Two products of an 8-bit input and a weight up to 64 fit the 16 bits they are added in."""
    weights = int8_weights(SHIPPED)
    assert len(weights) > 50
    assert max(np.abs(array.astype(int)).max() for array in weights) <= 64
    assert 2 * 255 * 64 < 2**15


def test_inputs_have_the_shape_and_range_that_networks_take() -> None:
    page = page_input(np.full((3508, 2480, 3), 255, np.uint8))
    assert page.shape == (1, 3, 960, 672)
    assert page.max() == pytest.approx((1 - 0.406) / 0.225, abs=1e-3)
    strip = strip_input(np.zeros((60, 600, 3), np.uint8))
    assert strip.shape == (1, 3, 48, 640)
    assert strip.min() == strip.max() == -1
