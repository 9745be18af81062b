"""Text detection on a page: how large to look at it, and which of the found boxes are lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from ocr.engines.base import Pixels
from ocr.engines.strips import Quad, quad_size

# Measured on the first pages of 12 real scans, words of the page found and readable: 736 px of
# long side lost 3 %, 960 px 1 %, 1280 px nothing on 13 pt text; 1440 px found more only where
# letters stand under 11 px at 1280 px (electronic signature boxes). Time grows with the area.
_LETTER_PX: Final = 12.8
_SMALLEST_SIDE: Final = 960
_LARGEST_SIDE: Final = 1600
_STRIDE: Final = 32
_PREVIEW_SIDE: Final = 1200

_SMALLEST_LINE_MM: Final = 1.1
_MM_PER_INCH: Final = 25.4


def letter_height(page: Pixels) -> float | None:
    """Median height of ink blobs that look like letters, pixels of `page`; None when too few."""
    scale = min(1.0, _PREVIEW_SIDE / max(page.shape[:2]))
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    stats = cv2.connectedComponentsWithStats(ink)[2][1:]
    heights, widths = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    letters = heights[(heights >= 4) & (heights < 60) & (widths >= 2) & (widths < 80)]
    return float(np.median(letters)) / scale if len(letters) >= 20 else None


def detection_side(page: Pixels) -> int:
    """Long side, pixels, at which the detector should look at `page`."""
    long_side = max(page.shape[:2])
    height = letter_height(page)
    wanted = _LETTER_PX / height * long_side if height else _SMALLEST_SIDE
    side = min(max(wanted, _SMALLEST_SIDE), _LARGEST_SIDE)
    return round(side / _STRIDE) * _STRIDE


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
