"""Ways to read strips for measuring: the module in training, and a stored ONNX file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.train.lines import Strip
from models.train.measure import Reader
from ocr.engines.ctc import decode


def _import_onnxruntime() -> Any:
    # Official wheels report to their maker unless told so before their import.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    return onnxruntime


def onnx_reader(weights: Path, alphabet: Sequence[str], threads: int = 1) -> Reader:
    """Reads strips one by one with onnxruntime, as the engine does."""
    onnxruntime = _import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(weights), options)

    def read(strips: Sequence[Strip]) -> list[str]:
        return [_text(session.run(None, {"x": _input(strip)})[0][0], alphabet) for strip in strips]

    return read


def _input(strip: Strip) -> npt.NDArray[np.float32]:
    planes = strip.transpose(2, 0, 1)[None].astype(np.float32)
    return np.asarray(planes / np.float32(127.5) - np.float32(1), dtype=np.float32)


def _text(frames: npt.NDArray[np.float32], alphabet: Sequence[str]) -> str:
    return "".join(letter.char for letter in decode(frames, alphabet))
