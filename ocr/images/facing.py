"""Which way up: the recogniser reads a few lines and says for which turn they make sense."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from ocr.engines.base import CropReading, Pixels
from ocr.images.ink import Ink, find_ink
from ocr.images.spots import label_spots

USUAL: Final = 0.5
TALL: Final = 0.9
"""For pages on which most blobs are no letters: modules of a QR code, the waves of a card."""
_LINES: Final = 4
_FIRST: Final = 2
"""So many of them are enough where they read clearly."""
_CLEARLY: Final = 0.93
"""Legibility (see below) of lines that stand upright; the other way up 0.69 was the most."""
_LONGEST: Final = 12
"""Crops are cut at so many line heights: enough letters to tell, and quick."""
_MARGIN: Final = 0.25
_ONE_LINE: Final = 1.8
"""Height of a line with its marks and tails, over that of its letters."""


class LineReader(Protocol):
    """The part of `OcrEngine` that this needs."""

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]: ...


def sample_lines(
    page: Pixels, ink: Ink | None = None, *, share: float = USUAL
) -> tuple[Pixels, ...]:
    """A few strips of `page`, each around one text line that runs level; may be empty.

    `ink` is that of `page`, where it is known already; `share` of its blobs are no higher than the
    letters of the lines that are looked for (see `USUAL` and `TALL`).
    """
    ink = ink or find_ink(page)
    if not ink.count:
        return ()
    usual = float(np.quantile(ink.heights, share))
    joined = cv2.morphologyEx(
        ink.mask, cv2.MORPH_CLOSE, np.ones((1, max(3, round(1.5 * usual))), np.uint8)
    )
    stats = label_spots(np.asarray(joined, dtype=np.uint8)).stats[1:]
    height, width = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    likely = stats[(height >= 0.8 * usual) & (height <= 2.5 * usual) & (width >= 4 * usual)]
    # Lines of neighbouring columns run together where one stands half a line higher.
    several = likely[:, cv2.CC_STAT_HEIGHT] > _ONE_LINE * usual
    best = likely[np.lexsort((-likely[:, cv2.CC_STAT_WIDTH], several))]
    return tuple(_crop(page, row, ink.scale) for row in best[:_LINES])


def _crop(page: Pixels, row: npt.NDArray[np.int32], scale: float) -> Pixels:
    left, top, width, height = (float(v) / scale for v in row[:4])
    margin = _MARGIN * height
    width = min(width, _LONGEST * height)
    rows = slice(max(0, round(top - margin)), round(top + height + margin))
    return page[rows, max(0, round(left - margin)) : round(left + width + margin)]


def legibility(crops: Sequence[Pixels], reader: LineReader) -> float:
    """How well `crops` read, 0..1: mean confidence over letters, the lowest half of them.

    A recogniser is sure of some shapes whichever way up they stand (o, x, -), so the letters that
    it is least sure of tell more than the average.
    """
    values = sorted(c for reading in reader.read_crops(crops) for c in reading.char_confidences)
    lower = values[: max(1, len(values) // 2)]
    return float(np.mean(lower)) if values else 0.0


def legibility_at_once(crops: Sequence[Pixels], reader: LineReader) -> float:
    """As `legibility`, but of the first crops alone where those read clearly."""
    first = legibility(crops[:_FIRST], reader)
    return first if first >= _CLEARLY or len(crops) <= _FIRST else legibility(crops, reader)


def turn_crops(crops: Sequence[Pixels]) -> tuple[Pixels, ...]:
    """The same strips the other way up."""
    return tuple(np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops)
