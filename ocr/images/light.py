"""Light on a page: the brightness of its bare paper, and the page as if lit evenly."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from ocr.engines.base import Pixels
from ocr.images.ink import Mask
from ocr.images.reduce import reduce_to
from ocr.images.views import Views

_CELL_PX: Final = 16
_LETTERS: Final = 5
"""Cells across which the brightest is taken for paper: wider than a letter, narrower than a
shadow."""
_UNEVEN: Final = 36
"""Spread of the paper's light, 0..255, from which evening it out is worth the time."""
_WHITE: Final = 235


def paper_light(page: Pixels | Views) -> Mask:
    """Colour of the bare paper on a grid of cells, rows x columns x 3, 0..255."""
    views = Views.of(page)
    height, width = views.pixels.shape[:2]
    grid = (max(1, width // _CELL_PX), max(1, height // _CELL_PX))
    small = reduce_to(views.quarter, grid)
    bright = cv2.dilate(small, np.ones((_LETTERS, _LETTERS), np.uint8))
    return np.asarray(cv2.blur(bright, (_LETTERS, _LETTERS)), dtype=np.uint8)


def even_light(page: Pixels | Views) -> Pixels:
    """The pixels of `page` without shadows and slopes of light; the same array where it is even.

    Every pixel is divided by the paper around it, colour by colour, so warm light turns white too.
    """
    paper, pixels = paper_light(page), Views.of(page).pixels
    low, high = np.percentile(paper.min(axis=2), (5, 95))
    if high - low < _UNEVEN:
        return pixels
    height, width = pixels.shape[:2]
    ground = cv2.resize(np.maximum(paper, 1), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, ground, scale=_WHITE), dtype=np.uint8)
