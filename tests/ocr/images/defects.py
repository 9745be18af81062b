"""Pages spoilt on purpose, each fault at three strengths: barely, clearly, hopelessly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np

from ocr.engines.base import Pixels

Spoil = Callable[[Pixels, int], Pixels]
"""A page (A4 at 150 dpi, printed) and a strength 0..2 to the spoilt page."""


def _blur(page: Pixels, strength: int) -> Pixels:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), (2.0, 2.6, 4.0)[strength]), dtype=np.uint8)


def _shake(page: Pixels, strength: int) -> Pixels:
    length = (6, 9, 21)[strength]
    streak = np.zeros((length, length), np.float32)
    streak[length // 2] = 1 / length
    return np.asarray(cv2.filter2D(page, -1, streak), dtype=np.uint8)


def _coarse(page: Pixels, strength: int) -> Pixels:
    share = (130, 100, 70)[strength] / 150
    small = cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _darken(page: Pixels, strength: int) -> Pixels:
    return np.asarray(page * (0.48, 0.40, 0.25)[strength], dtype=np.uint8)


def _cut(page: Pixels, strength: int) -> Pixels:
    """Cut off the left ends of 8, 13 and all lines, as of a sheet laid askew."""
    lines = (8, 13, 40)[strength]
    cut = page.copy()
    cut[140 + 60 * lines :, :240] = 255
    return np.ascontiguousarray(cut[:, 196:])


def _burn(page: Pixels, strength: int) -> Pixels:
    radius = (100, 150, 330)[strength]
    photo = page.astype(np.float32) * 0.75
    lamp = np.zeros(page.shape[:2], np.float32)
    cv2.circle(lamp, (600, 500), radius, 1.0, cv2.FILLED)
    lamp = np.asarray(cv2.GaussianBlur(lamp, (0, 0), radius / 6), dtype=np.float32)
    return np.clip(photo + 255 * lamp[:, :, None], 0, 255).astype(np.uint8)


def _tear(page: Pixels, strength: int) -> Pixels:
    """Take a corner of the sheet away; the scanner's lid behind it is dark."""
    share = (0.08, 0.12, 0.22)[strength]
    height, width = page.shape[:2]
    torn = page.copy()
    corner = np.array([[width, 0], [width * (1 - share), 0], [width, height * share]], np.float32)
    cv2.fillConvexPoly(torn, corner.astype(np.int32), (40, 40, 40))
    return torn


DEFECTS: Final[Mapping[str, tuple[str, Spoil]]] = {
    "blur": ("blur", _blur),
    "shake": ("blur", _shake),
    "coarse": ("low_dpi", _coarse),
    "dark": ("dark", _darken),
    "cut": ("cut_edge", _cut),
    "glare": ("glare", _burn),
    "torn": ("missing_corner", _tear),
}
"""Name of the fault -> the reason it must be given, and how it is made."""
