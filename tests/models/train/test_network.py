"""The torch module against the ONNX file that the product runs on; needs requirements/train.txt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="training is installed apart: requirements/train.txt")
pytest.importorskip("onnx")

from models.train.alphabet import MODEL_DIR  # noqa: E402
from models.train.network import FAST, SMALL, Recogniser, Size  # noqa: E402
from models.train.shrink import shrink  # noqa: E402
from models.train.weights import load_onnx, save_onnx  # noqa: E402

STORED = MODEL_DIR / "weights.onnx"
STRIPS = torch.rand(2, 3, 48, 320, generator=torch.Generator().manual_seed(1)) * 2 - 1


@pytest.mark.parametrize("width", [48, 51, 320, 777])
def test_the_module_computes_what_the_file_computes(width: int) -> None:
    strips = np.random.default_rng(width).uniform(-1, 1, (2, 3, 48, width)).astype(np.float32)
    stored = onnxruntime.InferenceSession(str(STORED)).run(None, {"x": strips})[0]
    with torch.inference_mode():
        computed = load_onnx(STORED).eval()(torch.from_numpy(strips)).softmax(dim=-1).numpy()
    assert np.abs(stored - computed).max() < 1e-3


# torch's exporter speaks of constants that it did not fold.
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("size", [SMALL, FAST], ids=["small", "fast"])
def test_weights_survive_the_way_out_and_back(tmp_path: Path, size: Size) -> None:
    torch.manual_seed(1)
    net = Recogniser(classes=241, size=size)
    for parameter in net.parameters():  # the exporter writes equal layers once
        torch.nn.init.normal_(parameter)
    save_onnx(net, tmp_path / "again.onnx")
    again = load_onnx(tmp_path / "again.onnx")
    assert again.size == size
    for one, two in zip(net.parameters(), again.parameters(), strict=True):
        # Stored in half precision.
        assert torch.allclose(one, two, rtol=1e-3, atol=1e-6)


def test_a_shrunk_network_keeps_what_its_blocks_answer() -> None:
    net = load_onnx(STORED).eval()
    small = shrink(net, FAST, [STRIPS]).eval()
    with torch.inference_mode():
        wanted, have = net.stem(STRIPS), small.stem(STRIPS)
        # The last blocks see half the frames.
        for block, kept in zip(net.blocks[:10], small.blocks[:10], strict=True):
            wanted, have = block(wanted), kept(have)
            assert (wanted - have).square().mean() < 0.3 * wanted.var()
