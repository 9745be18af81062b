"""Text detection on a page: how large to look at it, and which of the found boxes are lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from ocr.engines.base import Letters, Pixels
from ocr.engines.strips import Quad, quad_size
from ocr.images.reduce import reduce
from ocr.images.spots import label_spots

_LETTER_PX: Final = 9.5
"""Height of usual letters in what the detector sees; `small_print` looks after smaller ones."""
_SMALLEST_SIDE: Final = 800
_LARGEST_SIDE: Final = 1600
_STRIDE: Final = 32
_PREVIEW_SIDE: Final = 1600

_SMALLEST_LINE_MM: Final = 1.1
_MM_PER_INCH: Final = 25.4

SETTINGS: Final = (_LETTER_PX, _SMALLEST_SIDE, _LARGEST_SIDE, _PREVIEW_SIDE, _SMALLEST_LINE_MM)
"""What the result depends on, for fingerprints."""


def find_letters(page: Pixels) -> Letters:
    """The letters of `page`, with many of their marks and a few other things of their size."""
    scale = min(1.0, _PREVIEW_SIDE / max(page.shape[:2]))
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    ink = cv2.adaptiveThreshold(
        reduce(grey, scale), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 15
    )
    _, stats, centers = label_spots(np.asarray(ink, dtype=np.uint8))
    heights, widths = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    letters = (heights >= 6) & (heights < 80) & (widths >= 2) & (widths < 106)
    letters[0] = False
    left, top, width, height = stats[letters, :4].T.astype(np.float64) / scale
    boxes = np.stack([left, top, left + width, top + height], axis=1)
    return Letters(centers=centers[letters] / scale, boxes=boxes)


def detection_side(page: Pixels, letters: Letters) -> int:
    """Long side, pixels, at which the detector should look at `page`."""
    long_side = max(page.shape[:2])
    height = letters.usual_height
    wanted = _LETTER_PX / height * long_side if height else _SMALLEST_SIDE
    return whole_strides(min(max(wanted, _SMALLEST_SIDE), _LARGEST_SIDE))


def whole_strides(side: float) -> int:
    """`side` as the detector can take it: whole steps of its grid, at least one."""
    return max(1, round(side / _STRIDE)) * _STRIDE


def keep_lines(quads: Sequence[Quad], dpi: float) -> tuple[Quad, ...]:
    """Drop what is no line of text: specks, and columns of letters along a margin.

    A tall box is dropped only when it is also taller than any line near the median, since a
    single `1` or `I` in a digit box is tall as well.
    """
    sizes = [quad_size(quad) for quad in quads]
    usual = float(np.median([height for _, height in sizes])) if sizes else 0.0
    smallest = _SMALLEST_LINE_MM / _MM_PER_INCH * dpi
    return tuple(
        quad
        for quad, (width, height) in zip(quads, sizes, strict=True)
        if height >= smallest
        and width >= smallest / 2
        and not (height > 2 * width and height > 2.5 * usual)
    )
