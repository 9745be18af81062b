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


def open_session(weights: str | bytes, threads: int = 1) -> Any:
    """An onnxruntime session of a stored file or of a model in memory."""
    onnxruntime = _import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(weights, options)


def onnx_reader(weights: Path, alphabet: Sequence[str], threads: int = 1) -> Reader:
    """Reads strips one by one with onnxruntime, as the engine does."""
    session = open_session(str(weights), threads)

    def read(strips: Sequence[Strip]) -> list[str]:
        frames = (session.run(None, {"x": strip_input(strip)})[0][0] for strip in strips)
        return [_text(of_strip, alphabet) for of_strip in frames]

    return read


def strip_input(strip: Strip) -> npt.NDArray[np.float32]:
    """1 x 3 x 48 x W, -1..1, as the network takes it."""
    planes = strip.transpose(2, 0, 1)[None].astype(np.float32)
    return np.asarray(planes / np.float32(127.5) - np.float32(1), dtype=np.float32)


def _text(frames: npt.NDArray[np.float32], alphabet: Sequence[str]) -> str:
    return "".join(letter.char for letter in decode(frames, alphabet))
