"""The default engine: PaddleOCR's own modules on onnxruntime, with a recogniser for Vietnamese.

Detection is PP-OCRv6 small, recognition the same family with a Vietnamese alphabet; both are
local model folders, so neither paddlepaddle nor a network is needed. `paddleocr` takes about five
seconds to import and is imported when the engine is made, not with this module.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from dossier.errors import EngineFailed
from dossier.page import Line
from ocr.engines import detection, lone_words, second_look, small_print
from ocr.engines.base import CropReading, Letters, Pixels, UprightImage
from ocr.engines.ctc import Letter, decode
from ocr.engines.detection import detection_side, find_letters, keep_lines
from ocr.engines.figures import figures_part, merge_figures
from ocr.engines.small_print import add_missed, missed_regions
from ocr.engines.strips import Quad, Strip, cut, in_reading_order, quad_box
from ocr.engines.wide import join_letters, split_wide
from ocr.engines.zone_lines import find_zone_lines

_LINE_HEIGHT_PX: Final = 48
_FRAME_PX: Final = 8
"""Width of one CTC frame in the 48 pixel high strip."""
_WIDEST_PX: Final = 3200
"""PaddleX squeezes wider strips into this; a line of 6 pt print across A4 is 3,800 wide."""

# Margins in shares of the line's height. Detection hugs the letters and cuts hooks and dots off;
# on 9 real pages words outside the vocabulary of agency texts fell from 12.1 % (no margin) to
# 11.6 % at 0.05 and rose again past 0.10, where the neighbour lines come in.
_ALONG: Final = 0.10
_ACROSS: Final = 0.05

# One strip a run: on two cores padding strips of like width into batches of 4 and 8 took 1.2 and
# 1.5 times as long as one by one (47 lines: 1.00 s, 1.26 s against 0.81 s). And several
# recognisers of one thread each instead of one of several threads: the convolutions of a single
# strip are too small to share, two threads burnt twice the processor time for the same page.
_BATCH: Final = 1

_PACKAGES: Final = ("paddleocr", "paddlex", "onnxruntime", "opencv-contrib-python")


class PaddleEngine:
    """`OcrEngine` over `paddleocr.TextDetection` and `paddleocr.TextRecognition`."""

    name: Final = "paddle"

    def __init__(
        self, *, detection_dir: Path, recognition_dir: Path, figures_dir: Path, threads: int = 2
    ) -> None:
        """Load the PaddleX inference folders (`inference.onnx`, `inference.yml`).

        `threads` is how many cores one call may use.
        """
        paddleocr = _import_paddleocr()
        self._detector: Any = paddleocr.TextDetection(
            model_name="PP-OCRv6_small_det",
            model_dir=str(detection_dir),
            **_engine_options(threads),
        )
        self._recognisers: list[Any] = [
            paddleocr.TextRecognition(
                model_name="PP-OCRv6_small_rec",
                model_dir=str(recognition_dir),
                **_engine_options(1),
            )
            for _ in range(threads)
        ]
        predictors = [module.paddlex_predictor for module in self._recognisers]
        letters = predictors[0].config["PostProcess"]["character_dict"]
        self._alphabet: tuple[str, ...] = tuple(letters)
        # PaddleX decodes to a string and one mean score and drops the frames. Its decoder is the
        # last, replaceable step of the predictor; ours keeps each letter's confidence and place.
        # Everything before it (reading, resizing, batching, the session) stays PaddleOCR's.
        for predictor in predictors:
            predictor.post_op = _LetterDecode(self._alphabet)
        self._figures: Any = paddleocr.TextRecognition(
            model_name="PP-OCRv6_small_rec", model_dir=str(figures_dir), **_engine_options(threads)
        )
        stock = self._figures.paddlex_predictor
        # The stock head has one class more than its dictionary: the space, last.
        stock.post_op = _LetterDecode([*stock.config["PostProcess"]["character_dict"], " "])
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="recognise")
        self._fingerprint = _fingerprint(detection_dir, recognition_dir, figures_dir)

    def fingerprint(self) -> str:
        return self._fingerprint

    def alphabet(self) -> frozenset[str]:
        return frozenset(self._alphabet)

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        """All text lines of `image` in reading order. Raises EngineFailed."""
        letters = image.letters or find_letters(image.pixels)
        quads = keep_lines(self.detect(image.pixels, letters), image.dpi)
        lone = lone_words.lone_words(letters, quads, image.pixels)
        found = [(quad, False) for quad in quads] + [(quad, True) for quad in lone]
        ordered = [found[i] for i in in_reading_order([quad_box(quad) for quad, _ in found])]
        strips = [cut(image.pixels, quad, along=_ALONG, across=_ACROSS) for quad, _ in ordered]
        looks = self._with_second_look(strips, self.read_crops([strip.pixels for strip in strips]))
        readings = self._with_figures(strips, looks)
        return tuple(
            _line(strip, reading)
            for strip, reading, (_, is_lone) in zip(strips, readings, ordered, strict=True)
            if reading.text and (not is_lone or lone_words.is_word(reading))
        )

    def _with_second_look(
        self, strips: Sequence[Strip], readings: Sequence[CropReading]
    ) -> list[CropReading]:
        """`readings`, doubtful and handwritten lines merged with a second look at them."""
        merged = list(readings)
        again = [i for i, reading in enumerate(readings) if second_look.needs_second_look(reading)]
        shown = [second_look.shown_again(strips[i].pixels) for i in again]
        for i, pixels, second in zip(again, shown, self.read_crops(shown), strict=True):
            scale = strips[i].pixels.shape[1] / pixels.shape[1]
            merged[i] = second_look.merge_looks(readings[i], second, scale)
        return merged

    def _with_figures(
        self, strips: Sequence[Strip], readings: Sequence[CropReading]
    ) -> list[CropReading]:
        """`readings` with doubtful figures and machine-readable zones read by the second one."""
        merged = list(readings)
        zone = find_zone_lines([r.text for r in readings], [s.box for s in strips])
        parts = [slice(None) if i in zone else figures_part(r) for i, r in enumerate(readings)]
        again = [(i, part) for i, part in enumerate(parts) if part is not None]
        shown = [_letters_of(strips[i].pixels, readings[i], part) for i, part in again]
        try:
            found = _recognise(self._figures, [_to_line_height(pixels) for pixels in shown])
            for (i, part), letters in zip(again, found, strict=True):
                second = _reading(letters, strips[i].pixels.shape[0] / _LINE_HEIGHT_PX)
                merged[i] = second if i in zone else merge_figures(readings[i], second.text, part)
        except (RuntimeError, ValueError, cv2.error) as exc:
            raise EngineFailed(f"paddle figures: {type(exc).__name__}") from exc
        return merged

    def detect(self, page: Pixels, letters: Letters | None = None) -> tuple[Quad, ...]:
        """Quadrilaterals of text on `page`, in no order; `letters`: those of the page, where they
        are known. Raises EngineFailed."""
        seen = letters or find_letters(page)
        quads = self._find_quads(page, detection_side(page, seen))
        for region in missed_regions(seen, quads, page):
            again = self._find_quads(region.of(page), region.side)
            quads = add_missed(quads, [quad + region.corner for quad in again])
        return quads

    def _find_quads(self, picture: Pixels, side: int) -> tuple[Quad, ...]:
        """What the detector finds when it sees `picture` with a long side of `side` pixels."""
        try:
            found = self._detector.predict(picture, limit_side_len=side, limit_type="resize_long")
        except (RuntimeError, ValueError, cv2.error) as exc:
            raise EngineFailed(f"paddle detection: {type(exc).__name__}") from exc
        return tuple(np.asarray(quad, dtype=np.float32) for quad in found[0]["dt_polys"])

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        """Recognise strips of one upright line each. Raises EngineFailed."""
        split = [split_wide(_to_line_height(crop), _WIDEST_PX) for crop in crops]
        letters = iter(self._read_scaled([part.pixels for parts in split for part in parts]))
        return tuple(
            _reading(
                join_letters(parts, [next(letters) for _ in parts], _FRAME_PX),
                crop.shape[0] / _LINE_HEIGHT_PX,
            )
            for crop, parts in zip(crops, split, strict=True)
        )

    def _read_scaled(self, scaled: Sequence[Pixels]) -> list[tuple[Letter, ...]]:
        """The letters of strips of the recogniser's height, on all recognisers at once."""
        # Every recogniser gets the same mix of long and short strips.
        order = sorted(range(len(scaled)), key=lambda i: -scaled[i].shape[1])
        shares = [order[n :: len(self._recognisers)] for n in range(len(self._recognisers))]
        jobs = [
            self._threads.submit(_recognise, module, [scaled[i] for i in share])
            for module, share in zip(self._recognisers, shares, strict=True)
            if share
        ]
        letters: dict[int, tuple[Letter, ...]] = {}
        try:
            for share, job in zip(shares, jobs, strict=False):
                letters.update(zip(share, job.result(), strict=True))
        except (RuntimeError, ValueError, cv2.error) as exc:
            raise EngineFailed(f"paddle recognition: {type(exc).__name__}") from exc
        return [letters[i] for i in range(len(scaled))]


class _LetterDecode:
    """Stands in for PaddleX's `CTCLabelDecode`: the score of a strip is its letters."""

    def __init__(self, alphabet: Sequence[str]) -> None:
        self._alphabet = alphabet

    def __call__(
        self, predictions: Sequence[Any], **_: object
    ) -> tuple[list[str], list[tuple[Letter, ...]]]:
        decoded = [decode(frames, self._alphabet) for frames in np.asarray(predictions[0])]
        return ["".join(letter.char for letter in letters) for letters in decoded], decoded


def _recognise(module: Any, strips: Sequence[Pixels]) -> list[tuple[Letter, ...]]:
    if not strips:
        return []
    return [found["rec_score"] for found in module.predict(list(strips), batch_size=_BATCH)]


def _import_paddleocr() -> Any:
    # Official onnxruntime wheels (since 1.31 on Linux too) send events and a machine id to
    # Microsoft unless told so before their import; their API can only stop part of it. Nothing
    # leaves a machine that reads citizens' papers, so the environment has no say in this.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    # PaddleX is configured by the environment at import and in no other way: no look at model
    # hubs, no set-up of training repositories, and its folders not in a home that a container's
    # user may not have.
    cache = Path(tempfile.gettempdir()) / f"sohoa-paddlex-{os.getuid()}"
    os.environ.setdefault("PADDLE_PDX_CACHE_HOME", str(cache))
    os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")
    os.environ.setdefault("PADDLE_PDX_EAGER_INIT", "False")
    import paddleocr

    for logger in ("paddlex", "paddleocr"):
        logging.getLogger(logger).setLevel(logging.ERROR)
    return paddleocr


def _engine_options(threads: int) -> dict[str, Any]:
    return {
        "engine": "onnxruntime",
        "engine_config": {
            "device_type": "cpu",
            "intra_op_num_threads": threads,
            "inter_op_num_threads": 1,
        },
    }


def _fingerprint(*folders: Path) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("inference.*")):
            digest.update(path.read_bytes())
    settings = [
        _ALONG,
        _ACROSS,
        _WIDEST_PX,
        *detection.SETTINGS,
        *small_print.SETTINGS,
        *lone_words.SETTINGS,
        *second_look.SETTINGS,
        *(f"{package}=={version(package)}" for package in _PACKAGES),
    ]
    digest.update(repr(settings).encode())
    return f"sha256:{digest.hexdigest()}"


def _letters_of(strip: Pixels, reading: CropReading, part: slice) -> Pixels:
    """The columns of `strip` that hold `part` of its letters, up to the neighbouring letters."""
    start, end, _ = part.indices(len(reading.text))
    left = reading.char_centers[start - 1] if start else 0.0
    right = reading.char_centers[end] if end < len(reading.text) else float(strip.shape[1])
    return strip[:, max(0, round(left)) : max(round(left) + 1, round(right))]


def _to_line_height(crop: Pixels) -> Pixels:
    """Scale a strip to the recogniser's height, keeping its shape."""
    scale = _LINE_HEIGHT_PX / crop.shape[0]
    width = max(_FRAME_PX, round(crop.shape[1] * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(
        cv2.resize(crop, (width, _LINE_HEIGHT_PX), interpolation=method), dtype=np.uint8
    )


def _reading(letters: Sequence[Letter], strip_px: float) -> CropReading:
    """`strip_px` is how many pixels of the strip one pixel of the scaled strip stands for."""
    confidences = tuple(letter.confidence for letter in letters)
    return CropReading(
        text="".join(letter.char for letter in letters),
        confidence=sum(confidences) / len(confidences) if confidences else 0.0,
        char_confidences=confidences,
        char_centers=tuple((letter.frame + 0.5) * _FRAME_PX * strip_px for letter in letters),
        char_others=tuple(letter.others for letter in letters),
        char_written=tuple(round(x.written, 2) for x in letters if x.written is not None),
    )


def _line(strip: Strip, reading: CropReading) -> Line:
    return Line(
        text=reading.text,
        confidence=reading.confidence,
        box=strip.box,
        char_confidences=reading.char_confidences,
        char_centers=tuple(strip.page_x(x) for x in reading.char_centers),
        char_others=reading.char_others,
        char_written=reading.char_written,
    )
