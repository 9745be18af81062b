"""The torch module against the ONNX file that the product runs on; needs requirements/train.txt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="training is installed apart: requirements/train.txt")
pytest.importorskip("onnx")

from models.train.alphabet import MODEL_DIR  # noqa: E402
from models.train.weights import load_onnx, save_onnx  # noqa: E402

STORED = MODEL_DIR / "inference.onnx"


@pytest.mark.parametrize("width", [48, 51, 320, 777])
def test_the_module_computes_what_the_file_computes(width: int) -> None:
    strips = np.random.default_rng(width).uniform(-1, 1, (2, 3, 48, width)).astype(np.float32)
    stored = onnxruntime.InferenceSession(str(STORED)).run(None, {"x": strips})[0]
    with torch.inference_mode():
        computed = load_onnx(STORED).eval()(torch.from_numpy(strips)).softmax(dim=-1).numpy()
    assert np.abs(stored - computed).max() < 1e-3


# torch's exporter speaks of constants that it did not fold.
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
def test_weights_survive_the_way_out_and_back(tmp_path: Path) -> None:
    net = load_onnx(STORED)
    save_onnx(net, tmp_path / "again.onnx")
    again = load_onnx(tmp_path / "again.onnx")
    for one, two in zip(net.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, two)
