"""Makes an int8 model of a float one, for detection as for recognition.

`python -m models.quantise IN.onnx OUT.onnx --pages FOLDER` for a detector: pictures of pages;
`--strips FOLDER` for a recogniser: pictures of single lines; `--lines DATA FACES...`: lines drawn
by `models.train` as they are needed. Nothing is trained: the pictures only show how large the
numbers inside the network get, so a few dozen pages or lines are enough. Needs the
package `onnx`, which the product itself does not.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import onnx

# Official wheels report to their maker unless told so before their import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from models.graphs import fold_pads, quicken_gelu, spread_pixels
from models.train import corpus, faces
from models.train.alphabet import read_alphabet
from models.train.lines import LineMaker, to_height

Input = npt.NDArray[np.float32]
"""1 x 3 x H x W, as the network takes it."""
Picture = npt.NDArray[np.uint8]
"""H x W x 3, BGR."""

_OPSET: Final = 17
"""Weights with a scale for every channel need 13; the detector comes as 11."""
_PAGE_SIDE: Final = 960
_STRIDE: Final = 32
# The normalisation of models/text_detection/inference.yml, in the order of its channels.
_PAGE_MEAN: Final = (0.485, 0.456, 0.406)
_PAGE_DEVIATION: Final = (0.229, 0.224, 0.225)
_PERCENTILE: Final = CalibrationMethod.Percentile
_FRAME_PX: Final = 640
"""Width to which lines are cut or filled with paper: the statistics want inputs of one size."""
_PICTURES: Final = {".png", ".jpg", ".jpeg", ".tif", ".tiff"}


def quantise(
    source: Path,
    goal: Path,
    inputs: Iterable[Input],
    *,
    keep: Sequence[str] = (),
    clip: bool = False,
    quick_gelu: bool = False,
) -> None:
    """Write `source` to `goal` with 8-bit activations and weights (QDQ, every operator that can).

    Weights have a scale a channel and use 7 of their 8 bits: processors without VNNI add two
    products of 8 bits in 16, which overflow with larger weights, without a word, to wrong
    text. With 7 bits the model reads the same everywhere; it takes the same time.
    `keep` are patterns of names of nodes that stay float ("*neck*").

    With `clip` (inputs of one size) activations are held against the 99.999th percentile of what
    the inputs give, not against the greatest, so that a few outliers do not make every step
    coarse: of 160 lines 93 % then read as by the float recogniser, against 92 %.
    With `quick_gelu` GELUs between convolutions are worked out nearly (`graphs.quicken_gelu`).
    """
    model = onnx.load(source)
    if quick_gelu:
        quicken_gelu(model)
    if model.opset_import[0].version < _OPSET:
        model = onnx.version_converter.convert_version(model, _OPSET)
    with tempfile.TemporaryDirectory() as work:
        newer, prepared = Path(work) / "newer.onnx", Path(work) / "prepared.onnx"
        onnx.save(model, newer)
        # Symbolic shapes fail on sizes that are only known when a page comes; nothing needs them.
        quant_pre_process(newer, prepared, skip_symbolic_shape=True)
        plain = onnx.load(prepared)
        fold_pads(plain)
        onnx.save(plain, prepared)
        names = [node.name for node in plain.graph.node]
        quantize_static(
            prepared,
            goal,
            _Inputs(model.graph.input[0].name, inputs),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[n for n in names if any(fnmatch(n, pattern) for pattern in keep)],
            calibrate_method=_PERCENTILE if clip else CalibrationMethod.MinMax,
            extra_options={"CalibPercentile": 99.999},
        )
    made = onnx.load(goal)
    spread_pixels(made)
    onnx.save(made, goal)


def page_input(page: Picture) -> Input:
    """A page as the detector takes it."""
    scale = _PAGE_SIDE / max(page.shape[:2])
    height, width = (max(1, round(side * scale / _STRIDE)) * _STRIDE for side in page.shape[:2])
    small = cv2.resize(page, (width, height)).astype(np.float32) / 255
    normal = (small - np.array(_PAGE_MEAN, np.float32)) / np.array(_PAGE_DEVIATION, np.float32)
    return _as_input(normal)


def strip_input(strip: Picture) -> Input:
    """A line as a recogniser takes it: 48 pixels high, -1..1; cut or filled to one width."""
    scaled = to_height(strip)[:, :_FRAME_PX]
    paper = [float(tone) for tone in np.median(scaled[:, -4:].reshape(-1, 3), axis=0)]
    gap = _FRAME_PX - scaled.shape[1]
    framed = cv2.copyMakeBorder(scaled, 0, 0, 0, gap, cv2.BORDER_CONSTANT, value=paper)
    return _as_input(framed.astype(np.float32) / 127.5 - 1)


def pictures(folder: Path) -> Iterator[Picture]:
    """Every picture under `folder`."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in _PICTURES):
        picture = cv2.imread(str(path))
        if picture is not None:
            yield np.asarray(picture, dtype=np.uint8)


def made_lines(data: Path, faces_folders: Sequence[Path], count: int) -> Iterator[Picture]:
    """`count` lines as training draws them, of the faces and texts it trains on."""
    maker = LineMaker(
        corpus=corpus.load(data, frozenset(read_alphabet()), "training"),
        book=faces.collect(faces_folders, "training"),
        seed=0,
    )
    return (maker.make(index).strip for index in range(count))


class _Inputs(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime has no types
    """Inputs one by one, under the name that the network gives its input."""

    def __init__(self, name: str, inputs: Iterable[Input]) -> None:
        self._name = name
        self._inputs = iter(inputs)

    def get_next(self) -> dict[str, Input] | None:
        following = next(self._inputs, None)
        return None if following is None else {self._name: following}


def _as_input(picture: npt.NDArray[np.float32]) -> Input:
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[None], dtype=np.float32)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("goal", type=Path)
    shown = parser.add_mutually_exclusive_group(required=True)
    shown.add_argument("--pages", type=Path, help="folder of pictures of pages")
    shown.add_argument("--strips", type=Path, help="folder of pictures of single lines")
    shown.add_argument("--lines", type=Path, nargs="+", help="DATA FACES... of models.train")
    parser.add_argument("--count", type=int, default=60, help="how many lines of --lines")
    parser.add_argument("--keep", nargs="*", default=(), help="patterns of nodes that stay float")
    parser.add_argument("--quick-gelu", action="store_true")
    options = parser.parse_args(arguments)
    if options.pages:
        inputs: Iterator[Input] = map(page_input, pictures(options.pages))
    elif options.strips:
        inputs = map(strip_input, pictures(options.strips))
    else:
        data, *faces_folders = options.lines
        inputs = map(strip_input, made_lines(data, faces_folders, options.count))
    quantise(
        options.source,
        options.goal,
        inputs,
        keep=options.keep,
        clip=options.pages is None,
        quick_gelu=options.quick_gelu,
    )


if __name__ == "__main__":
    main()
